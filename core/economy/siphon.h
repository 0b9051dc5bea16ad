// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/transition.h"

namespace tidu::economy {

/// Whether a region loses people and gains to others; by region, N. No index of indices: three figures, each with its
/// own meaning.   [block (i) of the design; Tidu]
struct Siphon {
  std::vector<double> net_outflow;  ///< leavers less comers a year, per 1,000 people
  std::vector<double> own_share;    ///< share that the region keeps of the world's gain in real income, d ln W weighed
                                    ///< by income, from its own productivity; above 1: the others lose by it
  std::vector<double> loading;      ///< of its people in the pattern that dies out last, |x| <= 1, all skills together
                                    ///< by their numbers: far from 0 where adjustment is slowest; its sign tells sides
                                    ///< apart. Empty where that pattern is complex or shared.
};

/// errors   economy.years_base (missing: no flows or people), those of transition and friend_enemy.
/// cost     as these two.
Result<Siphon> siphon(const BaseYear& base, const YearsOptions& options, Executor& executor = serial_executor());

}  // namespace tidu::economy
