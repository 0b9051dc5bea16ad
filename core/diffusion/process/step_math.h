// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// What a step of the map needs of the exponential, for one cell (T = double) and for several at once (T a vector of the
// compiler's): the same additions and multiplications, so the same bits in every lane. The functions of
// core/base/math.h are twice as exact and five times as slow; here half a step of the process asks for three of them a
// cell.
//
// TIDU_LANES         numbers in the including file's vector
// TIDU_LANES_TARGET  the instructions that its functions may use; nothing: those of every processor

#ifndef TIDU_LANES
#define TIDU_LANES 2
#endif
#ifndef TIDU_LANES_TARGET
#define TIDU_LANES_TARGET
#endif

namespace tidu::diffusion {
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

/// 2^n for n = rounded - kRounder, -1022 <= n <= 1023.
inline double power_of_two(double rounded) {
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(rounded) << 52) + kOneBits);
}

using Lanes = double __attribute__((vector_size(8 * TIDU_LANES)));

[[maybe_unused]] TIDU_LANES_TARGET inline Lanes power_of_two(Lanes rounded) {
  using Words = unsigned long long __attribute__((vector_size(8 * TIDU_LANES)));
  return reinterpret_cast<Lanes>((reinterpret_cast<Words>(rounded) << 52) + kOneBits);
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
  const T r = (y - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;  // ln 2 in two parts, the first of 33 bits
  const T square = r * r;
  T even = square * kInverseFactorials[10] + kInverseFactorials[8];
  T odd = square * kInverseFactorials[11] + kInverseFactorials[9];
  for (std::size_t k = 8; k > 0; k -= 2) {
    even = even * square + kInverseFactorials[k - 2];
    odd = odd * square + kInverseFactorials[k - 1];
  }
  return {power_of_two(rounded), r + square * (even + r * odd)};
}

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
