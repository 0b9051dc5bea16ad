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
#include "core/simulate/schedule.h"
#include "core/simulate/sector_parts.h"

namespace tidu::simulate {

/// Axis over scenarios; the first is the baseline, which is empty.
struct ScenarioAxis {};

/// Axis over decision units, ParameterDraw::decisions and the others.
struct Unit {};

/// Axis over the parts of sectors that levers tell apart.
struct Part {};

struct EnsembleInput {
  const diffusion::RegionLinks& links;
  const Assumptions& assumptions;
  std::span<const ParameterDraw> members;
  std::span<const Schedule> scenarios;  ///< the first is the baseline
  SimulateOptions options;
  SectorShares sectors{};  ///< needed where a lever names sectors
};

/// What every member did in every scenario.
struct Ensemble {
  int first_year = 0;                                        ///< values are of the 31st of December
  Array<double, Draw, ScenarioAxis, Year, Region> adoption;  ///< share of users: implementing or confirmed
  Array<double, Draw, ScenarioAxis, Year, Group> groups;     ///< of the nation, by adopter group
  Array<double, Draw, ScenarioAxis, Year> nation;
  /// Of the nation's people in each decision unit, the last one all others; one unit without decision units.
  Array<double, Draw, ScenarioAxis, Year, Unit> units;
  Array<double, Draw, ScenarioAxis, Year, diffusion::StageAxis> stages;  ///< of the nation's people; sum: the market
  SectorParts parts;                                                     ///< one where no lever names sectors
  /// Of the people of a region's part; empty where there is one part.
  Array<double, Draw, ScenarioAxis, Year, Region, Part> sectors;
};

/// Runs each member through each scenario with the same parameters, regional noise and lever sizes: the difference
/// between two scenarios of a member is what the levers did, and nothing else. errors  domain (horizon before the
/// start, or policy year outside), cancelled cost    members x scenarios x steps x cells, about 250 ns each; parallel
/// over members; same bits for any executor
Result<Ensemble> run_ensemble(const EnsembleInput& input, Executor& executor);

/// Quantile of values by linear interpolation of order statistics (type 7 of Hyndman & Fan 1996). p in [0, 1]; sorts
/// `values`.
double quantile(std::vector<double>& values, double p);

/// First time at which a yearly path passes `level`, by linear interpolation between the ends of years; NaN if it does
/// not. A path that is above from its first year on gives the end of the first year.
double passing_time(std::span<const double> path, int first_year, double level);

}  // namespace tidu::simulate
