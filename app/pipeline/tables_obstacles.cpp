// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/replicates.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/index/obstacle.h"

namespace tidu::app {
namespace {

// Obstacle degrees of one year, indicators x regions.
Array<double, Indicator, Region> in_year(const Array<double, Indicator, Region, Year>& degree, std::size_t year) {
  Array<double, Indicator, Region> out({degree.extent<Indicator>(), degree.extent<Region>()});
  for (std::size_t j = 0; j < out.extent<Indicator>(); ++j) {
    for (std::size_t r = 0; r < out.extent<Region>(); ++r) out(j, r) = degree(j, r, year);
  }
  return out;
}

// By indicator and region: share of the replicates' weights with which the indicator is among the region's k main
// obstacles. The standardisation stays the study's own: a distance to the best value needs a best value.
Array<double, Indicator, Region> shares_in_main(const BuiltIndex& built, const measure::Robustness& found,
                                                std::size_t year, std::size_t k) {
  const std::size_t indicators = built.variables.size();
  const std::size_t regions = built.index.scores.extent<Region>();
  const std::size_t draws = found.weights.extent<Draw>();
  Array<double, Indicator, Region> out({indicators, regions});
  std::vector<double> z(indicators);
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t j = 0; j < indicators; ++j) z[j] = built.standardised.values(j, r, year);
    for (std::size_t d = 0; d < draws; ++d) {
      const std::span weights(found.weights.values().data() + d * indicators, indicators);
      const auto degrees = measure::obstacle_degrees(z, weights);
      if (!degrees) continue;
      for (const std::size_t j : measure::main_obstacles(*degrees, k)) out(j, r) += 1 / static_cast<double>(draws);
    }
  }
  return out;
}

OriginBuilder origin_of(const MeasureContext& context, const BuiltIndex& built) {
  OriginBuilder origin(context.loaded);
  origin.index(built.tree->id).formulas({"obstacle_degree"}).assumptions({"measure.obstacles"});
  return origin;
}

// The main obstacles of every region in the last year.
data::Table regions_table(const MeasureContext& context, const BuiltIndex& built,
                          View<const double, Indicator, Region> degree) {
  const std::size_t k = context.assessment_options.obstacles;
  const measure::Robustness* found = robustness_of(context, built.tree->id);
  Array<double, Indicator, Region> share;
  OriginBuilder origin = origin_of(context, built);
  if (found != nullptr) {
    share = shares_in_main(built, *found, context.loaded.year_count() - 1, k);
    origin.assumptions({"measure.robustness_replicates", "measure.robustness_spread"});
  }
  TableBuilder table("obstacles",
                     {label("region"), integer("place"), label("variable"), real("obstacle", "percent", 1),
                      real("share_in_main", "percent", 0)},
                     origin.take());
  table.about(built.tree->id);
  std::vector<double> column(degree.extent<Indicator>());
  for (std::size_t r = 0; r < degree.extent<Region>(); ++r) {
    for (std::size_t j = 0; j < column.size(); ++j) column[j] = degree(j, r);
    const auto main = measure::main_obstacles(column, k);
    for (std::size_t place = 0; place < main.size(); ++place) {
      const std::size_t j = main[place];
      table.row({context.loaded.regions.rows[r].code, static_cast<double>(place + 1),
                 context.loaded.study.variables[built.variables[j]].id, 100 * column[j],
                 found != nullptr ? 100 * share(j, r) : data::kNoValue});
    }
  }
  return std::move(table).take();
}

// Mean obstacles of each tier's regions.
Result<data::Table> tiers_table(const MeasureContext& context, const BuiltIndex& built,
                                View<const double, Indicator, Region> degree) {
  std::vector<std::size_t> tier_of;
  for (const measure::RegionTier& region : context.tiers) tier_of.push_back(static_cast<std::size_t>(region.tier));
  const auto groups =
      measure::obstacles_by_group(degree, tier_of, measure::kTiers, context.assessment_options.obstacles);
  if (!groups) return tl::unexpected(groups.error());
  TableBuilder table("obstacles_tiers",
                     {label("tier"), label("pillar"), label("variable"), real("obstacle", "percent", 1),
                      real("regions_with", "percent", 0)},
                     origin_of(context, built)
                         .index(context.capability.tree->id)
                         .formulas({"tiers"})
                         .assumptions({"measure.tier_upper", "measure.tier_lower"})
                         .take());
  table.about(built.tree->id);
  for (std::size_t tier = 0; tier < measure::kTiers; ++tier) {
    if ((*groups)[tier].regions == 0) continue;
    for (std::size_t j = 0; j < built.variables.size(); ++j) {
      table.row({std::string(tier_id(static_cast<measure::Tier>(tier))),
                 built.tree->id + "." + built.tree->pillars[built.pillar_of[j]].id,
                 context.loaded.study.variables[built.variables[j]].id, 100 * (*groups)[tier].mean_degree[j],
                 100 * (*groups)[tier].share_in_main[j]});
    }
  }
  return std::move(table).take();
}

}  // namespace

Result<void> add_obstacle_tables(const MeasureContext& context, data::ResultSet& results) {
  for (const BuiltIndex& built : context.indices) {
    if (!built.standardised.unit_interval) continue;  // there is no best value from which to measure a distance
    const auto field = measure::obstacles_by_region({built.standardised.values, built.weights, built.pillar_of});
    if (!field) return tl::unexpected(field.error());
    const auto degree = in_year(field->degree, context.loaded.year_count() - 1);
    results.tables.push_back(regions_table(context, built, degree));
    auto tiers = tiers_table(context, built, degree);
    if (!tiers) return tl::unexpected(tiers.error());
    results.tables.push_back(std::move(*tiers));
  }
  return {};
}

}  // namespace tidu::app
