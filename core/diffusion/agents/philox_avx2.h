// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "core/diffusion/agents/step_rule.h"

// Philox4x32-7 with the counters of step_rule.h, for the kernels of processors with AVX2.
#define TIDU_AVX2 __attribute__((target("avx2,popcnt,bmi")))

namespace tidu::diffusion::agents {

struct Product {
  __m256i high;
  __m256i low;
};

TIDU_AVX2 inline Product product(__m256i a, __m256i multiplier) {
  const __m256i even = _mm256_mul_epu32(a, multiplier);
  const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), multiplier);
  return {_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA),
          _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA)};
}

/// Philox4x32-7 of eight counters: half of the words of a tile, at bytes[64 k + 32 half].
TIDU_AVX2 inline void half_tile(const StepRule& rule, std::uint64_t entity, std::uint8_t* bytes) {
  const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  __m256i c0 = _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(entity)), lane);
  __m256i c1 = _mm256_set1_epi32(static_cast<int>(entity >> 32));
  __m256i c2 = _mm256_set1_epi32(static_cast<int>(rule.step));
  __m256i c3 = _mm256_set1_epi32(static_cast<int>(rule.purpose));
  const __m256i m0 = _mm256_set1_epi32(static_cast<int>(philox::kMultiplier0));
  const __m256i m1 = _mm256_set1_epi32(static_cast<int>(philox::kMultiplier1));
  std::uint32_t k0 = rule.key[0];
  std::uint32_t k1 = rule.key[1];
  for (int round = 0; round < kStepRounds; ++round) {
    const Product p0 = product(c0, m0);
    const Product p1 = product(c2, m1);
    c0 = _mm256_xor_si256(_mm256_xor_si256(p1.high, c1), _mm256_set1_epi32(static_cast<int>(k0)));
    c1 = p1.low;
    c2 = _mm256_xor_si256(_mm256_xor_si256(p0.high, c3), _mm256_set1_epi32(static_cast<int>(k1)));
    c3 = p0.low;
    k0 += philox::kWeyl0;
    k1 += philox::kWeyl1;
  }
  const __m256i words[4] = {c0, c1, c2, c3};
  for (int k = 0; k < 4; ++k) _mm256_store_si256(reinterpret_cast<__m256i*>(bytes + 64 * k), words[k]);
}

}  // namespace tidu::diffusion::agents
