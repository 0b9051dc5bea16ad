// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::simulate {

/// Keys "simulate.*".
struct SimulateOptions {
  std::uint64_t draws = 200;  ///< size of the ensemble
  int last_year = 2035;       ///< horizon
  int policy_year = 2026;     ///< scenarios pull their levers from the first of January of this year
  int support_years = 5;      ///< how long the programmes run that are compared by unit of support
  std::uint64_t support_draws = 50;  ///< members of the ensemble in which they are compared
  int steps_per_year = 4;
};

std::span<const Option<SimulateOptions>> simulate_options();

}  // namespace tidu::simulate
