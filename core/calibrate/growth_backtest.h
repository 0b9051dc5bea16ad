// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/formula.h"
#include "core/base/result.h"

namespace tidu::calibrate {

// Whether a model of regional economies foretells which regions grow faster than the others. A hat model meets its base
// year whatever it is worth, and the nation's growth says nothing about regions; so what is judged is growth relative
// to the mean of the regions, after an origin that no estimate has seen, beside forecasts that need no model.
//
//   g_nt   growth of region n in year t, 100 ln of the ratio to the year before        points
//   x_nt   g_nt less its mean over regions
//   a_n    mean of x_nt over the years after the origin T: what is to be foretold       points a year
//   p_n    mean of x_nt over the years up to the origin

/// Growth by region and year, in points; no value missing.
struct GrowthPanel {
  Array<double, Region, Year> growth;
  int first_year = 0;

  int last_year() const { return first_year + static_cast<int>(growth.extent<Year>()) - 1; }
};

/// Mean over the years first ... last of growth relative to the mean of the regions; sums to 0.
/// errors  calibrate.growth_value (domain: region and year of a value that is not finite),
///         calibrate.growth_years (shape: years that the panel does not have)
Result<std::vector<double>> relative_growth(const GrowthPanel& panel, int first, int last);

/// Forecasts that need no model.
enum class GrowthBenchmark : std::uint8_t {
  same,            ///< every region as the mean: 0
  own_trend,       ///< p_n
  shrunken_trend,  ///< B p_n; B: how much of an earlier mean came back later, over all ways to divide the years up to
                   ///< the origin in two, held to [0, 1]                              [least squares through 0; Tidu]
  ar1,             ///< mean of rho^h x_nT, h = 1 ... H; rho by pooled least squares up to the origin
};
inline constexpr std::size_t kGrowthBenchmarks = 4;

struct GrowthForecasts {
  std::vector<double> actual;                                   ///< a_n
  std::array<std::vector<double>, kGrowthBenchmarks> forecast;  ///< of a_n
  double shrinkage = 0;                                         ///< B
  double autoregression = 0;                                    ///< rho
};

/// What benchmarks that have seen the years up to `origin` say of the mean of the years after it, up to `last`.
/// errors  those of relative_growth; calibrate.growth_origin (shape: fewer than 2 years up to the origin, or none
///         after it)
Result<GrowthForecasts> growth_forecasts(const GrowthPanel& panel, int origin, int last);

/// Shift-share: what regions would grow if each of their sectors grew as the nation's does, relative to the mean of the
/// regions.   [Dunn 1960; Esteban-Marquillas 1972: the industry-mix part]
///   share          regions x sectors, of the base year's value added; rows sum to 1
///   sector_growth  of the nation's sectors, points a year
/// errors  calibrate.growth_shares (shape)
Result<std::vector<double>> shift_share(View<const double, Region, Column> share,
                                        std::span<const double> sector_growth);

/// How well a forecast did.
struct GrowthScore {
  double rmse = 0;         ///< points a year
  double mae = 0;          ///< points a year
  double skill = 0;        ///< 1 - RMSE / RMSE of `same`
  double slope = 0;        ///< of actual on forecast, with a constant: 1 where sizes are right      [Kehoe 2005]
  double slope_error = 0;  ///< its standard error (HC1)
  double r_squared = 0;    ///< of that regression
};
/// Slope, error and R2 are NaN where the forecast does not differ between regions. The slope's error needs 3 regions.
GrowthScore growth_score(std::span<const double> actual, std::span<const double> forecast);

/// Whether one forecast's squared errors are smaller than another's by more than chance: under the hypothesis that
/// both are as good, the sign of the difference of a whole cluster's squared errors is anyone's guess. All 2^C signs,
/// so exact; errors of one cluster may be correlated in any way. With T of a few years Diebold & Mariano's asymptotics
/// mean nothing.   [Fisher 1935; clusters: Canay, Romano & Shaikh 2017]
struct PairedTest {
  double difference = 0;     ///< mean of e_n^2 of the first less that of the second
  double p = 1;              ///< two-sided; at least 2 / 2^C
  std::size_t clusters = 0;  ///< C
};
/// cluster  of each region, numbered from 0; up to kMostClusters
/// errors   calibrate.growth_clusters (limit: more than kMostClusters)
inline constexpr std::size_t kMostClusters = 24;
Result<PairedTest> paired_permutation(std::span<const double> actual, std::span<const double> first,
                                      std::span<const double> second, std::span<const std::size_t> cluster);

std::span<const FormulaRecord> growth_formulas();

}  // namespace tidu::calibrate
