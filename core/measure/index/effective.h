// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// What indicators (or pillars) really weigh in an index, beside the weights that were set.
struct EffectiveWeights {
  std::vector<double> correlation;  ///< r_j of the values with the score, in [-1, 1]; 0 for values that do not vary
  std::vector<double> main_effect;  ///< r_j^2 / sum_k r_k^2 >= 0, sum 1: shares of what each alone says of the score
  std::vector<double> variance;     ///< w_j cov(z_j, S) / var(S), sum 1 for a linear index; can be negative
};

/// Effective weights over all cells. main_effect is the linear estimate of the first-order sensitivity of S to z_j when
/// the indicators are correlated [Paruolo, Saisana & Saltelli 2013]; variance is the share of the variance of a linear
/// score that each term brings (the natural decomposition of Shorrocks 1982). Both differ from the weights that were
/// set because indicators vary and move together to different degrees. z        indicators (or groups) x N cells,
/// finite. weights  nominal weights, one an indicator; empty: `variance` is left empty (the index is not linear). score
/// N scores, N >= 2, not all equal. errors   measure.effective.shape (shape), measure.effective.score (domain: the
/// score does not vary or is not finite). cost     O(m N). Same bits everywhere.
Result<EffectiveWeights> effective_weights(View<const double, Indicator, Row> z, std::span<const double> weights,
                                           std::span<const double> score);

}  // namespace tidu::measure
