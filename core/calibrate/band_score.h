// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/calibrate/growth_backtest.h"

// How good bands and whole distributions were, once it is known what happened. Scores are proper: who says what he
// believes does best in expectation, so that neither wide nor narrow bands pay.   [Gneiting & Raftery 2007]
namespace tidu::calibrate {

/// A central band.
struct Band {
  double low = 0;
  double high = 0;
  bool holds(double actual) const { return low <= actual && actual <= high; }
};

/// Interval score of a central band that claims to hold a share `claimed` in (0, 1); smaller is better.
///   S = (high - low) + 2 / alpha ((low - actual)+ + (actual - high)+),  alpha = 1 - claimed   [eq. 43]
double interval_score(const Band& band, double claimed, double actual);

/// Continuous ranked probability score of draws (at least 2), in their unit; smaller is better, of one sure value the
/// absolute error.
///   E|X - actual| - 1/2 E|X - X'|,  X and X' different draws   [eq. 21; unbiased for their number: Ferro 2014]
double crps_of_draws(std::span<const double> draws, double actual);

/// The same of a normal distribution, sd > 0.
///   sd (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)),  z = (actual - mean) / sd   [Gneiting et al. 2005, eq. 5]
double crps_of_normal(double mean, double sd, double actual);

/// The band between order statistics ceil(p M) with p = (1 -+ claimed) / 2 of M draws.
Band band_of_draws(std::span<const double> draws, double claimed);
Band band_of_normal(double mean, double sd, double claimed);

/// Shares that bands of the record claim to hold.
inline constexpr std::array<double, 2> kClaims{0.5, 0.9};

/// Bands of one origin against what happened, over its regions.
struct BandRecord {
  std::array<std::size_t, kClaims.size()> inside{};     ///< regions
  std::array<double, kClaims.size()> interval_score{};  ///< mean
  double crps = 0;                                      ///< mean
};

/// draws   of each region, at least 2
/// actual  one a region
BandRecord record_of_draws(std::span<const std::vector<double>> draws, std::span<const double> actual);

/// Of "every region as the mean", with a normal spread.
BandRecord record_of_normal(double sd, std::span<const double> actual);

/// The spread of "every region as the mean" as the past had it: root mean square of growth relative to the regions'
/// mean over all runs of `years` years up to the origin (of all years there are, if these are fewer), times
/// sqrt(N / (N - 1)). Points a year.
/// errors  those of relative_growth
Result<double> past_spread(const GrowthPanel& panel, int origin, int years);

}  // namespace tidu::calibrate
