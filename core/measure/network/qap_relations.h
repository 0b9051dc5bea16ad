// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/function_ref.h"
#include "core/measure/network/qap.h"

// What the tests by permuted networks share: not part of the room's interface.
namespace tidu::measure::qap {

/// A relation with mean 0 and length 1 over the cells that count; the others are 0, so that they add nothing to
/// products.
struct Standardised {
  std::vector<double> cells;  ///< n x n
  double center = 0;
  double length = 0;  ///< before scaling
};

std::size_t cells_that_count(std::size_t nodes, const QapTest& test);

/// errors: those of qap_correlations; the first relation is number 1.
Result<std::vector<Standardised>> standardise(std::span<const Relation> relations, const QapTest& test);

/// Counts of one statistic, filled by tally().
struct Counts {
  std::uint64_t large = 0;
  std::uint64_t small = 0;
  std::uint64_t extreme = 0;

  void add(double permuted, double observed);
  void add(const Counts& other);
  PermutationP p(std::uint64_t permutations) const;
};

/// Runs body(order, block) for every permutation of the nodes; block is the number of the block of permutations to
/// which it belongs, out of blocks_of(test), for places of its own to write to. False: cancelled.
std::size_t blocks_of(const QapTest& test);
bool for_permutations(std::size_t nodes, const QapTest& test, Executor& executor,
                      FunctionRef<void(std::span<const std::uint32_t>, std::size_t)> body);

/// out(i, j) = cells(order[i], order[j]).
void renumber(std::span<const double> cells, std::span<const std::uint32_t> order, std::span<double> out);

}  // namespace tidu::measure::qap
