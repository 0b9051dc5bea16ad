// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Cells = Array<double, Indicator, Region, Year>;

TEST(CompositeIndex, WorkedByHand) {
  Cells z({3, 2, 1});
  z.values() = {0, 1, 1, 0.5, 0.25, 0};  // indicators x regions
  const std::vector<double> weights{0.5, 0.25, 0.25};
  const std::vector<std::size_t> pillars{0, 1, 1};
  const auto index = index_scores(pillar_tree(pillars), z, weights);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->scores.values(), (std::vector<double>{0.3125, 0.625}));
  EXPECT_EQ(index->group_scores.values(), (std::vector<double>{0.3125, 0.625, 0, 1, 0.625, 0.25}));
  EXPECT_EQ(index->ranks.values(), (std::vector<std::size_t>{2, 1}));
}

TEST(CompositeIndex, RanksWithinEachYear) {
  Cells z({1, 3, 2});
  z.values() = {0, 0.9, 0.5, 0.1, 0.5, 0.5};
  const std::vector<double> weights{1};
  const std::vector<std::size_t> pillars{0};
  const auto index = index_scores(pillar_tree(pillars), z, weights);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->ranks.values(), (std::vector<std::size_t>{3, 1, 1, 3, 1, 2}));
}

TEST(CompositeIndex, PillarWithoutWeightScoresZero) {
  Cells z({2, 1, 1}, 1.0);
  const std::vector<double> weights{1, 0};
  const std::vector<std::size_t> pillars{0, 1};
  EXPECT_EQ(index_scores(pillar_tree(pillars), z, weights)->group_scores.values(), (std::vector<double>{1, 1, 0}));
}

TEST(CompositeIndex, RoundingOfWeightsDoesNotExceedOne) {
  const std::vector<double> weights{0.2, 0.4, 0.3, 0.1};
  ASSERT_GT(weights[0] + weights[1] + weights[2] + weights[3], 1.0);
  const Cells z({4, 1, 1}, 1.0);
  const std::vector<std::size_t> pillars{0, 0, 0, 0};
  EXPECT_EQ(index_scores(pillar_tree(pillars), z, weights)->scores(0, 0), 1.0);
}

TEST(CompositeIndex, Refusals) {
  const Cells z({2, 1, 1}, 1.0);
  const std::vector<double> weights{0.5, 0.5};
  const std::vector<double> negative{1.5, -0.5};
  const std::vector<double> short_of_one{0.5, 0.4};
  const std::vector<std::size_t> pillars{0, 1};
  const std::vector<std::size_t> one{0};
  AggregationRule geometric;
  geometric.rule = Aggregation::geometric;
  EXPECT_REFUSED(index_scores(pillar_tree(one), z, weights), ErrorCode::shape, "measure.aggregate.shape");
  EXPECT_REFUSED(index_scores(pillar_tree(pillars), z, {}), ErrorCode::domain, "measure.index.weights");
  EXPECT_REFUSED(index_scores(pillar_tree(pillars), z, negative, geometric), ErrorCode::domain,
                 "measure.index.negative_weights");
  EXPECT_REFUSED(index_scores(pillar_tree(pillars), z, short_of_one), ErrorCode::domain, "measure.index.weights");
}

// Three indicators, four regions, two years.
Cells raw_panel() {
  Cells x({3, 4, 2});
  x.values() = {1, 2, 3, 5, 8, 9, 4, 6, 10, 20, 30, 5, 15, 25, 40, 35, 7, 3, 8, 6, 2, 4, 9, 5};
  return x;
}

std::vector<IndicatorRule> panel_rules() {
  std::vector<IndicatorRule> rules(3);
  rules[1].direction = Direction::negative;
  rules[2].direction = Direction::middle;
  rules[2].optimum = 5;
  return rules;
}

TEST(CompositeIndex, IsItsFourSteps) {
  const Cells x = raw_panel();
  const auto rules = panel_rules();
  const IndexTree tree = pillar_tree(std::vector<std::size_t>{0, 0, 1});
  IndexMethod method;
  method.weights.rule = Weighting::critic;
  method.aggregation.rule = Aggregation::power;
  const auto index = composite_index({x, rules, tree}, method);
  ASSERT_TRUE(index);
  const auto z = standardise(x, rules);
  const auto w = critic_weights(pooled(z->values.view()));
  EXPECT_EQ(index->standardised.values.values(), z->values.values());
  EXPECT_EQ(index->weights.values, w->values);
  EXPECT_EQ(index->result.scores.values(),
            index_scores(tree, z->values, w->values, method.aggregation)->scores.values());
  EXPECT_TRUE(index->unit_interval);
}

TEST(CompositeIndex, SaysWhetherScoresLieInTheUnitInterval) {
  const Cells x = raw_panel();
  const std::vector<IndicatorRule> rules(3);
  const IndexTree tree = flat_tree(3);
  const auto unit = [&](Scaling scaling, Aggregation aggregation) {
    IndexMethod method;
    method.scale.rule = scaling;
    method.weights.rule = Weighting::equal;
    method.aggregation.rule = aggregation;
    return composite_index({x, rules, tree}, method)->unit_interval;
  };
  EXPECT_TRUE(unit(Scaling::min_max, Aggregation::geometric));
  EXPECT_TRUE(unit(Scaling::vector, Aggregation::topsis)) << "a share of two distances";
  EXPECT_TRUE(unit(Scaling::z_score, Aggregation::grey));
  EXPECT_FALSE(unit(Scaling::z_score, Aggregation::linear));
  EXPECT_FALSE(unit(Scaling::rank, Aggregation::linear));
  EXPECT_FALSE(unit(Scaling::min_max, Aggregation::copeland));
  EXPECT_FALSE(unit(Scaling::min_max, Aggregation::mpi_minus));
}

TEST(CompositeIndex, AStepThatRefusesIsHeard) {
  Cells x = raw_panel();
  const auto rules = panel_rules();
  const IndexTree tree = flat_tree(3);
  IndexMethod method;
  method.weights.rule = Weighting::variation;
  method.scale.rule = Scaling::z_score;
  EXPECT_REFUSED(composite_index({x, rules, tree}, method), ErrorCode::domain, "measure.weights.zero_mean");
  method = {};
  method.aggregation.rule = Aggregation::geometric;
  method.scale.rule = Scaling::vector;
  method.weights.rule = Weighting::equal;
  EXPECT_REFUSED(composite_index({x, rules, tree}, method), ErrorCode::domain, "measure.aggregate.negative");
  x(1, 2, 1) = NAN;
  EXPECT_REFUSED(composite_index({x, rules, tree}), ErrorCode::domain, "measure.outliers.not_finite");
}

RC_GTEST_PROP(IndexProperty, UnitsAndOrderOfRegionsDoNotMatter, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(2 * 5 * 2, rc::gen::inRange(0, 1000));
  Cells x({2, 5, 2});
  std::copy(raw.begin(), raw.end(), x.values().begin());
  Cells turned({2, 5, 2});
  for (std::size_t j = 0; j < 2; ++j) {
    for (std::size_t r = 0; r < 5; ++r) {
      for (std::size_t t = 0; t < 2; ++t) turned(j, 4 - r, t) = j == 0 ? 8 * x(j, r, t) + 64 : x(j, r, t);
    }
  }
  const std::vector<IndicatorRule> rules(2);
  const IndexTree tree = flat_tree(2);
  const auto a = composite_index({x, rules, tree});
  const auto b = composite_index({turned, rules, tree});
  RC_PRE(a.has_value() && b.has_value());
  for (std::size_t r = 0; r < 5; ++r) {
    for (std::size_t t = 0; t < 2; ++t)
      RC_ASSERT(std::fabs(a->result.scores(r, t) - b->result.scores(4 - r, t)) < 1e-12);
  }
}

TEST(CompetitionRanks, TiesShareTheSmallestRank) {
  EXPECT_EQ(competition_ranks(std::vector<double>{5, 9, 5, 1}), (std::vector<std::size_t>{2, 1, 2, 4}));
  EXPECT_EQ(competition_ranks(std::vector<double>{7, 7}), (std::vector<std::size_t>{1, 1}));
  EXPECT_TRUE(competition_ranks({}).empty());
}

RC_GTEST_PROP(IndexProperty, PillarsAddUpToTheScore, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(4 * 3 * 2, rc::gen::inRange(0, 101));
  const auto shares = *rc::gen::container<std::vector<int>>(4, rc::gen::inRange(1, 20));
  Cells z({4, 3, 2});
  std::transform(raw.begin(), raw.end(), z.values().begin(), [](int v) { return v / 100.0; });
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::vector<double> weights;
  for (int share : shares) weights.push_back(share / total);
  const std::vector<std::size_t> pillars{1, 0, 1, 0};
  const auto index = index_scores(pillar_tree(pillars), z, weights);
  RC_ASSERT(index.has_value());
  const auto pillar_weights = group_weights(pillar_tree(pillars), weights);
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t t = 0; t < 2; ++t) {
      const double sum =
          pillar_weights[1] * index->group_scores(1, r, t) + pillar_weights[2] * index->group_scores(2, r, t);
      RC_ASSERT(std::fabs(sum - index->scores(r, t)) < 1e-14);
      RC_ASSERT(index->scores(r, t) >= 0 && index->scores(r, t) <= 1);
    }
  }
}

RC_GTEST_PROP(IndexProperty, RankCountsTheValuesAbove, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  const std::vector<double> x(raw.begin(), raw.end());
  const auto ranks = competition_ranks(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto above = std::count_if(x.begin(), x.end(), [&](double v) { return v > x[i]; });
    RC_ASSERT(ranks[i] == static_cast<std::size_t>(above) + 1);
  }
}

TEST(IndexScores, ValuesBeyondTheRangeOfNumbersAreRefused) {
  Array<double, Indicator, Region, Year> x({2, 3, 1});
  x.values() = {1e300, 2e300, -3e300, 1, 2, 3};
  const double half[] = {0.5, 0.5};
  EXPECT_REFUSED(index_scores(flat_tree(2), x, half, {.rule = Aggregation::topsis}), ErrorCode::domain,
                 "measure.index.overflow");
}

}  // namespace
}  // namespace tidu::measure
