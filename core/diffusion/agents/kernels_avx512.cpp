// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/diffusion/agents/philox_avx512.h"
#include "core/diffusion/agents/states_avx512.h"

namespace tidu::diffusion::agents {
namespace {

// Four passes over batches that stay in the first cache. Most agents draw more than anybody of their stage needs to
// move: of 64 agents three or four are left after one comparison. They are packed side by side, and the rule itself
// costs little for so few; those whom eight bits do not decide are packed once more and take sixteen bits more.

inline constexpr std::uint64_t kBatchAgents = 8192;
inline constexpr std::size_t kVectors = kBatchAgents / 64;
inline constexpr std::size_t kAhead = 4096;              // bytes, of a prefetch
inline constexpr std::size_t kRoom = kBatchAgents + 64;  // stores reach 64 beyond the end

// Agents packed side by side: lane and vector are the number within the batch.
struct Packed {
  alignas(64) std::uint8_t lane[kRoom];
  alignas(64) std::uint8_t vector[kRoom];
  alignas(64) std::uint8_t state[kRoom];
  alignas(64) std::uint8_t code[kRoom];
  alignas(64) std::uint8_t byte[kRoom];
  alignas(64) std::uint8_t after[kRoom];
  std::size_t count;
};

// Not filled: 48 KB.
struct Batch {
  Packed candidates;
  Packed undecided;
  std::uint64_t agents[kVectors];  // which of the agents of each vector are candidates
  std::uint64_t packed[kVectors];  // which of the candidates of each vector are undecided
};

// Appends agents at the place n of a list and returns the place behind them. The bytes of `vector` and `code` are those
// of the agents alone, the others of all lanes.
TIDU_AVX512 inline std::size_t pack(Packed& packed, std::size_t n, __mmask64 which, __m512i lane, __m512i vector,
                                    __m512i state, __m512i code, __m512i byte) {
  _mm512_storeu_si512(packed.lane + n, _mm512_maskz_compress_epi8(which, lane));
  _mm512_storeu_si512(packed.vector + n, vector);
  _mm512_storeu_si512(packed.state + n, _mm512_maskz_compress_epi8(which, state));
  _mm512_storeu_si512(packed.code + n, code);
  _mm512_storeu_si512(packed.byte + n, _mm512_maskz_compress_epi8(which, byte));
  return n + static_cast<std::size_t>(__builtin_popcountll(which));
}

// Where the thresholds of each stage stand in a table: a row by number of contacts, or one number for all.
struct Rows {
  __m512i first, second;  // by stage: numbers of 32 bits before it
  __m512i codes;          // by stage: which bits of the number count
};

TIDU_AVX512 inline Rows rows_of() {
  alignas(64) std::array<std::uint32_t, 16> first{}, second{}, codes{};
  constexpr auto at = [](Stage stage) { return static_cast<std::size_t>(stage); };
  for (std::uint32_t s = 0; s < kStages; ++s) {
    first[s] = static_cast<std::uint32_t>(offsetof(CellTable, first) / 4) + s;
    second[s] = static_cast<std::uint32_t>(offsetof(CellTable, second) / 4) + s;
  }
  const auto set = [&](Stage stage, ContactRow one, ContactRow both) {
    constexpr auto kBegin = static_cast<std::uint32_t>(offsetof(CellTable, contact) / 4);
    first[at(stage)] = kBegin + static_cast<std::uint32_t>(one) * std::uint32_t{kContactCodes};
    second[at(stage)] = kBegin + static_cast<std::uint32_t>(both) * std::uint32_t{kContactCodes};
    codes[at(stage)] = kContactCodes - 1;
  };
  set(Stage::unaware, ContactRow::unaware, ContactRow::unaware);
  set(Stage::knowledge, ContactRow::favourable, ContactRow::formed);
  set(Stage::persuasion, ContactRow::persuasion, ContactRow::persuasion);
  return {_mm512_load_si512(first.data()), _mm512_load_si512(second.data()), _mm512_load_si512(codes.data())};
}

struct Tables {
  __m512i unaware, favourable, formed, persuasion;  // by number of contacts
  __m512i first, second;                            // by stage
  __m512i most;                                     // by stage: second, the largest over all numbers of contacts
  __m512i first_exit, second_exit;                  // by stage
  __m512i seen;                                     // by stage: kSeen where whoever enters it is seen
  bool asks_trait;                                  // whether some of those who decide are seen, by a trait
};

TIDU_AVX512 inline __m512i load_stages(const std::uint8_t* bytes) {
  return _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

TIDU_AVX512 inline std::uint8_t largest(__m512i bytes) {
  __m256i x = _mm256_max_epu8(_mm512_castsi512_si256(bytes), _mm512_extracti64x4_epi64(bytes, 1));
  __m128i y = _mm_max_epu8(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
  // the smallest of the complements, of pairs of bytes and then of all pairs
  y = _mm_max_epu8(y, _mm_srli_epi16(y, 8));
  y = _mm_xor_si128(_mm_and_si128(y, _mm_set1_epi16(0xFF)), _mm_set1_epi16(0xFF));
  return static_cast<std::uint8_t>(0xFF - _mm_cvtsi128_si32(_mm_minpos_epu16(y)));
}

TIDU_AVX512 inline Tables load_tables(const SweepJob& job) {
  const CellTable& t = *job.table;
  const char seen = static_cast<char>(kSeen);
  const char decided = job.rule.decided_seen == kCertain ? seen : char{0};
  Tables tables{
      .unaware = _mm512_load_si512(t.contact_byte[0]),
      .favourable = _mm512_load_si512(t.contact_byte[1]),
      .formed = _mm512_load_si512(t.contact_byte[2]),
      .persuasion = _mm512_load_si512(t.contact_byte[3]),
      .first = load_stages(t.first_byte),
      .second = load_stages(t.second_byte),
      .most = load_stages(t.second_byte),
      .first_exit = load_stages(job.rule.first_exit),
      .second_exit = load_stages(job.rule.second_exit),
      .seen = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0, 0, 0, decided, seen, seen, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
      .asks_trait = job.rule.decided_seen > 0 && job.rule.decided_seen < kCertain};
  alignas(16) std::array<std::uint8_t, 16> most;
  std::copy(std::begin(t.second_byte), std::end(t.second_byte), most.begin());
  most[static_cast<std::size_t>(Stage::unaware)] = largest(tables.unaware);
  most[static_cast<std::size_t>(Stage::knowledge)] = largest(tables.formed);
  most[static_cast<std::size_t>(Stage::persuasion)] = largest(tables.persuasion);
  tables.most = load_stages(most.data());
  return tables;
}

TIDU_AVX512 inline __m512i stage_of(__m512i state) { return _mm512_and_si512(state, _mm512_set1_epi8(kStageMask)); }

// Packs the agents of a tile who may move: those of four vectors from `vector` of the batch on.
template <bool kWhole>
TIDU_AVX512 inline std::size_t pack_tile(const SweepJob& job, const __m512i& most, const __m512i words[4],
                                         std::uint64_t begin, std::size_t vector, std::size_t n, Batch& batch) {
  const std::uint8_t* state = job.state + begin;
  const std::uint8_t* contacts = job.contacts + begin;
  const __m512i lane = _mm512_load_si512(kAscending.data());
  for (std::size_t k = 0; k < 4; ++k) {
    __builtin_prefetch(state + 64 * k + kAhead, 1);
    __builtin_prefetch(contacts + 64 * k + kAhead);
    const __m512i states = _mm512_loadu_si512(state + 64 * k);
    const __mmask64 lanes = kWhole ? ~__mmask64{0} : lanes_of(job, begin + 64 * k);
    const __mmask64 which = _mm512_mask_cmple_epu8_mask(lanes, words[k], _mm512_shuffle_epi8(most, stage_of(states)));
    const __m512i code = _mm512_maskz_compress_epi8(which, _mm512_loadu_si512(contacts + 64 * k));
    batch.agents[vector + k] = which;
    n = pack(batch.candidates, n, which, lane, _mm512_set1_epi8(static_cast<char>(vector + k)), states, code, words[k]);
  }
  return n;
}

// Packs the agents of the batch who may move.
TIDU_AVX512 void find_candidates(const SweepJob& job, const __m512i& most, const Schedule& upper, std::uint64_t origin,
                                 Batch& batch) {
  const std::uint64_t begin = std::max(origin, job.begin / kTileAgents * kTileAgents);
  const std::uint64_t end = std::min(origin + kBatchAgents, job.end);
  TileWords words = tile_words(upper, first_products(begin / kTileAgents));
  std::size_t n = 0;
  for (std::uint64_t first = begin; first < end; first += kTileAgents) {
    const std::size_t vector = (first - origin) / 64;
    const bool whole = first >= job.begin && first + kTileAgents <= job.end;
    const TileWords next = next_words(upper, words);
    n = whole ? pack_tile<true>(job, most, words.word, first, vector, n, batch)
              : pack_tile<false>(job, most, words.word, first, vector, n, batch);
    words = next;
  }
  batch.candidates.count = n;
}

// Upper bytes of the two thresholds of each agent.
struct Bounds {
  __m512i first;
  __m512i second;
};

TIDU_AVX512 inline Bounds bounds_of(const Tables& tables, __m512i stage, __m512i code) {
  Bounds bounds{_mm512_shuffle_epi8(tables.first, stage), _mm512_shuffle_epi8(tables.second, stage)};
  const __mmask64 unaware = is_stage(stage, Stage::unaware);
  const __mmask64 knowledge = is_stage(stage, Stage::knowledge);
  const __mmask64 persuasion = is_stage(stage, Stage::persuasion);
  const __m512i one_exit =
      _mm512_mask_permutexvar_epi8(_mm512_permutexvar_epi8(code, tables.persuasion), unaware, code, tables.unaware);
  bounds.first = _mm512_mask_mov_epi8(bounds.first, unaware | persuasion, one_exit);
  bounds.second = _mm512_mask_mov_epi8(bounds.second, unaware | persuasion, one_exit);
  bounds.first = _mm512_mask_permutexvar_epi8(bounds.first, knowledge, code, tables.favourable);
  bounds.second = _mm512_mask_permutexvar_epi8(bounds.second, knowledge, code, tables.formed);
  return bounds;
}

// Moves the candidates whom eight bits decide and packs the others.
TIDU_AVX512 void move_candidates(const Tables& tables, Batch& batch) {
  Packed& all = batch.candidates;
  std::size_t n = 0;
  for (std::size_t k = 0; k < all.count; k += 64) {
    const std::uint64_t there = all.count - k >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (all.count - k)) - 1;
    const __m512i state = _mm512_load_si512(all.state + k);
    const __m512i code = _mm512_load_si512(all.code + k);
    const __m512i byte = _mm512_load_si512(all.byte + k);
    const __m512i stage = stage_of(state);
    const Bounds bounds = bounds_of(tables, stage, code);
    const __mmask64 by_first = _mm512_cmplt_epu8_mask(byte, bounds.first);
    const __mmask64 moving = _mm512_cmplt_epu8_mask(byte, bounds.second);
    const __mmask64 ties =
        ~by_first & (_mm512_cmpeq_epi8_mask(byte, bounds.first) | _mm512_cmpeq_epi8_mask(byte, bounds.second));
    const __m512i next =
        _mm512_mask_shuffle_epi8(_mm512_shuffle_epi8(tables.second_exit, stage), by_first, tables.first_exit, stage);
    const __m512i kept = _mm512_andnot_si512(_mm512_set1_epi8(kStageMask | kSeen), state);
    const __m512i moved_state = _mm512_ternarylogic_epi64(kept, next, _mm512_shuffle_epi8(tables.seen, next), 0xFE);
    _mm512_store_si512(all.after + k, _mm512_mask_mov_epi8(state, moving, moved_state));
    const std::uint64_t asking = tables.asks_trait ? moving & is_stage(next, Stage::decided) : 0;
    const std::uint64_t undecided = there & (ties | asking);
    batch.packed[k / 64] = undecided;
    n = pack(batch.undecided, n, undecided, _mm512_load_si512(all.lane + k),
             _mm512_maskz_compress_epi8(undecided, _mm512_load_si512(all.vector + k)), state,
             _mm512_maskz_compress_epi8(undecided, code), byte);
  }
  batch.undecided.count = n;
}

TIDU_AVX512 inline __m512i threshold_of(const SweepJob& job, __m512i rows, __m512i stage, __m512i code) {
  return _mm512_i32gather_epi32(_mm512_add_epi32(_mm512_permutexvar_epi32(stage, rows), code), job.table, 4);
}

// Draws the lower bits of those who are undecided, and moves them.
TIDU_AVX512 void move_undecided(const SweepJob& job, const Rows& rows, const Schedule& lower, std::uint64_t begin,
                                Batch& batch) {
  Packed& some = batch.undecided;
  for (std::size_t k = 0; k < some.count; k += 16) {
    const __m512i number = _mm512_or_si512(_mm512_slli_epi32(widened(some.vector + k), 6), widened(some.lane + k));
    const __m512i base = _mm512_set1_epi64(static_cast<long long>(begin));
    const __m512i low = _mm512_add_epi64(_mm512_cvtepu32_epi64(_mm512_castsi512_si256(number)), base);
    const __m512i high = _mm512_add_epi64(_mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(number, 1)), base);
    const __m512i bits = joined(lower_bits_of(lower, low), lower_bits_of(lower, high));
    const __m512i u = _mm512_or_si512(_mm512_slli_epi32(widened(some.byte + k), 16),
                                      _mm512_and_si512(bits, _mm512_set1_epi32(0xFFFF)));
    const __m512i state = widened(some.state + k);
    const __m512i stage = _mm512_and_si512(state, _mm512_set1_epi32(kStageMask));
    const __m512i code = _mm512_and_si512(widened(some.code + k), _mm512_permutexvar_epi32(stage, rows.codes));
    const __m512i first = threshold_of(job, rows.first, stage, code);
    const __m512i second = threshold_of(job, rows.second, stage, code);
    const __m512i after = next_states(job.rule, first, second, state, low, high, u);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(some.after + k), _mm512_cvtepi32_epi8(after));
  }
}

// How many agents have which of the three bits of a stage, and which of them together: seven sums, from which the
// numbers by stage follow.
struct Tally {
  std::uint64_t b0, b1, b2, b01, b02, b12, b012;
};

TIDU_AVX512 inline void add(Tally& tally, __m512i state, std::uint64_t agents) {
  const std::uint64_t b0 = _mm512_test_epi8_mask(state, _mm512_set1_epi8(1)) & agents;
  const std::uint64_t b1 = _mm512_test_epi8_mask(state, _mm512_set1_epi8(2)) & agents;
  const std::uint64_t b2 = _mm512_test_epi8_mask(state, _mm512_set1_epi8(4)) & agents;
  const auto count = [](std::uint64_t bits) { return static_cast<std::uint64_t>(__builtin_popcountll(bits)); };
  tally.b0 += count(b0);
  tally.b1 += count(b1);
  tally.b2 += count(b2);
  tally.b01 += count(b0 & b1);
  tally.b02 += count(b0 & b2);
  tally.b12 += count(b1 & b2);
  tally.b012 += count(b0 & b1 & b2);
}

// Adds the difference of two tallies of the same agents.
inline void add_stages(const Tally& before, const Tally& after, std::uint64_t* counts) {
  const auto d = [](std::uint64_t a, std::uint64_t b) { return a - b; };
  const Tally t{d(after.b0, before.b0),   d(after.b1, before.b1),   d(after.b2, before.b2),    d(after.b01, before.b01),
                d(after.b02, before.b02), d(after.b12, before.b12), d(after.b012, before.b012)};
  counts[0] -= t.b0 + t.b1 + t.b2 - t.b01 - t.b02 - t.b12 + t.b012;
  counts[1] += t.b0 - t.b01 - t.b02 + t.b012;
  counts[2] += t.b1 - t.b01 - t.b12 + t.b012;
  counts[3] += t.b01 - t.b012;
  counts[4] += t.b2 - t.b02 - t.b12 + t.b012;
  counts[5] += t.b02 - t.b012;
  counts[6] += t.b12 - t.b012;
  counts[7] += t.b012;
}

// Writes the numbers of the 64 candidates from k on whom others see begin or cease.
TIDU_AVX512 inline std::uint32_t* note_changes(const Packed& all, std::size_t k, std::uint64_t turned,
                                               std::uint64_t begin, std::uint32_t* changes) {
  for (std::size_t part = 0; turned != 0; part += 16, turned >>= 16) {
    const auto which = static_cast<__mmask16>(turned);
    const __m512i number =
        _mm512_or_si512(_mm512_slli_epi32(widened(all.vector + k + part), 6), widened(all.lane + k + part));
    const __m512i agent = _mm512_add_epi32(number, _mm512_set1_epi32(static_cast<int>(begin)));
    const auto count = static_cast<unsigned>(__builtin_popcount(which));
    const auto kept = static_cast<__mmask16>((1U << count) - 1);
    _mm512_mask_storeu_epi32(changes, kept, _mm512_maskz_compress_epi32(which, agent));
    changes += count;
  }
  return changes;
}

// Counts what the candidates have become.
TIDU_AVX512 std::uint32_t* count_candidates(Batch& batch, std::uint64_t begin, Tally& before, Tally& after,
                                            std::uint32_t* changes) {
  Packed& all = batch.candidates;
  const std::uint8_t* undecided = batch.undecided.after;
  for (std::size_t k = 0; k < all.count; k += 64) {
    const std::uint64_t there = all.count - k >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (all.count - k)) - 1;
    const std::uint64_t late = batch.packed[k / 64];
    const __m512i old = _mm512_load_si512(all.state + k);
    const __m512i now = _mm512_mask_expand_epi8(_mm512_load_si512(all.after + k), late, _mm512_loadu_si512(undecided));
    undecided += __builtin_popcountll(late);
    _mm512_store_si512(all.after + k, now);
    add(before, old, there);
    add(after, now, there);
    const std::uint64_t turned =
        there & _mm512_test_epi8_mask(_mm512_xor_si512(old, now), _mm512_set1_epi8(static_cast<char>(kSeen)));
    changes = note_changes(all, k, turned, begin, changes);
  }
  return changes;
}

// Puts the candidates back where they came from.
TIDU_AVX512 void unpack(const SweepJob& job, std::uint64_t begin, std::uint64_t end, const Batch& batch) {
  const std::uint8_t* after = batch.candidates.after;
  for (std::uint64_t first = begin; first < end; first += 64) {
    const std::uint64_t which = batch.agents[first % kBatchAgents / 64];
    _mm512_mask_storeu_epi8(job.state + first, which, _mm512_maskz_expand_epi8(which, _mm512_loadu_si512(after)));
    after += __builtin_popcountll(which);
  }
}

}  // namespace

TIDU_AVX512 std::size_t sweep_avx512(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  const Tables tables = load_tables(job);
  const Rows rows = rows_of();
  const Schedule upper = schedule_of(job.rule, 0);
  const Schedule lower = schedule_of(job.rule, 1);
  Tally before{};
  Tally after{};
  std::uint32_t* last = changes;
  Batch batch;
  const std::uint64_t first_tile = job.begin / kTileAgents * kTileAgents;
  for (std::uint64_t origin = job.begin / kBatchAgents * kBatchAgents; origin < job.end; origin += kBatchAgents) {
    const std::uint64_t begin = std::max(origin, first_tile);
    const std::uint64_t end = std::min(job.end, origin + kBatchAgents);
    find_candidates(job, tables.most, upper, origin, batch);
    move_candidates(tables, batch);
    move_undecided(job, rows, lower, origin, batch);
    last = count_candidates(batch, origin, before, after, last);
    unpack(job, begin, end, batch);
  }
  add_stages(before, after, counts);
  return static_cast<std::size_t>(last - changes);
}

}  // namespace tidu::diffusion::agents

#endif
