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
  int steps_per_year = 6;
};

std::span<const Option<SimulateOptions>> simulate_options();

}  // namespace tidu::simulate
