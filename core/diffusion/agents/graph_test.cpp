// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/diffusion/agents/graph_table.h"
#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {
namespace {

using List = std::vector<std::uint32_t>;

List audience(const Graph& graph, std::uint64_t agent) {
  const auto found = graph.audience(agent);
  return {found.begin(), found.end()};
}

void expect_refused(const std::vector<Contact>& contacts, const GraphRequest& request, std::string_view key,
                    std::int64_t place) {
  const auto graph = Graph::make(contacts, request);
  ASSERT_FALSE(graph) << key;
  EXPECT_EQ(graph.error().message.key, key);
  EXPECT_EQ(graph.error().hint.key, std::string(key) + ".hint");
  EXPECT_EQ(std::get<std::int64_t>(graph.error().message.args[0]), place);
}

TEST(Graph, HoldsBothDirectionsOrOne) {
  const std::vector<Contact> contacts{{3, 1}, {0, 3}, {1, 0}};
  const Graph both = *Graph::make(contacts, {.agents = 5});
  EXPECT_EQ(audience(both, 3), (List{0, 1}));
  EXPECT_EQ(both.degree(3), 2);
  EXPECT_EQ(both.degree(4), 0);
  EXPECT_EQ(both.directions(), 6U);
  const Graph one = *Graph::make(contacts, {.agents = 5, .directed = true});
  EXPECT_EQ(audience(one, 3), (List{1})) << "1 sees 3";
  EXPECT_EQ(one.degree(1), 1);
  EXPECT_EQ(one.degree(3), 1) << "3 sees 0";
  EXPECT_EQ(one.directions(), 3U);
}

TEST(Graph, MistakesAreNamedByTheirPlace) {
  expect_refused({}, {.agents = 0}, "diffusion.graph.agents", 0);
  expect_refused({}, {.agents = kMostAgents + 1}, "diffusion.graph.agents", kMostAgents + 1);
  expect_refused({{0, 1}, {1, 3}}, {.agents = 3}, "diffusion.graph.unknown", 2);
  expect_refused({{0, 1}, {2, 2}}, {.agents = 3}, "diffusion.graph.itself", 2);
  expect_refused({{0, 1}, {1, 2}, {1, 0}}, {.agents = 3}, "diffusion.graph.repeated", 3);
  expect_refused({{0, 1}, {1, 2}, {0, 1}}, {.agents = 3, .directed = true}, "diffusion.graph.repeated", 3);
  EXPECT_TRUE(Graph::make(std::vector<Contact>{{0, 1}, {1, 0}}, {.agents = 2, .directed = true}));
  const Graph twice = *Graph::make(std::vector<Contact>{{0, 1}, {1, 0}}, {.agents = 2, .repeated = true});
  EXPECT_EQ(twice.degree(0), 2) << "counted twice where that is asked for";
}

TEST(Graph, DegreesGoToSixteenBits) {
  std::vector<Contact> star;
  for (std::uint32_t i = 1; i <= kMostDegree; ++i) star.push_back({0, i});
  const Graph graph = *Graph::make(star, {.agents = kMostDegree + 2});
  EXPECT_EQ(graph.degree(0), kMostDegree);
  star.push_back({0, kMostDegree + 1});
  expect_refused(star, {.agents = kMostDegree + 2}, "diffusion.graph.degree", kMostDegree + 1);
  EXPECT_TRUE(Graph::make(star, {.agents = kMostDegree + 2, .directed = true})) << "how many see one has no limit";
}

TEST(ContactsNeeded, AreExactInIntegers) {
  const ContactsNeeded share{.parts = 18, .whole = 100};
  EXPECT_EQ(share.needed(0), 1U) << "without contacts never";
  EXPECT_EQ(share.needed(1), 1U);
  EXPECT_EQ(share.needed(5), 1U);
  EXPECT_EQ(share.needed(6), 2U);
  EXPECT_EQ(share.needed(50), 9U) << "9/50 is 18 percent";
  EXPECT_EQ(share.needed(65'535), 11'797U);
  EXPECT_EQ((ContactsNeeded{.contacts = 3}.needed(2)), 3U);
  EXPECT_EQ((ContactsNeeded{.contacts = 3, .parts = 1, .whole = 2}.needed(10)), 5U) << "the larger of the two";
  EXPECT_EQ(ContactsNeeded{}.needed(7), 0U);
  EXPECT_EQ((ContactsNeeded{.parts = 0xFFFF'FFFFU, .whole = 1}.needed(65'535)), 0xFFFF'FFFFU);
  // by counting: the least m with m/d >= parts/whole
  for (std::uint32_t d = 1; d < 300; ++d) {
    std::uint32_t m = 1;
    while (m * 7 < 3 * d) ++m;
    EXPECT_EQ((ContactsNeeded{.parts = 3, .whole = 7}.needed(d)), m) << d;
  }
}

}  // namespace
}  // namespace tidu::diffusion::agents
