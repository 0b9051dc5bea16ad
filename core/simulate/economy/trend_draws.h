// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/economy/growth.h"

namespace tidu::simulate {

struct BaselineInput;

/// How far ahead paths are drawn, and whether years are good and bad as those of the past were.
struct DrawnYears {
  std::size_t years = 1;
  bool shocks = true;
};

/// Paths of one draw, for N regions and, growing as they do in the mean, the rest of the world. Efficiency h and labour
/// l are drawn independently of each other (Tidu). With persistence: drawn_growth of each (set_ahead). Without (years
/// are independent):
///   h[n,t] = mean + m e + deviation[n] + r[n] e[n] + (y e[t] + s e[n,t])
/// with the errors of Trend (mean_error m, region_error r) and, where years are good and bad, its noise of years (y,
/// s); e are standard normal and independent, and labour has no noise of years.
economy::GrowthPaths draw_paths(const BaselineInput& input, const DrawnYears& ahead, std::uint64_t seed,
                                std::uint64_t draw);

}  // namespace tidu::simulate
