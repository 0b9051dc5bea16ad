// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <immintrin.h>

#include <algorithm>

#include "core/diffusion/agents/round.h"

#define TIDU_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512dq,popcnt,bmi")))

// The intrinsics of g++ 12 start some results from a register that nothing has written, on purpose.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace tidu::diffusion::agents {
namespace {

// Eight counters of the generator, one in each 64-bit lane. What stands above the 32 bits of a word is garbage that the
// products do not read and the end masks out.
struct Words {
  __m512i c0, c1, c2, c3;
};

TIDU_AVX512 inline void round(Words& w, __m512i k0, __m512i k1) {
  const __m512i p0 = _mm512_mul_epu32(w.c0, _mm512_set1_epi64(philox::kMultiplier0));
  const __m512i p1 = _mm512_mul_epu32(w.c2, _mm512_set1_epi64(philox::kMultiplier1));
  w.c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), w.c1, k0, 0x96);
  w.c1 = p1;
  w.c2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), w.c3, k1, 0x96);
  w.c3 = p0;
}

TIDU_AVX512 inline __m512i merged(__m512i even, __m512i odd) {
  return _mm512_mask_mov_epi32(even, 0xAAAA, _mm512_slli_epi64(odd, 32));
}

// The two keys of each round, in 64-bit lanes.
struct Schedule {
  long long key[20];
};

inline Schedule schedule_of(const SweepJob& job) {
  Schedule schedule;
  for (std::uint32_t r = 0; r < 10; ++r) {
    schedule.key[2 * r] = job.rule.key[0] + r * philox::kWeyl0;
    schedule.key[2 * r + 1] = job.rule.key[1] + r * philox::kWeyl1;
  }
  return schedule;
}

// Philox4x32-10 of the sixteen counters of a tile: word k holds the bytes of agents 64 k ... 64 k + 63.
TIDU_AVX512 inline void tile_words(const SweepJob& job, const Schedule& schedule, std::uint64_t tile, __m512i out[4]) {
  const std::uint64_t entity = tile * 16;
  const __m512i lane = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
  const auto low = static_cast<long long>(entity & 0xFFFFFFFFU);
  Words even{_mm512_add_epi64(_mm512_set1_epi64(low), lane), _mm512_set1_epi64(static_cast<long long>(entity >> 32)),
             _mm512_set1_epi64(job.rule.step), _mm512_set1_epi64(job.rule.purpose)};
  Words odd = even;
  odd.c0 = _mm512_add_epi64(even.c0, _mm512_set1_epi64(1));
  for (int r = 0; r < 20; r += 2) {
    const __m512i k0 = _mm512_set1_epi64(schedule.key[r]);
    const __m512i k1 = _mm512_set1_epi64(schedule.key[r + 1]);
    round(even, k0, k1);
    round(odd, k0, k1);
  }
  out[0] = merged(even.c0, odd.c0);
  out[1] = merged(even.c1, odd.c1);
  out[2] = merged(even.c2, odd.c2);
  out[3] = merged(even.c3, odd.c3);
}

// A table's row of 128 bytes in two registers.
struct Row {
  __m512i low;
  __m512i high;
};

struct Tables {
  Row unaware, favourable, formed, persuasion;
  __m512i first, second;            // by stage
  __m512i first_exit, second_exit;  // by stage
  __m512i seen;                     // by stage: kSeen where whoever enters it is seen
};

TIDU_AVX512 inline Row load_row(const std::uint8_t* bytes) {
  return {_mm512_load_si512(bytes), _mm512_load_si512(bytes + 64)};
}

TIDU_AVX512 inline __m512i load_stages(const std::uint8_t* bytes) {
  return _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

TIDU_AVX512 inline Tables load_tables(const SweepJob& job) {
  const CellTable& t = *job.table;
  const char decided = job.rule.decided_seen == kCertain ? static_cast<char>(kSeen) : char{0};
  const char seen = static_cast<char>(kSeen);
  return {.unaware = load_row(t.contact_byte[0]),
          .favourable = load_row(t.contact_byte[1]),
          .formed = load_row(t.contact_byte[2]),
          .persuasion = load_row(t.contact_byte[3]),
          .first = load_stages(t.first_byte),
          .second = load_stages(t.second_byte),
          .first_exit = load_stages(job.rule.first_exit),
          .second_exit = load_stages(job.rule.second_exit),
          .seen = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0, 0, 0, decided, seen, seen, 0, 0, 0, 0, 0, 0, 0, 0, 0))};
}

TIDU_AVX512 inline __m512i looked_up(const Row& row, __m512i code) {
  return _mm512_permutex2var_epi8(row.low, code, row.high);
}

TIDU_AVX512 inline __mmask64 is_stage(__m512i stage, Stage which) {
  return _mm512_cmpeq_epi8_mask(stage, _mm512_set1_epi8(static_cast<char>(which)));
}

// Numbers of agents by stage, in bytes: at most 255 rounds between flushes. Members and not an array, which g++ would
// keep in memory.
struct Tally {
  __m512i of0, of1, of2, of3, of4, of5, of6, of7;
};

TIDU_AVX512 inline void flush(__m512i& count, std::uint64_t& total) {
  total += static_cast<std::uint64_t>(_mm512_reduce_add_epi64(_mm512_sad_epu8(count, _mm512_setzero_si512())));
  count = _mm512_setzero_si512();
}

TIDU_AVX512 inline void flush(Tally& tally, std::uint64_t* counts) {
  flush(tally.of0, counts[0]);
  flush(tally.of1, counts[1]);
  flush(tally.of2, counts[2]);
  flush(tally.of3, counts[3]);
  flush(tally.of4, counts[4]);
  flush(tally.of5, counts[5]);
  flush(tally.of6, counts[6]);
  flush(tally.of7, counts[7]);
}

TIDU_AVX512 inline __m512i with(__m512i count, __mmask64 agents, __m512i stage, char which) {
  const __mmask64 here = _mm512_mask_cmpeq_epi8_mask(agents, stage, _mm512_set1_epi8(which));
  return _mm512_mask_add_epi8(count, here, count, _mm512_set1_epi8(1));
}

TIDU_AVX512 inline void add(Tally& tally, __m512i stage, __mmask64 agents) {
  tally.of0 = with(tally.of0, agents, stage, 0);
  tally.of1 = with(tally.of1, agents, stage, 1);
  tally.of2 = with(tally.of2, agents, stage, 2);
  tally.of3 = with(tally.of3, agents, stage, 3);
  tally.of4 = with(tally.of4, agents, stage, 4);
  tally.of5 = with(tally.of5, agents, stage, 5);
  tally.of6 = with(tally.of6, agents, stage, 6);
  tally.of7 = with(tally.of7, agents, stage, 7);
}

// Agents that eight bits do not decide wait here until the vectors of their batch are done: a call in between would
// turn all registers out.
inline constexpr std::uint64_t kBatchAgents = 4096;

struct Waiting {
  std::uint32_t agent[kBatchAgents];
  std::uint8_t byte[kBatchAgents];
  std::size_t count;
};

// The agents of 64 from `first` on whose bit stands in `agents`. Returns the new end of `changes`.
TIDU_AVX512 inline std::uint32_t* sweep_vector(const SweepJob& job, const Tables& tables, std::uint64_t first,
                                               __mmask64 agents, __m512i byte, Tally& tally, Waiting& waiting,
                                               std::uint32_t* changes) {
  const __m512i state = _mm512_maskz_loadu_epi8(agents, job.state + first);
  const __m512i stage = _mm512_and_si512(state, _mm512_set1_epi8(kStageMask));
  __m512i least = _mm512_shuffle_epi8(tables.first, stage);
  __m512i most = _mm512_shuffle_epi8(tables.second, stage);
  const __mmask64 unaware = is_stage(stage, Stage::unaware);
  const __mmask64 knowledge = is_stage(stage, Stage::knowledge);
  const __mmask64 persuasion = is_stage(stage, Stage::persuasion);
  const __m512i code =
      job.contacts != nullptr ? _mm512_maskz_loadu_epi8(agents, job.contacts + first) : _mm512_setzero_si512();
  const __m512i of_unaware = looked_up(tables.unaware, code);
  const __m512i of_persuasion = looked_up(tables.persuasion, code);
  least = _mm512_mask_mov_epi8(least, unaware, of_unaware);
  most = _mm512_mask_mov_epi8(most, unaware, of_unaware);
  least = _mm512_mask_mov_epi8(least, persuasion, of_persuasion);
  most = _mm512_mask_mov_epi8(most, persuasion, of_persuasion);
  if (knowledge != 0) {
    least = _mm512_mask_mov_epi8(least, knowledge, looked_up(tables.favourable, code));
    most = _mm512_mask_mov_epi8(most, knowledge, looked_up(tables.formed, code));
  }
  const __mmask64 by_first = _mm512_mask_cmplt_epu8_mask(agents, byte, least);
  const __mmask64 by_second = _mm512_mask_cmplt_epu8_mask(agents & ~by_first, byte, most);
  __mmask64 ties = _mm512_mask_cmpeq_epi8_mask(agents, byte, least) | _mm512_mask_cmpeq_epi8_mask(agents, byte, most);
  ties &= ~by_first;
  __m512i next = stage;
  next = _mm512_mask_shuffle_epi8(next, by_first, tables.first_exit, stage);
  next = _mm512_mask_shuffle_epi8(next, by_second, tables.second_exit, stage);
  const __mmask64 moving = by_first | by_second;
  if (job.rule.decided_seen != 0 && job.rule.decided_seen != kCertain) ties |= moving & is_stage(next, Stage::decided);
  const __mmask64 sure = moving & ~ties;
  __m512i now = stage;
  if ((sure | ties) != 0) {
    const __m512i kept = _mm512_andnot_si512(_mm512_set1_epi8(kStageMask | kSeen), state);
    const __m512i after = _mm512_or_si512(_mm512_or_si512(kept, next), _mm512_shuffle_epi8(tables.seen, next));
    const __mmask64 changed =
        _mm512_mask_test_epi8_mask(sure, _mm512_xor_si512(state, after), _mm512_set1_epi8(static_cast<char>(kSeen)));
    _mm512_mask_storeu_epi8(job.state + first, sure, after);
    now = _mm512_mask_mov_epi8(now, sure, next);
    if (ties != 0) {
      alignas(64) std::uint8_t bytes[64];
      _mm512_store_si512(bytes, byte);
      for (std::uint64_t left = ties; left != 0; left &= left - 1) {
        const auto lane = static_cast<std::uint32_t>(__builtin_ctzll(left));
        waiting.agent[waiting.count] = static_cast<std::uint32_t>(first) + lane;
        waiting.byte[waiting.count++] = bytes[lane];
      }
    }
    for (std::uint64_t left = changed; left != 0; left &= left - 1)
      *changes++ = static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(__builtin_ctzll(left));
  }
  add(tally, now, agents);
  return changes;
}

// The agents that waited, one by one; the tally has them where they were.
inline std::uint32_t* move_waiting(const SweepJob& job, const Waiting& waiting, std::uint64_t* counts,
                                   std::uint32_t* changes) {
  for (std::size_t k = 0; k < waiting.count; ++k) {
    const std::uint32_t agent = waiting.agent[k];
    const std::uint8_t before = job.state[agent];
    const std::uint8_t after = moved(job, agent, waiting.byte[k]);
    job.state[agent] = after;
    --counts[before & kStageMask];
    ++counts[after & kStageMask];
    if (((before ^ after) & kSeen) != 0) *changes++ = agent;
  }
  return changes;
}

// The lanes of first ... first + 63 that lie within the job.
inline std::uint64_t lanes_of(const SweepJob& job, std::uint64_t first) {
  std::uint64_t lanes = ~std::uint64_t{0};
  if (first < job.begin) lanes &= ~std::uint64_t{0} << (job.begin - first);
  if (first + 64 > job.end) lanes &= ~std::uint64_t{0} >> (first + 64 - job.end);
  return lanes;
}

TIDU_AVX512 inline __m512i scrambled(__m512i x, std::uint32_t key) {
  x = _mm512_mullo_epi32(_mm512_add_epi32(x, _mm512_set1_epi32(static_cast<int>(key))),
                         _mm512_set1_epi32(static_cast<int>(kRoundMultiplier1)));
  x = _mm512_mullo_epi32(_mm512_xor_si512(x, _mm512_srli_epi32(x, 15)),
                         _mm512_set1_epi32(static_cast<int>(kRoundMultiplier2)));
  return _mm512_xor_si512(x, _mm512_srli_epi32(x, 13));
}

// Both directions of the network: `back` takes the rounds in reverse.
TIDU_AVX512 inline __m512i network(const FeistelKey& key, __m512i x, bool back) {
  const __m512i high_mask = _mm512_set1_epi32(static_cast<int>((1U << key.high_bits) - 1));
  const __m512i low_mask = _mm512_set1_epi32(static_cast<int>((1U << key.low_bits) - 1));
  const __m128i shift = _mm_cvtsi32_si128(static_cast<int>(key.low_bits));
  __m512i high = _mm512_srl_epi32(x, shift);
  __m512i low = _mm512_and_si512(x, low_mask);
  for (int r = 0; r < kRounds; ++r) {
    const auto round = static_cast<std::size_t>(back ? kRounds - 1 - r : r);
    if (round % 2 == 0) {
      high = _mm512_xor_si512(high, _mm512_and_si512(scrambled(low, key.round[round]), high_mask));
    } else {
      low = _mm512_xor_si512(low, _mm512_and_si512(scrambled(high, key.round[round]), low_mask));
    }
  }
  return _mm512_or_si512(_mm512_sll_epi32(high, shift), low);
}

// Walks the lanes until all that are in `lanes` are within the size.
TIDU_AVX512 inline __m512i walked(const FeistelKey& key, __m512i x, __mmask16 lanes, bool back) {
  const __m512i size = _mm512_set1_epi32(static_cast<int>(key.size));
  while (lanes != 0) {
    x = _mm512_mask_mov_epi32(x, lanes, network(key, x, back));
    lanes = _mm512_mask_cmpge_epu32_mask(lanes, x, size);
  }
  return x;
}

}  // namespace

TIDU_AVX512 std::size_t sweep_avx512(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  const Tables tables = load_tables(job);
  const Schedule schedule = schedule_of(job);
  std::uint32_t* end = changes;
  Waiting waiting;  // not filled: 20 KB
  const std::uint64_t tiles = (job.end + kTileAgents - 1) / kTileAgents;
  for (std::uint64_t tile = job.begin / kTileAgents; tile < tiles;) {
    Tally tally{};
    waiting.count = 0;
    const std::uint64_t stop = std::min(tiles, tile + kBatchAgents / kTileAgents);
    for (; tile < stop; ++tile) {
      __m512i words[4];
      tile_words(job, schedule, tile, words);
      for (std::uint64_t k = 0; k < 4; ++k) {
        const std::uint64_t first = tile * kTileAgents + 64 * k;
        if (first + 64 <= job.begin || first >= job.end) continue;
        end = sweep_vector(job, tables, first, lanes_of(job, first), words[k], tally, waiting, end);
      }
    }
    flush(tally, counts);
    end = move_waiting(job, waiting, counts, end);
  }
  return static_cast<std::size_t>(end - changes);
}

TIDU_AVX512 void pair_avx512(const FeistelKey& key, const std::uint32_t* position, std::size_t count,
                             std::uint32_t* partner) {
  const __m512i size = _mm512_set1_epi32(static_cast<int>(key.size));
  for (std::size_t k = 0; k < count; k += 16) {
    const auto lanes = static_cast<__mmask16>(count - k >= 16 ? 0xFFFFU : (1U << (count - k)) - 1);
    __m512i x = walked(key, _mm512_maskz_loadu_epi32(lanes, position + k), lanes, false);
    x = _mm512_xor_si512(x, _mm512_set1_epi32(1));
    const __mmask16 paired = _mm512_mask_cmplt_epu32_mask(lanes, x, size);
    x = walked(key, x, paired, true);
    x = _mm512_mask_mov_epi32(_mm512_set1_epi32(-1), paired, x);
    _mm512_mask_storeu_epi32(partner + k, lanes, x);
  }
}

}  // namespace tidu::diffusion::agents

#endif
