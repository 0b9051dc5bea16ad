// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "core/base/double_double.h"
#include "core/base/math.h"

namespace tidu::math {
namespace {

using detail::DoubleDouble;
using detail::two_sum;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLargestAngle = 0x1p20;
constexpr DoubleDouble kPi{0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
constexpr DoubleDouble kHalfPi{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

// pi/2 in parts of 33 bits and a rest, so that up to 2^20 quarters times a part is exact.
constexpr double kHalfPiParts[] = {0x1.921fb54400000p+0, 0x1.0b4611a600000p-34, 0x1.3198a2e000000p-69,
                                   0x1.b839a252049c1p-104};

// atan(k/16)
constexpr DoubleDouble kArcs[] = {
    {0, 0},
    {0x1.ff55bb72cfdeap-5, -0x1.c934d86d23f1dp-60},
    {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
    {0x1.7b97b4bce5b02p-3, 0x1.347b0b4f881cap-58},
    {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
    {0x1.362773707ebccp-2, -0x1.963a544b672d8p-57},
    {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
    {0x1.a64eec3cc23fdp-2, -0x1.24dec1b50b7ffp-56},
    {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
    {0x1.0657e94db30d0p-1, -0x1.d5b495f6349e6p-56},
    {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
    {0x1.345f01cce37bbp-1, 0x1.1021137c71102p-55},
    {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
    {0x1.5d58987169b18p-1, 0x1.0028e4bc5e7cap-57},
    {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
    {0x1.819d0b7158a4dp-1, -0x1.bf76229d3b917p-56},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
};

struct Reduced {
  DoubleDouble rest;  // in [-pi/4, pi/4]
  int quarter = 0;    // 0 .. 3
};

// Cody & Waite 1980, ch. 8, in double-double.
Reduced reduce(double x) {
  const double quarters = std::floor(x * (2 / kPi.hi) + 0.5);
  DoubleDouble rest{x, 0};
  for (const double part : kHalfPiParts) rest = rest + DoubleDouble{-quarters * part, 0};
  return {rest, static_cast<int>(quarters - 4 * std::floor(quarters / 4))};
}

// Taylor series of sin r and cos r: the first term left out is below 2^-107 on [-pi/4, pi/4].
DoubleDouble sine_series(DoubleDouble r) {
  const DoubleDouble square = r * r;
  DoubleDouble sum{1, 0};
  for (int k = 26; k >= 2; k -= 2) sum = DoubleDouble{1, 0} - square * sum / DoubleDouble{k * (k + 1.0), 0};
  return r * sum;
}

DoubleDouble cosine_series(DoubleDouble r) {
  const DoubleDouble square = r * r;
  DoubleDouble sum{1, 0};
  for (int k = 26; k >= 2; k -= 2) sum = DoubleDouble{1, 0} - square * sum / DoubleDouble{k * (k - 1.0), 0};
  return sum;
}

// sin(x + quarter pi/2)
double sine_from(double x, int quarter) {
  if (!(std::fabs(x) <= kLargestAngle)) return kNaN;
  const Reduced reduced = reduce(x);
  const int at = (reduced.quarter + quarter) % 4;
  const DoubleDouble value = at % 2 == 0 ? sine_series(reduced.rest) : cosine_series(reduced.rest);
  return at < 2 ? value.hi : -value.hi;
}

// atan(small/large) for 0 <= small <= large, both near 1: the nearest arc of the table, and the series of the rest.
DoubleDouble arc(double small, double large) {
  const auto k = static_cast<int>(16 * (small / large) + 0.5);
  const DoubleDouble node{k / 16.0, 0};
  const DoubleDouble y{small, 0};
  const DoubleDouble x{large, 0};
  const DoubleDouble t = (y - x * node) / (x + y * node);
  const DoubleDouble square = t * t;
  DoubleDouble sum{0, 0};
  for (int n = 21; n >= 3; n -= 2) sum = square * (DoubleDouble{1, 0} / DoubleDouble{static_cast<double>(n), 0} - sum);
  return kArcs[k] + t * (DoubleDouble{1, 0} - sum);
}

// atan2 of the first quadrant, x > 0 or y > 0, both finite.
DoubleDouble first_quadrant(double y, double x) {
  int y_power = 0;
  int x_power = 0;
  std::frexp(y, &y_power);
  std::frexp(x, &x_power);
  if (x == 0 || (y != 0 && y_power - x_power > 70)) return kHalfPi - DoubleDouble{x / y, 0};
  if (y == 0 || x_power - y_power > 70) return {y / x, 0};
  const double ys = std::ldexp(y, -x_power);
  const double xs = std::ldexp(x, -x_power);
  return ys <= xs ? arc(ys, xs) : kHalfPi - arc(xs, ys);
}

}  // namespace

double sin(double x) { return x == 0 ? x : sine_from(x, 0); }

double cos(double x) { return sine_from(x, 1); }

double atan2(double y, double x) {
  if (std::isnan(x) || std::isnan(y)) return kNaN;
  const bool left = std::signbit(x);
  double a = std::fabs(x);
  double b = std::fabs(y);
  if (std::isinf(a) && std::isinf(b)) a = b = 1;
  if (std::isinf(a)) b = 0, a = 1;
  if (std::isinf(b)) a = 0, b = 1;
  DoubleDouble angle{0, 0};
  if (a == 0 && b == 0) {
    angle = left ? kPi : angle;
  } else {
    angle = first_quadrant(b, a);
    if (left) angle = kPi - angle;
  }
  return std::copysign(angle.hi, y);
}

}  // namespace tidu::math
