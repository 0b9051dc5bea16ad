// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/members.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace tidu::simulate {
namespace {

using diffusion::agents::CellPlan;
using diffusion::agents::Contact;

Members some_members(std::size_t n) {
  Members members{.regions = 3, .sectors = 2};
  for (std::uint32_t m = 0; m < n; ++m) {
    members.region.push_back(m % 7 % 3);
    members.sector.push_back(m % 2);
  }
  return members;
}

std::uint64_t in_group(const PlacedMembers& placed, std::size_t group) {
  std::uint64_t n = 0;
  for (std::size_t c = group; c < placed.cells.size(); c += 5) n += placed.cells[c].agents;
  return n;
}

TEST(PlacedMembers, HaveRogersSharesInTheNationAndAMarketOfWholeMembers) {
  const PlacedMembers placed = place_members(some_members(1000), 0.873, 5);
  EXPECT_EQ(placed.shape.sizes, 2U);
  EXPECT_EQ(in_group(placed, 0), 25U);
  EXPECT_EQ(in_group(placed, 1), 135U);
  EXPECT_EQ(in_group(placed, 2), 340U);
  EXPECT_EQ(in_group(placed, 3), 340U);
  EXPECT_EQ(in_group(placed, 4), 160U);
  std::uint64_t outside = 0;
  for (std::size_t c = 0; c < placed.cells.size(); ++c) outside += c / 5 % 2 == 1 ? placed.cells[c].agents : 0;
  EXPECT_EQ(outside, 127U);
}

TEST(PlacedMembers, StandInTheirCellsInTheOrderOfTheirList) {
  Members members = some_members(40);
  members.group.assign(40, 3);
  members.group[11] = 0;
  const PlacedMembers placed = place_members(members, 1, 5);
  for (std::size_t m = 0; m < 40; ++m) {
    std::uint64_t first = 0;
    const std::size_t cell = placed.shape.cell(members.region[m], members.sector[m], 0) + members.group[m];
    for (std::size_t c = 0; c < cell; ++c) first += placed.cells[c].agents;
    EXPECT_GE(placed.agent[m], first);
    EXPECT_LT(placed.agent[m], first + placed.cells[cell].agents);
    EXPECT_EQ(placed.cells[cell].region, members.region[m]);
    EXPECT_EQ(placed.cells[cell].group, members.group[m]);
    const bool alike = m >= 14 && members.group[m] == members.group[m - 14];  // the same region and sector as well
    EXPECT_TRUE(!alike || placed.agent[m] > placed.agent[m - 14]) << m;
  }
}

RC_GTEST_PROP(PlacedMembers, AreEachOneAgent, ()) {
  const Members members = some_members(*rc::gen::inRange<std::size_t>(0, 300));
  const double market = *rc::gen::inRange(0, 101) / 100.0;
  const PlacedMembers placed = place_members(members, market, *rc::gen::arbitrary<std::uint64_t>());
  auto agents = placed.agent;
  std::sort(agents.begin(), agents.end());
  for (std::uint32_t k = 0; k < agents.size(); ++k) RC_ASSERT(agents[k] == k);
}

TEST(PlacedMembers, AnotherSeedDrawsOthers) {
  EXPECT_NE(place_members(some_members(100), 0.5, 1).agent, place_members(some_members(100), 0.5, 2).agent);
  EXPECT_EQ(place_members(some_members(100), 0.5, 1).agent, place_members(some_members(100), 0.5, 1).agent);
}

TEST(PlacedMembers, KeepTheirContacts) {
  const std::vector<Contact> contacts{{0, 2}, {1, 0}};
  const std::vector<std::uint32_t> agent{5, 3, 4};
  EXPECT_EQ(renumbered(contacts, agent), (std::vector<Contact>{{5, 4}, {3, 5}}));
}

}  // namespace
}  // namespace tidu::simulate
