// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

#include "core/base/double_double.h"

namespace tidu::math::detail {

/// 2^k for -1022 <= k <= 1023.
inline double power_of_two(int k) { return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52); }

/// x * 2^k, rounded once (the product with the last factor alone may be subnormal).
double scale(double x, int k);

/// e^(x.hi + x.lo) = (m.hi + m.lo) * 2^k with m in [0.70, 1.42]; relative error below 2^-57. |x| < 746.
struct ScaledExp {
  DoubleDouble m;
  int k = 0;
};
ScaledExp exp_scaled(DoubleDouble x);

/// e^x - 1 as hi + lo; relative error below 2^-56. |x| < 709.
DoubleDouble expm1_extended(double x);

/// ln x for finite x > 0 (subnormal too); relative error below 2^-66.
DoubleDouble log_extended(double x);

/// ln(1 + x) for x > -1; relative error below 2^-64.
DoubleDouble log1p_extended(double x);

}  // namespace tidu::math::detail
