// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/diffusion/agents/philox_avx512.h"
#include "core/diffusion/agents/stage_sums_avx512.h"
#include "core/diffusion/agents/states_avx512.h"

namespace tidu::diffusion::agents {
namespace {

// Without contacts an agent's thresholds are those of its stage: look-ups in registers move all agents where they
// stand, 64 at a time. Put aside are those whom eight bits do not decide and those whom others would see begin or
// cease, three or four of 256. They are moved sixteen at a time, with all 24 bits.

inline constexpr std::size_t kBatchTiles = 32;
inline constexpr std::size_t kBatchAgents = kBatchTiles * kTileAgents;
inline constexpr std::size_t kAhead = 8192;  // bytes, of a prefetch

// Agents put aside: bits for each eight of a batch.
struct Aside {
  static constexpr std::size_t kRoom = kBatchAgents + 64;  // stores reach 64 beyond the end
  std::uint8_t lane[kRoom];                                // which eight of 64
  std::uint8_t chunk[kRoom];                               // which 64 eights
  std::uint8_t agents[kRoom];
  std::size_t count;
};

// Not filled: 50 KB.
struct Batch {
  alignas(64) std::uint8_t byte[kBatchAgents];               // upper eight bits of all
  alignas(64) std::uint64_t settled[kBatchAgents / 64 + 4];  // who is not put aside
  Aside aside;
  // of those put aside, as they are moved
  alignas(64) std::uint16_t number[kBatchAgents + 64];  // within the batch
  alignas(64) std::uint8_t after[kBatchAgents + 64];
};

// By the lower six bits of a state: stage, seen and two of the group.
struct Tables {
  __m512i first, second;            // upper bytes of the thresholds
  __m512i first_exit, second_exit;  // what an exit changes of the state
};

TIDU_AVX512 inline __m512i by_stage(const std::uint8_t* bytes) {
  return _mm512_broadcastq_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes)));
}

// Where a trait decides who is seen, everybody counts as one whose being seen changes.
TIDU_AVX512 inline __m512i exit_changes(const StepRule& rule, const std::uint8_t* exit) {
  const __m512i seen = _mm512_set1_epi8(static_cast<char>(kSeen));
  const __m512i stage = _mm512_set1_epi64(0x0706050403020100);
  const __m512i before = _mm512_mask_or_epi64(stage, 0xAA, stage, seen);
  const __m512i next = by_stage(exit);
  const __mmask64 decided = is_stage(next, Stage::decided);
  __mmask64 shown = is_stage(next, Stage::implementing) | is_stage(next, Stage::confirmed);
  if (rule.decided_seen == kCertain) shown |= decided;
  const bool asks = rule.decided_seen > 0 && rule.decided_seen < kCertain;
  const __m512i after = _mm512_or_si512(next, _mm512_maskz_mov_epi8(shown, seen));
  return _mm512_or_si512(_mm512_xor_si512(before, after), _mm512_maskz_mov_epi8(asks ? decided : 0, seen));
}

TIDU_AVX512 inline Tables load_tables(const SweepJob& job) {
  return {.first = by_stage(job.table->first_byte),
          .second = by_stage(job.table->second_byte),
          .first_exit = exit_changes(job.rule, job.rule.first_exit),
          .second_exit = exit_changes(job.rule, job.rule.second_exit)};
}

// Moves the agents of a tile but for those that it puts aside.
template <bool kWhole>
TIDU_AVX512 inline void move_tile(const SweepJob& job, const Tables& tables, const __m512i words[4],
                                  std::uint64_t begin, std::size_t tile, Batch& batch, StageSums& sums) {
  const __m512i seen = _mm512_set1_epi8(static_cast<char>(kSeen));
  __m512i bits[4];
  for (std::size_t k = 0; k < 4; ++k) {
    std::uint8_t* at = job.state + begin + 64 * k;
    __builtin_prefetch(at + kAhead, 1);
    const __m512i state = _mm512_load_si512(at);
    const __m512i first = _mm512_permutexvar_epi8(state, tables.first);
    const __m512i second = _mm512_permutexvar_epi8(state, tables.second);
    const __mmask64 lanes = kWhole ? ~__mmask64{0} : lanes_of(job, begin + 64 * k);
    const __mmask64 by_first = _mm512_cmplt_epu8_mask(words[k], first);
    const __mmask64 moving = _mm512_cmplt_epu8_mask(words[k], second);
    const __mmask64 sure =
        _mm512_mask_cmpneq_epu8_mask(_mm512_mask_cmpneq_epu8_mask(lanes, words[k], first), words[k], second);
    const __m512i change = _mm512_mask_permutexvar_epi8(
        _mm512_maskz_permutexvar_epi8(moving, state, tables.second_exit), by_first, state, tables.first_exit);
    const __mmask64 done = _mm512_mask_testn_epi8_mask(sure, change, seen);
    const __m512i after = _mm512_xor_si512(state, _mm512_maskz_mov_epi8(done, change));
    _mm512_store_si512(at, after);
    _mm512_store_si512(batch.byte + 256 * tile + 64 * k, words[k]);
    bits[k] = bits_of(done, after);
    batch.settled[4 * tile + k] = kWhole ? done : done | ~lanes;
  }
  add(sums, bits);
}

// Lists the eights of two tiles that hold agents put aside.
TIDU_AVX512 inline void list_aside(std::size_t chunk, Batch& batch) {
  Aside& aside = batch.aside;
  const __m512i settled = _mm512_load_si512(batch.settled + 8 * chunk);
  const __m512i agents = _mm512_xor_si512(settled, _mm512_set1_epi8(-1));
  const __mmask64 some = _mm512_test_epi8_mask(agents, agents);
  const __m512i lane = _mm512_load_si512(kAscending.data());
  _mm512_storeu_si512(aside.lane + aside.count, _mm512_maskz_compress_epi8(some, lane));
  _mm512_storeu_si512(aside.chunk + aside.count, _mm512_set1_epi8(static_cast<char>(chunk)));
  _mm512_storeu_si512(aside.agents + aside.count, _mm512_maskz_compress_epi8(some, agents));
  aside.count += static_cast<std::size_t>(__builtin_popcountll(some));
}

TIDU_AVX512 inline void append(const std::uint8_t* bytes, __mmask16 which, std::uint8_t* to) {
  const __m128i all = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_maskz_compress_epi8(which, all));
}

// The numbers of the first agents of sixteen eights. Eights that hold others are listed once more.
TIDU_AVX512 inline __m512i first_of_eights(Aside& aside, std::size_t k, __mmask16 there) {
  const __m512i agents = _mm512_maskz_mov_epi32(there, widened(aside.agents + k));
  const __m512i others = _mm512_and_si512(agents, _mm512_sub_epi32(agents, _mm512_set1_epi32(1)));
  const __m512i first = _mm512_sub_epi32(_mm512_set1_epi32(31), _mm512_lzcnt_epi32(_mm512_xor_si512(agents, others)));
  const __m512i eight =
      _mm512_or_si512(_mm512_slli_epi32(widened(aside.chunk + k), 9), _mm512_slli_epi32(widened(aside.lane + k), 3));
  const __mmask16 again = _mm512_test_epi32_mask(others, others);
  append(aside.lane + k, again, aside.lane + aside.count);
  append(aside.chunk + k, again, aside.chunk + aside.count);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(aside.agents + aside.count),
                   _mm_maskz_compress_epi8(again, _mm512_cvtepi32_epi8(others)));
  aside.count += static_cast<std::size_t>(__builtin_popcount(again));
  return _mm512_maskz_or_epi32(there, eight, first);
}

// Bytes 16 numbers behind `bytes`, which is aligned. Words are read, but none beyond the last.
TIDU_AVX512 inline __m512i gathered(const std::uint8_t* bytes, __m512i number) {
  const __m512i words = _mm512_i32gather_epi32(_mm512_srli_epi32(number, 2), bytes, 4);
  const __m512i bits = _mm512_slli_epi32(_mm512_and_si512(number, _mm512_set1_epi32(3)), 3);
  return _mm512_and_si512(_mm512_srlv_epi32(words, bits), _mm512_set1_epi32(0xFF));
}

// Moves the agents put aside.
TIDU_AVX512 void move_aside(const SweepJob& job, const Schedule& lower, std::uint64_t origin, Batch& batch,
                            Swept& swept) {
  const __m512i first = _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(job.table->first)));
  const __m512i second =
      _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(job.table->second)));
  const __m512i base = _mm512_set1_epi64(static_cast<long long>(origin));
  std::uint8_t* states = job.state + origin;
  const std::size_t& count = batch.aside.count;  // grows
  std::size_t now = 0;
  for (std::size_t k = 0; k < count; k += now) {
    now = std::min<std::size_t>(count - k, 16);
    const auto there = static_cast<__mmask16>((1U << now) - 1);
    const __m512i number = first_of_eights(batch.aside, k, there);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(batch.number + k), _mm512_cvtepi32_epi16(number));
    const __m512i low = _mm512_add_epi64(_mm512_cvtepu32_epi64(_mm512_castsi512_si256(number)), base);
    const __m512i high = _mm512_add_epi64(_mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(number, 1)), base);
    const __m512i bits = joined(lower_bits_of(lower, low), lower_bits_of(lower, high));
    const __m512i u = _mm512_or_si512(_mm512_slli_epi32(gathered(batch.byte, number), 16),
                                      _mm512_and_si512(bits, _mm512_set1_epi32(0xFFFF)));
    const __m512i state = gathered(states, number);
    const __m512i after = next_states(job.rule, _mm512_permutexvar_epi32(state, first),
                                      _mm512_permutexvar_epi32(state, second), state, low, high, u);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(batch.after + k), _mm512_cvtepi32_epi8(after));
    const auto turned = static_cast<unsigned>(
        _mm512_mask_test_epi32_mask(there, _mm512_xor_si512(state, after), _mm512_set1_epi32(kSeen)));
    const auto leads = turned & _mm512_test_epi32_mask(state, _mm512_set1_epi32(kLeader));
    const auto begins = leads & _mm512_test_epi32_mask(after, _mm512_set1_epi32(kSeen));
    swept.changes += static_cast<std::uint64_t>(__builtin_popcount(turned));
    swept.leaders += 2 * __builtin_popcount(begins) - __builtin_popcount(leads);
  }
  for (std::size_t k = 0; k < count; ++k) states[batch.number[k]] = batch.after[k];
}

// Counts those who were put aside.
TIDU_AVX512 inline void add_aside(const Batch& batch, StageSums& sums) {
  const std::size_t count = batch.aside.count;
  for (std::size_t k = 0; k < count; k += 64) {
    const __mmask64 there = count - k >= 64 ? ~__mmask64{0} : (__mmask64{1} << (count - k)) - 1;
    const __m512i bits = bits_of(there, _mm512_load_si512(batch.after + k));
    sums.stages = _mm512_add_epi64(sums.stages, summed(by_eights(bits)));
  }
}

}  // namespace

TIDU_AVX512 Swept mean_field_avx512(const SweepJob& job) {
  const Tables tables = load_tables(job);
  const Schedule upper = schedule_of(job.rule, 0);
  const Schedule lower = schedule_of(job.rule, 1);
  const __m512i zero = _mm512_setzero_si512();
  StageSums sums{zero, zero, zero, zero};
  Swept swept;
  Batch batch;
  const std::uint64_t begin = job.begin / kTileAgents * kTileAgents;
  TileWords words = tile_words(upper, first_products(begin / kTileAgents));
  for (std::uint64_t origin = begin; origin < job.end; origin += kBatchAgents) {
    const std::uint64_t end = std::min(origin + kBatchAgents, job.end);
    batch.aside.count = 0;
    std::size_t tile = 0;
    std::size_t chunk = 0;
    for (std::uint64_t first = origin; first < end; first += kTileAgents, ++tile) {
      const TileWords next = next_words(upper, words);
      const bool whole = first >= job.begin && first + kTileAgents <= job.end;
      if (whole) {
        move_tile<true>(job, tables, words.word, first, tile, batch, sums);
      } else {
        move_tile<false>(job, tables, words.word, first, tile, batch, sums);
      }
      words = next;
      if (tile % kSumTiles == kSumTiles - 1) carry(sums);
      if (tile % 2 == 1 && tile > 1) list_aside(chunk++, batch);  // the pair before: stores take a while to be read
    }
    for (std::size_t k = 0; k < 4; ++k) batch.settled[4 * tile + k] = ~std::uint64_t{0};
    for (; 2 * chunk < tile; ++chunk) list_aside(chunk, batch);
    move_aside(job, lower, origin, batch, swept);
    add_aside(batch, sums);
  }
  _mm512_storeu_si512(swept.stages.data(), finished(sums));
  return swept;
}

}  // namespace tidu::diffusion::agents

#endif
