// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::simulate {

/// Keys "simulate.*".
struct SimulateOptions {
  std::uint64_t draws = 200;         ///< size of the ensemble
  int last_year = 2035;              ///< horizon
  int policy_year = 2026;            ///< scenarios pull their levers from the first of January of this year
  int support_years = 5;             ///< how long the programmes run that are compared by unit of support
  std::uint64_t support_draws = 50;  ///< members of the ensemble in which they are compared, and landmarks are sought
  std::uint64_t critical_draws = 8;  ///< members in which critical mass is sought by switching off
  int critical_years = 10;           ///< how long what was switched off goes on before it is judged
  int steps_per_year = 4;
  std::uint64_t lever_agents = 1'000'000;  ///< with which levers are run one by one; 0: none
};

std::span<const Option<SimulateOptions>> simulate_options();

}  // namespace tidu::simulate
