// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/simulate/economy/ensemble.h"

namespace tidu::simulate {

/// What draws say of one number a region: RegionOutcome::relative_growth of the last year.
struct GrowthDraws {
  Array<double, Draw, Region> growth;  ///< of the draws that have a solution, in their order; points a year
  std::size_t refused = 0;
};

/// Draws 0 .. draws - 1 of the assumptions, side by side. Held back from the years after the base year they say how
/// good the bands were that would have been given then.
/// errors  economy.cancelled; the first refusal, if fewer than two draws have a solution
/// cost    as run_baselines. Same bits for any executor.
Result<GrowthDraws> relative_growth_draws(const BaselineInput& input, const BaselineAssumptions& assumptions,
                                          std::size_t draws, Executor& executor);

}  // namespace tidu::simulate
