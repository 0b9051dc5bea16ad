// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/economy_people.h"

#include "app/pipeline/places.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

/// Moves between regions, and a rest of the world that nobody leaves or reaches.
economy::MoveShares with_abroad(const economy::MoveShares& moves) {
  const std::size_t regions = moves.extent<Region>();
  economy::MoveShares out({regions + 1, regions + 1});
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) out(s, t) = moves(s, t);
  }
  out(regions, regions) = 1;
  return out;
}

/// People of the base year by skill.
std::vector<std::vector<double>> by_skill(const StudyEconomy& e) {
  const std::vector<double>& people = e.base.economy.people;
  if (!e.skills) return {people};
  std::vector<std::vector<double>> out(e.skills->wage.size(), people);
  for (std::size_t g = 0; g < out.size(); ++g) {
    for (std::size_t n = 0; n < people.size(); ++n) out[g][n] *= e.skills->people(n, g);
  }
  return out;
}

Result<std::vector<economy::MoveShares>> flows_by_skill(const StudyEconomy& e, const economy::MoveShares& moves) {
  if (!e.skills) return std::vector{moves};
  const auto options = study::parameters(e.loaded.study, economy::accounts::skill_options());
  return economy::accounts::moves_by_skill(moves, *e.skills, std::vector{options.mobility, 1.0}, options.sorting);
}

}  // namespace

Result<StudyPeople> study_people(const StudyEconomy& e) {
  if (e.base.economy.people.empty())
    return failure(ErrorCode::missing, text("pipeline.migration.population"),
                   text("pipeline.migration.population.hint"));
  auto migration = migration_of(e.loaded);
  if (!migration) return tl::unexpected(migration.error());
  StudyPeople out{
      .skills = skill_ids(e.loaded), .people = by_skill(e), .moves = {}, .migration = std::move(*migration)};
  if (!out.migration) return out;
  auto moves = flows_by_skill(e, with_abroad(out.migration->yearly));
  if (!moves) return tl::unexpected(moves.error());
  out.moves = std::move(*moves);
  return out;
}

economy::YearsOptions years_options(const StudyEconomy& e, const StudyPeople& people, std::size_t years) {
  const auto options = study::parameters(e.loaded.study, economy::step_options());
  return {
      .years = years,
      .moves = people.moves,
      .rule = economy::move_rule(options),
      .people = people.people,
      .accumulation = {
          .discount = options.discount, .depreciation = options.depreciation, .elasticity = options.saving_elasticity}};
}

void add_moves_origin(const StudyEconomy& e, const StudyPeople& people, OriginBuilder& origin) {
  origin.source(e.loaded.study.analysis.population).assumptions({"economy.base_year", "economy.migration_years"});
  if (!people.migration) return;
  if (!people.migration->from_totals) {
    origin.source("migration");
    return;
  }
  const study::AccountsSection& accounts = *e.loaded.study.accounts;
  origin.source(accounts.migrants_in).source(accounts.migrants_out).assumptions({"economy.migration_distance"});
  origin.formulas({"moves_from_totals"});
  if (const auto places = places_of(e.loaded)) origin.source(places->longitude_source).source(places->latitude_source);
}

OriginBuilder people_origin(const StudyEconomy& e, const StudyPeople& people) {
  OriginBuilder origin = economy_origin(e);
  add_moves_origin(e, people, origin);
  return origin.all_assumptions(economy::step_options()).formulas({"economy_moves"});
}

}  // namespace tidu::app
