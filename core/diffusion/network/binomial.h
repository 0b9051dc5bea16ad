// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/distributions.h"
#include "core/base/math.h"

namespace tidu::diffusion::network {

/// P(Bin(n, q) >= k), q in [0, 1]; relative error below 1e-12.
inline double binomial_at_least(std::size_t n, std::size_t k, double q) {
  if (k == 0) return 1;
  if (k > n) return 0;
  return math::beta_lower(q, 1 - q, static_cast<double>(k), static_cast<double>(n - k + 1));
}

/// P(Bin(n, q) < k) with the same precision where it is small.
inline double binomial_below(std::size_t n, std::size_t k, double q) {
  if (k == 0) return 0;
  if (k > n) return 1;
  return math::beta_upper(q, 1 - q, static_cast<double>(k), static_cast<double>(n - k + 1));
}

/// The point between low and high at which a function that is above 0 at low and not above it at high changes sign, by
/// bisection down to neighbouring doubles.
template <class Function>
double sign_change(double low, double high, Function positive) {
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return low;
    (positive(middle) ? low : high) = middle;
  }
}

}  // namespace tidu::diffusion::network
