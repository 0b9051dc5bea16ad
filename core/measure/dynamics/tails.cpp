// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/tails.h"

#include <cmath>
#include <limits>

#include "core/base/math.h"

namespace tidu::measure {
namespace {

// Lentz's evaluation of the continued fraction of I_x(a, b), which converges fast for x < (a + 1)/(a + b + 2).
double beta_fraction(double x, double a, double b) {
  constexpr double kTiny = 1e-300;
  const auto away_from_zero = [](double v) { return std::fabs(v) < kTiny ? kTiny : v; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double value = d;
  for (int m = 1; m < 10'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    value *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    const double step = d * c;
    value *= step;
    if (std::fabs(step - 1) <= std::numeric_limits<double>::epsilon()) break;
  }
  return value;
}

// I_x(a, b) with y = 1 - x given apart, so that neither loses digits.
double incomplete_beta(double x, double y, double a, double b) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const double logarithm =
      math::lgamma(a + b) - math::lgamma(a) - math::lgamma(b) + a * math::log(x) + b * math::log(y);
  const double front = math::exp(logarithm);
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
  return 1 - front * beta_fraction(y, b, a) / b;
}

// P(a, x) by its series, x < a + 1.
double lower_gamma_series(double a, double x, double front) {
  double term = 1 / a;
  double total = term;
  for (int n = 1; n < 10'000 && term > total * 1e-17; ++n) {
    term *= x / (a + n);
    total += term;
  }
  return front * total;
}

// Q(a, x) by Lentz's continued fraction, x >= a + 1.
double upper_gamma_fraction(double a, double x, double front) {
  double b = x + 1 - a;
  double c = 1e300;
  double d = 1 / b;
  double value = d;
  for (int n = 1; n < 10'000; ++n) {
    const double numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const double step = d * c;
    value *= step;
    if (std::fabs(step - 1) <= std::numeric_limits<double>::epsilon()) break;
  }
  return front * value;
}

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

double chi_square_tail(double x, double degrees) {
  if (!(x > 0)) return 1;
  if (std::isinf(x)) return 0;
  const double a = degrees / 2;
  const double half = x / 2;
  const double front = math::exp(a * math::log(half) - half - math::lgamma(a));
  return half < a + 1 ? 1 - lower_gamma_series(a, half, front) : upper_gamma_fraction(a, half, front);
}

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

double student_t_two_sided(double t, double degrees) {
  if (std::isinf(t)) return 0;
  const double square = t * t;
  return incomplete_beta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
}

}  // namespace tidu::measure
