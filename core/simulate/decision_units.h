// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/simulate/draws.h"

namespace tidu::simulate {

/// Times on the grid are k / steps_per_year up to rounding: a unit decides from a step on that begins no earlier.
inline constexpr double kSameStep = 1e-9;

/// The decision units of a draw, and last those who are in none of them, who decide optionally. Shares sum to 1.
std::vector<DecisionUnit> all_units(const ParameterDraw& draw);

}  // namespace tidu::simulate
