// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/years.h"

// The economy's own forecast of regional growth: what regions are expected to bring along, and what trade makes of it.
//   [C6, C8; growth accounting: Solow 1957; shrinkage: Efron & Morris 1973]
//
//   g, l, k   growth of real product, labour and capital, in points: 100 ln of the ratio to the year before
//   xi[n,j]   share of capital in value added of sector j in region n; xi of a region: of all its value added
//   TFP       what labour and capital do not explain:  a = g - (1 - xi) l - xi k
//   h         the same as growth of labour's efficiency, h = a / (1 - xi). Capital of the past is not observed; it is
//             taken to have grown as product did, as K_0 = I / (g + delta) takes it: k = g gives h = g - l, for any xi
namespace tidu::economy {

/// Trends of regions, shrunk to that of all of them.
struct Trend {
  double mean = 0;             ///< of all regions and years, points a year
  double shrinkage = 0;        ///< B in [0, 1]: how much of a region's own deviation is kept
  std::vector<double> region;  ///< N, points a year: mean + B (mean of the region's years - mean)

  std::vector<double> region_error;  ///< N: standard error of a region's deviation from the mean
  double mean_error = 0;             ///< standard error of the mean: sd of years' means over sqrt(T)
  double region_year = 0;            ///< s: sd of what is left of a region's year
  double year = 0;                   ///< sd of years' means
};

/// Trends from growth x by region and year, years up to an origin alone. Years that were good or bad for all say
/// nothing about regions, so the noise is what is left of x without means of regions and years:
///   s2 = sum of squares left / ((N - 1)(T - 1)),  v = variance of regions' means (over N - 1),
///   B = max(0, 1 - (N - 3) / (N - 1) (s2 / T) / v);  0 where regions do not differ.   [Efron & Morris 1973, positive
///   part]
/// It takes years to be independent: if they are not, it shrinks too little, and its errors are too small.
/// The variance of a region's deviation m_n counts that B is estimated, so that it is no 0 where B is:
///   (s2 / T) B + 2 / (N - 3) (1 - B)^2 m_n^2.   [Morris 1983, eq. 1.17, without the mean's own part]
/// growth  N x T, N >= 4, T >= 2
/// errors  economy.trend (shape: regions, years), economy.not_finite (domain: position of a value)
Result<Trend> empirical_bayes_trend(View<const double, Region, Year> growth);

/// What regions bring along in the years after the base year: T x N, points a year, of any sign.
struct GrowthPaths {
  std::vector<std::vector<double>> efficiency;  ///< h of labour; value added of sector j gains (1 - xi[n,j]) h
  std::vector<std::vector<double>> labour;      ///< l
  std::vector<double> capital;   ///< N: g at which capital grows in the base year; I / K_0 = e^(g / 100) - 1 + delta
  double depreciation = 0.05;    ///< delta, in [0, 1]; KLR .05 a year
  std::vector<Closure> closure;  ///< T + 1, the base year's first: of each year's deficits; empty: the default one
  std::vector<std::vector<double>> shock;  ///< on top, of value added itself: good and bad years, which capital does
                                           ///< not follow within the year as it follows h; empty: none
};

/// What these paths are to run_years: T + 1 years, the base year's first; nobody moves.
/// errors  as forecast_growth
struct GrowthYears {
  Drivers drivers;
  YearsOptions options;
};
Result<GrowthYears> growth_years(const BaseYear& base, const GrowthPaths& paths);

struct GrowthForecast {
  bool converged = true;
  std::vector<double> growth;   ///< N: 100 ln of real product over the base year's, divided by T; points a year
  std::vector<double> product;  ///< N: real product of the last year over the base year's
};

/// Growth of real product at constant prices over T years, with trade in every year (run_years): labour as given,
/// efficiency as given, capital by investment, a fixed share of real income. In any economy, where all regions have
/// the same h and l and capital on the balanced path, g = h + l, everything grows at g and no price changes relative to
/// another; in autarky each region grows at its own h + l.   [Solow 1956; Uzawa 1961]
/// errors  economy.shape (shape: lengths, no year), those of run_years, of check_closure;
///         economy.negative (domain: I / K_0 below 0: capital would fall faster than it wears out)
/// cost    T + 1 solves
Result<GrowthForecast> forecast_growth(const BaseYear& base, const GrowthPaths& paths,
                                       Executor& executor = serial_executor());

}  // namespace tidu::economy
