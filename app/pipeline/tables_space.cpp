// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
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

}  // namespace tidu::app
