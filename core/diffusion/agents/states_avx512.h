// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/diffusion/agents/avx512.h"
#include "core/diffusion/agents/kernels.h"

// The rule of step_rule.h for sixteen agents at a time, with all 24 bits, for the kernels of processors with AVX-512.

namespace tidu::diffusion::agents {

alignas(64) inline constexpr auto kAscending = [] {
  std::array<std::uint8_t, 64> numbers{};
  for (std::size_t i = 0; i < 64; ++i) numbers[i] = static_cast<std::uint8_t>(i);
  return numbers;
}();

/// The lanes of the agents first ... first + 63 that lie within the job.
inline std::uint64_t lanes_of(const SweepJob& job, std::uint64_t first) {
  if (first + 64 <= job.begin || first >= job.end) return 0;
  std::uint64_t lanes = ~std::uint64_t{0};
  if (first < job.begin) lanes &= ~std::uint64_t{0} << (job.begin - first);
  if (first + 64 > job.end) lanes &= ~std::uint64_t{0} >> (first + 64 - job.end);
  return lanes;
}

TIDU_AVX512 inline __m512i widened(const std::uint8_t* bytes) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

/// Sixteen numbers of 32 bits from the low halves of two times eight of 64.
TIDU_AVX512 inline __m512i joined(__m512i low, __m512i high) {
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi64_epi32(low)), _mm512_cvtepi64_epi32(high), 1);
}

TIDU_AVX512 inline __m512i mixed(__m512i x) {
  x = _mm512_mullo_epi64(_mm512_xor_si512(x, _mm512_srli_epi64(x, 30)),
                         _mm512_set1_epi64(static_cast<long long>(0xBF58476D1CE4E5B9U)));
  x = _mm512_mullo_epi64(_mm512_xor_si512(x, _mm512_srli_epi64(x, 27)),
                         _mm512_set1_epi64(static_cast<long long>(0x94D049BB133111EBU)));
  return _mm512_xor_si512(x, _mm512_srli_epi64(x, 31));
}

/// trait_of, sixteen agents at a time.
TIDU_AVX512 inline __m512i traits_of(std::uint64_t key, __m512i low, __m512i high) {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;
  const __m512i base = _mm512_set1_epi64(static_cast<long long>(philox::mix(key + kGolden) + kGolden));
  return joined(_mm512_srli_epi64(mixed(_mm512_add_epi64(low, base)), 40),
                _mm512_srli_epi64(mixed(_mm512_add_epi64(high, base)), 40));
}

TIDU_AVX512 inline __mmask64 is_stage(__m512i stage, Stage which) {
  return _mm512_cmpeq_epi8_mask(stage, _mm512_set1_epi8(static_cast<char>(which)));
}

TIDU_AVX512 inline __mmask16 is_stage16(__m512i stage, Stage which) {
  return _mm512_cmpeq_epi32_mask(stage, _mm512_set1_epi32(static_cast<int>(which)));
}

/// next_state, sixteen agents at a time who draw u. low, high  the numbers of the first and the last eight; first,
/// second  their thresholds
TIDU_AVX512 inline __m512i next_states(const StepRule& rule, __m512i first, __m512i second, __m512i state, __m512i low,
                                       __m512i high, __m512i u) {
  const __m512i stage = _mm512_and_si512(state, _mm512_set1_epi32(kStageMask));
  const __mmask16 by_first = _mm512_cmplt_epu32_mask(u, first);
  const __mmask16 moving = _mm512_cmplt_epu32_mask(u, second);
  const __m512i next = _mm512_mask_permutexvar_epi32(_mm512_permutexvar_epi32(stage, widened(rule.second_exit)),
                                                     by_first, stage, widened(rule.first_exit));
  const auto deciding = static_cast<__mmask16>(moving & is_stage16(next, Stage::decided));
  __mmask16 decided = 0;
  if (deciding != 0) {  // of sixteen often nobody
    decided = _mm512_mask_cmplt_epu32_mask(deciding, traits_of(rule.trait_key, low, high),
                                           _mm512_set1_epi32(static_cast<int>(rule.decided_seen)));
  }
  const auto shown =
      static_cast<__mmask16>(is_stage16(next, Stage::implementing) | is_stage16(next, Stage::confirmed) | decided);
  const __m512i kept = _mm512_andnot_si512(_mm512_set1_epi32(kStageMask | kSeen), state);
  const __m512i plain = _mm512_or_si512(kept, next);
  return _mm512_mask_mov_epi32(state, moving, _mm512_mask_or_epi32(plain, shown, plain, _mm512_set1_epi32(kSeen)));
}

}  // namespace tidu::diffusion::agents
