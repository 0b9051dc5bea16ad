// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "core/diffusion/process/map.h"

namespace tidu::diffusion::testing {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr Degrees kContacts{4, 2, 2};

/// A single cell of one person in which everybody meets everybody.
inline DecisionMap one_cell(const Preset& preset, StepScheme scheme, double users = 0) {
  const std::vector<double> people{1.0};
  auto map = *DecisionMap::make(
      {.exits = preset.exits, .decided_visible = preset.decided_visible, .degrees = kContacts, .scheme = scheme},
      people);
  Array<double, StageAxis, Cell> state({kStages, 1});
  state(static_cast<std::size_t>(preset.start), 0) = 1 - users;
  state(static_cast<std::size_t>(Stage::decided), 0) = users;
  map.set_state(state.view());
  return map;
}

struct Course {
  double years = 1;
  int steps_a_year = 12;
  StepScheme scheme = StepScheme::start_of_step;
  double users = 0;  ///< at the beginning
};

/// Share of users after a run of one cell.
inline double users_after(const Preset& preset, const Course& run) {
  DecisionMap map = one_cell(preset, run.scheme, run.users);
  map.set_rates({&preset.rates, 1}, 1.0 / run.steps_a_year);
  const long steps = std::lround(run.years * run.steps_a_year);
  for (long i = 0; i < steps; ++i) map.step();
  return map.adopters();
}

}  // namespace tidu::diffusion::testing
