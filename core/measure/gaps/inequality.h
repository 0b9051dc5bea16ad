// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

/// Gini coefficient, G = sum_i sum_r p_i p_r |x_i - x_r| / (2 mu), p_i the shares of the weights, mu = sum_i p_i
/// x_i; computed as (1/mu) sum_i P_i (1 - P_i) (x_(i+1) - x_(i)) over the sorted values, which has no cancellation.
/// [Gini 1914; Yitzhaki & Schechtman 2013, ch. 2]
/// x        n >= 1 values >= 0 with a positive weighted sum. A ratio quantity (income, output, adoption): on an
///          index score the result depends on the arbitrary zero of the score (see shifted_inequality).
/// weights  empty (each value counts 1), or n population weights >= 0 with positive sum.
/// returns  G in [0, 1 - min p], exactly 0 when all values are equal. A weight k equals k copies of the value.
/// errors   measure.inequality.empty, measure.inequality.weights_shape (shape), measure.inequality.not_finite,
///          measure.inequality.weight_negative, measure.inequality.weight_sum, measure.gini.negative,
///          measure.gini.zero_sum (domain). Positions in messages count from 1.
/// cost     O(n log n). Same bits for any thread count.
Result<double> gini(std::span<const double> x, std::span<const double> weights = {});

/// Theil T index of inequality, T = sum_i p_i (x_i/mu) ln(x_i/mu); p_i = 1/n without weights.   [Theil 1967, ch. 4]
/// x        n >= 1 values, every x_i > 0.
/// weights  empty, or n population weights >= 0 with positive sum.
/// returns  T in [0, ln n] (with weights: [0, -ln min p]); 0 when all values are equal.
/// errors   measure.theil.not_positive (domain; position of the first x_i <= 0 and its value), measure.inequality.*
///          as in gini.
/// cost     O(n). Same bits for any thread count.
Result<double> theil_t(std::span<const double> x, std::span<const double> weights = {});

/// Theil L index (mean log deviation), L = sum_i p_i ln(mu/x_i).   [Theil 1967, ch. 4]
/// Arguments, errors and cost as in theil_t; returns L >= 0, 0 when all values are equal.
Result<double> theil_l(std::span<const double> x, std::span<const double> weights = {});

/// Values with the groups that they belong to (macro-regions).
struct GroupedValues {
  std::span<const double> values;
  std::span<const double> weights;        ///< empty or population weights
  std::span<const std::size_t> group_of;  ///< group of each value, 0 .. groups - 1
  std::size_t groups = 0;
};

/// A group's part in the whole. A group without weight has shares, mean and measures of 0.
struct GroupInequality {
  double population_share = 0;  ///< p_g, of the weights
  double value_share = 0;       ///< s_g, of sum p_i x_i
  double mean = 0;              ///< weighted mean, unit of the values
  double measure = 0;           ///< the measure inside the group
  double within = 0;            ///< its term of the within part
  double between = 0;  ///< its term of the between part; may be negative (Theil); for Gini half of each pair's term
};

struct TheilDecomposition {
  double total = 0;
  double within = 0;
  double between = 0;
  std::vector<GroupInequality> groups;  ///< sum of within and between over groups = total, to rounding
};

/// Theil T by groups: T = T_w + T_b, T_w = sum_g s_g T_g, T_b = sum_g s_g ln(s_g/p_g), with value shares s_g and
/// population shares p_g.   [Theil 1967, ch. 4; Shorrocks 1980]
/// errors   as theil_t; measure.inequality.groups_shape (shape), measure.inequality.group_unknown (domain: a group
///          number outside 0 .. groups - 1).
/// cost     O(n + groups n_g).
Result<TheilDecomposition> theil_t_by_group(const GroupedValues& input);

/// Theil L by groups: L = L_w + L_b, L_w = sum_g p_g L_g (population shares), L_b = sum_g p_g ln(p_g/s_g).
/// [Shorrocks 1980]
Result<TheilDecomposition> theil_l_by_group(const GroupedValues& input);

struct GiniDecomposition {
  double total = 0;
  double within = 0;
  double between = 0;
  double overlap = 0;  ///< total - within - between, >= 0; 0 when the groups' ranges do not overlap
  std::vector<GroupInequality> groups;
};

/// Gini by groups: G = G_w + G_b + G_o with G_w = sum_g p_g s_g G_g, G_b the Gini of the group means weighted by
/// population, G_o the rest. G_b equals Dagum's net between part and G_o his transvariation part. [Bhattacharya &
/// Mahalanobis 1967; Lambert & Aronson 1993; Dagum 1997]
/// errors   as gini; measure.inequality.groups_shape, measure.inequality.group_unknown. A group of zeros has G_g =
///          0.
/// cost     O(n log n + groups^2).
Result<GiniDecomposition> gini_by_group(const GroupedValues& input);

/// Inequality of x + c.
struct ShiftedInequality {
  double constant = 0;
  double gini = 0;
  double theil = 0;
};

/// How Gini and Theil T change when a constant is added to every value: G(x + c) = G(x) mu/(mu + c). On a quantity
/// with a true zero this is a thought experiment; on index scores, whose zero is arbitrary, it shows that the level
/// of either measure means nothing by itself. Print it beside every such number.
/// constants  numbers c with x_i + c > 0 for all i.
/// errors     as gini and theil_t, of the shifted values.
/// cost       O(constants n log n).
Result<std::vector<ShiftedInequality>> shifted_inequality(std::span<const double> x, std::span<const double> constants,
                                                          std::span<const double> weights = {});

/// Absolute spread, which is what may be compared on index scores.
struct Spread {
  double mean = 0;
  double range = 0;  ///< max - min
  double sd = 0;     ///< population standard deviation (divisor n)
};

/// errors   measure.inequality.empty (shape), measure.inequality.not_finite (domain).
/// cost     O(n).
Result<Spread> spread(std::span<const double> x);

}  // namespace tidu::measure
