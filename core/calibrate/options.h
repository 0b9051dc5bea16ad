// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::calibrate {

/// Keys "calibrate.*".
struct CalibrateOptions {
  std::uint64_t prior_draws = 200000;  ///< points of the assumptions that are screened by the national series
  std::uint64_t candidates = 4000;     ///< of these, taken to run over all regions and to be weighed
  double observation_sd = 0.02;        ///< error of a national count of users, as a share of the population
  double wording_sd = 0.25;            ///< of the logarithm of what another survey's wording multiplies use by
  std::uint64_t held_out = 1;          ///< last points of the national series that the fit does not see
  int train_last_year = 2018;          ///< provincial panels are fitted up to this year and predicted after it
};

std::span<const Option<CalibrateOptions>> calibrate_options();

}  // namespace tidu::calibrate
