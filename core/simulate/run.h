// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/diffusion/cells.h"

namespace tidu::simulate {

/// Where a run is: time in years (the first of January 2024 is 2024.0) and the shares of adopters by cell.
struct AdoptionState {
  double time = 0;
  std::vector<double> adopters;
};

/// Nobody has adopted, at the start of diffusion.
AdoptionState initial_state(const diffusion::DiffusionParameters& parameters, std::size_t regions);

/// Runs until `time`, in steps that end on a common calendar grid of `steps_per_year`; the first step may be shorter. A
/// time that has passed leaves the state as it is.
void run_until(double time, const diffusion::DiffusionParameters& parameters, const diffusion::CellRates& rates,
               int steps_per_year, diffusion::CellMap& map, AdoptionState& state);

/// Share of adopters in the whole: sum of population share, group share and A.
double national_share(const AdoptionState& state, std::span<const double> population_share);

}  // namespace tidu::simulate
