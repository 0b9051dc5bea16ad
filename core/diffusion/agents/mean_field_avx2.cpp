// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/diffusion/agents/philox_avx2.h"

namespace tidu::diffusion::agents {
namespace {

// As with AVX-512 (mean_field_avx512.cpp): agents are moved where they stand, 32 at a time, but for those whom eight
// bits do not decide and those whom others would see begin or cease. These are moved one by one.

// By the lower four bits of a state: stage and seen.
struct Tables {
  __m256i first, second;            // upper bytes of the thresholds
  __m256i first_exit, second_exit;  // what an exit changes of the state
};

TIDU_AVX2 inline __m256i both_halves(const std::uint8_t* bytes) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

// Where a trait decides who is seen, everybody counts as one whose being seen changes.
TIDU_AVX2 inline __m256i exit_changes(const StepRule& rule, const std::uint8_t* exit) {
  std::array<std::uint8_t, 16> changes{};
  const bool asks = rule.decided_seen > 0 && rule.decided_seen < kCertain;
  for (std::uint8_t state = 0; state < 16; ++state) {
    const std::uint8_t next = exit[state & kStageMask];
    const bool asked = asks && next == static_cast<std::uint8_t>(Stage::decided);
    const auto after = static_cast<std::uint8_t>(next | (!asked && is_seen(rule, 0, next) ? kSeen : 0));
    changes[state] = static_cast<std::uint8_t>((state ^ after) | (asked ? kSeen : 0));
  }
  return both_halves(changes.data());
}

TIDU_AVX2 inline __m256i by_stage(const std::uint8_t* bytes) {
  return _mm256_broadcastq_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes)));
}

TIDU_AVX2 inline Tables load_tables(const SweepJob& job) {
  return {.first = by_stage(job.table->first_byte),
          .second = by_stage(job.table->second_byte),
          .first_exit = exit_changes(job.rule, job.rule.first_exit),
          .second_exit = exit_changes(job.rule, job.rule.second_exit)};
}

// Moves 32 agents and returns who is put aside.
TIDU_AVX2 inline std::uint32_t move_some(const Tables& tables, __m256i byte, __m256i lanes, std::uint8_t* states) {
  const __m256i state = _mm256_load_si256(reinterpret_cast<const __m256i*>(states));
  const __m256i index = _mm256_and_si256(state, _mm256_set1_epi8(kStageMask | kSeen));
  const __m256i first = _mm256_shuffle_epi8(tables.first, index);
  const __m256i second = _mm256_shuffle_epi8(tables.second, index);
  const __m256i stays_first = _mm256_cmpeq_epi8(_mm256_max_epu8(byte, first), byte);
  const __m256i stays = _mm256_cmpeq_epi8(_mm256_max_epu8(byte, second), byte);
  const __m256i ties = _mm256_or_si256(_mm256_cmpeq_epi8(byte, first), _mm256_cmpeq_epi8(byte, second));
  const __m256i exit = _mm256_blendv_epi8(_mm256_shuffle_epi8(tables.first_exit, index),
                                          _mm256_shuffle_epi8(tables.second_exit, index), stays_first);
  const __m256i change = _mm256_andnot_si256(stays, exit);
  const __m256i seen = _mm256_set1_epi8(kSeen);
  const __m256i turned = _mm256_cmpeq_epi8(_mm256_and_si256(change, seen), seen);
  const __m256i aside = _mm256_or_si256(ties, turned);
  const __m256i after = _mm256_xor_si256(state, _mm256_and_si256(_mm256_andnot_si256(aside, change), lanes));
  _mm256_store_si256(reinterpret_cast<__m256i*>(states), after);
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_and_si256(aside, lanes)));
}

// How many agents are in which stage: bits by stage, added bit by bit (Harley-Seal), so that an eighth of the vectors
// are counted.
struct StageSums {
  __m256i ones, twos, fours;
  std::array<std::uint64_t, kStages> stages;
};

TIDU_AVX2 inline __m256i bits_of(__m256i state, __m256i lanes) {
  const __m256i bits = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201U));
  return _mm256_and_si256(_mm256_shuffle_epi8(bits, _mm256_and_si256(state, _mm256_set1_epi8(kStageMask))), lanes);
}

TIDU_AVX2 inline __m256i full_add(__m256i& sum, __m256i a, __m256i b) {
  const __m256i half = _mm256_xor_si256(sum, a);
  const __m256i carry = _mm256_or_si256(_mm256_and_si256(sum, a), _mm256_and_si256(half, b));
  sum = _mm256_xor_si256(half, b);
  return carry;
}

TIDU_AVX2 inline void count(StageSums& sums, __m256i bits, std::uint64_t weight) {
  for (std::size_t stage = kStages; stage-- > 0; bits = _mm256_add_epi8(bits, bits)) {
    const auto those = static_cast<std::uint32_t>(_mm256_movemask_epi8(bits));
    sums.stages[stage] += weight * static_cast<std::uint64_t>(__builtin_popcount(those));
  }
}

// Adds the bits of a tile.
TIDU_AVX2 inline void add(StageSums& sums, const __m256i bits[8]) {
  __m256i twos[4];
  for (std::size_t k = 0; k < 4; ++k) twos[k] = full_add(sums.ones, bits[2 * k], bits[2 * k + 1]);
  const __m256i a = full_add(sums.twos, twos[0], twos[1]);
  const __m256i b = full_add(sums.twos, twos[2], twos[3]);
  count(sums, full_add(sums.fours, a, b), 8);
}

// All ones in the lanes of first ... first + 31 that lie within the job.
TIDU_AVX2 inline __m256i lanes_of(const SweepJob& job, std::uint64_t first) {
  const auto lanes_before = [first](std::uint64_t agent) {
    return static_cast<char>(std::min<std::uint64_t>(agent - std::min(agent, first), 32));
  };
  const __m256i lane = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                        22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
  const __m256i outside = _mm256_cmpgt_epi8(_mm256_set1_epi8(lanes_before(job.begin)), lane);
  return _mm256_andnot_si256(outside, _mm256_cmpgt_epi8(_mm256_set1_epi8(lanes_before(job.end)), lane));
}

// Moves the agents put aside of first ... first + 31.
TIDU_AVX2 inline void move_aside(const SweepJob& job, std::uint32_t aside, std::uint64_t first,
                                 const std::uint8_t* bytes, StageSums& sums, Swept& swept) {
  for (; aside != 0; aside &= aside - 1) {
    const auto lane = static_cast<std::uint32_t>(__builtin_ctz(aside));
    --sums.stages[job.state[first + lane] & kStageMask];
    move_counted(job, first + lane, bytes[lane], swept);
    ++sums.stages[job.state[first + lane] & kStageMask];
  }
}

}  // namespace

TIDU_AVX2 Swept mean_field_avx2(const SweepJob& job) {
  alignas(32) std::uint8_t bytes[kTileAgents];
  const Tables tables = load_tables(job);
  const __m256i zero = _mm256_setzero_si256();
  StageSums sums{zero, zero, zero, {}};
  Swept swept;
  for (std::uint64_t tile = job.begin / kTileAgents; tile * kTileAgents < job.end; ++tile) {
    half_tile(job.rule, tile * 16, bytes);
    half_tile(job.rule, tile * 16 + 8, bytes + 32);
    __m256i bits[8];
    for (std::uint64_t k = 0; k < 8; ++k) {
      const std::uint64_t first = tile * kTileAgents + 32 * k;
      const __m256i lanes = lanes_of(job, first);
      const __m256i drawn = _mm256_load_si256(reinterpret_cast<const __m256i*>(bytes + 32 * k));
      std::uint8_t* states = job.state + first;
      const std::uint32_t aside = move_some(tables, drawn, lanes, states);
      bits[k] = bits_of(_mm256_load_si256(reinterpret_cast<const __m256i*>(states)), lanes);
      move_aside(job, aside, first, bytes + 32 * k, sums, swept);
    }
    add(sums, bits);
  }
  count(sums, sums.ones, 1);
  count(sums, sums.twos, 2);
  count(sums, sums.fours, 4);
  swept.stages = sums.stages;
  return swept;
}

}  // namespace tidu::diffusion::agents

#endif
