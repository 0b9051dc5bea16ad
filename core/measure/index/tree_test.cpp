// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tree.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/measure/index/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::deep_tree;
using Numbers = std::vector<std::size_t>;

TEST(IndexTree, KnowsWhatIsBelow) {
  const IndexTree tree = deep_tree();
  EXPECT_EQ(children(tree, 0).groups, (Numbers{1, 2}));
  EXPECT_TRUE(children(tree, 0).indicators.empty());
  EXPECT_EQ(indicators_below(tree, 1), (Numbers{0, 1, 2}));
  EXPECT_EQ(indicators_below(tree, 0), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(top_groups(tree), (Numbers{1, 1, 1, 2, 2}));
  EXPECT_EQ(top_groups(flat_tree(2)), (Numbers{0, 0}));
  EXPECT_EQ(pillar_tree(Numbers{0, 1, 1}).indicator_parent, (Numbers{1, 2, 2}));
}

TEST(IndexTree, AGroupWeighsWhatIsBelow) {
  EXPECT_EQ(group_weights(deep_tree(), std::vector<double>{0.125, 0.125, 0.25, 0.25, 0.25}),
            (std::vector<double>{1, 0.5, 0.5, 0.25, 0.25}));
}

TEST(CheckTree, NamesEachMistake) {
  EXPECT_TRUE(check_tree(deep_tree()));
  EXPECT_REFUSED(check_tree(IndexTree{}), ErrorCode::shape, "measure.tree.empty");
  IndexTree tree = deep_tree();
  tree.group_parent[3] = 3;
  EXPECT_REFUSED(check_tree(tree), ErrorCode::domain, "measure.tree.parent");
  tree = deep_tree();
  tree.indicator_parent[4] = 9;
  EXPECT_REFUSED(check_tree(tree), ErrorCode::domain, "measure.tree.indicator_parent");
  tree = deep_tree();
  tree.indicator_parent = {3, 3, 3, 2, 2};
  const auto childless = check_tree(tree);
  EXPECT_REFUSED(childless, ErrorCode::domain, "measure.tree.childless");
  EXPECT_EQ(childless.error().message, text("measure.tree.childless", 4));
  tree = deep_tree();
  tree.group_weight = {1};
  EXPECT_REFUSED(check_tree(tree), ErrorCode::shape, "measure.tree.given_shape");
  tree.group_weight = {kNotGiven, 2, -1, kNotGiven, kNotGiven};
  EXPECT_REFUSED(check_tree(tree), ErrorCode::domain, "measure.tree.given");
  tree.group_weight = {kNotGiven, 2, kNotGiven, kNotGiven, kNotGiven};
  EXPECT_REFUSED(check_tree(tree), ErrorCode::domain, "measure.tree.partly_given");
  tree.group_weight = {kNotGiven, 0, 0, kNotGiven, kNotGiven};
  EXPECT_REFUSED(check_tree(tree), ErrorCode::domain, "measure.tree.partly_given");
  tree.group_weight = {kNotGiven, 2, 1, kNotGiven, kNotGiven};
  EXPECT_TRUE(check_tree(tree));
  tree.judgements = {{.group = 0, .matrix = {1, 2, 0.5, 1}}};
  EXPECT_REFUSED(check_tree(tree), ErrorCode::domain, "measure.tree.partly_given");
  tree.group_weight.clear();
  EXPECT_TRUE(check_tree(tree));
  tree.judgements[0].matrix.push_back(1);
  EXPECT_REFUSED(check_tree(tree), ErrorCode::shape, "measure.tree.judgements");
  tree.judgements = {{.group = 7, .matrix = {1}}};
  EXPECT_REFUSED(check_tree(tree), ErrorCode::shape, "measure.tree.judgements");
}

TEST(WithoutGiven, ForgetsWeightsAndJudgements) {
  IndexTree tree = deep_tree();
  tree.indicator_weight.assign(5, 1.0);
  tree.judgements = {{.group = 0, .matrix = {1, 2, 0.5, 1}}};
  const IndexTree bare = without_given(tree);
  EXPECT_TRUE(bare.indicator_weight.empty());
  EXPECT_TRUE(bare.judgements.empty());
  EXPECT_EQ(bare.group_parent, tree.group_parent);
}

}  // namespace
}  // namespace tidu::measure
