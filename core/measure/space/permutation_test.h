// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"
#include "core/measure/space/options.h"

namespace tidu::measure {

inline constexpr std::uint64_t kMaximumPermutations = 999'999;
inline constexpr std::uint64_t kMaximumRegions = 65'535;  ///< of a permutation test

struct PermutationTest {
  std::uint64_t permutations = 9999;  ///< 0 .. kMaximumPermutations; 0: analytic moments only
  std::uint64_t seed = 0;
};

/// What permutations say about an observed statistic.
struct PermutationResult {
  std::uint64_t permutations = 0;  ///< m; the fields below mean nothing when 0
  std::uint64_t as_large = 0;      ///< r+ = #{S* >= S}
  std::uint64_t as_small = 0;      ///< r- = #{S* <= S}
  double mean = 0;                 ///< of S*
  double sd = 0;                   ///< of S*, divisor m

  double p(PValue kind) const;  ///< 1 without permutations
};

/// A statistic of one or more columns of values, S(t, columns), tested by shuffling the regions: all columns are put
/// into the same random order, and all statistics t see the same orders, so a statistic's p does not depend on which
/// others are asked for. A shuffle whose S differs from the observed one by less than the tolerance (rounding) counts
/// as equal to it, which speaks against the finding.   [Davison & Hinkley 1997, ch. 4]
struct PermutationProblem {
  std::span<const std::vector<double>> columns;  ///< of equal length, at most kMaximumRegions
  std::span<const double> observed;              ///< S(t) of the columns as they are
  std::span<const double> tolerance;             ///< one a statistic
  FunctionRef<double(std::size_t, std::span<const std::vector<double>>)> statistic;
};

/// errors   measure.association.cancelled (cancelled).
/// cost     O(m (n columns + statistics)). Same bits for any executor and thread count.
Result<std::vector<PermutationResult>> permute(const PermutationProblem& problem, const PermutationTest& test,
                                               Executor& executor);

}  // namespace tidu::measure
