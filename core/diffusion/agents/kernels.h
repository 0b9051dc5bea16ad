// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/diffusion/agents/matching.h"
#include "core/diffusion/agents/step_rule.h"
#include "core/diffusion/agents/table.h"

namespace tidu::diffusion::agents {

// The loops over agents that take the time, once for every set of instructions. All are integer arithmetic and
// give the same bits; the plain ones say what the others must do.

/// Moves the agents begin <= i < end of one cell by one step.
struct SweepJob {
  const CellTable* table = nullptr;
  std::uint8_t* state = nullptr;           ///< of agent 0
  const std::uint8_t* contacts = nullptr;  ///< of agent 0; null in mean field
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  StepRule rule;
};

/// Agents of one call at most, so that the caller's list of changes has a bound.
inline constexpr std::uint64_t kSweepAgents = 1 << 14;

/// Moves agents, takes each from its stage and adds it to its new one in `counts` (kStages numbers), and writes the
/// numbers of those whom others see begin or cease to use it to `changes` (room for end - begin). Returns how many.
using Sweep = std::size_t (*)(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes);

/// What a step in mean field has counted.
struct Swept {
  std::array<std::uint64_t, kStages> stages{};  ///< agents of the job by stage, after the step
  std::uint64_t changes = 0;                    ///< of whom others see begin or cease to use it
  std::int64_t leaders = 0;                     ///< seen opinion leaders, more than before
};

/// Moves agents without contacts. A job of any size.
using MeanField = Swept (*)(const SweepJob& job);

/// partner[k] is the position of the partner of positions[k] + shift (modulo 2^32) under the key, kAlone where there is
/// none.
using Pair = void (*)(const FeistelKey& key, std::uint32_t shift, std::size_t count, const std::uint32_t* positions,
                      std::uint32_t* partner);

/// Parts what senders of one block send (outbox.h): entries of contacts in the block to `stay`, others to `leave`, with
/// their blocks. The contact of sender k is the agent origin + positions[k], or nobody where that is kAlone. Behind
/// what is written there is room for kSlack entries more.
struct PartJob {
  const std::uint32_t* positions = nullptr;
  const std::uint32_t* labels = nullptr;
  std::size_t count = 0;
  std::uint32_t origin = 0;
  std::uint32_t block = 0;
  std::uint32_t* stay = nullptr;
  std::uint32_t* leave = nullptr;
  std::uint32_t* leave_block = nullptr;
};

inline constexpr std::size_t kSlack = 16;

/// How many were written.
struct Parted {
  std::size_t stay = 0;
  std::size_t leave = 0;
};

using Part = Parted (*)(const PartJob& job);

/// A set of kernels for a processor.
struct Kernels {
  const char* name = "";
  Sweep sweep = nullptr;
  MeanField mean_field = nullptr;
  Pair pair = nullptr;
  Part part = nullptr;
};

/// Those that this processor can run, the plain ones first and the fastest last.
std::span<const Kernels> kernels();

/// The rule for an agent of the job whose upper eight bits are `byte`: what kernels do where eight bits do not decide.
inline std::uint8_t moved(const SweepJob& job, std::uint64_t agent, std::uint8_t byte) {
  return moved(job.rule, *job.table, agent, job.state[agent], job.contacts != nullptr ? job.contacts[agent] : 0, byte);
}

/// Moves the agent so, and counts whether others see him begin or cease.
inline void move_counted(const SweepJob& job, std::uint64_t agent, std::uint8_t byte, Swept& swept) {
  const std::uint8_t before = job.state[agent];
  const std::uint8_t after = moved(job, agent, byte);
  job.state[agent] = after;
  if (((before ^ after) & kSeen) == 0) return;
  ++swept.changes;
  if ((after & kLeader) != 0) swept.leaders += (after & kSeen) != 0 ? 1 : -1;
}

#ifdef __x86_64__
std::size_t sweep_avx2(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes);
Swept mean_field_avx2(const SweepJob& job);
void pair_avx2(const FeistelKey& key, std::uint32_t shift, std::size_t count, const std::uint32_t* positions,
               std::uint32_t* partner);
Parted part_avx512(const PartJob& job);
std::size_t sweep_avx512(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes);
Swept mean_field_avx512(const SweepJob& job);
void pair_avx512(const FeistelKey& key, std::uint32_t shift, std::size_t count, const std::uint32_t* positions,
                 std::uint32_t* partner);
#endif

}  // namespace tidu::diffusion::agents
