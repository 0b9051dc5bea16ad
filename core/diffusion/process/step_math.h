// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/lanes_math.h"

// What a step of the map needs of the exponential, for one cell (T = double) and for several at once: half a step of
// the process asks for three of them a cell. TIDU_LANES and TIDU_LANES_TARGET as in core/base/lanes_math.h.

namespace tidu::diffusion {
namespace {

/// 1 - e^-x for x in [0, infinity], below 1.1 ulp.
template <class T>
TIDU_LANES_TARGET inline T leaving(T x) {
  const T most = T{} + 64.0;  // beyond it 1 to the last bit
  const ScaledExponential<T> e = scaled_exponential<T>(-(x > most ? most : x));
  return (1.0 - e.scale) - e.scale * e.rest;
}

/// 1 / (1 + e^-a) to 2 ulp, down to 1e-307.
template <class T>
TIDU_LANES_TARGET inline T share_in_favour(T a) {
  const T most = T{} + 708.0;
  const T y = a > most ? -most : (a < -most ? most : -a);
  const ScaledExponential<T> e = scaled_exponential<T>(y);
  return 1.0 / (1.0 + (e.scale + e.scale * e.rest));
}

}  // namespace
}  // namespace tidu::diffusion
