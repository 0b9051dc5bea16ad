// SPDX-License-Identifier: Apache-2.0
#include "data/edge_list.h"

#include <gtest/gtest.h>

#include "data/testing.h"

namespace tidu::data {
namespace {

using diffusion::agents::Contact;
using diffusion::agents::Graph;
using diffusion::agents::kMostDegree;

const std::vector<std::string> kFirms{"Alpha", "Beta", "Gamma", "华为"};

TEST(EdgeList, NumbersAgentsByTheirPlace) {
  const auto list = read_edge_list(sheet_of("seller,buyer\nGamma,Alpha\nBeta,华为\n"), {.agents = kFirms});
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(*list.value, (std::vector<Contact>{{2, 0}, {1, 3}}));
  EXPECT_TRUE(Graph::make(*list.value, {.agents = kFirms.size()}));
}

TEST(EdgeList, AllMistakesAreFoundAtTheirCells) {
  const auto list = read_edge_list(sheet_of("seller,buyer\n"
                                            "Alpha,Beta\n"
                                            "Alpha,Gama\n"
                                            "Beta,Beta\n"
                                            "Zeppelin,Alpha\n"
                                            "Beta,Alpha\n"
                                            "Alpha,Beta\n"),
                                   {.agents = kFirms});
  EXPECT_FALSE(list.value);
  EXPECT_EQ(found_in(list.diagnostics),
            (Found{"data.edges.unknown 3:7", "data.edges.itself 4:6", "data.edges.unknown 5:1",
                   "data.edges.repeated 6:1", "data.edges.repeated 7:1"}));
  EXPECT_EQ(list.diagnostics.items()[0].error.hint, text("data.edges.near", "Gamma"));
  EXPECT_EQ(list.diagnostics.items()[2].error.hint, text("data.edges.unknown.hint"));
  EXPECT_EQ(list.diagnostics.items()[4].error.message, text("data.edges.repeated", "Alpha", "Beta", 2));
}

TEST(EdgeList, DirectionsMakeTwoContacts) {
  const std::string bytes = "seen,by\nAlpha,Beta\nBeta,Alpha\n";
  EXPECT_TRUE(read_edge_list(sheet_of(bytes), {.agents = kFirms, .directed = true}).ok());
  EXPECT_EQ(found_in(read_edge_list(sheet_of(bytes), {.agents = kFirms}).diagnostics),
            Found{"data.edges.repeated 3:1"});
}

TEST(EdgeList, WeightsAreRefusedUnlessIgnored) {
  const std::string bytes = "seen,by,volume\nAlpha,Beta,3.5\nBeta,Gamma,1\n";
  EXPECT_EQ(found_in(read_edge_list(sheet_of(bytes), {.agents = kFirms}).diagnostics), Found{"data.edges.weights 1:9"});
  EXPECT_TRUE(read_edge_list(sheet_of(bytes), {.agents = kFirms, .ignore_weights = true}).ok());
  EXPECT_EQ(
      found_in(read_edge_list(sheet_of("seen,by,volume,year\nAlpha,Beta,3.5,2020\n"), {.agents = kFirms}).diagnostics),
      Found{"data.edges.columns 1:16"});
}

TEST(EdgeList, DegreesHaveALimit) {
  std::vector<std::string> names{"hub"};
  std::string bytes = "seen,by\n";
  for (std::uint32_t i = 0; i <= kMostDegree; ++i) {
    names.push_back("n" + std::to_string(i));
    bytes += "hub," + names.back() + "\n";
  }
  EXPECT_EQ(found_in(read_edge_list(sheet_of(bytes), {.agents = names}).diagnostics),
            Found{"data.edges.degree " + std::to_string(kMostDegree + 2) + ":1"});
  EXPECT_TRUE(read_edge_list(sheet_of(bytes), {.agents = names, .directed = true}).ok());
}

}  // namespace
}  // namespace tidu::data
