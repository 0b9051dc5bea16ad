// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/method.h"

namespace tidu::measure {

struct AhpWeights {
  std::vector<double> values;     ///< > 0, sum 1
  double largest_eigenvalue = 0;  ///< lambda_max >= k; for the approximate methods mean_i (A w)_i / w_i
  double consistency_index = 0;   ///< CI = (lambda_max - k)/(k - 1); 0 for k <= 2
  double consistency_ratio = 0;   ///< CR = CI/RI(k), RI of random matrices; 0 for k <= 2
  bool consistent = true;         ///< CR < 0.1
};

/// Weights from pairwise judgements (analytic hierarchy process): a_ij says how many times more important i is than j.
/// eigenvector: A w = lambda_max w; geometric_mean: w_i ~ (prod_j a_ij)^(1/k); column_average: w_i = mean_j a_ij /
/// sum_h a_hj.   [Saaty 1980; RI(1..15) = 0, 0, .58,
/// .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59] judgements  k x k, 1 <= k <= 15, every a_ij >
/// 0, a_ii = 1, a_ij a_ji = 1 within 1 percent (0.333 stands for 1/3). A
///             judgement that is not consistent (CR >= 0.1) is reported, not refused.
/// errors      measure.ahp.shape (shape: not square, or empty), measure.ahp.too_large (limit),
/// measure.ahp.not_positive,
///             measure.ahp.not_reciprocal (domain; row and column from 1, values), measure.ahp.no_convergence.
/// cost        O(k^2) a step, some tens of steps. Same bits everywhere.
Result<AhpWeights> ahp(View<const double, Row, Column> judgements, AhpMethod method = AhpMethod::eigenvector);

}  // namespace tidu::measure
