// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#include <algorithm>
#include <array>

#include "core/base/rng.h"
#include "core/diffusion/agents/round.h"

namespace tidu::diffusion::agents {
namespace {

std::array<std::uint32_t, 4> words(const SweepJob& job, std::uint64_t entity, std::uint32_t draw) {
  const auto upper = static_cast<std::uint32_t>(entity >> 32) | draw << 16;
  return philox4x32_10({static_cast<std::uint32_t>(entity), upper, job.step, job.purpose}, {job.key[0], job.key[1]});
}

// The lower sixteen bits of an agent's number: one call of the generator has those of eight agents.
std::uint32_t lower_bits(const SweepJob& job, std::uint64_t agent) {
  const std::uint32_t word = words(job, agent >> 3, 1)[(agent & 7) >> 1];
  return (agent & 1) != 0 ? word >> 16 : word & 0xFFFFU;
}

struct Thresholds {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
};

Thresholds thresholds(const CellTable& table, std::uint8_t state, std::uint8_t code) {
  const std::uint8_t stage = state & kStageMask;
  const auto row = [&](ContactRow r) { return table.contact[static_cast<std::size_t>(r)][code]; };
  switch (static_cast<Stage>(stage)) {
    case Stage::unaware:
      return {row(ContactRow::unaware), row(ContactRow::unaware)};
    case Stage::knowledge:
      return {row(ContactRow::favourable), row(ContactRow::formed)};
    case Stage::persuasion:
      return {row(ContactRow::persuasion), row(ContactRow::persuasion)};
    default:
      return {table.first[stage], table.second[stage]};
  }
}

bool is_seen(const SweepJob& job, std::uint64_t agent, std::uint8_t stage) {
  switch (static_cast<Stage>(stage)) {
    case Stage::implementing:
    case Stage::confirmed:
      return true;
    case Stage::decided:
      return job.decided_seen == kCertain ||
             (job.decided_seen > 0 && trait_of(job.trait_key, agent) < job.decided_seen);
    default:
      return false;
  }
}

std::size_t sweep_plain(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  std::size_t changed = 0;
  std::array<std::uint8_t, kTileAgents> bytes{};
  for (std::uint64_t tile = job.begin / kTileAgents; tile * kTileAgents < job.end; ++tile) {
    tile_bytes(job, tile, bytes.data());
    const std::uint64_t first = tile * kTileAgents;
    const std::uint64_t end = std::min(job.end, first + kTileAgents);
    for (std::uint64_t i = std::max(job.begin, first); i < end; ++i) {
      const std::uint8_t before = job.state[i];
      const std::uint8_t after = moved(job, i, bytes[i - first]);
      job.state[i] = after;
      ++counts[after & kStageMask];
      if (((before ^ after) & kSeen) != 0) changes[changed++] = static_cast<std::uint32_t>(i);
    }
  }
  return changed;
}

void pair_plain(const FeistelKey& key, const std::uint32_t* position, std::size_t count, std::uint32_t* partner) {
  for (std::size_t k = 0; k < count; ++k) partner[k] = partner_position(key, position[k]);
}

constexpr Kernels kAll[] = {{"plain", sweep_plain, pair_plain},
#ifdef __x86_64__
                            {"avx2", sweep_avx2, pair_avx2},
                            {"avx512", sweep_avx512, pair_avx512}
#endif
};

}  // namespace

void tile_bytes(const SweepJob& job, std::uint64_t tile, std::uint8_t* bytes) {
  for (std::uint32_t lane = 0; lane < 16; ++lane) {
    const auto made = words(job, tile * 16 + lane, 0);
    for (std::size_t k = 0; k < 4; ++k) {
      for (std::size_t b = 0; b < 4; ++b) bytes[64 * k + 4 * lane + b] = static_cast<std::uint8_t>(made[k] >> (8 * b));
    }
  }
}

std::uint8_t moved(const SweepJob& job, std::uint64_t agent, std::uint8_t byte) {
  const std::uint8_t state = job.state[agent];
  const auto [first, second] = thresholds(*job.table, state, job.contacts != nullptr ? job.contacts[agent] : 0);
  std::uint32_t u = std::uint32_t{byte} << 16;
  if (u >= second) return state;
  const auto undecided = [u](std::uint32_t threshold) { return u < threshold && threshold < u + 0x10000U; };
  if (undecided(first) || undecided(second)) {
    u |= lower_bits(job, agent);
    if (u >= second) return state;
  }
  const std::uint8_t from = state & kStageMask;
  const std::uint8_t to = u < first ? job.first_exit[from] : job.second_exit[from];
  const auto kept = static_cast<std::uint8_t>(state & ~(kStageMask | kSeen));
  return static_cast<std::uint8_t>(kept | to | (is_seen(job, agent, to) ? kSeen : 0));
}

std::uint32_t trait_of(std::uint64_t trait_key, std::uint64_t agent) {
  return static_cast<std::uint32_t>(hash64(trait_key, agent) >> 40);
}

std::span<const Kernels> kernels() {
  const std::span<const Kernels> all(kAll);
#ifdef __x86_64__
  if (!__builtin_cpu_supports("avx2")) return all.first(1);
  if (!__builtin_cpu_supports("avx512vbmi") || !__builtin_cpu_supports("avx512bw")) return all.first(2);
#endif
  return all;
}

}  // namespace tidu::diffusion::agents
