// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/baseline_setup.h"

#include <algorithm>

#include "study/registry.h"

namespace tidu::app {
namespace {

/// Trends from the years up to the base year.
Result<GrowthTrends> trends_up_to(const LoadedStudy& loaded, int base_year, int& first_year) {
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
  return growth_trends(*history, base_year);
}

}  // namespace

std::size_t StudyBaseline::rows() const {
  return static_cast<std::size_t>(std::min(options.variance_draws, options.draws / 2));
}

Result<StudyBaseline> study_baseline(const LoadedStudy& loaded) {
  if (!loaded.weighted)
    return failure(ErrorCode::missing, text("pipeline.baseline_people"), text("pipeline.baseline_people.hint"));
  auto made = study_accounts(loaded);
  if (!made) return tl::unexpected(made.error());
  StudyBaseline out{.made = std::move(**made),
                    .options = study::parameters(loaded.study, simulate::baseline_options())};
  auto trends = trends_up_to(loaded, out.base_year(), out.first_year);
  if (!trends) return tl::unexpected(trends.error());
  auto inputs = accounts_inputs(loaded, out.made.tables, out.made.options, out.made.by_industry);
  if (!inputs) return tl::unexpected(inputs.error());
  out.input = {.tables = out.made.tables,
               .value_added = std::move(inputs->value_added),
               .geography = std::move(inputs->geography),
               .interregional = std::move(inputs->interregional),
               .efficiency = std::move(trends->efficiency),
               .labour = std::move(trends->labour),
               .people = loaded.weights(static_cast<std::size_t>(out.base_year() - loaded.study.first_year)),
               .group = loaded.group_of(),
               .years = static_cast<std::size_t>(out.options.until - out.base_year())};
  out.assumptions = {.accounts = study::ranges(loaded.study, economy::accounts::accounts_options()),
                     .statics = study::ranges(loaded.study, economy::statics_options()),
                     .density = study::ranges(loaded.study, economy::density_options()),
                     .yearly_shocks = out.options.yearly_shocks,
                     .seed = loaded.study.seed};
  out.central = {.accounts = out.made.options,
                 .statics = study::parameters(loaded.study, economy::statics_options()),
                 .density = study::parameters(loaded.study, economy::density_options()),
                 .paths = simulate::central_paths(out.input)};
  return out;
}

OriginBuilder baseline_origin(const LoadedStudy& loaded, const StudyBaseline& baseline) {
  return accounts_origin(loaded, baseline.made)
      .source(loaded.study.analysis.population)
      .source(loaded.study.analysis.growth)
      .assumptions({"economy.trade_elasticity"})
      .all_assumptions(economy::statics_options())
      .all_assumptions(economy::density_options())
      .all_assumptions(simulate::baseline_options())
      .formulas({"economy_trend", "economy_forecast", "real_product"});
}

}  // namespace tidu::app
