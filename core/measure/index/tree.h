// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/index/method.h"

namespace tidu::measure {

/// Axis of the groups of an index tree.
struct Pillar {};

inline constexpr double kNotGiven = std::numeric_limits<double>::quiet_NaN();

/// Pairwise judgements about the children of a group, for AHP: children that are groups first, then indicators, each
/// in rising number.
struct Judgements {
  std::size_t group = 0;
  std::vector<double> matrix;  ///< k x k, row by row: how many times more important the row is than the column
};

/// A tree of any depth over the indicators of an index. Its inner nodes are groups (dimensions, pillars, ...), group 0
/// is the index itself; its leaves are the indicators. A group may hold groups and indicators at once.
struct IndexTree {
  std::vector<std::size_t> group_parent;      ///< [0] = 0; elsewhere smaller than the group's own number
  std::vector<std::size_t> indicator_parent;  ///< group that holds each indicator

  std::vector<double> group_weight;      ///< given weights among siblings, >= 0; empty or kNotGiven: none
  std::vector<double> indicator_weight;  ///< likewise
  std::vector<Judgements> judgements;    ///< at most one a group, instead of given weights
  std::vector<std::optional<Aggregation>> group_aggregation;  ///< empty, or one a group: none = the method's

  std::size_t groups() const { return group_parent.size(); }
  std::size_t indicators() const { return indicator_parent.size(); }
};

/// m indicators under the root.
IndexTree flat_tree(std::size_t indicators);

/// Pillars under the root: group 1 + p holds the indicators with pillar_of = p.
/// pillar_of  of each indicator, from 0.
IndexTree pillar_tree(std::span<const std::size_t> pillar_of);

/// What a node's children are.
struct Children {
  std::vector<std::size_t> groups;      ///< rising
  std::vector<std::size_t> indicators;  ///< rising
  std::size_t size() const { return groups.size() + indicators.size(); }
};
Children children(const IndexTree& tree, std::size_t group);

/// The indicators below a group, whatever the groups between, in rising order.
std::vector<std::size_t> indicators_below(const IndexTree& tree, std::size_t group);

/// The group just below the root that holds each indicator (or the root itself): for tables by pillar.
std::vector<std::size_t> top_groups(const IndexTree& tree);

/// The same tree without given weights and judgements: what a rule that reads the data makes of it alone.
IndexTree without_given(IndexTree tree);

/// The weight of each group: the sum of the weights of the indicators below it; the root's is the sum of all.
/// weights  of the indicators, shares of the whole.
/// cost     O(m depth).
std::vector<double> group_weights(const IndexTree& tree, std::span<const double> weights);

/// Refuses a tree that is none.
/// errors   measure.tree.empty (shape: no indicator), measure.tree.parent (domain: a group's parent is not before it,
/// or
///          an indicator's group does not exist; position from 1), measure.tree.childless (domain: a group without
///          children; number from 0), measure.tree.given_shape (shape), measure.tree.given (domain: a negative or
///          infinite given weight), measure.tree.partly_given (domain: weights for some of a group's children alone, or
///          weights beside judgements, or all 0), measure.tree.judgements (shape).
Result<void> check_tree(const IndexTree& tree);

}  // namespace tidu::measure
