// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/baseline_setup.h"

#include <algorithm>

#include "app/pipeline/economy_skills.h"
#include "app/pipeline/growth_economy.h"
#include "app/pipeline/migration.h"
#include "app/pipeline/places.h"
#include "core/measure/space/geography.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

/// What regions bring along, from the years up to the base year.
struct TrendsAhead {
  GrowthTrends independent;
  std::optional<simulate::GrowthPersistence> persistence;
};

Result<TrendsAhead> trends_up_to(const LoadedStudy& loaded, int base_year, int& first_year) {
  const auto panel = growth_of(loaded);
  const auto too_few = [&] {
    return failure(ErrorCode::missing, text("pipeline.baseline_growth", loaded.study.analysis.growth, base_year),
                   text("pipeline.baseline_growth.hint"));
  };
  if (!panel) return too_few();
  const auto history = growth_history(loaded, *panel);
  if (!history) return tl::unexpected(history.error());
  if (base_year < history->first + 1 || base_year > history->last()) return too_few();
  first_year = history->first;
  auto independent = growth_trends(*history, base_year);
  if (!independent) return tl::unexpected(independent.error());
  auto persistence = growth_persistence(loaded, *history, base_year);
  if (!persistence) return tl::unexpected(persistence.error());
  return TrendsAhead{.independent = std::move(*independent), .persistence = std::move(*persistence)};
}

Result<StudyAccounts> accounts_of_study(const LoadedStudy& loaded) {
  auto made = study_accounts(loaded);
  if (!made) return tl::unexpected(made.error());
  return std::move(**made);
}

/// Who moves: as totals, of which each draw makes flows, or as the study gives them.
Result<void> set_moves(const LoadedStudy& loaded, StudyBaseline& baseline) {
  auto migration = migration_of(loaded);
  if (!migration) return tl::unexpected(migration.error());
  if (!*migration) return {};
  Migration& found = **migration;
  if (found.year > baseline.base_year()) return {};  // not yet counted
  baseline.moves_year = found.year;
  if (!found.from_totals) {
    baseline.input.moves = std::move(found.yearly);
    return {};
  }
  const auto step = study::parameters(loaded.study, economy::step_options());
  auto places = places_of(loaded);  // migration_of has asked for them
  auto distance = measure::great_circle_distances(places->points);
  if (!distance) return tl::unexpected(distance.error());
  baseline.input.move_totals = {.people = std::move(found.before),
                                .out = std::move(found.out),
                                .in = std::move(found.in),
                                .years = static_cast<double>(step.migration_years),
                                .distance = std::move(*distance),
                                .distance_elasticity = step.migration_distance};
  return {};
}

}  // namespace

std::size_t StudyBaseline::rows() const {
  return static_cast<std::size_t>(std::min(options.variance_draws, options.draws / 2));
}

Result<StudyBaseline> study_baseline(const LoadedStudy& loaded, std::optional<int> origin) {
  if (!loaded.weighted)
    return failure(ErrorCode::missing, text("pipeline.baseline_people"), text("pipeline.baseline_people.hint"));
  auto made = origin ? accounts_at(loaded, *origin) : accounts_of_study(loaded);
  if (!made) return tl::unexpected(made.error());
  StudyBaseline out{.made = std::move(*made), .options = study::parameters(loaded.study, simulate::baseline_options())};
  if (origin) out.options.until = loaded.study.last_year;
  auto trends = trends_up_to(loaded, out.base_year(), out.first_year);
  if (!trends) return tl::unexpected(trends.error());
  auto inputs = accounts_inputs(loaded, out.made.tables, out.made.options, out.made.by_industry);
  if (!inputs) return tl::unexpected(inputs.error());
  out.input = {.tables = out.made.tables,
               .value_added = std::move(inputs->value_added),
               .geography = std::move(inputs->geography),
               .interregional = std::move(inputs->interregional),
               .efficiency = std::move(trends->independent.efficiency),
               .labour = std::move(trends->independent.labour),
               .persistence = std::move(trends->persistence),
               .people = loaded.weights(static_cast<std::size_t>(out.base_year() - loaded.study.first_year)),
               .group = loaded.group_of(),
               .skills = origin ? std::nullopt : skill_shares(loaded, out.made),
               .years = static_cast<std::size_t>(out.options.until - out.base_year())};
  if (auto done = set_moves(loaded, out); !done) return tl::unexpected(done.error());
  out.assumptions = {.accounts = study::ranges(loaded.study, economy::accounts::accounts_options()),
                     .statics = study::ranges(loaded.study, economy::statics_options()),
                     .skills = study::ranges(loaded.study, economy::accounts::skill_options()),
                     .step = study::ranges(loaded.study, economy::step_options()),
                     .density = study::ranges(loaded.study, economy::density_options()),
                     .yearly_shocks = out.options.yearly_shocks,
                     .seed = loaded.study.seed};
  out.central = {.accounts = out.made.options,
                 .statics = study::parameters(loaded.study, economy::statics_options()),
                 .skills = study::parameters(loaded.study, economy::accounts::skill_options()),
                 .step = study::parameters(loaded.study, economy::step_options()),
                 .density = study::parameters(loaded.study, economy::density_options()),
                 .paths = simulate::central_paths(out.input)};
  return out;
}

OriginBuilder baseline_origin(const LoadedStudy& loaded, const StudyBaseline& baseline) {
  OriginBuilder origin = accounts_origin(loaded, baseline.made);
  skills_origin(loaded, origin);
  if (baseline.input.moves) origin.source("migration");
  if (baseline.input.move_totals)
    origin.source(loaded.study.accounts->migrants_in).source(loaded.study.accounts->migrants_out);
  return origin.source(loaded.study.analysis.population)
      .source(loaded.study.analysis.growth)
      .assumptions({"economy.trade_elasticity"})
      .all_assumptions(economy::statics_options())
      .all_assumptions(economy::step_options())
      .all_assumptions(economy::density_options())
      .all_assumptions(simulate::baseline_options())
      .formulas({"economy_trend", "economy_persistence", "economy_forecast", "economy_density",
                 "economy_natural_growth", "real_product"});
}

}  // namespace tidu::app
