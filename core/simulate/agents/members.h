// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/graph.h"
#include "core/diffusion/agents/layout.h"
#include "core/diffusion/process/mixing.h"

namespace tidu::simulate {

/// Members of a recorded network, in an order of their own.
struct Members {
  std::size_t regions = 1;
  std::size_t sectors = 1;
  std::vector<std::uint32_t> region;  ///< of each member, < regions
  std::vector<std::uint32_t> sector;  ///< < sectors
  std::vector<std::uint8_t> group;    ///< < kGroups; empty: drawn
};

/// Members as agents of cells, those of a cell one after another.
struct PlacedMembers {
  diffusion::CellShape shape;  ///< sizes 2: 0 who may ever adopt, 1 who never will
  std::vector<diffusion::agents::CellPlan> cells;
  std::vector<std::uint32_t> agent;  ///< of each member
};

/// Who of the members may ever adopt, of which adopter group each is, and where he stands among the agents. Both are
/// drawn without replacement from all members, so that the nation has round(market N) who may adopt, and Rogers' shares
/// by largest remainders, whatever the regions are; draws belong to a member's number and the seed. Those who never
/// will adopt stay contacts of the others, who see no user in them.         [network_members; Tidu; off: market = 1,
/// groups given] market  share in [0, 1] cost    O(N log N)
PlacedMembers place_members(const Members& members, double market, std::uint64_t seed);

/// The contacts of members as those of agents.
std::vector<diffusion::agents::Contact> renumbered(std::span<const diffusion::agents::Contact> contacts,
                                                   std::span<const std::uint32_t> agent);

}  // namespace tidu::simulate
