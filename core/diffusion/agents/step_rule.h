// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/philox.h"
#include "core/diffusion/agents/table.h"

// How one agent moves in one step: the rule that all kernels obey, on whatever processor.

namespace tidu::diffusion::agents {

/// What all agents of a step share.
struct StepRule {
  std::uint32_t key[2] = {};              ///< of the generator
  std::uint32_t step = 0;                 ///< third word of the counter
  std::uint32_t purpose = 0;              ///< fourth word: purpose and replicate
  std::uint8_t first_exit[16] = {};       ///< where the first exit of each stage leads
  std::uint8_t second_exit[16] = {};      ///<
  std::uint32_t decided_seen = kCertain;  ///< threshold: who decides is seen at once where a trait of his is below
  std::uint64_t trait_key = 0;
};

inline constexpr std::uint64_t kTileAgents = 256;

/// Rounds of the generator in a step: the fewest that pass BigCrush, for the sweep is bound by them.
inline constexpr int kStepRounds = 7;

/// A trait of an agent that never changes, of 24 bits.
TIDU_LANE std::uint32_t trait_of(std::uint64_t trait_key, std::uint64_t agent) {
  return static_cast<std::uint32_t>(philox::hash64(trait_key, agent) >> 40);
}

TIDU_LANE philox::Words step_words(const StepRule& rule, std::uint64_t entity, std::uint32_t draw) {
  const std::uint32_t upper = static_cast<std::uint32_t>(entity >> 32) | draw << 16;
  return philox::generate<kStepRounds>({{static_cast<std::uint32_t>(entity), upper, rule.step, rule.purpose}},
                                       rule.key[0], rule.key[1]);
}

/// The upper eight bits of sixteen agents of a tile: byte b of word k belongs to agent 64 k + 4 lane + b.
TIDU_LANE philox::Words upper_bits(const StepRule& rule, std::uint64_t tile, std::uint32_t lane) {
  return step_words(rule, tile * 16 + lane, 0);
}

/// The lower sixteen bits of an agent: one call of the generator has those of eight agents.
TIDU_LANE std::uint32_t lower_bits(const StepRule& rule, std::uint64_t agent) {
  const std::uint32_t word = step_words(rule, agent >> 3, 1).word[(agent & 7) >> 1];
  return (agent & 1) != 0 ? word >> 16 : word & 0xFFFFU;
}

TIDU_LANE bool is_seen(const StepRule& rule, std::uint64_t agent, std::uint8_t stage) {
  if (stage == static_cast<std::uint8_t>(Stage::implementing) || stage == static_cast<std::uint8_t>(Stage::confirmed))
    return true;
  if (stage != static_cast<std::uint8_t>(Stage::decided)) return false;
  return rule.decided_seen == kCertain ||
         (rule.decided_seen > 0 && trait_of(rule.trait_key, agent) < rule.decided_seen);
}

/// Two thresholds of u: the first exit below `first`, the second below `second`.
struct Thresholds {
  std::uint32_t first;
  std::uint32_t second;
};

TIDU_LANE Thresholds thresholds(const CellTable& table, std::uint8_t stage, std::uint8_t code) {
  switch (static_cast<Stage>(stage)) {
    case Stage::unaware: {
      const std::uint32_t t = table.contact[static_cast<std::size_t>(ContactRow::unaware)][code];
      return {t, t};
    }
    case Stage::knowledge:
      return {table.contact[static_cast<std::size_t>(ContactRow::favourable)][code],
              table.contact[static_cast<std::size_t>(ContactRow::formed)][code]};
    case Stage::persuasion: {
      const std::uint32_t t = table.contact[static_cast<std::size_t>(ContactRow::persuasion)][code];
      return {t, t};
    }
    default:
      return {table.first[stage], table.second[stage]};
  }
}

/// Whether bits below the upper eight of `u` decide on which side of a threshold it falls.
TIDU_LANE bool undecided(std::uint32_t u, std::uint32_t threshold) { return u < threshold && threshold < u + 0x10000U; }

/// The new state of an agent who draws u.
TIDU_LANE std::uint8_t next_state(const StepRule& rule, Thresholds threshold, std::uint64_t agent, std::uint8_t state,
                                  std::uint32_t u) {
  if (u >= threshold.second) return state;
  const auto from = static_cast<std::uint8_t>(state & kStageMask);
  const std::uint8_t to = u < threshold.first ? rule.first_exit[from] : rule.second_exit[from];
  const auto kept = static_cast<std::uint8_t>(state & ~(kStageMask | kSeen));
  return static_cast<std::uint8_t>(kept | to | (is_seen(rule, agent, to) ? kSeen : 0));
}

/// The new state of an agent whose upper eight bits are `byte`: draws the lower ones where they matter.
TIDU_LANE std::uint8_t moved(const StepRule& rule, const CellTable& table, std::uint64_t agent, std::uint8_t state,
                             std::uint8_t code, std::uint8_t byte) {
  const Thresholds threshold = thresholds(table, static_cast<std::uint8_t>(state & kStageMask), code);
  std::uint32_t u = std::uint32_t{byte} << 16;
  if (undecided(u, threshold.first) || undecided(u, threshold.second)) u |= lower_bits(rule, agent);
  return next_state(rule, threshold, agent, state, u);
}

}  // namespace tidu::diffusion::agents
