// SPDX-License-Identifier: Apache-2.0
#include "study/index_tree.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::study {
namespace {

using Numbers = std::vector<std::size_t>;

TEST(IndexNodes, TopDownInTheOrderOfTheFile) {
  IndexTree tree;
  tree.pillars.resize(2);
  tree.pillars[0].id = "a";
  tree.pillars[0].pillars.resize(1);
  tree.pillars[0].pillars[0].id = "b";
  tree.pillars[0].pillars[0].indicators = {{.variable = "x", .weight = 2}, {.variable = "y", .weight = 1}};
  tree.pillars[0].indicators = {{.variable = "z"}};
  tree.pillars[1].id = "c";
  tree.pillars[1].indicators = {{.variable = "u"}};
  tree.pillars[1].node.aggregation = measure::Aggregation::harmonic;
  tree.node.judgements = {1, 2, 0.5, 1};
  const IndexNodes nodes = nodes_of(tree);
  ASSERT_TRUE(measure::check_tree(nodes.tree));
  EXPECT_EQ(nodes.tree.group_parent, (Numbers{0, 0, 1, 0}));
  EXPECT_EQ(nodes.tree.indicator_parent, (Numbers{1, 2, 2, 3}));
  EXPECT_EQ(nodes.depth, (Numbers{0, 1, 2, 1}));
  EXPECT_EQ(nodes.pillar_of, (Numbers{0, 0, 0, 1}));
  EXPECT_EQ(nodes.groups[2]->id, "b");
  EXPECT_EQ(nodes.indicators[1]->variable, "x");
  EXPECT_EQ(nodes.tree.indicator_weight[1], 2);
  EXPECT_TRUE(std::isnan(nodes.tree.indicator_weight[0]));
  EXPECT_EQ(nodes.tree.group_aggregation[3], measure::Aggregation::harmonic);
  ASSERT_EQ(nodes.tree.judgements.size(), 1U);
  EXPECT_EQ(nodes.tree.judgements[0].group, 0U);
  EXPECT_EQ(all_pillars(tree).size(), 3U);
}

}  // namespace
}  // namespace tidu::study
