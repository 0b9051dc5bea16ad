// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::calibrate {

/// What of a region's earlier panels is carried over to the nation's simulation.
enum class RegionBasis : std::uint8_t {
  levels,  ///< how far ahead it was
  speeds,  ///< how fast the fitted decision map says it decides
};

/// Where the scale of the attributes comes from, for a study that says what stands for them.
enum class AttributeBasis : std::uint8_t {
  assumed,  ///< adoption.attribute_scale with its range
  panels,   ///< what the panels' fits find, as their precision weighs them
};

/// Keys "calibrate.*".
struct CalibrateOptions {
  std::uint64_t particles = 1000;  ///< points of the assumptions that are led to the national series
  std::uint64_t moves = 3;         ///< of each particle after every resampling
  double observation_sd = 0.02;    ///< error of a national count of users, as a share of the population
  double wording_sd = 0.25;        ///< of the logarithm of what another survey's wording multiplies use by
  std::uint64_t held_out = 1;      ///< last points of the national series that the fit does not see
  RegionBasis region_basis = RegionBasis::levels;
  AttributeBasis attribute_basis = AttributeBasis::assumed;
  double warning_bandwidth = 2;         ///< of the trend that early warning takes away, in years
  std::uint64_t warning_window = 0;     ///< years of a window of early warning; 0: half of the years
  double series_observation_sd = 0.05;  ///< of a count of a dated series, in logits
  double series_shock_sd = 0.1;         ///< of a year that no parameter of a dated series explains, in logits
  int train_last_year = 0;              ///< panels are fitted up to this year and predicted after it; 0: the first half
};

std::span<const Option<CalibrateOptions>> calibrate_options();

}  // namespace tidu::calibrate
