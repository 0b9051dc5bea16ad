// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <algorithm>

#include "core/diffusion/agents/avx512.h"
#include "core/diffusion/agents/round.h"

namespace tidu::diffusion::agents {
namespace {

TIDU_AVX512 inline __m512i scrambled(__m512i x, __m512i key) {
  x = _mm512_mullo_epi32(_mm512_add_epi32(x, key), _mm512_set1_epi32(static_cast<int>(kRoundMultiplier1)));
  x = _mm512_mullo_epi32(_mm512_xor_si512(x, _mm512_srli_epi32(x, 15)),
                         _mm512_set1_epi32(static_cast<int>(kRoundMultiplier2)));
  return _mm512_xor_si512(x, _mm512_srli_epi32(x, 13));
}

// The key of each lane.
struct KeyLanes {
  __m512i round[kRounds];
  __m512i size;
  __m512i rows;
  __m512i low_bits;
  __m512i mask;
};

TIDU_AVX512 inline __m512i field(const FeistelKey* keys, __m512i index, __mmask16 lanes, std::size_t place) {
  return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, index, reinterpret_cast<const int*>(keys) + place,
                                     4);
}

TIDU_AVX512 inline __m512i everywhere(std::uint32_t value) { return _mm512_set1_epi32(static_cast<int>(value)); }

// Nearly always all lanes have the same domain.
TIDU_AVX512 inline KeyLanes keys_of(const FeistelKey* keys, const std::uint32_t* domain, __mmask16 lanes) {
  static_assert(sizeof(FeistelKey) == 4 * (kRounds + 3));
  KeyLanes key;
  const __m512i domains = _mm512_maskz_loadu_epi32(lanes, domain);
  const std::uint32_t first = lanes != 0 ? *domain : 0;
  if (_mm512_mask_cmpneq_epi32_mask(lanes, domains, everywhere(first)) == 0) {
    for (std::size_t r = 0; r < kRounds; ++r) key.round[r] = everywhere(keys[first].round[r]);
    key.size = everywhere(keys[first].size);
    key.rows = everywhere(keys[first].rows);
    key.low_bits = everywhere(keys[first].low_bits);
  } else {
    const __m512i index = _mm512_mullo_epi32(domains, everywhere(sizeof(FeistelKey) / 4));
    for (std::size_t r = 0; r < kRounds; ++r) key.round[r] = field(keys, index, lanes, r);
    key.size = field(keys, index, lanes, kRounds);
    key.rows = field(keys, index, lanes, kRounds + 1);
    key.low_bits = field(keys, index, lanes, kRounds + 2);
  }
  key.mask = _mm512_sub_epi32(_mm512_sllv_epi32(everywhere(1), key.low_bits), everywhere(1));
  return key;
}

TIDU_AVX512 inline __m512i rows_of(__m512i bits, __m512i rows) {
  const __m512i even = _mm512_srli_epi64(_mm512_mul_epu32(bits, rows), 32);
  const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(bits, 32), _mm512_srli_epi64(rows, 32));
  return _mm512_mask_mov_epi32(even, 0xAAAA, odd);
}

// x - by where x >= by.
TIDU_AVX512 inline __m512i reduced(__m512i x, __m512i by) { return _mm512_min_epu32(x, _mm512_sub_epi32(x, by)); }

// Both directions of the network; kBack takes the rounds in reverse. Of several vectors at once, since each waits for
// its own multiplications.
inline constexpr std::size_t kTogether = 4;

template <bool kBack>
TIDU_AVX512 inline void network(const KeyLanes* keys, __m512i* x) {
  __m512i row[kTogether];
  __m512i low[kTogether];
  for (std::size_t v = 0; v < kTogether; ++v) {
    row[v] = _mm512_srlv_epi32(x[v], keys[v].low_bits);
    low[v] = _mm512_and_si512(x[v], keys[v].mask);
  }
  for (std::size_t pair = 0; pair < kRounds; pair += 2) {
    const std::size_t even = kBack ? kRounds - 2 - pair : pair;
    if constexpr (kBack) {
      for (std::size_t v = 0; v < kTogether; ++v)
        low[v] = _mm512_xor_si512(low[v], _mm512_and_si512(scrambled(row[v], keys[v].round[even + 1]), keys[v].mask));
    }
    for (std::size_t v = 0; v < kTogether; ++v) {
      const __m512i step = rows_of(scrambled(low[v], keys[v].round[even]), keys[v].rows);
      const __m512i moved_row =
          kBack ? _mm512_add_epi32(row[v], _mm512_sub_epi32(keys[v].rows, step)) : _mm512_add_epi32(row[v], step);
      row[v] = reduced(moved_row, keys[v].rows);
    }
    if constexpr (!kBack) {
      for (std::size_t v = 0; v < kTogether; ++v)
        low[v] = _mm512_xor_si512(low[v], _mm512_and_si512(scrambled(row[v], keys[v].round[even + 1]), keys[v].mask));
    }
  }
  for (std::size_t v = 0; v < kTogether; ++v)
    x[v] = _mm512_or_si512(_mm512_sllv_epi32(row[v], keys[v].low_bits), low[v]);
}

// Walks the lanes until all that are in `lanes` are within the size.
template <bool kBack>
TIDU_AVX512 inline void walk(const KeyLanes* keys, __m512i* x, const __mmask16* lanes) {
  __mmask16 left[kTogether];
  for (std::size_t v = 0; v < kTogether; ++v) left[v] = lanes[v];
  for (bool any = true; any;) {
    __m512i next[kTogether];
    for (std::size_t v = 0; v < kTogether; ++v) next[v] = x[v];
    network<kBack>(keys, next);
    any = false;
    for (std::size_t v = 0; v < kTogether; ++v) {
      x[v] = _mm512_mask_mov_epi32(x[v], left[v], next[v]);
      left[v] = _mm512_mask_cmpge_epu32_mask(left[v], x[v], keys[v].size);
      any |= left[v] != 0;
    }
  }
}

}  // namespace

TIDU_AVX512 void pair_avx512(const FeistelKey* keys, const std::uint32_t* domain, std::size_t count,
                             std::uint32_t* position) {
  for (std::size_t k = 0; k < count; k += 16 * kTogether) {
    KeyLanes key[kTogether];
    __m512i x[kTogether];
    __mmask16 lanes[kTogether];
    __mmask16 paired[kTogether];
    for (std::size_t v = 0; v < kTogether; ++v) {
      const std::size_t first = std::min(count, k + 16 * v);
      const std::size_t left = count - first;
      lanes[v] = static_cast<__mmask16>(left >= 16 ? 0xFFFFU : (1U << left) - 1);
      key[v] = keys_of(keys, domain + first, lanes[v]);
      x[v] = _mm512_maskz_loadu_epi32(lanes[v], position + first);
    }
    walk<false>(key, x, lanes);
    for (std::size_t v = 0; v < kTogether; ++v) {
      x[v] = _mm512_xor_si512(x[v], _mm512_set1_epi32(1));
      paired[v] = _mm512_mask_cmplt_epu32_mask(lanes[v], x[v], key[v].size);
    }
    walk<true>(key, x, paired);
    for (std::size_t v = 0; v < kTogether; ++v) {
      const __m512i mate = _mm512_mask_mov_epi32(_mm512_set1_epi32(-1), paired[v], x[v]);
      _mm512_mask_storeu_epi32(position + std::min(count, k + 16 * v), lanes[v], mate);
    }
  }
}

}  // namespace tidu::diffusion::agents

#endif
