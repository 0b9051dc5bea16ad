// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/economy_setup.h"
#include "app/pipeline/migration.h"
#include "core/economy/years.h"

namespace tidu::app {

/// People of a study's economy by skill: the regions, and the rest of the world at the end, from and to which nobody
/// moves.
struct StudyPeople {
  std::vector<std::string> skills;          ///< G ids: "all", or those of the study
  std::vector<std::vector<double>> people;  ///< G x (N + 1), in the unit of the population
  std::vector<economy::MoveShares> moves;   ///< G yearly flows, (N + 1) square; empty: the study says nothing of moves
  std::optional<Migration> migration;       ///< what they were made from
};

/// errors   those of migration_of and leaving_by_skill; pipeline.migration.population (missing: no population)
Result<StudyPeople> study_people(const StudyEconomy& e);

/// Options of run_years, transition and siphon for the study: people, their moves and rule, and how landlords save. Of
/// capital nothing is set but `accumulation`: it stays until real_rental or investment_rate is given.
economy::YearsOptions years_options(const StudyEconomy& e, const StudyPeople& people, std::size_t years);

/// Where moves come from, and where numbers come from that rest on the economy with its people and their moves.
void add_moves_origin(const StudyEconomy& e, const StudyPeople& people, OriginBuilder& origin);
OriginBuilder people_origin(const StudyEconomy& e, const StudyPeople& people);

/// Tables of who moves and trades, half-lives, certificate and siphon, for a study that says who moves.
Result<void> add_people_tables(const StudyEconomy& e, Executor& executor, data::ResultSet& results);

}  // namespace tidu::app
