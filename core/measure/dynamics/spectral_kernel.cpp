// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/spectral_kernel.h"

#include <cmath>

#include "core/base/math.h"

namespace tidu::measure {

double quadratic_spectral(double x) {
  const double z = 1.2 * 3.14159265358979323846 * std::fabs(x);
  if (z > 0x1p19) return 0;  // sine and cosine are known up to 2^20
  if (z < 0.5) {             // 3 sum_k (-z^2/2)^k/(k! (2k + 3)!!): the closed form cancels here
    double total = 0;
    for (int k = 8; k >= 0; --k) total = 1 - total * (z * z / 2) / ((k + 1.0) * (2 * k + 5));
    return total;
  }
  return 3 / (z * z) * (math::sin(z) / z - math::cos(z));
}

}  // namespace tidu::measure
