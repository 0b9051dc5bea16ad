// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/result.h"
#include "core/measure/gaps/population.h"

namespace tidu::measure {

/// A group in Dagum's decomposition.
struct DagumGroup {
  std::size_t group = 0;        ///< its number in the input
  double population_share = 0;  ///< p_j
  double value_share = 0;       ///< s_j = p_j Y_j/Y
  double mean = 0;              ///< Y_j, unit of the values
  double gini = 0;              ///< G_jj, inside the group; 0 when its mean is 0
  double within = 0;            ///< G_jj p_j s_j, its term of G_w
  double between = 0;           ///< half of its pairs' terms of G_nb
  double transvariation = 0;    ///< half of its pairs' terms of G_t
};

/// A pair of groups: `higher` has the larger mean (equal means: the smaller number).
struct DagumPair {
  std::size_t higher = 0;            ///< j, number in the input
  std::size_t lower = 0;             ///< h
  double gini = 0;                   ///< G_jh in [0, 1], between the members of one and of the other
  double gross_affluence = 0;        ///< d_jh: mean of (y_j - y_h)^+ over all pairs of members, unit of the values
  double transvariation_moment = 0;  ///< p_jh: mean of (y_h - y_j)^+; d_jh - p_jh = Y_j - Y_h
  double relative_affluence = 0;     ///< D_jh = (d - p)/(d + p) in [0, 1]: 1 when the ranges do not overlap, 0 when
                                     ///< means are equal or d = p = 0
  double weight = 0;                 ///< p_j s_h + p_h s_j
  double between = 0;                ///< G_jh D_jh weight, its term of G_nb
  double transvariation = 0;         ///< G_jh (1 - D_jh) weight, its term of G_t
};

struct Dagum {
  double gini = 0;                 ///< G of all values, computed by itself
  double within = 0;               ///< G_w
  double between = 0;              ///< G_nb, net between groups
  double transvariation = 0;       ///< G_t, intensity of transvariation: the groups' overlap
  double residual = 0;             ///< G - (G_w + G_nb + G_t): rounding, below 1e-12
  std::vector<DagumGroup> groups;  ///< by falling mean, equal means by number; groups without weight last, all 0
  std::vector<DagumPair> pairs;    ///< each pair of groups with weight once, in the order of `groups`
};

inline constexpr std::size_t kMaximumDagumGroups = 2000;

/// Decomposition of the Gini coefficient by groups, G = G_w + G_nb + G_t:
///   G_jj = sum sum |y_ji - y_jr| / (2 n_j^2 Y_j),   G_jh = sum sum |y_ji - y_hr| / (n_j n_h (Y_j + Y_h)),
///   G_w  = sum_j G_jj p_j s_j,   G_nb = sum_j sum_{h<j} G_jh (p_j s_h + p_h s_j) D_jh,   G_t the same with 1 - D_jh.
/// With weights every mean over members is taken with their weights: Y_j = sum_i w_i y_i/W_j, p_j = W_j/W,
/// d_jh = sum_i sum_r (w_i/W_j)(w_r/W_h)(y_ji - y_hr)^+, so that a weight k equals k copies.
/// G_nb is the Gini coefficient of the group means (p_j p_h |Y_j - Y_h|/Y a pair), so it equals the between part of the
/// decomposition of Bhattacharya & Mahalanobis, and G_t its overlap.   [Dagum 1997, Empirical Economics 22:515-531;
/// Bhattacharya & Mahalanobis 1967; Lambert & Aronson 1993]
/// input    values >= 0 with a positive sum; any number of groups >= 1, also without members.
/// errors   as gini; measure.inequality.groups_shape (shape), measure.inequality.group_unknown (domain: a group number
///          outside 0 .. groups - 1), measure.dagum.groups (limit: more than kMaximumDagumGroups).
/// cost     O(n log n + n groups): each group is sorted once, each pair merges two sorted groups; 72 bytes a pair. Same
///          bits for any thread count.
Result<Dagum> dagum(const GroupedValues& input);

}  // namespace tidu::measure
