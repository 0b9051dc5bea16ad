// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#include <algorithm>
#include <array>

#include "core/diffusion/agents/outbox.h"

namespace tidu::diffusion::agents {
namespace {

// The upper eight bits of the 256 agents of a tile.
void tile_bytes(const StepRule& rule, std::uint64_t tile, std::uint8_t* bytes) {
  for (std::uint32_t lane = 0; lane < 16; ++lane) {
    const philox::Words made = upper_bits(rule, tile, lane);
    for (std::size_t k = 0; k < 4; ++k) {
      for (std::size_t b = 0; b < 4; ++b)
        bytes[64 * k + 4 * lane + b] = static_cast<std::uint8_t>(made.word[k] >> (8 * b));
    }
  }
}

// Calls visit(agent, upper eight bits) for each agent of the job.
template <typename Visit>
void for_agents(const SweepJob& job, Visit visit) {
  std::array<std::uint8_t, kTileAgents> bytes{};
  for (std::uint64_t tile = job.begin / kTileAgents; tile * kTileAgents < job.end; ++tile) {
    tile_bytes(job.rule, tile, bytes.data());
    const std::uint64_t first = tile * kTileAgents;
    const std::uint64_t end = std::min(job.end, first + kTileAgents);
    for (std::uint64_t i = std::max(job.begin, first); i < end; ++i) visit(i, bytes.data()[i - first]);
  }
}

std::size_t sweep_plain(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes) {
  std::size_t changed = 0;
  for_agents(job, [&](std::uint64_t i, std::uint8_t byte) {
    const std::uint8_t before = job.state[i];
    const std::uint8_t after = moved(job, i, byte);
    job.state[i] = after;
    --counts[before & kStageMask];
    ++counts[after & kStageMask];
    if (((before ^ after) & kSeen) != 0) changes[changed++] = static_cast<std::uint32_t>(i);
  });
  return changed;
}

Swept mean_field_plain(const SweepJob& job) {
  Swept swept;
  for_agents(job, [&](std::uint64_t i, std::uint8_t byte) {
    move_counted(job, i, byte, swept);
    ++swept.stages[job.state[i] & kStageMask];
  });
  return swept;
}

void pair_plain(const FeistelKey& key, std::uint32_t shift, std::size_t count, const std::uint32_t* positions,
                std::uint32_t* partner) {
  for (std::size_t k = 0; k < count; ++k) partner[k] = partner_position(key, positions[k] + shift);
}

// Both places are written and one is kept: which it is is left to chance, and a branch would be wrong too often.
Parted part_plain(const PartJob& job) {
  Parted parted;
  for (std::size_t k = 0; k < job.count; ++k) {
    if (job.positions[k] == kAlone) continue;
    const std::uint32_t agent = job.origin + job.positions[k];
    const std::uint32_t to = agent >> Outbox::kOffsetBits;
    const std::uint32_t entry = (agent & Outbox::kOffsetMask) | job.labels[k];
    job.stay[parted.stay] = entry;
    job.leave[parted.leave] = entry;
    job.leave_block[parted.leave] = to;
    const std::size_t stays = to == job.block ? 1 : 0;
    parted.stay += stays;
    parted.leave += 1 - stays;
  }
  return parted;
}

constexpr Kernels kAll[] = {{"plain", sweep_plain, mean_field_plain, pair_plain, part_plain},
#ifdef __x86_64__
                            {"avx2", sweep_avx2, mean_field_avx2, pair_avx2, part_plain},
                            {"avx512", sweep_avx512, mean_field_avx512, pair_avx512, part_avx512}
#endif
};

}  // namespace

std::span<const Kernels> kernels() {
  const std::span<const Kernels> all(kAll);
#ifdef __x86_64__
  if (!__builtin_cpu_supports("avx2")) return all.first(1);
  const bool avx512 = __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512bitalg") && __builtin_cpu_supports("gfni");
  if (!avx512) return all.first(2);
#endif
  return all;
}

}  // namespace tidu::diffusion::agents
