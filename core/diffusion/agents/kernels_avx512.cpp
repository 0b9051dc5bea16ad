// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <algorithm>

#include "core/diffusion/agents/avx512.h"

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

struct Tables {
  __m512i unaware, favourable, formed, persuasion;  // by number of contacts
  __m512i first, second;                            // by stage
  __m512i first_exit, second_exit;                  // by stage
  __m512i seen;                                     // by stage: kSeen where whoever enters it may be seen
};

TIDU_AVX512 inline __m512i load_stages(const std::uint8_t* bytes) {
  return _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

TIDU_AVX512 inline Tables load_tables(const SweepJob& job) {
  const CellTable& t = *job.table;
  const char decided = job.rule.decided_seen > 0 ? static_cast<char>(kSeen) : char{0};
  const char seen = static_cast<char>(kSeen);
  return {.unaware = _mm512_load_si512(t.contact_byte[0]),
          .favourable = _mm512_load_si512(t.contact_byte[1]),
          .formed = _mm512_load_si512(t.contact_byte[2]),
          .persuasion = _mm512_load_si512(t.contact_byte[3]),
          .first = load_stages(t.first_byte),
          .second = load_stages(t.second_byte),
          .first_exit = load_stages(job.rule.first_exit),
          .second_exit = load_stages(job.rule.second_exit),
          .seen = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0, 0, 0, decided, seen, seen, 0, 0, 0, 0, 0, 0, 0, 0, 0))};
}

TIDU_AVX512 inline __mmask64 is_stage(__m512i stage, Stage which) {
  return _mm512_cmpeq_epi8_mask(stage, _mm512_set1_epi8(static_cast<char>(which)));
}

// Upper bytes of the two thresholds of each agent.
struct Bounds {
  __m512i first;
  __m512i second;
};

template <bool kContacts>
TIDU_AVX512 inline Bounds bounds_of(const Tables& tables, __m512i stage, const std::uint8_t* contacts,
                                    std::uint64_t first) {
  Bounds bounds{_mm512_shuffle_epi8(tables.first, stage), _mm512_shuffle_epi8(tables.second, stage)};
  if constexpr (kContacts) {
    const __m512i code = _mm512_loadu_si512(contacts + first);
    const __mmask64 unaware = is_stage(stage, Stage::unaware);
    const __mmask64 knowledge = is_stage(stage, Stage::knowledge);
    const __mmask64 persuasion = is_stage(stage, Stage::persuasion);
    const __m512i one_exit =
        _mm512_mask_permutexvar_epi8(_mm512_permutexvar_epi8(code, tables.persuasion), unaware, code, tables.unaware);
    bounds.first = _mm512_mask_mov_epi8(bounds.first, unaware | persuasion, one_exit);
    bounds.second = _mm512_mask_mov_epi8(bounds.second, unaware | persuasion, one_exit);
    bounds.first = _mm512_mask_permutexvar_epi8(bounds.first, knowledge, code, tables.favourable);
    bounds.second = _mm512_mask_permutexvar_epi8(bounds.second, knowledge, code, tables.formed);
  }
  return bounds;
}

// A batch of tiles. Agents that eight bits do not decide, or whom others see begin or cease, wait until its vectors are
// done and are then moved one by one: branches and calls in between would cost more than the vectors do.
inline constexpr std::uint64_t kBatchAgents = 4096;

struct Batch {
  alignas(64) std::uint8_t byte[kBatchAgents];
  alignas(64) std::uint16_t waiting[kBatchAgents + 32];  // numbers within the batch; stores reach 32 beyond the end
  std::uint16_t lower[kBatchAgents + 8];                 // bits of those who wait
  std::size_t waiters;
};

// How many agents have which of the three bits of a stage, and which of them together: seven sums, from which the
// numbers by stage follow.
struct Tally {
  std::uint64_t agents, b0, b1, b2, b01, b02, b12, b012;
};

TIDU_AVX512 inline void add(Tally& tally, __m512i stage, std::uint64_t agents) {
  const std::uint64_t b0 = _mm512_test_epi8_mask(stage, _mm512_set1_epi8(1)) & agents;
  const std::uint64_t b1 = _mm512_test_epi8_mask(stage, _mm512_set1_epi8(2)) & agents;
  const std::uint64_t b2 = _mm512_test_epi8_mask(stage, _mm512_set1_epi8(4)) & agents;
  const auto count = [](std::uint64_t bits) { return static_cast<std::uint64_t>(__builtin_popcountll(bits)); };
  tally.b0 += count(b0);
  tally.b1 += count(b1);
  tally.b2 += count(b2);
  tally.b01 += count(b0 & b1);
  tally.b02 += count(b0 & b2);
  tally.b12 += count(b1 & b2);
  tally.b012 += count(b0 & b1 & b2);
}

inline void add_stages(const Tally& t, std::uint64_t* counts) {
  const std::uint64_t any = t.b0 + t.b1 + t.b2 - t.b01 - t.b02 - t.b12 + t.b012;
  counts[0] += t.agents - any;
  counts[1] += t.b0 - t.b01 - t.b02 + t.b012;
  counts[2] += t.b1 - t.b01 - t.b12 + t.b012;
  counts[3] += t.b01 - t.b012;
  counts[4] += t.b2 - t.b02 - t.b12 + t.b012;
  counts[5] += t.b02 - t.b012;
  counts[6] += t.b12 - t.b012;
  counts[7] += t.b012;
}

// Appends the numbers base ... base + 63 whose bits are set.
TIDU_AVX512 inline void wait(Batch& batch, std::uint64_t bits, std::uint64_t base) {
  const __m512i ascending = _mm512_set_epi16(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13,
                                             12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const auto low = static_cast<__mmask32>(bits);
  const auto high = static_cast<__mmask32>(bits >> 32);
  const __m512i first = _mm512_add_epi16(ascending, _mm512_set1_epi16(static_cast<short>(base)));
  const __m512i second = _mm512_add_epi16(first, _mm512_set1_epi16(32));
  _mm512_storeu_si512(batch.waiting + batch.waiters, _mm512_maskz_compress_epi16(low, first));
  batch.waiters += static_cast<std::size_t>(__builtin_popcount(low));
  _mm512_storeu_si512(batch.waiting + batch.waiters, _mm512_maskz_compress_epi16(high, second));
  batch.waiters += static_cast<std::size_t>(__builtin_popcount(high));
}

// The agents of 64 from `first` on whose bit stands in `agents`.
template <bool kContacts>
TIDU_AVX512 inline void sweep_vector(const SweepJob& job, const Tables& tables, std::uint64_t first, __mmask64 agents,
                                     __m512i byte, std::uint64_t in_batch, Batch& batch, Tally& tally) {
  const __m512i state = _mm512_loadu_si512(job.state + first);
  const __m512i stage = _mm512_and_si512(state, _mm512_set1_epi8(kStageMask));
  const Bounds bounds = bounds_of<kContacts>(tables, stage, job.contacts, first);
  const __mmask64 by_first = _mm512_cmplt_epu8_mask(byte, bounds.first);
  const __mmask64 moving = agents & _mm512_cmplt_epu8_mask(byte, bounds.second);
  const __mmask64 ties =
      ~by_first & agents & (_mm512_cmpeq_epi8_mask(byte, bounds.first) | _mm512_cmpeq_epi8_mask(byte, bounds.second));
  const __m512i next =
      _mm512_mask_shuffle_epi8(_mm512_shuffle_epi8(tables.second_exit, stage), by_first, tables.first_exit, stage);
  const __m512i kept = _mm512_andnot_si512(_mm512_set1_epi8(kStageMask | kSeen), state);
  const __m512i after = _mm512_ternarylogic_epi64(kept, next, _mm512_shuffle_epi8(tables.seen, next), 0xFE);
  const __mmask64 turned =
      _mm512_test_epi8_mask(_mm512_xor_si512(state, after), _mm512_set1_epi8(static_cast<char>(kSeen)));
  const __mmask64 waiting = ties | (moving & turned);
  const __mmask64 sure = moving & ~waiting;
  _mm512_mask_storeu_epi8(job.state + first, sure, after);
  add(tally, _mm512_mask_mov_epi8(stage, sure, next), agents);
  wait(batch, waiting, in_batch);
}

// The lower bits of those who wait, eight at a time: step_rule.h's lower_bits.
TIDU_AVX512 inline void draw_lower_bits(const SweepJob& job, const Schedule& schedule, std::uint64_t first,
                                        Batch& batch) {
  for (std::size_t k = 0; k < batch.waiters; k += 8) {
    const __m512i number = _mm512_cvtepu16_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(batch.waiting + k)));
    const __m512i agent = _mm512_add_epi64(number, _mm512_set1_epi64(static_cast<long long>(first)));
    const __m512i entity = _mm512_srli_epi64(agent, 3);
    Words words{entity, _mm512_or_si512(_mm512_srli_epi64(entity, 32), _mm512_set1_epi64(1 << 16)),
                _mm512_set1_epi64(job.rule.step), _mm512_set1_epi64(job.rule.purpose)};
    for (int r = 0; r < 20; r += 2)
      round(words, _mm512_set1_epi64(schedule.key[r]), _mm512_set1_epi64(schedule.key[r + 1]));
    const __mmask8 odd_word = _mm512_test_epi64_mask(agent, _mm512_set1_epi64(2));
    const __mmask8 upper_words = _mm512_test_epi64_mask(agent, _mm512_set1_epi64(4));
    const __m512i low = _mm512_mask_mov_epi64(words.c0, odd_word, words.c1);
    const __m512i high = _mm512_mask_mov_epi64(words.c2, odd_word, words.c3);
    const __m512i half = _mm512_slli_epi64(_mm512_and_si512(agent, _mm512_set1_epi64(1)), 4);
    const __m512i bits = _mm512_srlv_epi64(_mm512_mask_mov_epi64(low, upper_words, high), half);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(batch.lower + k), _mm512_cvtepi64_epi16(bits));
  }
}

// Where the thresholds of each stage stand: a row by number of contacts, or one number for all.
struct Rows {
  const std::uint32_t* first[kStages];
  const std::uint32_t* second[kStages];
  std::uint8_t codes[kStages];  // which bits of the number count

  explicit Rows(const SweepJob& job) {
    const CellTable& table = *job.table;
    for (std::size_t s = 0; s < kStages; ++s) {
      first[s] = &table.first[s];
      second[s] = &table.second[s];
      codes[s] = 0;
    }
    if (job.contacts == nullptr) return;
    const auto set = [&](Stage stage, ContactRow one, ContactRow both) {
      const auto s = static_cast<std::size_t>(stage);
      first[s] = table.contact[static_cast<std::size_t>(one)];
      second[s] = table.contact[static_cast<std::size_t>(both)];
      codes[s] = kContactCodes - 1;
    };
    set(Stage::unaware, ContactRow::unaware, ContactRow::unaware);
    set(Stage::knowledge, ContactRow::favourable, ContactRow::formed);
    set(Stage::persuasion, ContactRow::persuasion, ContactRow::persuasion);
  }
};

// The agents that waited, one by one; the tally has them where they were.
inline std::uint32_t* move_waiting(const SweepJob& job, const Rows& rows, const Batch& batch, std::uint64_t first,
                                   std::uint64_t* counts, std::uint32_t* changes) {
  const std::uint8_t* contacts = job.contacts != nullptr ? job.contacts : job.state;
  for (std::size_t k = 0; k < batch.waiters; ++k) {
    const std::uint64_t agent = first + batch.waiting[k];
    const std::uint8_t before = job.state[agent];
    const auto stage = static_cast<std::uint8_t>(before & kStageMask);
    const std::uint8_t code = contacts[agent] & rows.codes[stage];
    const std::uint32_t u = std::uint32_t{batch.byte[batch.waiting[k]]} << 16 | batch.lower[k];
    const Thresholds threshold{rows.first[stage][code], rows.second[stage][code]};
    const std::uint8_t after = next_state(job.rule, threshold, agent, before, u);
    job.state[agent] = after;
    --counts[stage];
    ++counts[after & kStageMask];
    *changes = static_cast<std::uint32_t>(agent);
    changes += ((before ^ after) & kSeen) != 0 ? 1 : 0;
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

template <bool kContacts>
TIDU_AVX512 std::size_t sweep_tiles(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  const Tables tables = load_tables(job);
  const Schedule schedule = schedule_of(job);
  const Rows rows(job);
  std::uint32_t* end = changes;
  Tally tally{.agents = job.end - job.begin};
  Batch batch;  // not filled: 20 KB
  for (std::uint64_t begin = job.begin / kBatchAgents * kBatchAgents; begin < job.end; begin += kBatchAgents) {
    batch.waiters = 0;
    const std::uint64_t stop = std::min(job.end, begin + kBatchAgents);
    for (std::uint64_t tile = std::max(begin, job.begin) / kTileAgents; tile * kTileAgents < stop; ++tile) {
      __m512i words[4];
      tile_words(job, schedule, tile, words);
      for (std::uint64_t k = 0; k < 4; ++k) {
        const std::uint64_t first = tile * kTileAgents + 64 * k;
        if (first + 64 <= job.begin || first >= job.end) continue;
        _mm512_store_si512(batch.byte + (first - begin), words[k]);
        sweep_vector<kContacts>(job, tables, first, lanes_of(job, first), words[k], first - begin, batch, tally);
      }
    }
    draw_lower_bits(job, schedule, begin, batch);
    end = move_waiting(job, rows, batch, begin, counts, end);
  }
  add_stages(tally, counts);
  return static_cast<std::size_t>(end - changes);
}

}  // namespace

std::size_t sweep_avx512(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  return job.contacts != nullptr ? sweep_tiles<true>(job, counts, changes) : sweep_tiles<false>(job, counts, changes);
}

}  // namespace tidu::diffusion::agents

#endif
