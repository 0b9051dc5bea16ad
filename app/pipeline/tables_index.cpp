// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "study/keys.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

std::string_view weighting_id(measure::Weighting rule) {
  return study::find_option("measure.weights")->choices[static_cast<std::size_t>(rule)];
}

void add_scores(const MeasureContext& context, const BuiltIndex& built, TableBuilder& scores) {
  const LoadedStudy& loaded = context.loaded;
  const std::pair<std::string_view, const measure::IndexScores*> variants[] = {
      {weighting_id(context.index_options.weights), &built.index}, {"equal", &built.equal_index}};
  for (const auto& [name, index] : variants) {
    if (index == &built.equal_index && context.index_options.weights == measure::Weighting::equal) continue;
    for (std::size_t t = 0; t < loaded.year_count(); ++t) {
      for (std::size_t r = 0; r < loaded.region_count(); ++r) {
        scores.row({loaded.regions.rows[r].code, static_cast<double>(loaded.study.first_year) + static_cast<double>(t),
                    built.tree->id, std::string(name), index->scores(r, t), static_cast<double>(index->ranks(r, t))});
      }
    }
  }
}

data::Table weights_table(const MeasureContext& context) {
  OriginBuilder origin(context.loaded);
  for (const BuiltIndex& built : context.indices) origin.index(built.tree->id);
  origin.formulas({"equal_weights"});
  TableBuilder table("index_weights",
                     {label("index"), label("pillar"), label("variable"), label("direction"), real("weight", "1", 4),
                      real("equal", "1", 4), real("imputed", "percent", 1)},
                     origin.take());
  for (const BuiltIndex& built : context.indices) {
    for (std::size_t j = 0; j < built.variables.size(); ++j) {
      const study::IndexPillar& pillar = *built.layout.groups[built.nodes.indicator_parent[j]];
      const std::string direction(study::kDirections[static_cast<std::size_t>(built.rules[j].direction)]);
      table.row({built.tree->id, built.tree->id + "." + pillar.id,
                 context.loaded.study.variables[built.variables[j]].id, direction, built.weights[j],
                 built.equal_weights[j], context.loaded.variables[built.variables[j]].imputed_percent});
    }
  }
  return std::move(table).take();
}

}  // namespace

Result<void> add_index_tables(const MeasureContext& context, data::ResultSet& results) {
  for (const BuiltIndex& built : context.indices) {
    const data::Origin origin =
        OriginBuilder(context.loaded).index(built.tree->id).formulas({"equal_weights", "competition_rank"}).take();
    TableBuilder scores(
        "index_scores",
        {label("region"), integer("year", "year"), label("index"), label("weights"), real("score"), integer("rank")},
        origin);
    scores.about(built.tree->id);
    add_scores(context, built, scores);
    results.tables.push_back(std::move(scores).take());
    if (!built.standardised.trend_is_meaningful)
      results.remarks.push_back({"index_scores_" + built.tree->id, "remark.yearly_standardisation", {}});
  }
  results.tables.push_back(weights_table(context));
  return {};
}

}  // namespace tidu::app
