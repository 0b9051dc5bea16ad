// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/economy/growth.h"

// Trends of regions whose good and bad years last. Growth x by region n and year t is
//
//   x[n,t] = m + v[t] + d[n] + u[n,t]
//   v[t]   = r v[t-1] + w[t]                what is good or bad for all
//   u[n,t] = rho u[n,t-1] + e[n,t]          what is good or bad for a region; d[n] its own long-run deviation
//
// with v and u stationary, so that of a good last year rho^h is expected to be left after h years. With rho = r = 0
// these are the independent years of empirical_bayes_trend. [error components with serially correlated remainder, and
// their best linear forecast: Baltagi & Li 1992; d shrunk: Morris 1983]
//
// rho is not estimated within regions, where a few years bias it down by about (1 + rho) / (T - 1) (Nickell 1981), but
// by the likelihood of contrasts, which long-run deviations do not enter (Hsiao, Pesaran & Tahmiscioglu 2002), times
// that of the regions' means: a rho near 1 would have scattered these farther than they lie. Few years leave rho open,
// so all of its values are kept, each with its probability under an even prior on (0, largest].
namespace tidu::economy {

/// Deviations of regions, given a rho.
struct RegionPersistence {
  double rho = 0;
  double probability = 0;         ///< posterior; all of them sum to 1
  double shock = 0;               ///< sd of e, points
  double shrinkage = 0;           ///< B in [0, 1] of generalised least squares means
  std::vector<double> deviation;  ///< N: d, shrunk
  std::vector<double> error;      ///< N: its standard error
};

/// What all regions share, given an r.
struct CommonPersistence {
  double rho = 0;
  double probability = 0;
  double shock = 0;       ///< sd of w, points, as estimated with `freedom` degrees of freedom
  double mean = 0;        ///< m
  double mean_error = 0;  ///< its standard error where sd of w is `shock`
};

struct PersistentTrend {
  std::vector<RegionPersistence> region;  ///< rising rho
  std::vector<CommonPersistence> common;
  std::vector<double> last;  ///< N: x of the last year less its mean over regions
  double common_last = 0;    ///< mean over regions of the last year
  std::size_t freedom = 1;   ///< T - 1

  std::size_t regions() const { return last.size(); }
};

/// growth   N x T, N >= 4, T >= 2; years up to an origin alone
/// largest  rho and r that are thought possible, in (0, 1]
/// With T = 2 nothing is learnt of r. Where nothing is left but means, all rho are as probable as before.
/// errors   those of empirical_bayes_trend; economy.not_positive, economy.share (domain: largest)
/// cost     40 N T
Result<PersistentTrend> persistent_trend(View<const double, Region, Year> growth, double largest = 1);

/// Mean and standard deviation of the posterior of rho.
struct RhoEstimate {
  double mean = 0;
  double sd = 0;
};
RhoEstimate rho_of_regions(const PersistentTrend& trend);
RhoEstimate rho_of_all(const PersistentTrend& trend);

/// Growth in H years to come, points: the long run, and what passes.
struct GrowthAhead {
  std::vector<double> lasting;               ///< N: m + d
  std::vector<std::vector<double>> passing;  ///< H x N: v + u

  std::vector<std::vector<double>> together() const;
};

/// What is expected, over all rho.
GrowthAhead expected_growth(const PersistentTrend& trend, std::size_t years);

/// Random numbers of one draw: uniform on (0, 1), standard normal, or as said.
struct GrowthNoise {
  double region_rho = 0.5, common_rho = 0.5;     ///< uniform: which rho
  double common_scale = 1;                       ///< chi squared over its `freedom` degrees of freedom
  double common_mean = 0;                        ///< normal
  std::vector<double> region;                    ///< N, normal: of d
  std::vector<double> year;                      ///< H, normal: of w
  std::vector<std::vector<double>> region_year;  ///< H x N, normal: of e
};

/// One draw of growth in the years to come: a rho and an r from what is known of them, m and d from theirs, and shocks
/// on top of what the last year leaves. The variance of w is unknown, so that m and v have Student's distribution; that
/// of e is known from N times as many numbers and is taken as it was estimated.
GrowthAhead drawn_growth(const PersistentTrend& trend, const GrowthNoise& noise);

/// Paths of N regions and, growing as they do in the mean, the rest of the world: the long run of h is efficiency; what
/// passes is a shock to product, as it was measured. Capital grows in the base year at the long run's h + l, since what
/// it did beyond that is in the deviations of product and would count twice.
void set_ahead(const GrowthAhead& efficiency, const GrowthAhead& labour, GrowthPaths& paths);

}  // namespace tidu::economy
