// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace tidu::diffusion::agents {

/// What a run is like, for the estimate of its memory.
struct RunSize {
  std::size_t cells = 31 * 20 * 4 * 5;  ///< regions x sectors x sizes x adopter groups
  std::size_t matchings = 8;            ///< of all layers
  /// Most agents, of all, that begin or cease to be seen as users within one step, in [0, 1]. Bass's curve with
  /// p = 0.03, q = 0.38 has its peak at 0.01 in monthly steps and at 0.11 in yearly ones; a process that also gives up
  /// and begins anew reached 0.15 in yearly ones, and a cascade of thresholds, where all decide at once, needs 1.
  double changing = 0.125;
};

/// Bytes that a run needs at most, besides the program, its threads' stacks and its tables of results:
///   agents     1 each for the state and 1 for contacts, in whole tiles
///   changes    4 for each agent that changes within a step, and an eighth of it as lists grow
///   outboxes   48, or one for each 5 blocks of 2^20 agents, of 32,768 senders: 4 for each contact of a sender and an
///              eighth of it, 20 for the sender, 48 for each cell among them and 16 for each block and matching
///   tables     of each cell its plan, its counts, its place and domain in every matching, and its TableMaker; of each
///              block of 2^20 agents its heads of lists
/// With the defaults 2.6 bytes an agent, and half a byte more or 0.2 GB. Rises with agents and with each field of
/// `run`. agents  at most kMostAgents
std::uint64_t memory_needed(std::uint64_t agents, bool with_contacts, const RunSize& run = {});

/// The most agents whose memory_needed is within `bytes`, at most kMostAgents; 0 where not even one fits.
std::uint64_t agents_that_fit(std::uint64_t bytes, bool with_contacts, const RunSize& run = {});

}  // namespace tidu::diffusion::agents
