// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph_facts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>
#include <vector>

namespace tidu::diffusion::agents {
namespace {

// Zachary (1977), Journal of Anthropological Research 33: 34 members of a karate club, 78 friendships; degrees 1 to 17.
const std::vector<Contact> kKarate{
    {0, 1},   {0, 2},   {0, 3},   {0, 4},   {0, 5},   {0, 6},   {0, 7},   {0, 8},   {0, 10},  {0, 11},
    {0, 12},  {0, 13},  {0, 17},  {0, 19},  {0, 21},  {0, 31},  {1, 2},   {1, 3},   {1, 7},   {1, 13},
    {1, 17},  {1, 19},  {1, 21},  {1, 30},  {2, 3},   {2, 7},   {2, 8},   {2, 9},   {2, 13},  {2, 27},
    {2, 28},  {2, 32},  {3, 7},   {3, 12},  {3, 13},  {4, 6},   {4, 10},  {5, 6},   {5, 10},  {5, 16},
    {6, 16},  {8, 30},  {8, 32},  {8, 33},  {9, 33},  {13, 33}, {14, 32}, {14, 33}, {15, 32}, {15, 33},
    {18, 32}, {18, 33}, {19, 33}, {20, 32}, {20, 33}, {22, 32}, {22, 33}, {23, 25}, {23, 27}, {23, 29},
    {23, 32}, {23, 33}, {24, 25}, {24, 27}, {24, 31}, {25, 31}, {26, 29}, {26, 33}, {27, 33}, {28, 31},
    {28, 33}, {29, 32}, {29, 33}, {30, 32}, {30, 33}, {31, 32}, {31, 33}, {32, 33}};

TEST(GraphFacts, OfAKarateClub) {
  const GraphFacts facts = facts_of(*Graph::make(kKarate, {.agents = 34}));
  EXPECT_EQ(facts.directions, 156U);
  EXPECT_EQ(facts.most_seen, 17U);
  EXPECT_NEAR(facts.mean_degree, 4.588, 5e-4);
  EXPECT_NEAR(facts.degree_variance, 14.60, 5e-3) << "1212/34 - (78/17)^2";
  EXPECT_EQ(facts.components, 1U);
  EXPECT_EQ(facts.largest, 34U);
  EXPECT_EQ(facts.isolated, 0U);
}

TEST(GraphFacts, WhoKnowsNobodyIsAComponent) {
  const std::vector<Contact> contacts{{0, 1}, {3, 2}, {5, 3}};
  const GraphFacts facts = facts_of(*Graph::make(contacts, {.agents = 7, .directed = true}));
  EXPECT_EQ(facts.components, 4U) << "0-1, 2-3-5, 4, 6";
  EXPECT_EQ(facts.largest, 3U);
  EXPECT_EQ(facts.isolated, 2U) << "0 and 5 see nobody, but are seen";
  EXPECT_EQ(facts.directions, 3U);
}

RC_GTEST_PROP(GraphFacts, AForestHasAsManyComponentsAsAgentsWithoutAParent, ()) {
  const auto agents = *rc::gen::inRange<std::uint32_t>(1, 200);
  std::vector<Contact> contacts;
  for (std::uint32_t i = 1; i < agents; ++i) {
    if (*rc::gen::inRange(0, 4) > 0) contacts.push_back({*rc::gen::inRange<std::uint32_t>(0, i), i});
  }
  const GraphFacts facts = facts_of(*Graph::make(contacts, {.agents = agents}));
  RC_ASSERT(facts.components == agents - contacts.size());
  RC_ASSERT(facts.directions == 2 * contacts.size());
}

TEST(GraphMemory, GrowsWithAgentsAndContacts) {
  EXPECT_EQ(graph_memory_needed(1000, 0, false), 40'000U);
  EXPECT_EQ(graph_memory_needed(1000, 500, false), 40'000U + 4'000 + 4'000 + 32'000);
  EXPECT_LT(graph_memory_needed(1000, 500, true), graph_memory_needed(1000, 500, false));
  EXPECT_EQ(graph_memory_needed(10'000'000, 100'000'000, false), 2'000'000'000U + 32 * (1U << 22))
      << "not all are pushed together";
}

}  // namespace
}  // namespace tidu::diffusion::agents
