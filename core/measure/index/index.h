// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/aggregate.h"
#include "core/measure/index/method.h"
#include "core/measure/index/outliers.h"
#include "core/measure/index/standardise.h"
#include "core/measure/index/tree_weights.h"

namespace tidu::measure {

/// What an index is made from.
struct IndexInput {
  View<const double, Indicator, Region, Year> raw;  ///< any unit, every cell finite
  std::span<const IndicatorRule> indicators;        ///< one for each indicator
  const IndexTree& tree;
};

/// Scores of an index and of every group of its tree.
struct IndexScores {
  Array<double, Region, Year> scores;                ///< of the index
  Array<double, Pillar, Region, Year> group_scores;  ///< group 0 is the index; 0 for a group without weight
  Array<std::size_t, Region, Year> ranks;            ///< within each year, 1 = highest score
  std::size_t raised = 0;                            ///< cells that the aggregation's floor raised
};

/// An index with everything on the way to it.
struct CompositeIndex {
  TreatedIndicators treated;
  Standardised standardised;
  TreeWeights weights;
  IndexScores result;
  bool unit_interval = true;  ///< scores lie in [0, 1] by rule: what coupling and obstacles ask for
};

/// A composite index from raw indicators: outliers are treated (treat_outliers), indicators standardised (standardise),
/// weighed (tree_weights) and aggregated (Aggregator).   [OECD/JRC 2008]
/// For many replicates: standardise and weigh once for each choice, keep an Aggregator for each standardisation and
/// rule, and call its scores() with changed weights and competition_ranks_into(). errors   those of the four steps;
/// measure.index.negative_weights (domain: weights below 0 with another aggregation
///          than linear).
/// cost     O(cells) and that of the rules. Same bits for any thread count.
Result<CompositeIndex> composite_index(const IndexInput& input, const IndexMethod& method = {});

/// The last step alone.
/// standardised  indicators x regions x years
/// weights       of the indicators, sum 1 within 1e-9; >= 0, or any for linear aggregation
/// errors        those of Aggregator::make; measure.index.weights (domain: they do not fit, or the sum is not 1),
///               measure.index.negative_weights, measure.index.overflow (domain: values so large or small that a score
///               is no number; region and year from 1).
/// cost          that of the aggregation.
Result<IndexScores> index_scores(const IndexTree& tree, View<const double, Indicator, Region, Year> standardised,
                                 std::span<const double> weights, const AggregationRule& rule = {});

/// Competition ranks ("1224"): rank_i = 1 + the number of values above x_i; equal values share the smallest rank of
/// their place. 1 = highest. NaN is a programmer's mistake.
/// cost     O(n log n).
std::vector<std::size_t> competition_ranks(std::span<const double> x);

/// The same into the caller's places, without allocation.
/// order, ranks  x.size() places; order is scratch.
void competition_ranks_into(std::span<const double> x, std::span<std::size_t> order, std::span<std::size_t> ranks);

}  // namespace tidu::measure
