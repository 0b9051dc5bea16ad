// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/origins.h"

#include <algorithm>

#include "study/index_tree.h"

namespace tidu::app {

void OriginBuilder::add(std::vector<std::string>& list, std::string_view item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

OriginBuilder& OriginBuilder::source(std::string_view id) {
  add(origin_.sources, id);
  return *this;
}

OriginBuilder& OriginBuilder::sources(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) add(origin_.sources, id);
  return *this;
}

OriginBuilder& OriginBuilder::variable(std::string_view id) {
  return sources(series_of(loaded_.study.variables[loaded_.variable(id)]));
}

OriginBuilder& OriginBuilder::index(std::string_view id) {
  for (const study::IndexIndicator* indicator : study::nodes_of(loaded_.index(id)).indicators)
    variable(indicator->variable);
  return *this;
}

OriginBuilder& OriginBuilder::formulas(std::initializer_list<std::string_view> ids) {
  for (const std::string_view id : ids) add(origin_.formulas, id);
  return *this;
}

OriginBuilder& OriginBuilder::assumptions(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) add(origin_.assumptions, key);
  return *this;
}

std::string_view scale_formula(const measure::IndexOptions& options) {
  constexpr std::string_view kIds[] = {"min_max",      "z_score",   "rank_scale", "goalposts",
                                       "vector_scale", "base_year", "raw_scale"};
  return kIds[static_cast<std::size_t>(options.standardisation)];
}

std::string_view weighting_formula(const measure::IndexOptions& options) {
  constexpr std::string_view kIds[] = {
      "entropy_weights",   "equal_weights", "equal_pillar_weights", "critic_weights", "variation_weights",
      "deviation_weights", "gini_weights",  "pca_weights",          "given_weights",  "combined_weights"};
  return kIds[static_cast<std::size_t>(options.weights)];
}

std::string_view aggregation_formula(const measure::IndexOptions& options) {
  constexpr std::string_view kIds[] = {"linear_index", "geometric_index",  "harmonic_index",
                                       "power_index",  "mazziotta_pareto", "mazziotta_pareto",
                                       "topsis",       "grey_relation",    "copeland"};
  return kIds[static_cast<std::size_t>(options.aggregation)];
}

}  // namespace tidu::app
