// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// Axis of the pillars of an index tree.
struct Pillar {};

/// A two-level tree over standardised indicators. That cells lie in [0, 1] is the caller's promise: standardise() keeps
/// it.
struct IndexInput {
  View<const double, Indicator, Region, Year> standardised;  ///< in [0, 1]
  std::span<const double> weights;                           ///< of the indicators, >= 0, sum 1
  std::span<const std::size_t> pillar_of;                    ///< pillar of each indicator, from 0
};

struct CompositeIndex {
  Array<double, Region, Year> scores;                 ///< in [0, 1]
  Array<double, Pillar, Region, Year> pillar_scores;  ///< in [0, 1]; 0 for a pillar without weight
  std::vector<double> pillar_weights;                 ///< W_p, sum 1
  Array<std::size_t, Region, Year> ranks;             ///< within each year, 1 = highest score
};

/// Linear composite index on a two-level tree: score = sum_j w_j z_j. The weights stand flat over all indicators of
/// the tree (not entropy within pillars and again over pillars): a pillar's weight is the sum of its indicators'
/// weights, W_p = sum_{j in p} w_j, and its score S_p = sum_{j in p} w_j z_j / W_p, so that score = sum_p W_p S_p.
/// [OECD/JRC 2008, ch. 6, linear aggregation]
/// returns  scores in [0, 1] (rounding above 1 is cut off); dense arrays by region and year.
/// errors   measure.index.shape (shape: weights or pillars do not fit the indicators), measure.index.weights
///          (domain: a weight is negative or the sum is not 1 within 1e-9).
/// cost     O(cells). Same bits for any thread count.
Result<CompositeIndex> composite_index(const IndexInput& input);

/// Competition ranks ("1224"): rank_i = 1 + the number of values above x_i; equal values share the smallest rank of
/// their place. 1 = highest. NaN is a programmer's mistake.
/// cost     O(n log n).
std::vector<std::size_t> competition_ranks(std::span<const double> x);

}  // namespace tidu::measure
