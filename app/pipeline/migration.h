// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/economy/options.h"

namespace tidu::app {

/// Who moved between the regions of a study within some years (economy.migration_years), as shares of who lived where
/// before. Where totals alone are given, flows are made from them (economy::moves_from_totals).
struct Migration {
  bool from_totals = false;
  int year = 0;                ///< at whose end people were asked; of given flows the base year
  std::vector<double> before;  ///< N, people at the begin, in the unit of the population: people at the end less who
                               ///< came and with who left; of given flows with stayers, their sums
  std::vector<double> in;      ///< N, in the same unit, as used
  std::vector<double> out;     ///< N
  double in_given = 0;         ///< the nation's, before both are brought to the smaller of the two: people from or to
  double out_given = 0;        ///< elsewhere than the study's regions are left out in the same shares everywhere
  economy::MoveShares over_the_years;  ///< N x N
  economy::MoveShares yearly;          ///< N x N
};

/// Whether the study has accounts and says who moves between its regions.
bool says_who_moves(const LoadedStudy& loaded);

/// The study's migration; none where it has no section [accounts] or says nothing of it. Totals are those of the last
/// year up to the base year that both series cover.
/// errors   pipeline.migration.population (missing: analysis.population), .series (unknown), .unit (domain: no unit of
///          people), .no_year (missing: no complete year), .negative, .left
///          (domain: region, more leave than were there), .totals (domain: in and out that are far apart), .place
///          (missing: where regions lie), those of moves_from_totals and yearly_moves.
Result<std::optional<Migration>> migration_of(const LoadedStudy& loaded);

/// Reports what migration_of refuses, at the place in the study file that says so.
void check_migration(const LoadedStudy& loaded, Diagnostics& diagnostics);

}  // namespace tidu::app
