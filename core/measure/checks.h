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

/// The message and its hint of a failed check: "measure.gini.negative" and "measure.gini.negative.hint".
template <class... Args>
tl::unexpected<Error> refuse(ErrorCode code, std::string_view key, std::string_view hint_key, Args&&... args) {
  return failure(code, text(key, std::forward<Args>(args)...), text(hint_key));
}

}  // namespace tidu::measure
