// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/index_stage.h"

#include <algorithm>

#include "core/measure/index/weights.h"
#include "study/registry.h"

namespace tidu::app {

namespace {

// Variables, pillars and rules of the indicators, in the order of the tree.
BuiltIndex describe_tree(const LoadedStudy& loaded, const study::IndexTree& tree) {
  BuiltIndex built;
  built.tree = &tree;
  built.layout = study::nodes_of(tree);
  built.nodes = built.layout.tree;
  built.pillar_of = built.layout.pillar_of;
  for (const study::IndexIndicator* indicator : built.layout.indicators) {
    built.variables.push_back(loaded.variable(indicator->variable));
    built.rules.push_back(indicator->rule);
  }
  return built;
}

}  // namespace

Result<BuiltIndex> build_index(const LoadedStudy& loaded, const study::IndexTree& tree,
                               const measure::IndexOptions& options) {
  BuiltIndex built = describe_tree(loaded, tree);
  built.method = measure::index_method(options, loaded.study.first_year);
  built.raw =
      Array<double, Indicator, Region, Year>({built.variables.size(), loaded.region_count(), loaded.year_count()});
  auto out = built.raw.values().begin();
  for (const std::size_t v : built.variables) {
    const auto& values = loaded.variables[v].values.values();
    out = std::copy(values.begin(), values.end(), out);
  }
  auto index = measure::composite_index({built.raw, built.rules, built.nodes}, built.method);
  if (!index) return tl::unexpected(index.error());
  const auto equal = measure::equal_weights(measure::pooled(index->standardised.values.view()));
  if (!equal) return tl::unexpected(equal.error());
  auto equal_index =
      measure::index_scores(built.nodes, index->standardised.values, equal->values, built.method.aggregation);
  if (!equal_index) return tl::unexpected(equal_index.error());
  built.treated = std::move(index->treated);
  built.standardised = std::move(index->standardised);
  built.unit_interval = index->unit_interval;
  built.weighing = std::move(index->weights);
  built.weights = built.weighing.values;
  built.equal_weights = equal->values;
  built.index = std::move(index->result);
  built.equal_index = std::move(*equal_index);
  return built;
}

std::vector<double> scores_of_year(const measure::IndexScores& index, std::size_t year) {
  std::vector<double> scores;
  for (std::size_t r = 0; r < index.scores.extent<Region>(); ++r) scores.push_back(index.scores(r, year));
  return scores;
}

measure::TierRule tier_rule(const measure::IndexOptions& options) {
  return {.method = options.tier_method,
          .scale = options.tier_scale,
          .upper = options.tier_upper,
          .lower = options.tier_lower,
          .margin = options.tier_margin};
}

Array<double, Row, Column> pillar_scores_of_year(const measure::IndexTree& nodes, const measure::IndexScores& index,
                                                 std::size_t year) {
  const std::size_t regions = index.scores.extent<Region>();
  std::vector<std::size_t> groups;
  for (std::size_t g = 1; g < nodes.groups(); ++g) {
    if (nodes.group_parent[g] == 0) groups.push_back(g);
  }
  Array<double, Row, Column> out({regions, std::max<std::size_t>(1, groups.size())});
  for (std::size_t r = 0; r < regions; ++r) {
    if (groups.empty()) out(r, 0u) = index.scores(r, year);
    for (std::size_t p = 0; p < groups.size(); ++p) out(r, p) = index.group_scores(groups[p], r, year);
  }
  return out;
}

Result<std::vector<measure::RegionTier>> study_tiers(const measure::IndexTree& nodes, const measure::IndexScores& index,
                                                     const measure::IndexOptions& options) {
  const std::size_t last = index.scores.extent<Year>() - 1;
  if (options.tier_method == measure::TierMethod::k_means)
    return measure::tiers_by_k_means(pillar_scores_of_year(nodes, index, last), options.tier_margin);
  return measure::tiers(scores_of_year(index, last), tier_rule(options));
}

std::string_view tier_id(measure::Tier tier) {
  constexpr std::string_view kIds[] = {"core", "middle", "less_developed"};
  return kIds[static_cast<std::size_t>(tier)];
}

Result<std::vector<measure::RegionTier>> capability_tiers(const LoadedStudy& loaded) {
  const auto options = study::parameters(loaded.study, measure::index_options());
  const auto built = build_index(loaded, loaded.index(loaded.study.capability_index), options);
  if (!built) return tl::unexpected(built.error());
  return study_tiers(built->nodes, built->index, options);
}

}  // namespace tidu::app
