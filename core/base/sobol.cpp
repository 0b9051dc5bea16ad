// SPDX-License-Identifier: Apache-2.0
#include "core/base/sobol.h"

#include <bit>

#include "core/base/assert.h"

namespace tidu {
namespace {

// A primitive polynomial over GF(2), of which `inner` holds the coefficients between the first and the last, and the
// first direction numbers.
struct Dimension {
  std::uint32_t degree;
  std::uint32_t inner;
  std::array<std::uint32_t, 7> first;
};

// Dimensions 2 ... 37 of new-joe-kuo-6.21201, Copyright (c) 2008 Frances Y. Kuo and Stephen Joe (NOTICE).
constexpr std::array<Dimension, kSobolDimensions - 1> kDimensions{{
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
    {7, 4, {1, 3, 7, 13, 13, 15, 69}},
    {7, 7, {1, 1, 3, 13, 7, 35, 63}},
    {7, 8, {1, 3, 5, 9, 1, 25, 53}},
    {7, 14, {1, 3, 1, 13, 9, 35, 107}},
    {7, 19, {1, 3, 1, 5, 27, 61, 31}},
    {7, 21, {1, 1, 5, 11, 19, 41, 61}},
    {7, 28, {1, 3, 5, 3, 3, 13, 69}},
    {7, 31, {1, 1, 7, 13, 1, 19, 1}},
    {7, 32, {1, 3, 7, 5, 13, 19, 59}},
    {7, 37, {1, 1, 3, 9, 25, 29, 41}},
    {7, 41, {1, 3, 5, 13, 23, 1, 55}},
    {7, 42, {1, 3, 7, 3, 13, 59, 17}},
    {7, 50, {1, 3, 1, 3, 5, 53, 69}},
    {7, 55, {1, 1, 5, 5, 23, 33, 13}},
    {7, 56, {1, 1, 7, 7, 1, 61, 123}},
    {7, 59, {1, 1, 7, 9, 13, 61, 49}},
    {7, 62, {1, 3, 3, 5, 3, 55, 33}},
}};

std::array<std::uint32_t, kSobolBits> directions(std::size_t dimension) {
  std::array<std::uint32_t, kSobolBits> v{};
  if (dimension == 0) {
    for (std::size_t i = 0; i < v.size(); ++i) v[i] = 1U << (31 - i);
    return v;
  }
  const Dimension& d = kDimensions[dimension - 1];
  for (std::uint32_t i = 0; i < kSobolBits; ++i) {
    if (i < d.degree) {
      v[i] = d.first[i] << (31 - i);
      continue;
    }
    v[i] = v[i - d.degree] ^ (v[i - d.degree] >> d.degree);
    for (std::uint32_t j = 1; j < d.degree; ++j) {
      if (((d.inner >> (d.degree - 1 - j)) & 1U) != 0) v[i] ^= v[i - j];
    }
  }
  return v;
}

}  // namespace

SobolSequence::SobolSequence(std::size_t dimensions) {
  TIDU_ASSERT(dimensions >= 1 && dimensions <= kSobolDimensions);
  for (std::size_t d = 0; d < dimensions; ++d) directions_.push_back(directions(d));
}

void SobolSequence::point(std::uint64_t k, std::span<double> out) const {
  TIDU_ASSERT(k < (std::uint64_t{1} << kSobolBits) && out.size() == directions_.size());
  const std::uint64_t gray = k ^ (k >> 1);
  for (std::size_t d = 0; d < out.size(); ++d) {
    std::uint32_t x = 0;
    for (std::uint64_t bits = gray; bits != 0; bits &= bits - 1)
      x ^= directions_[d][static_cast<std::size_t>(std::countr_zero(bits))];
    out[d] = x * 0x1p-32;
  }
}

}  // namespace tidu
