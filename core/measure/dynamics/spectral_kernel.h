// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::measure {

/// Andrews' quadratic spectral kernel, k(x) = 3/z^2 (sin z/z - cos z), z = 6 pi x/5; k(0) = 1; 0 from |x| = 1.4e5 on,
/// where it is below 2e-11. Absolute error below 1e-15.   [Andrews 1991]
double quadratic_spectral(double x);

}  // namespace tidu::measure
