// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/diffusion/agents/avx512.h"
#include "core/diffusion/agents/step_rule.h"

// How many of many agents are in which of the eight stages, for the kernels of processors with AVX-512. An agent is a
// byte with one bit, that of its stage. Four vectors of 64 are added bit by bit (Harley-Seal), so that a quarter of
// them are counted.

namespace tidu::diffusion::agents {

TIDU_AVX512 inline __m512i stage_bits() { return _mm512_set1_epi64(static_cast<long long>(0x8040201008040201U)); }

/// The bits of the agents' stages; zeros for others than `agents`.
TIDU_AVX512 inline __m512i bits_of(__mmask64 agents, __m512i state) {
  return _mm512_maskz_permutexvar_epi8(agents, state, stage_bits());
}

/// How many of each eight agents have which bit, as eight bytes.
TIDU_AVX512 inline __m512i by_eights(__m512i bits) {
  return _mm512_popcnt_epi8(_mm512_gf2p8affine_epi64_epi8(stage_bits(), bits, 0));  // a transposition
}

/// Sums over all eights of by_eights(), by stage.
TIDU_AVX512 inline __m512i summed(__m512i eights) {
  alignas(64) static constexpr auto kOrder = [] {
    std::array<std::uint8_t, 64> order{};
    for (std::size_t i = 0; i < 64; ++i) order[i] = static_cast<std::uint8_t>(i % 8 * 8 + i / 8);
    return order;
  }();
  return _mm512_sad_epu8(_mm512_permutexvar_epi8(_mm512_load_si512(kOrder.data()), eights), _mm512_setzero_si512());
}

/// Tiles between two calls of carry() at most: a byte holds 31 times eight.
inline constexpr std::size_t kSumTiles = 16;

struct StageSums {
  __m512i ones;
  __m512i twos;
  __m512i fours;  ///< by_eights
  __m512i stages;
};

TIDU_AVX512 inline __m512i full_add(__m512i& sum, __m512i a, __m512i b) {
  const __m512i carry = _mm512_ternarylogic_epi64(sum, a, b, 0xE8);
  sum = _mm512_ternarylogic_epi64(sum, a, b, 0x96);
  return carry;
}

/// Adds the bits of a tile.
TIDU_AVX512 inline void add(StageSums& sums, const __m512i bits[4]) {
  const __m512i a = full_add(sums.ones, bits[0], bits[1]);
  const __m512i b = full_add(sums.ones, bits[2], bits[3]);
  sums.fours = _mm512_add_epi8(sums.fours, by_eights(full_add(sums.twos, a, b)));
}

TIDU_AVX512 inline void carry(StageSums& sums) {
  sums.stages = _mm512_add_epi64(sums.stages, _mm512_slli_epi64(summed(sums.fours), 2));
  sums.fours = _mm512_setzero_si512();
}

/// The sums by stage.
TIDU_AVX512 inline __m512i finished(StageSums sums) {
  carry(sums);
  sums.stages = _mm512_add_epi64(sums.stages, summed(by_eights(sums.ones)));
  return _mm512_add_epi64(sums.stages, _mm512_slli_epi64(summed(by_eights(sums.twos)), 1));
}

}  // namespace tidu::diffusion::agents
