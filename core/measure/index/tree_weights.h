// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/ahp.h"
#include "core/measure/index/tree.h"
#include "core/measure/index/weights.h"

namespace tidu::measure {

/// AHP at one node of a tree.
struct GroupJudgement {
  std::size_t group = 0;
  AhpWeights ahp;
};

struct TreeWeights {
  std::vector<double> values;              ///< of the indicators, shares of the whole, sum 1
  std::vector<double> groups;              ///< of the groups: sums of the indicators below; [0] = 1
  std::vector<std::size_t> constant;       ///< indicators that do not vary, ascending: weight 0
  std::vector<GroupJudgement> judgements;  ///< in the order of the tree's
};

/// Weights of a tree's indicators by a rule.
///
/// flat        the rule weighs all indicators at once (weights.h, pca.h).
/// by_level    from the bottom, the rule weighs the children of each group among themselves: indicators by their
/// values,
///             groups by their linear composite with the weights found below.
/// equal_in_pillars weighs the children of each group alike, at every level, whatever the scope.
/// given       the tree's given weights (brought to sum 1 among siblings) and judgements (ahp.h); the children of a
/// group
///             without either weigh alike.
/// A tree's given weights and judgements hold under every rule for the children of their group; the rule weighs what
/// they leave open. combined is the exception: there the tree's weights enter through `given` alone. An indicator that
/// does not vary weighs 0, and a group without any that does; their siblings share the rest.
///
/// z        indicators x N pooled observations; what the rule asks of them stands with the rule.
/// errors   those of check_tree, of the rule and of ahp; measure.weights.tree_shape (shape);
///          measure.weights.negative_result (domain: the rule gives negative weights, which were not allowed);
///          measure.weights.combined_twice (domain: combined of combined).
/// cost     that of the rule; by_level: of the rule at each group.
Result<TreeWeights> tree_weights(const IndexTree& tree, View<const double, Indicator, Row> z, const WeightRule& rule);

/// A rule that reads the data, over all indicators at once. given and combined are none: a programmer's mistake.
/// errors   of the rule.
Result<IndicatorWeights> data_weights(View<const double, Indicator, Row> z, const WeightRule& rule);

}  // namespace tidu::measure
