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

}  // namespace
}  // namespace tidu::measure
