// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tree.h"

#include <algorithm>
#include <cmath>

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check_parents(const IndexTree& tree) {
  if (tree.groups() == 0 || tree.indicators() == 0) {
    return refuse(ErrorCode::shape, "measure.tree.empty", "measure.tree.empty.hint");
  }
  std::vector<bool> has_children(tree.groups());
  for (std::size_t g = 0; g < tree.groups(); ++g) {
    const std::size_t parent = tree.group_parent[g];
    if (g == 0 ? parent != 0 : parent >= g) {
      return refuse(ErrorCode::domain, "measure.tree.parent", "measure.tree.parent.hint", g);
    }
    if (g > 0) has_children[parent] = true;
  }
  for (std::size_t j = 0; j < tree.indicators(); ++j) {
    if (tree.indicator_parent[j] >= tree.groups()) {
      return refuse(ErrorCode::domain, "measure.tree.indicator_parent", "measure.tree.indicator_parent.hint", j + 1);
    }
    has_children[tree.indicator_parent[j]] = true;
  }
  const auto childless = std::find(has_children.begin(), has_children.end(), false);
  if (childless != has_children.end()) {
    return refuse(ErrorCode::domain, "measure.tree.childless", "measure.tree.childless.hint",
                  childless - has_children.begin());
  }
  return {};
}

bool is_bad_weight(double w) { return !std::isnan(w) && !(w >= 0 && std::isfinite(w)); }

// The given weights of a group's children: all of them or none.
Result<void> check_given(const IndexTree& tree, std::size_t group) {
  std::size_t given = 0;
  double total = 0;
  const Children below = children(tree, group);
  const auto look = [&](std::span<const double> weights, std::span<const std::size_t> positions) {
    for (const std::size_t i : positions) {
      if (weights.empty() || std::isnan(weights[i])) continue;
      ++given;
      total += weights[i];
    }
  };
  look(tree.group_weight, below.groups);
  look(tree.indicator_weight, below.indicators);
  std::size_t matrices = 0;
  for (const Judgements& judgements : tree.judgements) {
    if (judgements.group != group) continue;
    ++matrices;
    if (judgements.matrix.size() != below.size() * below.size()) {
      return refuse(ErrorCode::shape, "measure.tree.judgements", "measure.tree.judgements.hint", group, below.size(),
                    judgements.matrix.size());
    }
  }
  const bool partly = given != 0 && (given != below.size() || !(total > 0) || !std::isfinite(total));
  if (partly || matrices > 1 || (matrices == 1 && given > 0)) {
    return refuse(ErrorCode::domain, "measure.tree.partly_given", "measure.tree.partly_given.hint", group);
  }
  return {};
}

}  // namespace

IndexTree flat_tree(std::size_t indicators) {
  IndexTree tree;
  tree.group_parent = {0};
  tree.indicator_parent.assign(indicators, 0);
  return tree;
}

IndexTree pillar_tree(std::span<const std::size_t> pillar_of) {
  IndexTree tree;
  const std::size_t pillars = pillar_of.empty() ? 0 : *std::max_element(pillar_of.begin(), pillar_of.end()) + 1;
  tree.group_parent.assign(pillars + 1, 0);
  for (const std::size_t pillar : pillar_of) tree.indicator_parent.push_back(pillar + 1);
  return tree;
}

Children children(const IndexTree& tree, std::size_t group) {
  Children out;
  for (std::size_t g = 1; g < tree.groups(); ++g) {
    if (tree.group_parent[g] == group) out.groups.push_back(g);
  }
  for (std::size_t j = 0; j < tree.indicators(); ++j) {
    if (tree.indicator_parent[j] == group) out.indicators.push_back(j);
  }
  return out;
}

std::vector<std::size_t> indicators_below(const IndexTree& tree, std::size_t group) {
  std::vector<bool> inside(tree.groups());
  inside[group] = true;
  for (std::size_t g = group + 1; g < tree.groups(); ++g) inside[g] = inside[tree.group_parent[g]];
  std::vector<std::size_t> out;
  for (std::size_t j = 0; j < tree.indicators(); ++j) {
    if (inside[tree.indicator_parent[j]]) out.push_back(j);
  }
  return out;
}

std::vector<std::size_t> top_groups(const IndexTree& tree) {
  std::vector<std::size_t> top(tree.groups(), 0);
  for (std::size_t g = 1; g < tree.groups(); ++g) top[g] = tree.group_parent[g] == 0 ? g : top[tree.group_parent[g]];
  std::vector<std::size_t> out;
  for (const std::size_t group : tree.indicator_parent) out.push_back(top[group]);
  return out;
}

IndexTree without_given(IndexTree tree) {
  tree.group_weight.clear();
  tree.indicator_weight.clear();
  tree.judgements.clear();
  return tree;
}

std::vector<double> group_weights(const IndexTree& tree, std::span<const double> weights) {
  std::vector<double> out(tree.groups(), 0.0);
  for (std::size_t j = 0; j < weights.size(); ++j) {
    for (std::size_t g = tree.indicator_parent[j];; g = tree.group_parent[g]) {
      out[g] += weights[j];
      if (g == 0) break;
    }
  }
  return out;
}

Result<void> check_tree(const IndexTree& tree) {
  if (auto checked = check_parents(tree); !checked) return checked;
  const auto fits = [](const auto& values, std::size_t n) { return values.empty() || values.size() == n; };
  if (!fits(tree.group_weight, tree.groups()) || !fits(tree.group_aggregation, tree.groups()) ||
      !fits(tree.indicator_weight, tree.indicators())) {
    return refuse(ErrorCode::shape, "measure.tree.given_shape", "measure.tree.given_shape.hint");
  }
  for (const auto* weights : {&tree.group_weight, &tree.indicator_weight}) {
    const auto bad = std::find_if(weights->begin(), weights->end(), is_bad_weight);
    if (bad != weights->end()) {
      return refuse(ErrorCode::domain, "measure.tree.given", "measure.tree.given.hint", *bad);
    }
  }
  for (const Judgements& judgements : tree.judgements) {
    if (judgements.group >= tree.groups()) {
      return refuse(ErrorCode::shape, "measure.tree.judgements", "measure.tree.judgements.hint", judgements.group, 0,
                    judgements.matrix.size());
    }
  }
  for (std::size_t g = 0; g < tree.groups(); ++g) {
    if (auto checked = check_given(tree, g); !checked) return checked;
  }
  return {};
}

}  // namespace tidu::measure
