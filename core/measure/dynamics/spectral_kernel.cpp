// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/spectral_kernel.h"

#include <cmath>

namespace tidu::measure {
namespace {

// sin and cos of z >= 0, z < 2^20: Cody & Waite's reduction by pi/2 in three parts, Taylor polynomials on [-pi/4,
// pi/4].
struct SineCosine {
  double sine = 0;
  double cosine = 1;
};

SineCosine sine_cosine(double z) {
  constexpr double kFirst = 0x1.921fb544p+0;  // pi/2: 33 bits, 33 bits, the rest
  constexpr double kSecond = 0x1.0b4611a6p-34;
  constexpr double kThird = 0x1.3198a2e037073p-69;
  const double quarter = std::floor(z * (2 / 3.14159265358979323846) + 0.5);
  const double r = ((z - quarter * kFirst) - quarter * kSecond) - quarter * kThird;
  double sine = 0;
  double cosine = 0;
  for (int n = 9; n >= 0; --n) {
    sine = 1 - sine * r * r / ((2 * n + 2) * (2 * n + 3));
    cosine = 1 - cosine * r * r / ((2 * n + 1) * (2 * n + 2));
  }
  sine *= r;
  switch (static_cast<long>(quarter) % 4) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

}  // namespace

double quadratic_spectral(double x) {
  const double z = 1.2 * 3.14159265358979323846 * std::fabs(x);
  if (z > 0x1p19) return 0;
  if (z < 0.5) {  // 3 sum_k (-z^2/2)^k/(k! (2k + 3)!!): the closed form cancels here
    double total = 0;
    for (int k = 8; k >= 0; --k) total = 1 - total * (z * z / 2) / ((k + 1.0) * (2 * k + 5));
    return total;
  }
  const SineCosine at = sine_cosine(z);
  return 3 / (z * z) * (at.sine / z - at.cosine);
}

}  // namespace tidu::measure
