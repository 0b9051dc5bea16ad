// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <limits>

#include "core/base/math.h"
#include "core/base/math_kernels.h"

namespace tidu::math {
namespace detail {
namespace {

// ln 2 in three parts; the first has 21 bits, so that its product with any exponent is exact.
constexpr double kLn2Hi = 0x1.62e42p-1;
constexpr DoubleDouble kLn2Rest{0x1.fdf473de6af28p-22, -0x1.c4c67fc0d0951p-76};
constexpr double kInverseLn2 = 0x1.71547652b82fep+0;

// 1/2!, 1/3!, ..., 1/14!
constexpr std::array<double, 13> kInverseFactorial{
    1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,        1.0 / 5040,       1.0 / 40320,
    1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200};

// (e^r - 1 - r - r^2/2) / r^3 for |r| <= 0.35
double exp_tail(double r) {
  double p = kInverseFactorial[12];
  for (std::size_t i = 12; i-- > 1;) p = p * r + kInverseFactorial[i];
  return p;
}

// e^r - 1 for |r| <= 0.35: r + r^2/2 with a full error term, the rest in double
DoubleDouble expm1_reduced(DoubleDouble r) {
  const DoubleDouble square = two_product(r.hi, r.hi);
  const DoubleDouble head = two_sum(r.hi, 0.5 * square.hi);
  const double tail = r.hi * square.hi * exp_tail(r.hi) + (0.5 * square.lo + r.lo * (1.0 + r.hi));
  return fast_two_sum(head.hi, head.lo + tail);
}

int nearest_multiple(double x) { return static_cast<int>(std::floor(x * kInverseLn2 + 0.5)); }

DoubleDouble reduce(DoubleDouble x, int k) {
  const double dk = k;
  const DoubleDouble head = two_sum(x.hi, -dk * kLn2Hi);
  const DoubleDouble rest = two_product(dk, kLn2Rest.hi);
  return head + DoubleDouble{x.lo, 0} - DoubleDouble{rest.hi, rest.lo + dk * kLn2Rest.lo};
}

constexpr std::array<DoubleDouble, 3> kAtanhHead{{{0x1.5555555555555p-2, 0x1.5555555555555p-56},
                                                  {0x1.999999999999ap-3, -0x1.999999999999ap-57},
                                                  {0x1.2492492492492p-3, 0x1.2492492492492p-57}}};

// ln(1 + f) = 2 atanh(s), s = f / (2 + f), for 1 + f in [0.70, 1.42]
DoubleDouble log1p_reduced(DoubleDouble f) {
  const DoubleDouble s = f / (DoubleDouble{2, 0} + f);
  const DoubleDouble z = s * s;
  const double t = z.hi;
  double tail = 1.0 / 27;
  for (int n = 25; n >= 9; n -= 2) tail = tail * t + 1.0 / n;
  DoubleDouble series = kAtanhHead[2] + z * DoubleDouble{tail, 0};
  series = kAtanhHead[1] + z * series;
  series = kAtanhHead[0] + z * series;
  const DoubleDouble twice{2 * s.hi, 2 * s.lo};
  return twice + twice * (z * series);
}

}  // namespace

double scale(double x, int k) {
  if (k >= -1022 && k <= 1023) return x * power_of_two(k);
  if (k > 1023) return x * power_of_two(1023) * power_of_two(k - 1023 > 1023 ? 1023 : k - 1023);
  return x * power_of_two(k + 1022 < -1022 ? -1022 : k + 1022) * power_of_two(-1022);
}

ScaledExp exp_scaled(DoubleDouble x) {
  const int k = nearest_multiple(x.hi);
  const DoubleDouble e = expm1_reduced(reduce(x, k));
  const DoubleDouble m = fast_two_sum(1.0, e.hi);
  return {fast_two_sum(m.hi, m.lo + e.lo), k};
}

DoubleDouble expm1_extended(double x) {
  if (std::fabs(x) < 0.35) return expm1_reduced({x, 0});
  const ScaledExp e = exp_scaled({x, 0});
  if (e.k > 1000) return {scale(e.m.hi, e.k), 0};  // the 1 is far below the last bit
  const double factor = scale(1.0, e.k < -1000 ? -1000 : e.k);
  const DoubleDouble difference = two_sum(e.m.hi * factor, -1.0);
  return fast_two_sum(difference.hi, difference.lo + e.m.lo * factor);
}

DoubleDouble log_extended(double x) {
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  // m = x / 2^k in [sqrt(1/2), sqrt(2)): the exponent is counted from the bit pattern of sqrt(1/2)
  constexpr std::uint64_t kSqrtHalf = 0x3FE6A09E00000000;
  const auto exponent = static_cast<std::int64_t>(bits - kSqrtHalf) >> 52;
  k += static_cast<int>(exponent);
  bits -= static_cast<std::uint64_t>(exponent) << 52;
  const double m = std::bit_cast<double>(bits);
  const DoubleDouble reduced = log1p_reduced({m - 1.0, 0});
  if (k == 0) return reduced;
  const double dk = k;
  const DoubleDouble rest = two_product(dk, kLn2Rest.hi);
  const DoubleDouble power = two_sum(dk * kLn2Hi, rest.hi);
  return DoubleDouble{power.hi, power.lo} + DoubleDouble{rest.lo + dk * kLn2Rest.lo, 0} + reduced;
}

DoubleDouble log1p_extended(double x) {
  if (x > -0.29 && x < 0.41) return log1p_reduced({x, 0});
  const DoubleDouble u = two_sum(1.0, x);
  const DoubleDouble head = log_extended(u.hi);
  return head + DoubleDouble{u.lo / u.hi, 0};
}

}  // namespace detail

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool is_odd_integer(double y) {
  if (std::fabs(y) >= 0x1p53) return false;
  return std::floor(y) == y && std::floor(y / 2) * 2 != y;
}

bool is_integer(double y) { return std::floor(y) == y; }

// pow for x = 0, x infinite or y infinite, where x is no NaN and y is no NaN and not 0
double pow_at_limits(double x, double y) {
  const double magnitude = std::fabs(x);
  if (std::fabs(y) == kInfinity) {
    if (magnitude == 1) return 1;
    return (magnitude > 1) == (y > 0) ? kInfinity : 0.0;
  }
  const bool large = (magnitude == kInfinity) == (y > 0);
  const double result = large ? kInfinity : 0.0;
  return std::signbit(x) && is_odd_integer(y) ? -result : result;
}

}  // namespace

double exp(double x) {
  using namespace detail;
  if (!(x > -745.2)) return x != x ? x : 0.0;
  if (x > 709.8) return kInfinity;
  const double k = std::floor(x * kInverseLn2 + 0.5);
  const double hi = x - k * kLn2Hi;
  const double lo = k * kLn2Rest.hi;
  const double r = hi - lo;
  const double correction = (hi - r) - lo;
  const double square = r * r;
  const double rest = square * (0.5 + r * exp_tail(r)) + correction;
  const DoubleDouble head = fast_two_sum(1.0, r);
  return scale(head.hi + (head.lo + rest), static_cast<int>(k));
}

double expm1(double x) {
  if (x != x || x == 0) return x;
  if (x > 709.8) return kInfinity;
  if (x < -40) return -1.0;
  if (std::fabs(x) < 0x1p-54) return x;
  const detail::DoubleDouble e = detail::expm1_extended(x);
  return e.hi + e.lo;
}

double log(double x) {
  if (x != x || x == kInfinity) return x;
  if (x == 0) return -kInfinity;
  if (x < 0) return kNaN;
  const detail::DoubleDouble l = detail::log_extended(x);
  return l.hi + l.lo;
}

double log1p(double x) {
  if (x != x || x == kInfinity || x == 0) return x;
  if (x == -1) return -kInfinity;
  if (x < -1) return kNaN;
  if (std::fabs(x) < 0x1p-54) return x;
  const detail::DoubleDouble l = detail::log1p_extended(x);
  return l.hi + l.lo;
}

double pow(double x, double y) {
  if (x == 1 || y == 0) return 1;
  if (x != x || y != y) return kNaN;
  if (x == 0 || std::fabs(x) == kInfinity || std::fabs(y) == kInfinity) return pow_at_limits(x, y);
  if (x < 0 && !is_integer(y)) return kNaN;
  const double sign = x < 0 && is_odd_integer(y) ? -1.0 : 1.0;
  const detail::DoubleDouble l = detail::log_extended(std::fabs(x));
  const double product = l.hi * y;
  if (product > 710) return sign * kInfinity;
  if (product < -746) return sign * 0.0;
  if (std::fabs(y) < 0x1p-900)
    return sign;  // x^y = 1 to far beyond the last bit, and the exact product would underflow
  const detail::ScaledExp e = detail::exp_scaled(l * y);
  return sign * detail::scale(e.m.hi + e.m.lo, e.k);
}

double tanh(double x) {
  if (x != x || x == 0) return x;
  const double magnitude = std::fabs(x);
  if (magnitude < 0x1p-28) return x;
  if (magnitude > 22) return x < 0 ? -1.0 : 1.0;
  const detail::DoubleDouble e = detail::expm1_extended(2 * magnitude);
  const detail::DoubleDouble t = e / (e + detail::DoubleDouble{2, 0});
  return x < 0 ? -(t.hi + t.lo) : t.hi + t.lo;
}

double logistic(double x) {
  if (x != x) return x;
  if (x < -745.2) return 0;
  if (x > 40) return 1;
  const detail::ScaledExp e = detail::exp_scaled({-std::fabs(x), 0});
  const double factor = detail::scale(1.0, e.k < -1000 ? -1000 : e.k);
  if (e.k < -100) return exp(x);  // 1 + e^x rounds to 1
  const detail::DoubleDouble small{e.m.hi * factor, e.m.lo * factor};
  const detail::DoubleDouble one{1, 0};
  const detail::DoubleDouble result = (x < 0 ? small : one) / (one + small);
  return result.hi + result.lo;
}

}  // namespace tidu::math
