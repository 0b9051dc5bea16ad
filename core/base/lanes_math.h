// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// The exponential and the logarithm for one number (T = double) and for several at once (T a vector of the compiler's):
// the same additions and multiplications, so the same bits in every lane. The functions of core/base/math.h are twice
// as exact and five times as slow.
//
// TIDU_LANES         numbers in the including file's vector
// TIDU_LANES_TARGET  the instructions that its functions may use; nothing: those of every processor

#ifndef TIDU_LANES
#define TIDU_LANES 2
#endif
#ifndef TIDU_LANES_TARGET
#define TIDU_LANES_TARGET
#endif

namespace tidu {
namespace {

/// 1/2!, 1/3!, ... 1/13!
constexpr std::array<double, 12> kInverseFactorials = [] {
  std::array<double, 12> out{};
  double factorial = 1;
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = 1 / (factorial *= static_cast<double>(k + 2));
  return out;
}();

/// Added to a number below 2^51, it leaves the nearest whole one in the lower bits.
constexpr double kRounder = 0x1.8p52;
constexpr std::uint64_t kOneBits = std::bit_cast<std::uint64_t>(1.0);
constexpr double kLog2High = 0x1.62e42feep-1;  ///< ln 2 in two parts, the first of 33 bits
constexpr double kLog2Low = 0x1.a39ef35793c76p-33;

/// 2^n for n = rounded - kRounder, -1022 <= n <= 1023.
inline double power_of_two(double rounded) {
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(rounded) << 52) + kOneBits);
}

using Lanes = double __attribute__((vector_size(8 * TIDU_LANES)));
using LaneBits = unsigned long long __attribute__((vector_size(8 * TIDU_LANES)));

[[maybe_unused]] TIDU_LANES_TARGET inline Lanes power_of_two(Lanes rounded) {
  return reinterpret_cast<Lanes>((reinterpret_cast<LaneBits>(rounded) << 52) + kOneBits);
}

/// e^y = scale (1 + rest), |y| <= 708: y = n ln 2 + r, scale = 2^n, and rest = e^r - 1 by its series to r^13 / 13!,
/// |r| <= ln 2 / 2.
template <class T>
struct ScaledExponential {
  T scale;
  T rest;
};

template <class T>
TIDU_LANES_TARGET inline ScaledExponential<T> scaled_exponential(T y) {
  const T rounded = y * 0x1.71547652b82fep+0 + kRounder;  // 1 / ln 2
  const T n = rounded - kRounder;
  const T r = (y - n * kLog2High) - n * kLog2Low;
  const T square = r * r;
  T even = square * kInverseFactorials[10] + kInverseFactorials[8];
  T odd = square * kInverseFactorials[11] + kInverseFactorials[9];
  for (std::size_t k = 8; k > 0; k -= 2) {
    even = even * square + kInverseFactorials[k - 2];
    odd = odd * square + kInverseFactorials[k - 1];
  }
  return {power_of_two(rounded), r + square * (even + r * odd)};
}

/// x = 2^power (1 + f), 1 + f in [sqrt 1/2, sqrt 2), x a normal positive number.
template <class T>
struct Split {
  T power;
  T f;
};

constexpr std::uint64_t kRootHalfBits = 0x3fe6a09e667f3bcd;
constexpr std::uint64_t kFraction = 0x000fffffffffffff;
constexpr std::uint64_t kWholeBits = 0x4330000000000000;  ///< 2^52, whose lower bits count units
constexpr double kWholeBias = 0x1p52 + 1023;

[[maybe_unused]] inline Split<double> split(double x) {
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (kOneBits - kRootHalfBits);
  return {std::bit_cast<double>((shifted >> 52) + kWholeBits) - kWholeBias,
          std::bit_cast<double>((shifted & kFraction) + kRootHalfBits) - 1.0};
}

[[maybe_unused]] TIDU_LANES_TARGET inline Split<Lanes> split(Lanes x) {
  const LaneBits shifted = reinterpret_cast<LaneBits>(x) + (kOneBits - kRootHalfBits);
  return {reinterpret_cast<Lanes>((shifted >> 52) + kWholeBits) - kWholeBias,
          reinterpret_cast<Lanes>((shifted & kFraction) + kRootHalfBits) - 1.0};
}

/// ln x, x a normal positive number, below 1.1 ulp: ln(1 + f) = 2 artanh s with s = f / (2 + f), by its series to
/// s^21 / 21.
template <class T>
TIDU_LANES_TARGET inline T logarithm(T x) {
  const Split<T> parts = split(x);
  const T f = parts.f;
  const T s = f / (2.0 + f);
  const T square = s * s;
  T series = square * (2.0 / 21) + 2.0 / 19;
  for (int k = 17; k >= 3; k -= 2) series = series * square + 2.0 / k;
  // 2 s = f - s f, so that what is rounded is small beside f
  return parts.power * kLog2High - ((s * (f - square * series) - parts.power * kLog2Low) - f);
}

}  // namespace
}  // namespace tidu
