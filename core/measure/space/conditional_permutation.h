// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"
#include "core/measure/space/permutation_test.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// Tests of the sums s_i = sum_j w_ij u_j of every region: the region keeps its place and its neighbours' values are
/// drawn without replacement from those of all other regions.   [Anselin 1995]
/// Permutation m draws one sequence of positions, of which a region with k neighbours takes the first k: all regions,
/// years and statistics share the draws (as in PySAL), which leaves every p valid by itself and makes their Monte Carlo
/// errors dependent.
struct ConditionalProblem {
  const SpatialWeights& weights;
  std::size_t years = 1;
  /// Writes u_j of region i and a year for all regions j (its own is not read).
  FunctionRef<void(std::size_t region, std::size_t year, std::span<double> values)> values;
};

/// What is known about s_i of one region and year.
struct ConditionalSum {
  double observed = 0;
  double expected = 0;     ///< over all draws: w_i. mean(u)
  double variance = 0;     ///< var(u) (n - 1)/(n - 2) (sum_j w_ij^2 - w_i.^2/(n - 1))   [Sokal, Oden & Thomson 1998]
  PermutationResult test;  ///< of s_i; ties by rounding count as equal
};

/// returns  regions x years, year by year within a region; islands have zeros and no test.
/// errors   measure.association.cancelled (cancelled).
/// cost     O(m links years) + O(n^2 years) time; 256 KiB and 8 n bytes a thread. Same bits for any executor and thread
///          count.
Result<std::vector<ConditionalSum>> conditional_sums(const ConditionalProblem& problem, const PermutationTest& test,
                                                     Executor& executor);

}  // namespace tidu::measure
