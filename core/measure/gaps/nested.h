// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/gaps/population.h"

namespace tidu::measure {

/// Values with groups inside groups: county in province in macro-region.
struct NestedValues {
  std::span<const double> values;
  std::span<const double> weights;  ///< empty or population weights
  /// One entry a level from the coarsest to the finest, each with one group number a value. Numbers need not be dense,
  /// and they count within their parent: a 2 in group 0 and a 2 in group 1 are two groups, so crossed classifications
  /// (macro-region, then tier) work like nested ones. No level at all: the whole is not divided.
  std::vector<std::span<const std::size_t>> levels;
};

/// A group of some level and what it adds.
struct NestedNode {
  std::size_t level = 0;        ///< 0: the whole; 1: a group of the first level; ...
  std::size_t group = 0;        ///< its number in that level's entry; 0 for the whole
  std::size_t parent = 0;       ///< position of its parent among the nodes; the whole's is 0
  std::size_t members = 0;      ///< values with weight
  double population_share = 0;  ///< p of the whole's population
  double value_share = 0;       ///< s of the whole's value
  double mean = 0;
  double total = 0;   ///< GE(a) of all its values
  double parts = 0;   ///< GE(a) of the means of its parts; at the finest level the parts are the values themselves
  double weight = 0;  ///< p^(1-a) s^a: 1 for the whole
  double contribution = 0;  ///< weight * parts; all nodes' contributions sum to the whole's GE(a)
};

struct NestedEntropy {
  double total = 0;               ///< GE(a) of all values, computed by itself
  std::vector<double> by_level;   ///< by_level[0]: between the groups of level 1; [k]: between those of level k + 1
                                  ///< inside those of level k; the last: between values inside the finest groups
  double residual = 0;            ///< total - sum of by_level: rounding
  std::vector<NestedNode> nodes;  ///< the whole, then every group with weight, parents before their parts, by number
};

/// Generalised entropy taken apart over any number of levels:
///   GE(a) = GE_between + sum_g w_g [GE_between in g + sum_c w_c|g (...)],   w_g = p_g^(1-a) s_g^a,
/// with population shares p and value shares s: value shares weigh Theil T (a = 1), population shares Theil L (a = 0),
/// and no other weights add up.   [Theil 1967, ch. 4; Shorrocks 1980, 1984]
/// order    a, finite; a > 0: values >= 0 with a positive sum (a group of zeros has GE 0); a <= 0: values > 0.
/// errors   as generalised_entropy; measure.nested.shape (shape: level, entries, values), measure.nested.levels
///          (limit: more than kMaximumLevels).
/// cost     O(levels n log n) time. Same bits for any thread count.
Result<NestedEntropy> nested_entropy(const NestedValues& input, double order);

inline constexpr std::size_t kMaximumLevels = 16;

}  // namespace tidu::measure
