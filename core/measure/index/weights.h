// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/method.h"

namespace tidu::measure {

/// Weights of the indicators of an index.
struct IndicatorWeights {
  std::vector<double> values;  ///< sum 1; exactly 0 for a constant indicator; >= 0 unless negative ones were allowed
  std::vector<double> information;  ///< what the rule measured: 1 - e_j (entropy), C_j (critic), s_j/|m_j|, ...; empty
                                    ///< for equal weights
  std::vector<std::size_t> constant;  ///< indicators that do not vary, ascending
};

/// Entropy weights: p_ij = z_ij / sum_i z_ij, e_j = -(1/ln N) sum_i p_ij ln p_ij with 0 ln 0 = 0, w_j = (1 - e_j) /
/// sum_k (1 - e_k).   [Shannon 1948; Hwang & Yoon 1981; here over N pooled rows]
/// z        indicators x N pooled observations, N >= 2, every z_ij >= 0 and finite; unit-free.
/// shift    added to every z before the shares are taken. Not needed (0 ln 0 = 0) and not harmless: it moves weights
///          between indicators, so it is 0 unless asked for.
/// returns  weights >= 0 with sum 1. A constant indicator has e = 1, so weight 0, and is listed.
/// errors   measure.weights.empty, measure.weights.too_few_rows (shape), measure.weights.not_finite,
///          measure.weights.negative (domain; positions of indicator and observation from 1, value),
///          measure.weights.no_variation (domain: nothing varies), measure.weights.shift (domain: below 0).
/// cost     O(m N), one scratch row. Same bits for any thread count.
Result<IndicatorWeights> entropy_weights(View<const double, Indicator, Row> z, double shift = 0);

/// Equal weights, 1/m over the m indicators that vary; indicators that do not vary get 0.
/// errors   as entropy_weights, except that negative values are accepted.
/// cost     O(m N).
Result<IndicatorWeights> equal_weights(View<const double, Indicator, Row> z);

/// Equal weights of pillars, and of indicators within a pillar: w_j = 1/(P m_p), with P the pillars that have a
/// varying indicator and m_p the varying indicators of j's pillar.
/// pillar_of  number of the pillar of each indicator, from 0.
/// errors     as equal_weights; measure.weights.pillars (shape).
/// cost       O(m N).
Result<IndicatorWeights> equal_pillar_weights(View<const double, Indicator, Row> z,
                                              std::span<const std::size_t> pillar_of);

/// CRITIC weights: C_j = s_j sum_k (1 - r_jk), w = C / sum C, with s the standard deviation and r the correlation over
/// the varying indicators; the divisor of s (n or n - 1) cancels.   [Diakoulaki, Mavrotas & Papayannakis 1995]
/// correlation  Pearson's r, Spearman's, or |r| of Pearson (for which strong negative correlation is no conflict).
/// errors   as equal_weights; measure.weights.no_conflict (domain: all varying indicators are perfectly
///          correlated).
/// cost     O(m^2 N).
Result<IndicatorWeights> critic_weights(View<const double, Indicator, Row> z,
                                        CriticCorrelation correlation = CriticCorrelation::pearson);

/// Weights by the coefficient of variation: w_j = (s_j/|m_j|) / sum_k (s_k/|m_k|), m the mean; the divisor of s
/// cancels. errors   as equal_weights; measure.weights.zero_mean (domain: an indicator with mean 0, as z scores have;
/// position). cost     O(m N).
Result<IndicatorWeights> variation_weights(View<const double, Indicator, Row> z);

/// Weights by the standard deviation: w_j = s_j / sum_k s_k; the divisor of s cancels.
/// errors   as equal_weights.
/// cost     O(m N).
Result<IndicatorWeights> deviation_weights(View<const double, Indicator, Row> z);

/// Weights by the Gini coefficient of each column: w_j = G_j / sum_k G_k.
/// errors   as entropy_weights.
/// cost     O(m N log N).
Result<IndicatorWeights> gini_weights(View<const double, Indicator, Row> z);

/// Two sets of weights as one. [game theory: solve (W W')a = diag(W W') and take the shares of |a|; both sets count
/// alike where they are equal]
/// share    of the first in a linear combination.
/// errors   measure.weights.combination (shape or domain: sizes differ, share outside [0, 1], or a product that is 0
///          everywhere).
/// cost     O(m).
Result<std::vector<double>> combine_weights(std::span<const double> first, std::span<const double> second,
                                            Combination combination, double share = 0.5);

}  // namespace tidu::measure
