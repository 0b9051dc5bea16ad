// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/economy/accounts/options.h"
#include "core/economy/accounts/skills.h"
#include "core/economy/options.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

OriginBuilder parameters_origin(const LoadedStudy& loaded) {
  return OriginBuilder(loaded)
      .all_assumptions(economy::accounts::accounts_options())
      .all_assumptions(economy::statics_options())
      .all_assumptions(economy::accounts::skill_options())
      .all_assumptions(economy::step_options())
      .all_assumptions(economy::density_options());
}

data::Table parameters_table(const LoadedStudy& loaded) {
  TableBuilder table("economy_parameters",
                     {label("parameter"), label("chosen"), real("value", "1", 3), real("range_low", "1", 3),
                      real("range_high", "1", 3), label("source_kind"), label("citation")},
                     parameters_origin(loaded).take());
  for (const OptionRecord& record : study::all_options()) {
    // whole numbers are years of data, which the accounts tell
    if (!record.key.starts_with("economy.") || record.type == OptionType::integer) continue;
    const study::UsedOption used = study::used_option(loaded.study, record);
    const bool number = is_assumption(record);
    const bool set = loaded.study.settings.contains(std::string(record.key));
    const auto or_none = [number](double v) { return number ? v : data::kNoValue; };
    table.row({std::string(record.key),
               number ? std::string() : std::string(record.choices[static_cast<std::size_t>(used.value)]),
               or_none(used.value), or_none(used.range.low), or_none(used.range.high),
               std::string(source_kind_name(set ? SourceKind::setting : record.kind)),
               set ? std::string(loaded.study.id) : std::string(record.source)});
  }
  return std::move(table).take();
}

data::Table elasticities_table(const LoadedStudy& loaded) {
  TableBuilder table(
      "economy_elasticities",
      {label("citation"), real("period", "years", 2), real("period_discount", "1", 3), real("period_taste", "1", 3),
       real("response", "1", 2), real("yearly_discount", "1", 3), real("yearly_taste", "1", 2)},
      OriginBuilder(loaded).formulas({"elasticity_yearly"}).take());
  for (const economy::PeriodTaste& published : economy::published_tastes()) {
    const economy::YearlyTaste yearly = economy::yearly_taste(published);
    table.row({std::string(published.source), published.years, published.discount, published.taste, yearly.response,
               yearly.discount, yearly.taste});
  }
  return std::move(table).take();
}

}  // namespace

Result<void> add_economy_parameter_tables(const MeasureContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  if (!loaded.study.accounts) return {};
  results.tables.push_back(parameters_table(loaded));
  results.tables.push_back(elasticities_table(loaded));
  const Range taste = study::used_option(loaded.study, *study::find_option("economy.taste")).range;
  results.remarks.push_back({"economy_elasticities", "remark.elasticities_range", {taste.low, taste.high}});
  return {};
}

}  // namespace tidu::app
