// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/origins.h"

#include <algorithm>

#include "core/measure/index/options.h"
#include "study/index_tree.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

// Formulas in the order of the enums.
constexpr std::string_view kScales[] = {"min_max",      "z_score",   "rank_scale", "goalposts",
                                        "vector_scale", "base_year", "raw_scale"};
constexpr std::string_view kWeights[] = {
    "entropy_weights",   "equal_weights", "equal_pillar_weights", "critic_weights", "variation_weights",
    "deviation_weights", "gini_weights",  "pca_weights",          "given_weights",  "combined_weights"};
constexpr std::string_view kAggregations[] = {"linear_index", "geometric_index",  "harmonic_index",
                                              "power_index",  "mazziotta_pareto", "mazziotta_pareto",
                                              "topsis",       "grey_relation",    "copeland"};

template <class Choice, std::size_t N>
std::string_view chosen(const std::string_view (&ids)[N], Choice choice) {
  return ids[static_cast<std::size_t>(choice)];
}

}  // namespace

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
  const study::IndexNodes nodes = study::nodes_of(loaded_.index(id));
  for (const study::IndexIndicator* indicator : nodes.indicators) variable(indicator->variable);
  const auto options = study::parameters(loaded_.study, measure::index_options());
  if (options.outliers != measure::Treatment::none) formulas({"treated_outliers"});
  formulas({chosen(kScales, options.standardisation), chosen(kWeights, options.weights)});
  for (const auto& own : nodes.tree.group_aggregation)
    formulas({chosen(kAggregations, own.value_or(options.aggregation))});
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

}  // namespace tidu::app
