// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/aggregate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>

#include "core/measure/index/index.h"
#include "core/measure/index/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::deep_tree;
using testing::Observations;
using testing::observations;

AggregationRule rule_of(Aggregation rule, double power = 2) {
  AggregationRule out;
  out.rule = rule;
  out.power = power;
  return out;
}

std::vector<double> scores(const IndexTree& tree, const Observations& z, std::vector<double> weights,
                           const AggregationRule& rule, std::size_t years = 1) {
  const auto aggregator = Aggregator::make(tree, z, rule, years);
  EXPECT_TRUE(aggregator);
  std::vector<double> out(z.extent<Row>());
  auto scratch = aggregator->scratch();
  aggregator->scores(weights, out, scratch);
  return out;
}

TEST(Topsis, HwangAndYoonsFighterAircraft) {
  // Hwang & Yoon 1981: C* = .643, .268, .613, .312; the fourth criterion is a cost. Full digits from the golden file,
  // G24.
  Array<double, Indicator, Region, Year> x({6, 4, 1});
  x.values() = {2.0,   2.5,   1.8,   2.2,    //
                1500,  2700,  2000,  1800,   //
                20000, 18000, 21000, 20000,  //
                5.5,   6.5,   4.5,   5.0,    //
                5,     3,     7,     5,      //
                9,     5,     7,     5};
  std::vector<IndicatorRule> rules(6);
  rules[3].direction = Direction::negative;
  ScaleRule scale;
  scale.rule = Scaling::vector;
  const auto z = standardise(x, rules, scale);
  ASSERT_TRUE(z);
  const auto index =
      index_scores(flat_tree(6), z->values, std::vector<double>{.2, .1, .1, .1, .2, .3}, rule_of(Aggregation::topsis));
  ASSERT_TRUE(index);
  const double expected[] = {.643277000553, .268383567719, .613542290007, .312291065582};
  for (std::size_t r = 0; r < 4; ++r) EXPECT_NEAR(index->scores(r, 0), expected[r], 1e-12);
}

TEST(Topsis, IdealsArePooledUnlessAskedFor) {
  const Observations z = observations(1, {0, 0.5, 0.5, 1});  // two regions, two years
  AggregationRule rule = rule_of(Aggregation::topsis);
  EXPECT_EQ(scores(flat_tree(1), z, {1}, rule, 2), (std::vector<double>{0, 0.5, 0.5, 1}));
  rule.ideals = Pooling::yearly;
  EXPECT_EQ(scores(flat_tree(1), z, {1}, rule, 2), (std::vector<double>{0, 0, 1, 1})) << "years cannot be compared";
}

TEST(GreyRelation, DocumentedExample) {
  // The example of zhjx19/mathmodels' documentation (G26): the series .9 .7 .8, .8 .9 .7 and .7 .8 .9 against .9 .8 .7.
  // Rows hold minus their distances from the reference, and a fourth row is the reference.
  const Observations turned = observations(3, {0, -.1, -.2, 0, -.1, -.1, 0, 0, -.1, 0, -.2, 0});
  const auto out = scores(flat_tree(3), turned, {1. / 3, 1. / 3, 1. / 3}, rule_of(Aggregation::grey));
  EXPECT_NEAR(out[0], 2. / 3, 1e-12);
  EXPECT_NEAR(out[1], 2. / 3, 1e-12);
  EXPECT_NEAR(out[2], 5. / 9, 1e-12);
  EXPECT_EQ(out[3], 1);
  EXPECT_EQ(scores(flat_tree(1), observations(1, {3, 3}), {1}, rule_of(Aggregation::grey)),
            (std::vector<double>{1, 1}));
}

TEST(Geometric, HumanDevelopmentIndex) {
  // UNDP, Human Development Report, technical note 1: health .6971, education .3447, income .5506 make .510.
  const Observations z = observations(3, {0.6971, 0.3447, 0.5506});
  const std::vector<double> thirds(3, 1. / 3);
  EXPECT_NEAR(scores(flat_tree(3), z, thirds, rule_of(Aggregation::geometric))[0], 0.510, 0.0005);
  EXPECT_NEAR(scores(flat_tree(3), z, thirds, rule_of(Aggregation::power, 0))[0],
              scores(flat_tree(3), z, thirds, rule_of(Aggregation::geometric))[0], 1e-15);
}

TEST(Means, WorkedByHand) {
  const Observations two = observations(2, {0.25, 0, 1, 0.5});
  EXPECT_EQ(scores(flat_tree(2), two, {0.5, 0.5}, rule_of(Aggregation::linear)), (std::vector<double>{0.625, 0.25}));
  EXPECT_EQ(scores(flat_tree(2), two, {0.5, 0.5}, rule_of(Aggregation::geometric)), (std::vector<double>{0.5, 0}));
  EXPECT_EQ(scores(flat_tree(2), two, {0.5, 0.5}, rule_of(Aggregation::harmonic)), (std::vector<double>{0.4, 0}));
  const auto quadratic = scores(flat_tree(2), two, {0.5, 0.5}, rule_of(Aggregation::power, 2));
  EXPECT_NEAR(quadratic[0], std::sqrt((0.0625 + 1) / 2), 1e-15);
  EXPECT_EQ(scores(flat_tree(2), two, {0.5, 0.5}, rule_of(Aggregation::power, -1)), (std::vector<double>{0.4, 0}))
      << "a value of 0 with weight makes the score 0";
  EXPECT_EQ(scores(flat_tree(2), two, {0, 1}, rule_of(Aggregation::geometric)), (std::vector<double>{1, 0.5}))
      << "what has no weight does not count, 0 or not";
}

TEST(Means, FloorRaisesAndCounts) {
  const Observations z = observations(2, {0.25, 0, 1, 0.04});
  AggregationRule rule = rule_of(Aggregation::geometric);
  rule.floor = 0.01;
  const auto aggregator = Aggregator::make(flat_tree(2), z, rule);
  ASSERT_TRUE(aggregator);
  EXPECT_EQ(aggregator->raised(), 1U);
  EXPECT_NEAR(scores(flat_tree(2), z, {0.5, 0.5}, rule)[1], 0.02, 1e-15);
}

TEST(MazziottaPareto, WorkedByHand) {
  // Values 90, 100, 110: M = 100, sd = 8.165, cv = .08165, so 100 -/+ .6667. Weighted: Mazziotta & Pareto 2022.
  const Observations z = observations(3, {90, 100, 110});
  const std::vector<double> thirds(3, 1. / 3);
  EXPECT_NEAR(scores(flat_tree(3), z, thirds, rule_of(Aggregation::mpi_minus))[0], 100 - 2. / 3, 1e-12);
  EXPECT_NEAR(scores(flat_tree(3), z, thirds, rule_of(Aggregation::mpi_plus))[0], 100 + 2. / 3, 1e-12);
  EXPECT_NEAR(scores(flat_tree(3), z, {0.5, 0, 0.5}, rule_of(Aggregation::mpi_minus))[0], 100 - 1, 1e-12);
  EXPECT_EQ(scores(flat_tree(2), observations(2, {0, 0}), {0.5, 0.5}, rule_of(Aggregation::mpi_minus))[0], 0);
}

TEST(Copeland, WorkedByHand) {
  // a beats b on weights .6, c beats a on .7, b beats c on .7: a circle. d loses to all.
  const Observations z = observations(3, {2, 1, 3, 0, 3, 2, 1, 0, 1, 3, 2, 0});
  EXPECT_EQ(scores(flat_tree(3), z, {0.3, 0.3, 0.4}, rule_of(Aggregation::copeland)),
            (std::vector<double>{1, 1, 1, -3}));
  const Observations even = observations(3, {1, 0, 1, 0, 0, 1});
  EXPECT_EQ(scores(flat_tree(3), even, {0.1, 0.2, 0.3}, rule_of(Aggregation::copeland)), (std::vector<double>{0, 0}))
      << ".1 + .2 against .3 is even, whatever the rounding";
  AggregationRule yearly = rule_of(Aggregation::copeland);
  yearly.ideals = Pooling::yearly;
  EXPECT_EQ(scores(flat_tree(1), observations(1, {1, 9, 2, 3}), {1}, yearly, 2), (std::vector<double>{-1, 1, 1, -1}));
}

TEST(Levels, GroupsAreScoredFromTheirChildren) {
  IndexTree tree = deep_tree();
  tree.group_aggregation = {Aggregation::geometric, std::nullopt, std::nullopt, std::nullopt, std::nullopt};
  const Observations z = observations(5, {0.2, 0.4, 0.9, 0.5, 0.7});
  const std::vector<double> w{0.125, 0.125, 0.25, 0.25, 0.25};
  const auto aggregator = Aggregator::make(tree, z, rule_of(Aggregation::linear));
  ASSERT_TRUE(aggregator);
  auto scratch = aggregator->scratch();
  Array<double, Pillar, Row> groups({5, 1});
  aggregator->group_scores(w, groups, scratch);
  EXPECT_NEAR(groups(3, 0), 0.3, 1e-15);
  EXPECT_NEAR(groups(1, 0), 0.6, 1e-15);
  EXPECT_NEAR(groups(2, 0), 0.6, 1e-15);
  EXPECT_NEAR(groups(0, 0), 0.6, 1e-15) << "geometric over the dimensions";
}

TEST(Aggregator, Refusals) {
  const Observations z = observations(2, {0.5, 0.5, -0.5, 0.5});
  EXPECT_REFUSED(Aggregator::make(flat_tree(3), z), ErrorCode::shape, "measure.aggregate.shape");
  EXPECT_REFUSED(Aggregator::make(flat_tree(2), z, {}, 3), ErrorCode::shape, "measure.aggregate.shape");
  EXPECT_REFUSED(Aggregator::make(flat_tree(0), Observations({0, 2})), ErrorCode::shape, "measure.tree.empty");
  EXPECT_REFUSED(Aggregator::make(flat_tree(1), observations(1, {NAN})), ErrorCode::domain,
                 "measure.aggregate.not_finite");
  for (const Aggregation rule : {Aggregation::geometric, Aggregation::harmonic, Aggregation::power,
                                 Aggregation::mpi_minus, Aggregation::mpi_plus}) {
    const auto refused = Aggregator::make(flat_tree(2), z, rule_of(rule));
    EXPECT_REFUSED(refused, ErrorCode::domain, "measure.aggregate.negative");
    EXPECT_EQ(refused.error().message, text("measure.aggregate.negative", 2, 1, -0.5));
  }
  AggregationRule bad;
  bad.rho = 0;
  EXPECT_REFUSED(Aggregator::make(flat_tree(2), z, bad), ErrorCode::domain, "measure.aggregate.rule");
  IndexTree tree = deep_tree();
  tree.group_aggregation.assign(5, std::nullopt);
  tree.group_aggregation[1] = Aggregation::copeland;
  EXPECT_REFUSED(Aggregator::make(tree, Observations({5, 2}, 1.0), rule_of(Aggregation::geometric)), ErrorCode::domain,
                 "measure.aggregate.levels");
}

constexpr std::array kAll{Aggregation::linear, Aggregation::geometric, Aggregation::harmonic,
                          Aggregation::power,  Aggregation::mpi_minus, Aggregation::mpi_plus,
                          Aggregation::topsis, Aggregation::grey,      Aggregation::copeland};

RC_GTEST_PROP(AggregatorProperty, MoreOfAnythingNeverLowersAScore, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(5 * 6, rc::gen::inRange(1, 100));
  Observations z({5, 6});
  std::transform(raw.begin(), raw.end(), z.values().begin(), [](int v) { return v / 100.0; });
  const std::vector<double> w{0.125, 0.125, 0.25, 0.25, 0.25};
  for (const Aggregation rule : kAll) {
    if (rule == Aggregation::mpi_minus || rule == Aggregation::mpi_plus) continue;  // imbalance can outweigh the gain
    const auto before = scores(deep_tree(), z, w, rule_of(rule));
    Observations more = z;
    more(2, 3) = std::max(more(2, 3), 0.995);
    const auto after = scores(deep_tree(), more, w, rule_of(rule));
    // Distances and grey coefficients also move the ideal, so the region is compared with its rank's rivals there.
    if (rule <= Aggregation::power || rule == Aggregation::copeland) RC_ASSERT(after[3] >= before[3] - 1e-15);
  }
}

RC_GTEST_PROP(AggregatorProperty, OrderOfRegionsAndIndicatorsDoesNotMatter, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(4 * 5, rc::gen::inRange(1, 100));
  Observations z({4, 5});
  std::transform(raw.begin(), raw.end(), z.values().begin(), [](int v) { return v / 128.0; });
  Observations turned({4, 5});
  for (std::size_t j = 0; j < 4; ++j) {
    for (std::size_t i = 0; i < 5; ++i) turned(3 - j, 4 - i) = z(j, i);
  }
  for (const Aggregation rule : kAll) {
    const auto a = scores(flat_tree(4), z, {0.5, 0.25, 0.125, 0.125}, rule_of(rule));
    const auto b = scores(flat_tree(4), turned, {0.125, 0.125, 0.25, 0.5}, rule_of(rule));
    for (std::size_t i = 0; i < 5; ++i) RC_ASSERT(std::fabs(a[i] - b[4 - i]) < 1e-13);
  }
}

RC_GTEST_PROP(AggregatorProperty, EqualValuesScoreThatValueUnderEveryMean, ()) {
  const double value = *rc::gen::inRange(1, 1000) / 1000.0;
  const Observations z({5, 3}, value);
  for (const Aggregation rule : {Aggregation::linear, Aggregation::geometric, Aggregation::harmonic, Aggregation::power,
                                 Aggregation::mpi_minus, Aggregation::mpi_plus}) {
    for (const double s : scores(deep_tree(), z, {0.125, 0.125, 0.25, 0.25, 0.25}, rule_of(rule, 3)))
      RC_ASSERT(std::fabs(s - value) < 1e-14);
  }
}

RC_GTEST_PROP(AggregatorProperty, OneMeanThroughoutIsTheMeanOfAllIndicators, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(5 * 2, rc::gen::inRange(1, 100));
  Observations z({5, 2});
  std::transform(raw.begin(), raw.end(), z.values().begin(), [](int v) { return v / 100.0; });
  const std::vector<double> w{0.125, 0.125, 0.25, 0.25, 0.25};
  for (const Aggregation rule :
       {Aggregation::linear, Aggregation::geometric, Aggregation::harmonic, Aggregation::power}) {
    IndexTree levels = deep_tree();
    levels.group_aggregation.assign(5, rule);
    levels.group_aggregation[4] = Aggregation::linear;  // a single indicator: any mean is that value
    const auto by_level = scores(levels, z, w, rule_of(rule, 3));
    const auto at_once = scores(flat_tree(5), z, w, rule_of(rule, 3));
    for (std::size_t i = 0; i < 2; ++i) RC_ASSERT(std::fabs(by_level[i] - at_once[i]) < 1e-13);
  }
}

}  // namespace
}  // namespace tidu::measure
