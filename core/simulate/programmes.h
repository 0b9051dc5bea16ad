// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/formula.h"
#include "core/base/result.h"
#include "core/simulate/ensemble.h"
#include "core/simulate/schedule.h"

namespace tidu::simulate {

// Which lever, and which adopter group, gains most users per unit of support. A unit is one lever pulled at full
// strength for one person for one year. What a unit costs is known for none of them, so programmes are compared by
// break-even costs:
//
//   e_i  = (users with programme i - users without) / (people reached x years)     users gained per unit [unit_effect]
//   x_ij = e_i / e_j          i gains more per yuan than j as long as a unit of i costs less than x_ij units of j
//                                                                                                          [break_even]

/// One lever at full strength in all regions, for everybody or for some.
struct Programme {
  std::size_t lever = 0;                ///< position in diffusion::levers()
  std::optional<std::size_t> group;     ///< adopter group; empty: all of them
  std::vector<std::uint8_t> sectors{};  ///< by sector: 1 for those that have it; empty: all of them
};

/// Each lever for everybody, then those that can be given to persons for each group.
std::vector<Programme> support_programmes();

/// Each lever for everybody, then for each part of the sectors; part after part. Nothing where there is one part.
std::vector<Programme> sector_programmes(const SectorParts& parts);

/// What a programme pulls, from first_year to last_year.
Schedule programme_schedule(const Programme& programme, std::size_t regions, int first_year, int last_year);

/// Axis over programmes.
struct ProgrammeAxis {};

struct ProgrammeInput {
  const diffusion::RegionLinks& links;
  const Assumptions& assumptions;
  std::span<const ParameterDraw> members;
  std::span<const Programme> programmes;
  SimulateOptions options;  ///< pulled from policy_year for support_years
  SectorShares sectors{};   ///< needed where a programme is for some sectors
};

struct ProgrammeEffects {
  int last_year = 0;                               ///< at whose end users are counted
  Array<double, Draw, ProgrammeAxis> gained;       ///< users gained, as a share of the population
  Array<double, Draw, ProgrammeAxis> reached;      ///< people reached, as a share of the population
  Array<double, Draw, ProgrammeAxis> unit_effect;  ///< users gained per unit of support
  /// Users gained among the people of the sectors that have it, and among the others, as shares of these; empty where
  /// no programme is for some sectors.
  Array<double, Draw, ProgrammeAxis> own;
  Array<double, Draw, ProgrammeAxis> spillover;
};

/// Every programme and none of them in paired runs: the same parameters, noise and lever sizes.
/// errors  those of run_ensemble
Result<ProgrammeEffects> programme_effects(const ProgrammeInput& input, Executor& executor);

/// x_ij of each member whose e_j is above 0; a member whose e_j is not counts as infinite where e_i > 0 and is left out
/// where neither gains.
std::vector<double> break_even(const ProgrammeEffects& effects, std::size_t i, std::size_t j);

std::span<const FormulaRecord> programme_formulas();

}  // namespace tidu::simulate
