// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "core/diffusion/process/map.h"

namespace tidu::diffusion::testing {

inline constexpr Degrees kEightContacts{4, 2, 2};

/// F(t) = (1 - e^(-(p + q) t)) / (1 + q/p e^(-(p + q) t))   [Bass 1969, equation 9]
inline double bass_share(double p, double q, double t) {
  const double e = std::exp(-(p + q) * t);
  return (1 - e) / (1 + q / p * e);
}

/// Regions of one cell each, which see themselves alone; all persuaded.
inline DecisionMap closed_regions(std::span<const double> people, StepScheme scheme) {
  const Preset preset = bass_preset(0, 0, kEightContacts);
  DecisionMap map = *DecisionMap::make({.shape = {.regions = people.size()},
                                        .exits = preset.exits,
                                        .decided_visible = preset.decided_visible,
                                        .degrees = kEightContacts,
                                        .scheme = scheme},
                                       people);
  map.start(preset.start);
  return map;
}

}  // namespace tidu::diffusion::testing
