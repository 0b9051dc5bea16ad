// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// Joins between regions of two colours, with moments over all arrangements of the colours (nonfree sampling).
struct JoinCount {
  std::size_t first = 0;  ///< colours, first <= second
  std::size_t second = 0;
  double count = 0;  ///< (1/2) sum of w_ij over i of one and j of the other colour, both ways: each border once where
                     ///< weights are binary
  double expected = 0;
  double variance = 0;
  double z = 0;  ///< 0 where the variance is 0
};

/// Join counts of all pairs of colours, (0,0), (0,1), ..., (1,1), ...: of two colours WW, BW, BB with white = 0 and
/// black = 1. Same colours: J_rr = (1/2) sum_ij w_ij [c_i = c_j = r]; different ones: J_rs = (1/2) sum_ij w_ij [c_i =
/// r, c_j = s or the reverse].   [Moran 1948; Cliff & Ord 1981, ch. 1-2]
/// colour   0 .. colours - 1 of each region; islands keep their place among the arrangements, n is that of the moments
///          of Moran's I.
/// w        usually binary (WeightTransform::none).
/// errors   measure.association.shape, measure.association.too_few (shape), measure.join.colour (domain; position of
///          the first region with an unknown colour), measure.join.one_colour (domain: fewer than two colours occur).
/// cost     O(links + colours^2).
Result<std::vector<JoinCount>> join_counts(std::span<const std::size_t> colour, std::size_t colours,
                                           const SpatialWeights& w);

}  // namespace tidu::measure
