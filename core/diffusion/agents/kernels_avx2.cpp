// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include "core/diffusion/agents/philox_avx2.h"
#include "core/diffusion/agents/round.h"

namespace tidu::diffusion::agents {
namespace {

// The largest upper byte of each stage over all counts of contacts: whoever draws more does not move. AVX2 has no
// look-up in 128 bytes, so a few agents more than need it are asked one by one.
inline void bounds_of(const CellTable& table, std::uint8_t* bound) {
  for (std::size_t s = 0; s < 16; ++s) bound[s] = table.second_byte[s];
  const auto largest = [&table](ContactRow row) {
    std::uint8_t most = 0;
    for (const std::uint8_t byte : table.contact_byte[static_cast<std::size_t>(row)]) most = byte > most ? byte : most;
    return most;
  };
  bound[static_cast<std::size_t>(Stage::unaware)] = largest(ContactRow::unaware);
  bound[static_cast<std::size_t>(Stage::knowledge)] = largest(ContactRow::formed);
  bound[static_cast<std::size_t>(Stage::persuasion)] = largest(ContactRow::persuasion);
}

// Bits of the agents first ... first + 31 that may move.
TIDU_AVX2 inline std::uint32_t candidates(const std::uint8_t* state, const std::uint8_t* byte, __m256i bound) {
  const __m256i stage =
      _mm256_and_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(state)), _mm256_set1_epi8(kStageMask));
  const __m256i most = _mm256_shuffle_epi8(bound, stage);
  const __m256i drawn = _mm256_load_si256(reinterpret_cast<const __m256i*>(byte));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(drawn, most), most)));
}

TIDU_AVX2 inline __m256i scrambled(__m256i x, __m256i key) {
  x = _mm256_mullo_epi32(_mm256_add_epi32(x, key), _mm256_set1_epi32(static_cast<int>(kRoundMultiplier1)));
  x = _mm256_mullo_epi32(_mm256_xor_si256(x, _mm256_srli_epi32(x, 15)),
                         _mm256_set1_epi32(static_cast<int>(kRoundMultiplier2)));
  return _mm256_xor_si256(x, _mm256_srli_epi32(x, 13));
}

// The key, in all lanes.
struct KeyLanes {
  __m256i round[kRounds];
  __m256i size;
  __m256i rows;
  __m256i low_bits;
  __m256i mask;
};

TIDU_AVX2 inline __m256i everywhere(std::uint32_t value) { return _mm256_set1_epi32(static_cast<int>(value)); }

TIDU_AVX2 inline KeyLanes lanes_of(const FeistelKey& key) {
  KeyLanes lanes;
  for (std::size_t r = 0; r < kRounds; ++r) lanes.round[r] = everywhere(key.round[r]);
  lanes.size = everywhere(key.size);
  lanes.rows = everywhere(key.rows);
  lanes.low_bits = everywhere(key.low_bits);
  lanes.mask = everywhere((1U << key.low_bits) - 1);
  return lanes;
}

TIDU_AVX2 inline __m256i rows_of(__m256i bits, __m256i rows) {
  const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(bits, rows), 32);
  const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(bits, 32), _mm256_srli_epi64(rows, 32));
  return _mm256_blend_epi32(even, odd, 0xAA);
}

// x - by where x >= by, as unsigned numbers below 2^31.
TIDU_AVX2 inline __m256i reduced(__m256i x, __m256i by) { return _mm256_min_epu32(x, _mm256_sub_epi32(x, by)); }

TIDU_AVX2 inline __m256i network(const KeyLanes& key, __m256i x, bool back) {
  __m256i row = _mm256_srlv_epi32(x, key.low_bits);
  __m256i low = _mm256_and_si256(x, key.mask);
  for (int r = 0; r < kRounds; ++r) {
    const auto round = static_cast<std::size_t>(back ? kRounds - 1 - r : r);
    if (round % 2 == 1) {
      low = _mm256_xor_si256(low, _mm256_and_si256(scrambled(row, key.round[round]), key.mask));
    } else {
      const __m256i step = rows_of(scrambled(low, key.round[round]), key.rows);
      row = back ? _mm256_add_epi32(row, _mm256_sub_epi32(key.rows, step)) : _mm256_add_epi32(row, step);
      row = reduced(row, key.rows);
    }
  }
  return _mm256_or_si256(_mm256_sllv_epi32(row, key.low_bits), low);
}

// All ones in the lanes where x >= size, as unsigned numbers.
TIDU_AVX2 inline __m256i outside(__m256i x, __m256i size) { return _mm256_cmpeq_epi32(_mm256_max_epu32(x, size), x); }

TIDU_AVX2 inline __m256i walked(const KeyLanes& key, __m256i x, __m256i lanes, bool back) {
  while (_mm256_movemask_epi8(lanes) != 0) {
    x = _mm256_blendv_epi8(x, network(key, x, back), lanes);
    lanes = _mm256_and_si256(lanes, outside(x, key.size));
  }
  return x;
}

}  // namespace

TIDU_AVX2 std::size_t sweep_avx2(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  alignas(32) std::uint8_t bytes[kTileAgents];
  std::uint8_t bound_bytes[16];
  bounds_of(*job.table, bound_bytes);
  const __m256i bound = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bound_bytes)));
  std::size_t changed = 0;
  for (std::uint64_t tile = job.begin / kTileAgents; tile * kTileAgents < job.end; ++tile) {
    half_tile(job.rule, tile * 16, bytes);
    half_tile(job.rule, tile * 16 + 8, bytes + 32);
    for (std::uint64_t k = 0; k < kTileAgents; k += 32) {
      const std::uint64_t first = tile * kTileAgents + k;
      if (first + 32 <= job.begin || first >= job.end) continue;
      std::uint32_t agents = ~std::uint32_t{0};
      if (first < job.begin) agents &= ~std::uint32_t{0} << (job.begin - first);
      if (first + 32 > job.end) agents &= ~std::uint32_t{0} >> (first + 32 - job.end);
      for (std::uint32_t left = candidates(job.state + first, bytes + k, bound) & agents; left != 0; left &= left - 1) {
        const auto lane = static_cast<std::uint32_t>(__builtin_ctz(left));
        const std::uint8_t before = job.state[first + lane];
        const std::uint8_t after = moved(job, first + lane, bytes[k + lane]);
        job.state[first + lane] = after;
        --counts[before & kStageMask];
        ++counts[after & kStageMask];
        if (((before ^ after) & kSeen) != 0) changes[changed++] = static_cast<std::uint32_t>(first + lane);
      }
    }
  }
  return changed;
}

TIDU_AVX2 void pair_avx2(const FeistelKey& key, std::uint32_t shift, std::size_t count, const std::uint32_t* positions,
                         std::uint32_t* partner) {
  const KeyLanes lanes = lanes_of(key);
  const __m256i all = _mm256_set1_epi32(-1);
  std::size_t k = 0;
  for (; k + 8 <= count; k += 8) {
    const __m256i position = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(positions + k));
    __m256i x = walked(lanes, _mm256_add_epi32(position, everywhere(shift)), all, false);
    x = _mm256_xor_si256(x, _mm256_set1_epi32(1));
    const __m256i alone = outside(x, lanes.size);
    x = walked(lanes, x, _mm256_andnot_si256(alone, all), true);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(partner + k), _mm256_or_si256(x, alone));
  }
  for (; k < count; ++k) partner[k] = partner_position(key, positions[k] + shift);
}

}  // namespace tidu::diffusion::agents

#endif
