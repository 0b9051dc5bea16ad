// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/base/philox.h"
#include "core/diffusion/agents/avx512.h"
#include "core/diffusion/agents/step_rule.h"

// Philox4x32-7 with the counters of step_rule.h, for the kernels of processors with AVX-512.

namespace tidu::diffusion::agents {

/// Eight counters of the generator, one in each 64-bit lane. What stands above the 32 bits of a word is garbage that
/// the products do not read.
struct Words {
  __m512i c0, c1, c2, c3;
};

inline constexpr int kScheduleKeys = 2 * (kStepRounds - 2);

/// The keys of the rounds from the third on, in both halves, and what is the same for all agents of a step. Two of the
/// four words of a counter are the step and the purpose: in the first round one product of two is a constant, and in
/// the second the other.
struct Schedule {
  long long key[kScheduleKeys];
  long long first_low;    ///< word 2 of the first round: with the upper half of the product
  long long second_high;  ///< word 0 of the second round: with the upper half of the product
  long long second_low;   ///< word 2 of the second round: with word 3 of the first
  long long second_last;  ///< word 3 of the second round
};

/// draw  0 upper bits, 1 lower bits
inline Schedule schedule_of(const StepRule& rule, std::uint32_t draw) {
  using namespace philox;
  const auto high = [](std::uint64_t product) { return static_cast<std::uint32_t>(product >> 32); };
  const auto low = [](std::uint64_t product) { return static_cast<std::uint32_t>(product); };
  const std::uint64_t p1 = std::uint64_t{kMultiplier1} * rule.step;
  const std::uint32_t c0 = high(p1) ^ draw << 16 ^ rule.key[0];  // numbers of agents have 32 bits: no upper half
  const std::uint64_t p0 = std::uint64_t{kMultiplier0} * c0;
  Schedule schedule{};
  schedule.first_low = rule.purpose ^ rule.key[1];
  schedule.second_high = low(p1) ^ (rule.key[0] + kWeyl0);
  schedule.second_low = high(p0) ^ (rule.key[1] + kWeyl1);
  schedule.second_last = low(p0);
  const auto twice = [](std::uint32_t key) { return static_cast<long long>(key | std::uint64_t{key} << 32); };
  for (std::uint32_t r = 2; r < kStepRounds; ++r) {
    schedule.key[2 * (r - 2)] = twice(rule.key[0] + r * kWeyl0);
    schedule.key[2 * (r - 2) + 1] = twice(rule.key[1] + r * kWeyl1);
  }
  return schedule;
}

TIDU_AVX512 inline void round(Words& w, __m512i k0, __m512i k1) {
  const __m512i p0 = _mm512_mul_epu32(w.c0, _mm512_set1_epi64(philox::kMultiplier0));
  const __m512i p1 = _mm512_mul_epu32(w.c2, _mm512_set1_epi64(philox::kMultiplier1));
  w.c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), w.c1, k0, 0x96);
  w.c1 = p1;
  w.c2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), w.c3, k1, 0x96);
  w.c3 = p0;
}

/// The first two rounds of counters. p0  the first product of their entities
TIDU_AVX512 inline Words first_rounds(const Schedule& s, __m512i p0) {
  const __m512i c2 = _mm512_xor_si512(_mm512_srli_epi64(p0, 32), _mm512_set1_epi64(s.first_low));
  const __m512i p1 = _mm512_mul_epu32(c2, _mm512_set1_epi64(philox::kMultiplier1));
  return {_mm512_xor_si512(_mm512_srli_epi64(p1, 32), _mm512_set1_epi64(s.second_high)), p1,
          _mm512_xor_si512(p0, _mm512_set1_epi64(s.second_low)), _mm512_set1_epi64(s.second_last)};
}

/// The first products of the even counters of a tile.
TIDU_AVX512 inline __m512i first_products(std::uint64_t tile) {
  const __m512i lane = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
  return _mm512_mul_epu32(_mm512_add_epi64(_mm512_set1_epi64(static_cast<long long>(tile * 16)), lane),
                          _mm512_set1_epi64(philox::kMultiplier0));
}

/// Sixteen words from the lower halves of eight even and eight odd counters, or from the upper ones.
TIDU_AVX512 inline __m512i lower_halves(__m512i even, __m512i odd) {
  return _mm512_mask_shuffle_epi32(even, 0xAAAA, odd, _MM_PERM_CCAA);
}
TIDU_AVX512 inline __m512i upper_halves(__m512i even, __m512i odd) {
  return _mm512_mask_shuffle_epi32(odd, 0x5555, even, _MM_PERM_DDBB);
}

/// What the sixteen counters of a tile give: word k holds the bytes of agents 64 k ... 64 k + 63 (upper_bits).
struct TileWords {
  __m512i word[4];
  __m512i products;
};

/// products  first_products of the tile. The last round is made of all sixteen at a time, but for its products.
TIDU_AVX512 inline TileWords tile_words(const Schedule& schedule, __m512i products) {
  const __m512i m0 = _mm512_set1_epi64(philox::kMultiplier0);
  const __m512i m1 = _mm512_set1_epi64(philox::kMultiplier1);
  Words even = first_rounds(schedule, products);
  Words odd = first_rounds(schedule, _mm512_add_epi64(products, m0));
  constexpr int kLast = kScheduleKeys - 2;
  for (int r = 0; r < kLast; r += 2) {
    const __m512i k0 = _mm512_set1_epi64(schedule.key[r]);
    const __m512i k1 = _mm512_set1_epi64(schedule.key[r + 1]);
    round(even, k0, k1);
    round(odd, k0, k1);
  }
  const __m512i p0_even = _mm512_mul_epu32(even.c0, m0);
  const __m512i p0_odd = _mm512_mul_epu32(odd.c0, m0);
  const __m512i p1_even = _mm512_mul_epu32(even.c2, m1);
  const __m512i p1_odd = _mm512_mul_epu32(odd.c2, m1);
  return {.word = {_mm512_ternarylogic_epi64(upper_halves(p1_even, p1_odd), lower_halves(even.c1, odd.c1),
                                             _mm512_set1_epi64(schedule.key[kLast]), 0x96),
                   lower_halves(p1_even, p1_odd),
                   _mm512_ternarylogic_epi64(upper_halves(p0_even, p0_odd), lower_halves(even.c3, odd.c3),
                                             _mm512_set1_epi64(schedule.key[kLast + 1]), 0x96),
                   lower_halves(p0_even, p0_odd)},
          .products = products};
}

/// Those of the next tile. Made before the words of this one are used, they cost hardly more than their arithmetic:
/// each round waits for the one before, and in the meantime a tile can be moved.
TIDU_AVX512 inline TileWords next_words(const Schedule& schedule, const TileWords& words) {
  constexpr long long kNextTile = 16 * std::int64_t{philox::kMultiplier0};
  return tile_words(schedule, _mm512_add_epi64(words.products, _mm512_set1_epi64(kNextTile)));
}

/// The lower sixteen bits of eight agents, in the low bits of each lane; the others are garbage (lower_bits).
TIDU_AVX512 inline __m512i lower_bits_of(const Schedule& schedule, __m512i agent) {
  Words words =
      first_rounds(schedule, _mm512_mul_epu32(_mm512_srli_epi64(agent, 3), _mm512_set1_epi64(philox::kMultiplier0)));
  for (int r = 0; r < kScheduleKeys; r += 2)
    round(words, _mm512_set1_epi64(schedule.key[r]), _mm512_set1_epi64(schedule.key[r + 1]));
  const __mmask8 odd_word = _mm512_test_epi64_mask(agent, _mm512_set1_epi64(2));
  const __mmask8 upper_words = _mm512_test_epi64_mask(agent, _mm512_set1_epi64(4));
  const __m512i low = _mm512_mask_mov_epi64(words.c0, odd_word, words.c1);
  const __m512i high = _mm512_mask_mov_epi64(words.c2, odd_word, words.c3);
  const __m512i half = _mm512_slli_epi64(_mm512_and_si512(agent, _mm512_set1_epi64(1)), 4);
  return _mm512_srlv_epi64(_mm512_mask_mov_epi64(low, upper_words, high), half);
}

}  // namespace tidu::diffusion::agents
