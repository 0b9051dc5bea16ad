// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/simulate/draws.h"
#include "core/simulate/options.h"

namespace tidu::simulate {

/// Axis over scenarios; the first is the baseline, which pulls no lever.
struct ScenarioAxis {};

struct EnsembleInput {
  const diffusion::RegionLinks& links;
  const Assumptions& assumptions;
  std::span<const std::uint64_t>
      members;  ///< numbers of the parameter draws, one a member (calibrate/national.h); may repeat
  View<const double, ScenarioAxis, diffusion::Lever, Region> strengths;  ///< of each scenario's levers
  SimulateOptions options;
};

/// What every member did in every scenario.
struct Ensemble {
  int first_year = 0;                                        ///< values are of the 31st of December
  Array<double, Draw, ScenarioAxis, Year, Region> adoption;  ///< share of adopters
  Array<double, Draw, ScenarioAxis, Year, Group> groups;     ///< of the nation, by adopter group
  Array<double, Draw, ScenarioAxis, Year> nation;
};

/// Runs each member through each scenario with the same parameters, regional noise and lever sizes: the difference
/// between two scenarios of a member is what the levers did, and nothing else. errors  domain (horizon before the
/// start, or policy year outside), cancelled cost    members x scenarios x months x cells, about 10 ns each; parallel
/// over members; same bits for any executor
Result<Ensemble> run_ensemble(const EnsembleInput& input, Executor& executor);

/// Quantile of values by linear interpolation of order statistics (type 7 of Hyndman & Fan 1996). p in [0, 1]; sorts
/// `values`.
double quantile(std::vector<double>& values, double p);

/// First time at which a yearly path passes `level`, by linear interpolation between the ends of years; NaN if it does
/// not. A path that is above from its first year on gives the end of the first year.
double passing_time(std::span<const double> path, int first_year, double level);

}  // namespace tidu::simulate
