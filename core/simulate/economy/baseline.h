// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/executor.h"
#include "core/base/option.h"
#include "core/base/result.h"
#include "core/economy/accounts/accounts.h"
#include "core/economy/accounts/skills.h"
#include "core/economy/growth.h"
#include "core/economy/options.h"
#include "core/economy/persistence.h"
#include "core/simulate/economy/outcomes.h"

// The regional economy as it would go on: accounts of the base year, what regions bring along by trend, and trade,
// capital and movement in every year. Each point of the assumptions makes its own accounts.
namespace tidu::simulate {

/// Good and bad years that last, of the same N regions and years as the trends.
struct GrowthPersistence {
  economy::PersistentTrend efficiency, labour;
};

/// What a baseline is made from; N regions.
struct BaselineInput {
  economy::accounts::RegionalTables tables;
  economy::RegionSector value_added;                              ///< N x J, of the base year
  economy::accounts::Geography geography;                         ///< not needed with interregional
  std::optional<economy::accounts::Interregional> interregional;  ///< in place of what is made of tables
  economy::Trend efficiency, labour;                              ///< of N regions
  std::optional<GrowthPersistence> persistence;                   ///< none: years are independent
  std::vector<double> people;                                     ///< N, > 0, of the base year
  std::vector<std::size_t> group;                                 ///< N, macro-regions
  /// Two skills, the skilled first, of N + 1 regions; each point sets wages and contrast. None: all are alike.
  std::optional<economy::accounts::SkillShares> skills;
  std::optional<economy::MoveTotals> move_totals;  ///< of N regions; each point makes flows with its own elasticity
  std::optional<economy::MoveShares> moves;        ///< N x N yearly flows, where they are known; neither: nobody moves
  std::size_t years = 12;                          ///< ahead, >= 1
};

/// A point of the assumptions.
struct BaselinePoint {
  economy::accounts::AccountsOptions accounts;
  economy::StaticsOptions statics;
  economy::accounts::SkillOptions skills;
  economy::StepOptions step;
  economy::DensityOptions density;
  economy::GrowthPaths paths;  ///< of N regions and the rest of the world
};

/// What ensembles draw from: ranges in the order of the option tables.
struct BaselineAssumptions {
  std::vector<Range> accounts, statics, skills, step, density;
  bool yearly_shocks = true;
  std::uint64_t seed = 0;
};

/// Which draw the numbers of each kind of source are taken from. All the same: one draw of the ensemble.
struct DrawNumbers {
  std::uint64_t data = 0;
  std::uint64_t literature = 0;
  std::uint64_t assumption = 0;
};

/// Trends as they were estimated, for N regions and, growing as they do in the mean, the rest of the world; with
/// persistence, what is expected of each year. Capital grows in the base year at h + l of the long run.
economy::GrowthPaths central_paths(const BaselineInput& input);

/// A point of the assumptions. Ranged options take the quantile u of their range, u from the draw of their kind; trends
/// are drawn with `data` (draw_paths).
BaselinePoint draw_point(const BaselineInput& input, const BaselineAssumptions& assumptions, const DrawNumbers& draws);

/// Accounts, economy and years of a point. Deficits are phased from 1 in the base year to `deficits_kept` in the last,
/// by equal steps. Who moves answers real wages (move_rule). Trends of population contain the moves of the past, so
/// that natural growth is what the flows of the base year leave of them: as long as those flows go on, people go along
/// their trend (Tidu; it is so for an elasticity of 0). Density acts on top of the trends, which contain what it did:
/// on productivity and amenities as a power of people over their trend, so that it does nothing where nobody moves
/// otherwise than before (Tidu; 0: off).
/// errors  those of make_accounts (accounts_of), prepare, moves_from_totals, run_years and of the measures;
/// economy.no_convergence: a year
///         without a solution
Result<Outcomes> run_baseline(const BaselineInput& input, const BaselinePoint& point);

}  // namespace tidu::simulate
