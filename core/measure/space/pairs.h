// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// What z'Wz needs: each pair of neighbours once, with w_ij + w_ji. Half the work of summing over both directions.
struct Pairs {
  std::vector<std::size_t> start;     ///< of region i, and the end
  std::vector<std::uint32_t> second;  ///< j > i, rising
  std::vector<double> both;           ///< w_ij + w_ji
};

Pairs pairs_of(const SpatialWeights& w);

/// z'Wz. Regions add to four running sums by turns, so that an addition need not wait for the one before it; the order
/// depends on nothing else.
double cross_product(const Pairs& pairs, std::span<const double> z);

/// sum_ij w_ij (z_i - z_j)^2, in the same order.
double squared_differences(const Pairs& pairs, std::span<const double> z);

}  // namespace tidu::measure
