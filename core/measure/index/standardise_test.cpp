// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/standardise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Cells = Array<double, Indicator, Region, Year>;

Cells cells(std::array<std::size_t, 3> extents, std::vector<double> values) {
  Cells out(extents);
  out.values() = std::move(values);
  return out;
}

const std::vector<IndicatorRule> kPositive(1);

ScaleRule yearly() { return {.pooling = Pooling::yearly}; }

TEST(Standardise, PoolsRegionsAndYears) {
  // Two regions, two years: (1, 3), (2, 5); min 1, max 5.
  const auto out = standardise(cells({1, 2, 2}, {1, 3, 2, 5}), kPositive);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->values.values(), (std::vector<double>{0, 0.5, 0.25, 1}));
  EXPECT_TRUE(out->trend_is_meaningful);
  EXPECT_TRUE(out->constant.empty());
}

TEST(Standardise, NegativeIndicatorsAreTurnedAround) {
  const std::vector<IndicatorRule> negative{{.direction = Direction::negative}};
  const auto out = standardise(cells({1, 2, 2}, {1, 3, 2, 5}), negative);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->values.values(), (std::vector<double>{1, 0.5, 0.75, 0}));
}

TEST(Standardise, YearlyRuleSaysThatTrendsAreMeaningless) {
  const auto out = standardise(cells({1, 2, 2}, {1, 3, 2, 5}), kPositive, yearly());
  ASSERT_TRUE(out);
  EXPECT_EQ(out->values.values(), (std::vector<double>{0, 0, 1, 1}));
  EXPECT_FALSE(out->trend_is_meaningful);
}

TEST(Standardise, ConstantIndicatorsAreListed) {
  const std::vector<IndicatorRule> directions(2);
  const Cells x = cells({2, 2, 2}, {4, 4, 4, 4, 1, 3, 2, 3});
  const auto all = standardise(x, directions);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->constant, (std::vector<std::size_t>{0}));
  EXPECT_TRUE(all->constant_years.empty());
  EXPECT_EQ(all->values(0, 1, 1), 0);
  const auto by_year = standardise(x, directions, yearly());
  ASSERT_TRUE(by_year);
  EXPECT_EQ(by_year->constant, (std::vector<std::size_t>{0}));
  EXPECT_EQ(by_year->constant_years, (std::vector<ConstantYear>{{1, 1}}));
}

TEST(Standardise, LargestNumbersDoNotOverflow) {
  const double huge = std::numeric_limits<double>::max();
  const auto out = standardise(cells({1, 3, 1}, {-huge, 0, huge}), kPositive);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->values.values(), (std::vector<double>{0, 0.5, 1}));
}

ScaleRule rule_of(Scaling scaling) {
  ScaleRule rule;
  rule.rule = scaling;
  return rule;
}

std::vector<double> scaled(std::vector<double> x, const IndicatorRule& indicator, const ScaleRule& rule) {
  const std::vector<IndicatorRule> rules{indicator};
  const std::size_t n = x.size();
  const auto out = standardise(cells({1, n, 1}, std::move(x)), rules, rule);
  EXPECT_TRUE(out);
  return out ? out->values.values() : std::vector<double>();
}

TEST(Standardise, MiddleAndIntervalByMinMax) {
  // zhjx19/mathmodels, rescale_middle and rescale_interval: 1 - |x - c|/max|x - c|; 1 inside, distance/max distance
  // beyond.
  const IndicatorRule middle{.direction = Direction::middle, .optimum = 6};
  EXPECT_EQ(scaled({2, 5, 6, 8}, middle, {}), (std::vector<double>{0, 0.75, 1, 0.5}));
  const IndicatorRule interval{.direction = Direction::interval, .low = 4, .high = 6};
  EXPECT_EQ(scaled({0, 3, 4, 5, 6, 8}, interval, {}), (std::vector<double>{0, 0.75, 1, 1, 1, 0.5}));
  EXPECT_EQ(scaled({4, 5, 6}, interval, {}), (std::vector<double>{1, 1, 1})) << "everything inside";
}

TEST(Standardise, GoalpostsCutOff) {
  // UNDP, Human Development Report, technical note 1: ln 3,829 between ln 100 and ln 75,000 is .5506.
  const IndicatorRule income{.goal_low = 4.605170185988092, .goal_high = 11.225243392518447};
  EXPECT_NEAR(scaled({8.25035914660532}, income, rule_of(Scaling::goalposts))[0], 0.5506, 5e-5);
  const IndicatorRule life{.goal_low = 20, .goal_high = 85};
  EXPECT_EQ(scaled({10, 20, 52.5, 90}, life, rule_of(Scaling::goalposts)), (std::vector<double>{0, 0, 0.5, 1}));
  const IndicatorRule deaths{.direction = Direction::negative, .goal_low = 0, .goal_high = 8};
  EXPECT_EQ(scaled({2, 10}, deaths, rule_of(Scaling::goalposts)), (std::vector<double>{0.75, 0}));
  const IndicatorRule middle{.direction = Direction::middle, .optimum = 6, .goal_low = 2, .goal_high = 8};
  EXPECT_EQ(scaled({7, 2, 20}, middle, rule_of(Scaling::goalposts)), (std::vector<double>{0.75, 0, 0}));
}

TEST(Standardise, OtherRules) {
  const IndicatorRule positive;
  const IndicatorRule negative{.direction = Direction::negative};
  const IndicatorRule middle{.direction = Direction::middle, .optimum = 2};
  EXPECT_EQ(scaled({1, 2, 3}, positive, rule_of(Scaling::z_score)), (std::vector<double>{-1, 0, 1}));
  EXPECT_EQ(scaled({1, 2, 3}, negative, rule_of(Scaling::z_score)), (std::vector<double>{1, 0, -1}));
  ScaleRule hundred = rule_of(Scaling::z_score);
  hundred.mean = 100;
  hundred.deviation = 10;
  EXPECT_EQ(scaled({1, 2, 3}, positive, hundred), (std::vector<double>{90, 100, 110}));
  EXPECT_EQ(scaled({7, 5, 7, 1}, positive, rule_of(Scaling::rank)), (std::vector<double>{3.5, 2, 3.5, 1}));
  EXPECT_EQ(scaled({7, 5, 7, 1}, negative, rule_of(Scaling::rank)), (std::vector<double>{1.5, 3, 1.5, 4}));
  EXPECT_EQ(scaled({5, 2, 0}, middle, rule_of(Scaling::rank)), (std::vector<double>{1, 3, 2}));
  EXPECT_EQ(scaled({3, 4}, positive, rule_of(Scaling::vector)), (std::vector<double>{0.6, 0.8}));
  EXPECT_EQ(scaled({3, 4}, negative, rule_of(Scaling::vector)), (std::vector<double>{-0.6, -0.8}));
  EXPECT_EQ(scaled({3, 4}, negative, rule_of(Scaling::none)), (std::vector<double>{-3, -4}));
  EXPECT_EQ(scaled({3, 1}, middle, rule_of(Scaling::none)), (std::vector<double>{-1, -1}));
  EXPECT_EQ(scaled({1, 3}, positive, {.low = 0.25, .high = 0.75}), (std::vector<double>{0.25, 0.75}));
}

TEST(Standardise, RatiosToTheBaseYear) {
  ScaleRule rule = rule_of(Scaling::base_year);
  rule.base_year = 1;
  const auto up = standardise(cells({1, 2, 3}, {1, 2, 3, 8, 4, 2}), kPositive, rule);
  ASSERT_TRUE(up);
  EXPECT_EQ(up->values.values(), (std::vector<double>{0.5, 1, 1.5, 2, 1, 0.5}));
  EXPECT_FALSE(up->unit_interval);
  const std::vector<IndicatorRule> negative{{.direction = Direction::negative}};
  EXPECT_EQ(standardise(cells({1, 2, 3}, {1, 2, 3, 8, 4, 2}), negative, rule)->values.values(),
            (std::vector<double>{2, 1, 2. / 3, 0.5, 1, 2}));
  EXPECT_REFUSED(standardise(cells({1, 2, 3}, {1, 2, 3, 0, 4, 2}), kPositive, rule), ErrorCode::domain,
                 "measure.standardise.base_value");
  rule.base_year = 3;
  EXPECT_REFUSED(standardise(cells({1, 2, 3}, {1, 2, 3, 8, 4, 2}), kPositive, rule), ErrorCode::domain,
                 "measure.standardise.base_year");
  rule.base_year = 0;
  const std::vector<IndicatorRule> middle{{.direction = Direction::middle, .optimum = 2}};
  EXPECT_REFUSED(standardise(cells({1, 2, 3}, {1, 2, 3, 8, 4, 2}), middle, rule), ErrorCode::domain,
                 "measure.standardise.base_direction");
}

TEST(Standardise, SaysWhatLiesInTheUnitInterval) {
  for (const auto& [scaling, inside] :
       {std::pair(Scaling::min_max, true), std::pair(Scaling::goalposts, true), std::pair(Scaling::z_score, false),
        std::pair(Scaling::rank, false), std::pair(Scaling::vector, false), std::pair(Scaling::none, false)}) {
    const std::vector<IndicatorRule> rules{{.goal_low = 0, .goal_high = 9}};
    EXPECT_EQ(standardise(cells({1, 2, 1}, {1, 2}), rules, rule_of(scaling))->unit_interval, inside);
  }
  EXPECT_FALSE(standardise(cells({1, 2, 1}, {1, 2}), kPositive, {.low = 1, .high = 100})->unit_interval);
}

TEST(Standardise, MarksThatAreMissing) {
  const auto with = [](IndicatorRule rule, Scaling scaling) {
    const std::vector<IndicatorRule> rules{rule};
    return standardise(cells({1, 2, 1}, {1, 2}), rules, rule_of(scaling));
  };
  EXPECT_REFUSED(with({.direction = Direction::middle}, Scaling::min_max), ErrorCode::domain,
                 "measure.standardise.optimum");
  EXPECT_REFUSED(with({.direction = Direction::interval, .low = 2, .high = 1}, Scaling::rank), ErrorCode::domain,
                 "measure.standardise.interval");
  EXPECT_REFUSED(with({.goal_low = 1}, Scaling::goalposts), ErrorCode::domain, "measure.standardise.goalposts");
  EXPECT_REFUSED(standardise(cells({1, 2, 1}, {1, 2}), kPositive, {.low = 1, .high = 1}), ErrorCode::domain,
                 "measure.standardise.scale");
  const double huge = std::numeric_limits<double>::max();
  EXPECT_REFUSED(standardise(cells({1, 3, 1}, {huge, huge, 0}), kPositive, rule_of(Scaling::z_score)),
                 ErrorCode::domain, "measure.standardise.overflow");
  EXPECT_TRUE(standardise(cells({1, 2, 1}, {1e200, 2e200}), kPositive, rule_of(Scaling::vector)));
}

TEST(Standardise, YearlyScalesTurnATrendIntoNothing) {
  // Guard 5: two regions that double together. Pooled, the index rises; yearly, it stands still.
  const Cells x = cells({1, 2, 2}, {1, 2, 3, 6});
  EXPECT_EQ(standardise(x, kPositive, yearly())->values.values(), (std::vector<double>{0, 0, 1, 1}));
  const auto rising = standardise(x, kPositive);
  EXPECT_GT(rising->values(0, 1, 1), rising->values(0, 1, 0));
  ScaleRule base = rule_of(Scaling::base_year);
  base.pooling = Pooling::yearly;
  EXPECT_TRUE(standardise(x, kPositive, base)->trend_is_meaningful) << "ratios look at no other region";
}

TEST(Standardise, NamesTheCellThatIsNotANumber) {
  const std::vector<IndicatorRule> directions(2);
  Cells x({2, 3, 4}, 1.0);
  x(1, 2, 3) = std::numeric_limits<double>::quiet_NaN();
  const auto out = standardise(x, directions);
  EXPECT_REFUSED(out, ErrorCode::domain, "measure.standardise.not_finite");
  EXPECT_EQ(out.error().message, text("measure.standardise.not_finite", 2, 3, 4));
}

TEST(Standardise, RefusesShapes) {
  EXPECT_REFUSED(standardise(Cells({0, 3, 4}), {}), ErrorCode::shape, "measure.standardise.empty");
  EXPECT_REFUSED(standardise(Cells({2, 3, 4}), kPositive), ErrorCode::shape, "measure.standardise.directions");
}

RC_GTEST_PROP(StandardiseProperty, LiesInUnitIntervalAndIgnoresUnits, ()) {
  const auto integers = *rc::gen::container<std::vector<int>>(12, rc::gen::inRange(-1000, 1000));
  const std::vector<double> values(integers.begin(), integers.end());
  std::vector<double> rescaled;
  for (double v : values) rescaled.push_back(v * 4 + 16);  // powers of two: the same bits
  const auto a = standardise(cells({1, 4, 3}, values), kPositive);
  const auto b = standardise(cells({1, 4, 3}, rescaled), kPositive);
  RC_ASSERT(a.has_value() && b.has_value());
  RC_ASSERT(a->values.values() == b->values.values());
  const auto [low, high] = std::minmax_element(a->values.values().begin(), a->values.values().end());
  RC_ASSERT(*low == 0.0);
  RC_ASSERT(*high == (a->constant.empty() ? 1.0 : 0.0));
}

}  // namespace
}  // namespace tidu::measure
