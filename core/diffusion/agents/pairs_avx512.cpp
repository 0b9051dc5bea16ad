// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <algorithm>

#include "core/diffusion/agents/avx512.h"
#include "core/diffusion/agents/outbox.h"
#include "core/diffusion/agents/round.h"

namespace tidu::diffusion::agents {
namespace {

TIDU_AVX512 inline __m512i scrambled(__m512i x, __m512i key) {
  x = _mm512_mullo_epi32(_mm512_add_epi32(x, key), _mm512_set1_epi32(static_cast<int>(kRoundMultiplier1)));
  x = _mm512_mullo_epi32(_mm512_xor_si512(x, _mm512_srli_epi32(x, 15)),
                         _mm512_set1_epi32(static_cast<int>(kRoundMultiplier2)));
  return _mm512_xor_si512(x, _mm512_srli_epi32(x, 13));
}

TIDU_AVX512 inline __m512i everywhere(std::uint32_t value) { return _mm512_set1_epi32(static_cast<int>(value)); }

// The key, in all lanes.
struct KeyLanes {
  __m512i round[kRounds];
  __m512i size;
  __m512i rows;
  __m512i mask;
  __m128i low_bits;
};

TIDU_AVX512 inline KeyLanes lanes_of(const FeistelKey& key) {
  KeyLanes lanes;
  for (std::size_t r = 0; r < kRounds; ++r) lanes.round[r] = everywhere(key.round[r]);
  lanes.size = everywhere(key.size);
  lanes.rows = everywhere(key.rows);
  lanes.mask = everywhere((1U << key.low_bits) - 1);
  lanes.low_bits = _mm_cvtsi32_si128(static_cast<int>(key.low_bits));
  return lanes;
}

TIDU_AVX512 inline __m512i rows_of(__m512i bits, __m512i rows) {
  const __m512i even = _mm512_srli_epi64(_mm512_mul_epu32(bits, rows), 32);
  const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(bits, 32), rows);
  return _mm512_mask_mov_epi32(even, 0xAAAA, odd);
}

// x - by where x >= by.
TIDU_AVX512 inline __m512i reduced(__m512i x, __m512i by) { return _mm512_min_epu32(x, _mm512_sub_epi32(x, by)); }

// Both directions of the network; kBack takes the rounds in reverse. Of several vectors at once, since each waits for
// its own multiplications.
inline constexpr std::size_t kTogether = 4;

template <bool kBack>
TIDU_AVX512 inline void network(const KeyLanes& key, __m512i* x) {
  __m512i row[kTogether];
  __m512i low[kTogether];
  for (std::size_t v = 0; v < kTogether; ++v) {
    row[v] = _mm512_srl_epi32(x[v], key.low_bits);
    low[v] = _mm512_and_si512(x[v], key.mask);
  }
  for (std::size_t pair = 0; pair < kRounds; pair += 2) {
    const std::size_t even = kBack ? kRounds - 2 - pair : pair;
    if constexpr (kBack) {
      for (std::size_t v = 0; v < kTogether; ++v)
        low[v] = _mm512_xor_si512(low[v], _mm512_and_si512(scrambled(row[v], key.round[even + 1]), key.mask));
    }
    for (std::size_t v = 0; v < kTogether; ++v) {
      const __m512i step = rows_of(scrambled(low[v], key.round[even]), key.rows);
      const __m512i moved_row =
          kBack ? _mm512_add_epi32(row[v], _mm512_sub_epi32(key.rows, step)) : _mm512_add_epi32(row[v], step);
      row[v] = reduced(moved_row, key.rows);
    }
    if constexpr (!kBack) {
      for (std::size_t v = 0; v < kTogether; ++v)
        low[v] = _mm512_xor_si512(low[v], _mm512_and_si512(scrambled(row[v], key.round[even + 1]), key.mask));
    }
  }
  for (std::size_t v = 0; v < kTogether; ++v) x[v] = _mm512_or_si512(_mm512_sll_epi32(row[v], key.low_bits), low[v]);
}

// Walks the lanes until all that are in `lanes` are within the size.
template <bool kBack>
TIDU_AVX512 inline void walk(const KeyLanes& key, __m512i* x, const __mmask16* lanes) {
  __mmask16 left[kTogether];
  for (std::size_t v = 0; v < kTogether; ++v) left[v] = lanes[v];
  for (bool any = true; any;) {
    __m512i next[kTogether];
    for (std::size_t v = 0; v < kTogether; ++v) next[v] = x[v];
    network<kBack>(key, next);
    any = false;
    for (std::size_t v = 0; v < kTogether; ++v) {
      x[v] = _mm512_mask_mov_epi32(x[v], left[v], next[v]);
      left[v] = _mm512_mask_cmpge_epu32_mask(left[v], x[v], key.size);
      any |= left[v] != 0;
    }
  }
}

}  // namespace

TIDU_AVX512 void pair_avx512(const FeistelKey& key, std::uint32_t shift, std::size_t count,
                             const std::uint32_t* positions, std::uint32_t* partner) {
  const KeyLanes lanes_key = lanes_of(key);
  for (std::size_t k = 0; k < count; k += 16 * kTogether) {
    __m512i x[kTogether];
    __mmask16 lanes[kTogether];
    __mmask16 paired[kTogether];
    for (std::size_t v = 0; v < kTogether; ++v) {
      const std::size_t first = std::min(count, k + 16 * v);
      const std::size_t left = count - first;
      lanes[v] = static_cast<__mmask16>(left >= 16 ? 0xFFFFU : (1U << left) - 1);
      x[v] = _mm512_add_epi32(_mm512_maskz_loadu_epi32(lanes[v], positions + first), everywhere(shift));
    }
    walk<false>(lanes_key, x, lanes);
    for (std::size_t v = 0; v < kTogether; ++v) {
      x[v] = _mm512_xor_si512(x[v], _mm512_set1_epi32(1));
      paired[v] = _mm512_mask_cmplt_epu32_mask(lanes[v], x[v], lanes_key.size);
    }
    walk<true>(lanes_key, x, paired);
    for (std::size_t v = 0; v < kTogether; ++v) {
      const __m512i mate = _mm512_mask_mov_epi32(_mm512_set1_epi32(-1), paired[v], x[v]);
      _mm512_mask_storeu_epi32(partner + std::min(count, k + 16 * v), lanes[v], mate);
    }
  }
}

TIDU_AVX512 Parted part_avx512(const PartJob& job) {
  Parted parted;
  for (std::size_t k = 0; k < job.count; k += 16) {
    const std::size_t left = job.count - k;
    const auto lanes = static_cast<__mmask16>(left >= 16 ? 0xFFFFU : (1U << left) - 1);
    const __m512i position = _mm512_maskz_loadu_epi32(lanes, job.positions + k);
    const __mmask16 paired = _mm512_mask_cmpneq_epi32_mask(lanes, position, everywhere(kAlone));
    const __m512i agent = _mm512_add_epi32(position, everywhere(job.origin));
    const __m512i to = _mm512_srli_epi32(agent, Outbox::kOffsetBits);
    const __m512i entry = _mm512_or_si512(_mm512_and_si512(agent, everywhere(Outbox::kOffsetMask)),
                                          _mm512_maskz_loadu_epi32(lanes, job.labels + k));
    const __mmask16 stays = _mm512_mask_cmpeq_epi32_mask(paired, to, everywhere(job.block));
    const auto leaves = static_cast<__mmask16>(paired & ~stays);
    _mm512_storeu_si512(job.stay + parted.stay, _mm512_maskz_compress_epi32(stays, entry));
    _mm512_storeu_si512(job.leave + parted.leave, _mm512_maskz_compress_epi32(leaves, entry));
    _mm512_storeu_si512(job.leave_block + parted.leave, _mm512_maskz_compress_epi32(leaves, to));
    parted.stay += static_cast<std::size_t>(__builtin_popcount(stays));
    parted.leave += static_cast<std::size_t>(__builtin_popcount(leaves));
  }
  return parted;
}

}  // namespace tidu::diffusion::agents

#endif
