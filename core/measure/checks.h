// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

/// Position of the first value that is not finite, or x.size().
inline std::size_t first_not_finite(std::span<const double> x) {
  std::size_t i = 0;
  while (i < x.size() && std::isfinite(x[i])) ++i;
  return i;
}

/// True when all values are equal (or there is none).
inline bool is_constant(std::span<const double> x) {
  for (double value : x) {
    if (value != x.front()) return false;
  }
  return true;
}

/// Positions 0 .. n - 1 by rising value, equal values by position. No NaN.
std::vector<std::size_t> rising_order(std::span<const double> x);

/// Brings values whose squares would overflow or vanish to a size near 1 by a power of two, and says by which: they are
/// 2^k times what is left. Exact but for what is 2^-1000 of the largest; values of a size between 1e-100 and 1e100 are
/// left as they are, k = 0. For statistics without unit, and for sums of squares. Finite values.
int scale_to_unit(std::span<double> values);

/// The message and its hint of a failed check: "measure.gini.negative" and "measure.gini.negative.hint".
template <class... Args>
tl::unexpected<Error> refuse(ErrorCode code, std::string_view key, std::string_view hint_key, Args&&... args) {
  return failure(code, text(key, std::forward<Args>(args)...), text(hint_key));
}

}  // namespace tidu::measure
