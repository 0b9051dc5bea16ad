// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/network/options.h"

namespace tidu::measure {

struct ConcorRule {
  std::size_t depth = 2;  ///< splits from the whole to a block, 1 .. 20: at most 2^depth blocks
  ConcorDiagonal diagonal = ConcorDiagonal::kept;
  std::size_t iterations = 100;  ///< at most this many correlations of correlations, >= 1
};

/// One attempt at splitting a set of nodes.
struct ConcorSplit {
  std::size_t depth = 0;             ///< 1 for the whole network
  std::vector<std::size_t> members;  ///< rising
  std::size_t iterations = 0;        ///< correlations of correlations until all were +1 or -1
  bool split = false;                ///< false: all have the same profile, or symmetry keeps it from converging
};

struct Concor {
  std::vector<std::size_t> block_of;  ///< of each node, 0 .. blocks - 1
  std::size_t blocks = 0;
  std::vector<ConcorSplit> splits;  ///< in the order in which they were tried
};

/// Blocks of nodes with similar links by the convergence of iterated correlations: the profile of node j is column j of
/// the matrix over row j (links received, links sent); profiles are correlated, the columns of the correlations are
/// correlated again, and so on until all are +1 or -1, which parts the nodes in two; each part is split in the same way
/// from its own profiles over all nodes.   [Breiger, Boorman & Arabie 1975; Wasserman & Faust 1994, ch. 9]
/// a         n x n, n >= 2, finite; links or strengths.
/// returns   block_of numbers blocks in the order of the splits; of the two halves of a split the one with the lowest
///           node comes first. A set of nodes with the same profile stays whole.
/// rules     A constant profile (no links at all) correlates 0 with others and 1 with an equal one. Numbers are kept on
///           a grid of 2^-40 (of the largest link at first), on which sums are exact for up to 1,024 nodes: so the
///           blocks do not depend on the numbering of the nodes, and a symmetric network is not split by rounding
///           errors. What is not +1 or -1 within 1e-7 after the last pass stays whole.
/// errors    measure.concor.shape, measure.concor.too_few (shape), measure.concor.not_finite, measure.concor.depth,
///           measure.concor.iterations (domain), measure.concor.cancelled.
/// cost      O(n^3 iterations). Same bits for any executor and thread count.
Result<Concor> concor(View<const double, Row, Column> a, const ConcorRule& rule = {},
                      Executor& executor = serial_executor());

}  // namespace tidu::measure
