// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/run.h"

#include <algorithm>
#include <cmath>

namespace tidu::simulate {

using diffusion::kGroups;
using diffusion::kGroupShares;

AdoptionState initial_state(const diffusion::DiffusionParameters& parameters, std::size_t regions) {
  return {parameters.start, std::vector<double>(regions * kGroups, 0.0)};
}

void run_until(double time, const diffusion::DiffusionParameters& parameters, const diffusion::CellRates& rates,
               int steps_per_year, diffusion::CellMap& map, AdoptionState& state) {
  const double per_year = steps_per_year;
  constexpr double kTolerance = 1e-9;  // times on the grid are k / steps_per_year up to rounding
  while (state.time < time - kTolerance) {
    const double next_on_grid = (std::floor(state.time * per_year + kTolerance * per_year) + 1) / per_year;
    const double end = std::min(next_on_grid, time);
    const double dt = end - state.time;
    map.step(rates, dt, diffusion::media_factor(parameters, state.time, dt), state.adopters);
    state.time = end;
  }
}

double national_share(const AdoptionState& state, std::span<const double> population_share) {
  double share = 0;
  for (std::size_t r = 0; r < population_share.size(); ++r) {
    for (std::size_t a = 0; a < kGroups; ++a)
      share += population_share[r] * kGroupShares[a] * state.adopters[r * kGroups + a];
  }
  return share;
}

}  // namespace tidu::simulate
