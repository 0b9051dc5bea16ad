// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/index_stage.h"

#include <algorithm>

#include "core/measure/index/weights.h"

namespace tidu::app {

Result<BuiltIndex> build_index(const LoadedStudy& loaded, const study::IndexTree& tree,
                               const measure::IndexOptions& options) {
  BuiltIndex built;
  built.tree = &tree;
  std::vector<measure::Direction> directions;
  for (std::size_t p = 0; p < tree.pillars.size(); ++p) {
    for (const study::IndexIndicator& indicator : tree.pillars[p].indicators) {
      built.variables.push_back(loaded.variable(indicator.variable));
      built.pillar_of.push_back(p);
      directions.push_back(indicator.direction);
    }
  }
  Array<double, Indicator, Region, Year> raw({built.variables.size(), loaded.region_count(), loaded.year_count()});
  auto out = raw.values().begin();
  for (const std::size_t v : built.variables) {
    const auto& values = loaded.variables[v].values.values();
    out = std::copy(values.begin(), values.end(), out);
  }
  auto standardised = measure::standardise(raw, directions, options.standardisation);
  if (!standardised) return tl::unexpected(standardised.error());
  built.standardised = std::move(*standardised);
  const auto pooled = measure::pooled(built.standardised.values.view());
  const auto weights = measure::indicator_weights(options.weights, pooled, built.pillar_of);
  if (!weights) return tl::unexpected(weights.error());
  const auto equal = measure::indicator_weights(measure::Weighting::equal, pooled, built.pillar_of);
  if (!equal) return tl::unexpected(equal.error());
  built.weights = weights->values;
  built.equal_weights = equal->values;
  auto index = measure::composite_index({built.standardised.values, built.weights, built.pillar_of});
  if (!index) return tl::unexpected(index.error());
  auto equal_index = measure::composite_index({built.standardised.values, built.equal_weights, built.pillar_of});
  if (!equal_index) return tl::unexpected(equal_index.error());
  built.index = std::move(*index);
  built.equal_index = std::move(*equal_index);
  return built;
}

std::vector<double> scores_of_year(const measure::CompositeIndex& index, std::size_t year) {
  std::vector<double> scores;
  for (std::size_t r = 0; r < index.scores.extent<Region>(); ++r) scores.push_back(index.scores(r, year));
  return scores;
}

Result<std::vector<measure::RegionTier>> study_tiers(const LoadedStudy& loaded, const measure::CompositeIndex& index,
                                                     const measure::IndexOptions& options) {
  return measure::tiers(scores_of_year(index, loaded.year_count() - 1), {.scale = options.tier_scale,
                                                                         .upper = options.tier_upper,
                                                                         .lower = options.tier_lower,
                                                                         .margin = options.tier_margin});
}

std::string_view tier_id(measure::Tier tier) {
  constexpr std::string_view kIds[] = {"core", "middle", "less_developed"};
  return kIds[static_cast<std::size_t>(tier)];
}

}  // namespace tidu::app
