// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/base/assert.h"

namespace tidu {

/// Quantile of sorted values by linear interpolation of order statistics (type 7 of Hyndman & Fan 1996, R's default).
/// sorted   n >= 1 values in rising order.
/// p        in [0, 1].
inline double sorted_quantile(std::span<const double> sorted, double p) {
  TIDU_ASSERT(!sorted.empty() && p >= 0 && p <= 1);
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(position));
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (position - static_cast<double>(low));
}

/// The same at j/k, 0 <= j <= k, k >= 1, its place worked out in whole numbers: a quantile that is one of the values is
/// exactly it.
inline double sorted_quantile(std::span<const double> sorted, std::size_t j, std::size_t k) {
  TIDU_ASSERT(!sorted.empty() && k > 0 && j <= k);
  const std::size_t position = (sorted.size() - 1) * j;
  const std::size_t below = position / k;
  const std::size_t rest = position % k;
  if (rest == 0) return sorted[below];
  return sorted[below] + (sorted[below + 1] - sorted[below]) * (static_cast<double>(rest) / static_cast<double>(k));
}

}  // namespace tidu
