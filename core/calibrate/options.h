// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::calibrate {

/// Keys "calibrate.*".
struct CalibrateOptions {
  std::uint64_t particles = 1000;  ///< points of the assumptions that are led to the national series
  std::uint64_t moves = 3;         ///< of each particle after every resampling
  double observation_sd = 0.02;    ///< error of a national count of users, as a share of the population
  double wording_sd = 0.25;        ///< of the logarithm of what another survey's wording multiplies use by
  std::uint64_t held_out = 1;      ///< last points of the national series that the fit does not see
  int train_last_year = 0;         ///< panels are fitted up to this year and predicted after it; 0: the first half
};

std::span<const Option<CalibrateOptions>> calibrate_options();

}  // namespace tidu::calibrate
