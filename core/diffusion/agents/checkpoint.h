// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/diffusion/agents/census.h"
#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {

struct AgentSettings;

// A run can go on from what it was after any step: random numbers have no state, so the agents' bytes and the number of
// the step are all there is. What the bytes belong to is kept with them as hashes.

/// Which run a state belongs to.
struct RunIdentity {
  std::uint64_t seed = 0;
  std::uint16_t replicate = 0;
  std::uint64_t layout = 0;    ///< layout_hash
  std::uint64_t settings = 0;  ///< settings_hash
  std::uint64_t rates = 0;     ///< the caller's, of everything that its tables are made from
  std::uint64_t agents = 0;
  bool with_contacts = false;

  friend bool operator==(const RunIdentity&, const RunIdentity&) = default;
};

/// A run after some steps, beside the agents' bytes.
struct Snapshot {
  RunIdentity run;
  std::uint32_t step = 0;             ///< steps that are done: the next one has this number
  std::uint64_t checksum = 0;         ///< Agents::checksum
  std::vector<std::uint64_t> census;  ///< census_words

  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// Of cells, regions, groups, and who is paired with whom. Cost: O(cells x matchings).
std::uint64_t layout_hash(const Layout& layout);

/// Of all settings but seed and replicate.
std::uint64_t settings_hash(const AgentSettings& settings);

/// Stages of each cell, then for each region its leaders, those who are seen, its agents and its discontinuers.
std::vector<std::uint64_t> census_words(const Census& census);
std::uint64_t census_size(const Layout& layout);

/// Refuses a state of another run.
/// errors  diffusion.checkpoint.seed, .replicate, .layout, .settings, .rates, .contacts (domain): the first that
/// differs
Result<void> check_same_run(const RunIdentity& found, const RunIdentity& wanted);

}  // namespace tidu::diffusion::agents
