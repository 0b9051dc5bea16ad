// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/diffusion/agents/matching.h"
#include "core/diffusion/agents/table.h"

namespace tidu::diffusion::agents {

// The two loops over agents that take the time, once for every set of instructions. All are integer arithmetic and
// give the same bits; the plain ones say what the others must do.

/// Moves the agents begin <= i < end of one cell by one step.
struct SweepJob {
  const CellTable* table = nullptr;
  std::uint8_t* state = nullptr;           ///< of agent 0
  const std::uint8_t* contacts = nullptr;  ///< of agent 0; null in mean field
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint32_t key[2] = {};              ///< of the generator
  std::uint32_t step = 0;                 ///< third word of the counter
  std::uint32_t purpose = 0;              ///< fourth word: purpose and replicate
  std::uint8_t first_exit[16] = {};       ///< where the first exit of each stage leads
  std::uint8_t second_exit[16] = {};      ///<
  std::uint32_t decided_seen = kCertain;  ///< threshold: who decides is seen at once where a trait of his is below
  std::uint64_t trait_key = 0;
};

/// Agents of one call at most, so that the caller's list of changes has a bound.
inline constexpr std::uint64_t kSweepAgents = 1 << 14;

/// Moves agents, adds their new stages to `counts` (kStages numbers) and writes the numbers of those whom others see
/// begin or cease to use it to `changes` (room for end - begin). Returns how many.
using Sweep = std::size_t (*)(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes);

/// Writes the partners' positions of the positions in `position` to `partner`, kAlone where there is none. May be the
/// same memory.
using Pair = void (*)(const FeistelKey& key, const std::uint32_t* position, std::size_t count, std::uint32_t* partner);

/// A set of kernels for a processor.
struct Kernels {
  const char* name = "";
  Sweep sweep = nullptr;
  Pair pair = nullptr;
};

/// Those that this processor can run, the plain ones first and the fastest last.
std::span<const Kernels> kernels();

/// A trait of an agent that never changes, of 24 bits.
std::uint32_t trait_of(std::uint64_t trait_key, std::uint64_t agent);

// The plain step of one agent, which the other kernels take for the agents that eight bits do not decide.

/// The upper eight of the 24 bits of each of the 256 agents of a tile.
void tile_bytes(const SweepJob& job, std::uint64_t tile, std::uint8_t* bytes);

/// The new state of an agent whose upper eight bits are `byte`.
std::uint8_t moved(const SweepJob& job, std::uint64_t agent, std::uint8_t byte);

inline constexpr std::uint64_t kTileAgents = 256;

#ifdef __x86_64__
std::size_t sweep_avx2(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes);
void pair_avx2(const FeistelKey& key, const std::uint32_t* position, std::size_t count, std::uint32_t* partner);
std::size_t sweep_avx512(const SweepJob& job, std::uint64_t* counts, std::uint32_t* changes);
void pair_avx512(const FeistelKey& key, const std::uint32_t* position, std::size_t count, std::uint32_t* partner);
#endif

}  // namespace tidu::diffusion::agents
