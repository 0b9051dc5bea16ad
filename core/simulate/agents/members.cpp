// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/members.h"

#include <algorithm>
#include <utility>

#include "core/base/assert.h"
#include "core/base/rng.h"
#include "core/diffusion/population/rounding.h"
#include "core/diffusion/society.h"

namespace tidu::simulate {
namespace {

using diffusion::kGroups;
using diffusion::kGroupShares;
using diffusion::agents::CellPlan;
using diffusion::agents::Contact;

// Streams of their own beside those of the agents' traits.
constexpr std::uint64_t kMarketTrait = 0x6D61726B6574;
constexpr std::uint64_t kGroupTrait = 0x67726F7570;

// Members in an order that is drawn.
std::vector<std::uint32_t> shuffled(std::size_t members, std::uint64_t key) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> drawn;
  drawn.reserve(members);
  for (std::uint32_t m = 0; m < members; ++m) drawn.emplace_back(hash64(key, m), m);
  std::sort(drawn.begin(), drawn.end());
  std::vector<std::uint32_t> order;
  order.reserve(members);
  for (const auto& [number, member] : drawn) order.push_back(member);
  return order;
}

std::vector<std::uint8_t> drawn_groups(std::size_t members, std::uint64_t seed) {
  const auto order = shuffled(members, hash64(seed, kGroupTrait));
  const auto sizes = diffusion::population::share_out(diffusion::population::quotas(kGroupShares, members), members);
  std::vector<std::uint8_t> group(members);
  auto next = order.begin();
  for (std::uint8_t g = 0; g < sizes.size(); ++g) {
    for (std::uint64_t k = 0; k < sizes[g]; ++k) group[*next++] = g;
  }
  return group;
}

std::vector<bool> drawn_outside(std::size_t members, double market, std::uint64_t seed) {
  const auto inside = static_cast<std::size_t>(market * static_cast<double>(members) + 0.5);
  const auto order = shuffled(members, hash64(seed, kMarketTrait));
  std::vector<bool> outside(members, false);
  for (std::size_t k = inside; k < members; ++k) outside[order[k]] = true;
  return outside;
}

}  // namespace

PlacedMembers place_members(const Members& members, double market, std::uint64_t seed) {
  const std::size_t n = members.region.size();
  TIDU_ASSERT(market >= 0 && market <= 1 && members.sector.size() == n);
  TIDU_ASSERT(members.group.empty() || members.group.size() == n);
  const auto group = members.group.empty() ? drawn_groups(n, seed) : members.group;
  const auto outside = drawn_outside(n, market, seed);
  PlacedMembers placed;
  placed.shape = {.regions = members.regions, .sectors = members.sectors, .sizes = 2, .groups = kGroups};
  placed.cells.resize(placed.shape.cells());
  for (std::uint32_t c = 0; c < placed.cells.size(); ++c) {
    placed.cells[c].region = static_cast<std::uint32_t>(c / placed.shape.per_region());
    placed.cells[c].group = static_cast<std::uint8_t>(c % kGroups);
  }
  std::vector<std::size_t> cell(n);
  for (std::size_t m = 0; m < n; ++m) {
    cell[m] = placed.shape.cell(members.region[m], members.sector[m], outside[m] ? 1 : 0) + group[m];
    ++placed.cells[cell[m]].agents;
  }
  std::vector<std::uint32_t> next;  // free number of each cell
  std::uint32_t first = 0;
  for (const CellPlan& plan : placed.cells) {
    next.push_back(first);
    first += static_cast<std::uint32_t>(plan.agents);
  }
  for (std::size_t m = 0; m < n; ++m) placed.agent.push_back(next[cell[m]]++);
  return placed;
}

std::vector<Contact> renumbered(std::span<const Contact> contacts, std::span<const std::uint32_t> agent) {
  std::vector<Contact> out;
  out.reserve(contacts.size());
  for (const Contact& contact : contacts) out.push_back({agent[contact.seen], agent[contact.by]});
  return out;
}

}  // namespace tidu::simulate
