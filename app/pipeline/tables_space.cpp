// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/index/coupling.h"
#include "core/measure/space/moran.h"

namespace tidu::app {
namespace {

Result<measure::SpatialWeights> contiguity(const MeasureContext& context) {
  std::vector<measure::Link> links;
  for (const auto& [a, b] : context.loaded.borders) links.push_back({a, b});
  return measure::SpatialWeights::contiguity(context.loaded.region_count(), links, context.space_options.islands);
}

Result<data::Table> moran_table(const MeasureContext& context, const measure::SpatialWeights& weights,
                                std::string_view variable, View<const double, Region, Year> values,
                                data::Origin origin) {
  const auto years = measure::moran_by_year(
      values, weights, {.permutations = context.space_options.permutations, .seed = context.loaded.study.seed},
      context.executor);
  if (!years) return tl::unexpected(years.error());
  TableBuilder table("moran",
                     {label("variable"), integer("year", "year"), real("moran"), real("expected"), real("sd"),
                      real("z", "sd", 2), real("p", "1", 4)},
                     std::move(origin));
  table.about(variable);
  for (std::size_t t = 0; t < years->size(); ++t) {
    const measure::Moran& m = (*years)[t];
    table.row({std::string(variable), context.loaded.study.first_year + static_cast<double>(t), m.moran, m.expected,
               std::sqrt(m.variance_randomisation), m.z_randomisation,
               m.permutations > 0 ? m.p_greater : data::kNoValue});
  }
  return std::move(table).take();
}

// D of the two indices without the series that both rest on.
Result<Array<double, Region, Year>> disjoint_coordination(const MeasureContext& context,
                                                          const measure::IndicatorOverlap& overlap,
                                                          std::span<const double> alpha) {
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
  for (const auto& shared : overlap.shared) {
    first.push_back(shared.in_first);
    second.push_back(shared.in_second);
  }
  Array<double, Region, Year> levels[2];
  const std::pair<const BuiltIndex*, const std::vector<std::size_t>*> sides[] = {{&context.capability, &first},
                                                                                 {context.productivity, &second}};
  for (std::size_t s = 0; s < 2; ++s) {
    const auto weights = measure::weights_without(sides[s].first->weights, *sides[s].second);
    if (!weights) return tl::unexpected(weights.error());
    auto index = measure::index_scores(sides[s].first->nodes, sides[s].first->standardised.values, *weights,
                                       sides[s].first->method.aggregation);
    if (!index) return tl::unexpected(index.error());
    levels[s] = std::move(index->scores);
  }
  const View<const double, Region, Year> systems[] = {levels[0], levels[1]};
  auto field = measure::coupling_by_region(systems, alpha);
  if (!field) return tl::unexpected(field.error());
  return std::move(field->coordination);
}

// An indicator is shared when both trees use the same numerators, whatever they are divided by.
std::vector<std::string> numerator_ids(const MeasureContext& context, const BuiltIndex& built) {
  std::vector<std::string> ids;
  for (const std::size_t v : built.variables) {
    std::string id;
    for (const std::string& series : context.loaded.study.variables[v].numerators)
      id += (id.empty() ? "" : "+") + series;
    ids.push_back(std::move(id));
  }
  return ids;
}

data::Table overlap_table(const MeasureContext& context, const measure::IndicatorOverlap& overlap,
                          const data::Origin& origin) {
  TableBuilder table("coupling_overlap",
                     {label("variable"), label("variable_productivity"), real("weight_capability", "1", 4),
                      real("weight_productivity", "1", 4)},
                     origin);
  const auto& variables = context.loaded.study.variables;
  for (const auto& shared : overlap.shared) {
    table.row({variables[context.capability.variables[shared.in_first]].id,
               variables[context.productivity->variables[shared.in_second]].id, shared.weight_first,
               shared.weight_second});
  }
  return std::move(table).take();
}

}  // namespace

Result<void> add_space_tables(const MeasureContext& context, data::ResultSet& results) {
  if (context.loaded.study.files.borders.empty()) return {};
  const auto weights = contiguity(context);
  if (!weights) return tl::unexpected(weights.error());
  const auto add = [&](std::string_view id, View<const double, Region, Year> values,
                       OriginBuilder origin) -> Result<void> {
    origin.source("borders").formulas(
        {"spatial_weights_row", "moran_i", "moran_variance_randomisation", "moran_permutation"});
    auto table = moran_table(context, *weights, id, values, origin.take());
    if (!table) return tl::unexpected(table.error());
    results.tables.push_back(std::move(*table));
    return {};
  };
  for (const BuiltIndex& built : context.indices) {
    if (auto done = add(built.tree->id, built.index.scores,
                        OriginBuilder(context.loaded).index(built.tree->id).formulas({"linear_index"}));
        !done)
      return done;
  }
  const std::string productivity = "productivity";
  const std::size_t v = context.loaded.variable(productivity);
  if (v == context.loaded.variables.size()) return {};
  return add(productivity, context.loaded.variables[v].values, OriginBuilder(context.loaded).variable(productivity));
}

Result<void> add_coupling_tables(const MeasureContext& context, data::ResultSet& results) {
  if (context.productivity == nullptr) return {};
  const double alpha[] = {context.index_options.coupling_alpha, 1 - context.index_options.coupling_alpha};
  const View<const double, Region, Year> systems[] = {context.capability.index.scores,
                                                      context.productivity->index.scores};
  const auto field = measure::coupling_by_region(systems, alpha);
  if (!field) return tl::unexpected(field.error());
  const auto first_ids = numerator_ids(context, context.capability);
  const auto second_ids = numerator_ids(context, *context.productivity);
  const auto overlap =
      measure::indicator_overlap({first_ids, context.capability.weights}, {second_ids, context.productivity->weights});
  if (!overlap) return tl::unexpected(overlap.error());
  const auto disjoint = disjoint_coordination(context, *overlap, alpha);
  if (!disjoint) return tl::unexpected(disjoint.error());
  const data::Origin origin = OriginBuilder(context.loaded)
                                  .index(context.capability.tree->id)
                                  .index(context.productivity->tree->id)
                                  .formulas({"linear_index", "coupling", "coupling_development",
                                             "coupling_coordination", "coupling_grade", "weights_without"})
                                  .assumptions({"measure.coupling_alpha"})
                                  .take();
  TableBuilder table("coupling",
                     {label("region"), integer("year", "year"), real("coupling"), real("development"),
                      real("coordination"), real("coordination_disjoint"), integer("grade")},
                     origin);
  for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
    for (std::size_t r = 0; r < context.loaded.region_count(); ++r) {
      table.row({context.loaded.regions.rows[r].code, context.loaded.study.first_year + static_cast<double>(t),
                 field->coupling(r, t), field->development(r, t), field->coordination(r, t), (*disjoint)(r, t),
                 static_cast<double>(field->grade(r, t))});
    }
  }
  results.tables.push_back(std::move(table).take());
  results.tables.push_back(overlap_table(context, *overlap, origin));
  results.remarks.push_back(
      {"coupling",
       "remark.coupling_overlap",
       {static_cast<std::int64_t>(overlap->shared.size()), 100 * overlap->weight_first, 100 * overlap->weight_second}});
  return {};
}

}  // namespace tidu::app
