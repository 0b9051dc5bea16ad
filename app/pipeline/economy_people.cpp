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

}  // namespace

Result<StudyPeople> study_people(const StudyEconomy& e) {
  if (e.base.economy.people.empty())
    return failure(ErrorCode::missing, text("pipeline.migration.population"),
                   text("pipeline.migration.population.hint"));
  auto migration = migration_of(e.loaded);
  if (!migration) return tl::unexpected(migration.error());
  StudyPeople out{
      .skills = {"all"}, .people = {e.base.economy.people}, .moves = {}, .migration = std::move(*migration)};
  if (out.migration) out.moves.assign(out.skills.size(), with_abroad(out.migration->yearly));
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

OriginBuilder people_origin(const StudyEconomy& e, const StudyPeople& people) {
  OriginBuilder origin = economy_origin(e);
  origin.source(e.loaded.study.analysis.population).all_assumptions(economy::step_options());
  if (!people.migration) return origin;
  if (!people.migration->from_totals) return origin.source("migration");
  origin.source(e.loaded.study.accounts->migrants_in).source(e.loaded.study.accounts->migrants_out);
  if (const auto places = places_of(e.loaded)) origin.source(places->longitude_source).source(places->latitude_source);
  return origin;
}

}  // namespace tidu::app
