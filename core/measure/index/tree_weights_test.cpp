// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tree_weights.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/measure/index/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::deep_tree;
using testing::expect_near;
using testing::Observations;
using testing::observations;

Observations five() { return observations(5, {0, 1, .2, .9, 1, 0, .5, .4, .3, 1, 0, .1, 0, .2, 1, .6, .7, 0, 1, .3}); }

WeightRule rule_of(Weighting rule, WeightScope scope = WeightScope::flat) {
  WeightRule out;
  out.rule = rule;
  out.scope = scope;
  return out;
}

std::vector<double> weights(const IndexTree& tree, const WeightRule& rule) {
  const auto out = tree_weights(tree, five(), rule);
  EXPECT_TRUE(out);
  return out ? out->values : std::vector<double>();
}

TEST(TreeWeights, FlatRulesIgnoreTheTree) {
  for (const Weighting rule : {Weighting::entropy, Weighting::equal, Weighting::critic, Weighting::variation,
                               Weighting::deviation, Weighting::gini, Weighting::pca}) {
    const auto flat = data_weights(five(), rule_of(rule));
    ASSERT_TRUE(flat);
    EXPECT_EQ(weights(deep_tree(), rule_of(rule)), flat->values);
    EXPECT_EQ(weights(flat_tree(5), rule_of(rule)), flat->values);
  }
}

TEST(TreeWeights, EqualAtEveryNode) {
  EXPECT_EQ(weights(deep_tree(), rule_of(Weighting::equal_in_pillars)),
            (std::vector<double>{0.125, 0.125, 0.25, 0.25, 0.25}));
  EXPECT_EQ(weights(deep_tree(), rule_of(Weighting::equal, WeightScope::by_level)),
            (std::vector<double>{0.125, 0.125, 0.25, 0.25, 0.25}));
  EXPECT_EQ(weights(deep_tree(), rule_of(Weighting::given)), (std::vector<double>{0.125, 0.125, 0.25, 0.25, 0.25}))
      << "without given weights, siblings weigh alike";
}

TEST(TreeWeights, ByLevelWeighsSiblingsAmongThemselves) {
  const auto w = weights(deep_tree(), rule_of(Weighting::entropy, WeightScope::by_level));
  const Observations z = five();
  // Pillar 3 from its two indicators alone.
  const auto pair = entropy_weights(View<const double, Indicator, Row>(z.values().data(), {2, 4}));
  EXPECT_NEAR(w[0] / (w[0] + w[1]), pair->values[0], 1e-14);
  // The dimensions from the linear composites of what is below.
  std::vector<double> composites(8);
  for (std::size_t i = 0; i < 4; ++i) {
    composites[i] = (w[0] * z(0, i) + w[1] * z(1, i) + w[2] * z(2, i)) / (w[0] + w[1] + w[2]);
    composites[4 + i] = (w[3] * z(3, i) + w[4] * z(4, i)) / (w[3] + w[4]);
  }
  const auto top = entropy_weights(observations(2, composites));
  EXPECT_NEAR(w[3] + w[4], top->values[1], 1e-13);
}

TEST(TreeWeights, GivenWeightsHoldForTheirGroup) {
  IndexTree tree = deep_tree();
  tree.group_weight = {kNotGiven, 3, 1, kNotGiven, kNotGiven};
  const auto w = weights(tree, rule_of(Weighting::entropy));
  EXPECT_NEAR(w[0] + w[1] + w[2], 0.75, 1e-15);
  const auto flat = data_weights(five(), rule_of(Weighting::entropy));
  EXPECT_NEAR(w[0] / w[1], flat->values[0] / flat->values[1], 1e-13) << "the rest is left to the rule";
  tree.indicator_weight = {0.2, 0.8, kNotGiven, 1, 1};
  const auto all = weights(tree, rule_of(Weighting::given));
  expect_near(all, {0.75 * 0.5 * 0.2, 0.75 * 0.5 * 0.8, 0.375, 0.125, 0.125}, 1e-14);
}

TEST(TreeWeights, JudgementsAtANode) {
  IndexTree tree = deep_tree();
  tree.judgements = {{.group = 0, .matrix = {1, 3, 1. / 3, 1}}, {.group = 2, .matrix = {1, 1, 1, 1}}};
  const auto out = tree_weights(tree, five(), rule_of(Weighting::given));
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->groups[1], 0.75, 1e-15);
  ASSERT_EQ(out->judgements.size(), 2U);
  EXPECT_EQ(out->judgements[0].group, 0U);
  EXPECT_EQ(out->judgements[1].group, 2U);
}

TEST(TreeWeights, WhatDoesNotVaryLeavesItsShareToItsSiblings) {
  Observations z = five();
  for (std::size_t i = 0; i < 4; ++i) z(2, i) = z(4, i) = 0.5;
  IndexTree tree = deep_tree();
  tree.indicator_weight = {1, 1, 1, 1, 9};
  for (const WeightScope scope : {WeightScope::flat, WeightScope::by_level}) {
    const auto out = tree_weights(tree, z, rule_of(Weighting::given, scope));
    ASSERT_TRUE(out);
    expect_near(out->values, {0.25, 0.25, 0, 0.5, 0}, 1e-14);
    EXPECT_EQ(out->constant, (std::vector<std::size_t>{2, 4}));
    EXPECT_EQ(out->groups[4], 0) << "a pillar without anything that varies";
  }
  const auto entropy = tree_weights(deep_tree(), z, rule_of(Weighting::entropy, WeightScope::by_level));
  ASSERT_TRUE(entropy);
  EXPECT_EQ(entropy->values[2], 0);
  EXPECT_NEAR(std::accumulate(entropy->values.begin(), entropy->values.end(), 0.0), 1, 1e-15);
}

TEST(TreeWeights, Combinations) {
  IndexTree tree = deep_tree();
  tree.group_weight = {kNotGiven, 3, 1, kNotGiven, kNotGiven};
  WeightRule rule = rule_of(Weighting::combined);
  rule.share = 0.25;
  const auto objective = data_weights(five(), rule_of(Weighting::entropy));
  const auto subjective = weights(tree, rule_of(Weighting::given));
  const auto mixed = weights(tree, rule);
  for (std::size_t j = 0; j < 5; ++j)
    EXPECT_NEAR(mixed[j], 0.25 * objective->values[j] + 0.75 * subjective[j], 1e-15)
        << "entropy ignores the given ones";
  rule.second = Weighting::combined;
  EXPECT_REFUSED(tree_weights(tree, five(), rule), ErrorCode::domain, "measure.weights.combined_twice");
}

TEST(CombineWeights, WorkedByHand) {
  const std::vector<double> a{0.2, 0.3, 0.5};
  const std::vector<double> b{0.5, 0.25, 0.25};
  expect_near(*combine_weights(a, b, Combination::linear, 0.5), {0.35, 0.275, 0.375}, 1e-14);
  expect_near(*combine_weights(a, b, Combination::multiplicative), {0.1 / 0.3, 0.25, 0.125 / 0.3}, 1e-14);
  // R: solve(W W', diag(W W')) = .571428571428571, .542857142857143.
  expect_near(*combine_weights(a, b, Combination::game), {0.346153846153846, 0.275641025641026, 0.378205128205128},
              1e-14);
  expect_near(*combine_weights(a, a, Combination::game), a, 1e-14);
  EXPECT_REFUSED(combine_weights(a, std::vector<double>{1}, Combination::linear), ErrorCode::domain,
                 "measure.weights.combination");
  EXPECT_REFUSED(combine_weights(std::vector<double>{1, 0}, std::vector<double>{0, 1}, Combination::multiplicative),
                 ErrorCode::domain, "measure.weights.combination");
  EXPECT_REFUSED(combine_weights(a, b, Combination::linear, 1.5), ErrorCode::domain, "measure.weights.combination");
}

TEST(TreeWeights, Refusals) {
  EXPECT_REFUSED(tree_weights(flat_tree(4), five(), {}), ErrorCode::shape, "measure.weights.tree_shape");
  EXPECT_REFUSED(tree_weights(flat_tree(2), Observations({2, 3}, 1.0), rule_of(Weighting::given)), ErrorCode::domain,
                 "measure.weights.no_variation");
  EXPECT_REFUSED(tree_weights(flat_tree(1), observations(1, {1, NAN}), {}), ErrorCode::domain,
                 "measure.weights.not_finite");
}

RC_GTEST_PROP(TreeWeightsProperty, SumToOneAndGroupsAddUp, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(5 * 8, rc::gen::inRange(0, 50));
  Observations z({5, 8});
  std::copy(raw.begin(), raw.end(), z.values().begin());
  for (const WeightScope scope : {WeightScope::flat, WeightScope::by_level}) {
    for (const Weighting rule : {Weighting::entropy, Weighting::equal, Weighting::critic, Weighting::variation,
                                 Weighting::deviation, Weighting::gini, Weighting::pca, Weighting::given}) {
      const auto out = tree_weights(deep_tree(), z, rule_of(rule, scope));
      if (!out) continue;  // fully correlated siblings have no conflict
      RC_ASSERT(std::fabs(std::accumulate(out->values.begin(), out->values.end(), 0.0) - 1) < 1e-12);
      RC_ASSERT(std::fabs(out->groups[1] + out->groups[2] - out->groups[0]) < 1e-12);
      RC_ASSERT(std::fabs(out->groups[3] + out->groups[4] - out->groups[1]) < 1e-12);
      for (const double w : out->values) RC_ASSERT(w >= 0);
    }
  }
}

}  // namespace
}  // namespace tidu::measure
