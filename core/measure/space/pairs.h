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

/// z'Wz of every year.
/// z    regions x years. Sums run over regions in their order for each year by itself: a year has the same bits
///      whichever years stand beside it.
/// out  one value a year.
void cross_products(const Pairs& pairs, std::span<const double> z, std::span<double> lag, std::span<double> out);

}  // namespace tidu::measure
