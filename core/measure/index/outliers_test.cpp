// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/outliers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/base/math.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Cells = Array<double, Indicator, Region, Year>;

Cells one_indicator(std::vector<double> values) {
  Cells out({1, values.size(), 1});
  out.values() = std::move(values);
  return out;
}

OutlierRule winsorising(std::size_t points) {
  OutlierRule rule;
  rule.treatment = Treatment::winsorise;
  rule.most_points = points;
  return rule;
}

std::vector<double> counting(int n, std::initializer_list<double> more) {
  std::vector<double> x(static_cast<std::size_t>(n));
  std::iota(x.begin(), x.end(), 1.0);
  x.insert(x.end(), more);
  return x;
}

TEST(SkewnessAndKurtosis, AgreeWithTheManualOfExcel) {
  // Microsoft's documentation of SKEW and KURT: 0.359543071 and -0.151799637.
  const std::vector<double> x{3, 4, 5, 2, 3, 4, 5, 6, 4, 7};
  EXPECT_NEAR(skewness(x), 0.359543071406798, 1e-13);
  EXPECT_NEAR(excess_kurtosis(x), -0.151799637208415, 1e-13);
  EXPECT_EQ(skewness(std::vector<double>(5, 3.0)), 0);
  EXPECT_EQ(excess_kurtosis(std::vector<double>(5, 3.0)), 0);
}

TEST(Winsorise, AsCoinrDoes) {
  // The examples of COINr's tests (test-treat.R) and manual (winsorise.Rd).
  const auto one = treat_outliers(one_indicator(counting(10, {100})), winsorising(5));
  ASSERT_TRUE(one);
  EXPECT_EQ(one->values.values(), counting(10, {10}));
  EXPECT_TRUE(one->indicators[0].passes);
  EXPECT_NEAR(one->indicators[0].skewness_before, 3.25563818406051, 1e-12);
  EXPECT_NEAR(one->indicators[0].kurtosis_before, 10.706673906422, 1e-12);
  const auto two = treat_outliers(one_indicator(counting(10, {30, 100})), winsorising(5));
  EXPECT_EQ(two->values.values(), counting(10, {30, 30})) << "skewness 1.71 passes";
  ASSERT_EQ(two->changed.size(), 1U);
  EXPECT_EQ(two->changed[0].region, 11U);
  EXPECT_EQ(two->changed[0].from, 100);
  EXPECT_EQ(two->changed[0].to, 30);
  const auto low = treat_outliers(one_indicator(counting(10, {-100})), winsorising(5));
  EXPECT_EQ(low->values.values(), counting(10, {1})) << "low outliers move up";
}

TEST(Winsorise, StopsAtTheMostPointsAndThenTransformsTheRawValues) {
  const auto x = counting(20, {100, 200});
  const auto stopped = treat_outliers(one_indicator(x), winsorising(1));
  ASSERT_TRUE(stopped);
  EXPECT_FALSE(stopped->indicators[0].passes);
  EXPECT_EQ(stopped->values(0, 21, 0), 100);
  OutlierRule rule = winsorising(1);
  rule.treatment = Treatment::winsorise_log;
  const auto logged = treat_outliers(one_indicator(x), rule);
  EXPECT_EQ(logged->indicators[0].treated, Treated::transformed);
  EXPECT_TRUE(logged->changed.empty()) << "the winsorised cells are taken back";
  // COINr's log_CT: log(x - min + 0.01 (max - min)).
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_EQ(logged->values(0, i, 0), math::log(x[i] - 1 + 0.01 * 199));
  rule.treatment = Treatment::winsorise_box_cox;
  rule.lambda = 0.5;
  const auto powered = treat_outliers(one_indicator(x), rule);
  EXPECT_NEAR(powered->values(0, 21, 0), (std::sqrt(200.0) - 1) / 0.5, 1e-13);
}

TEST(Winsorise, EitherLimitIsStricter) {
  // Skewness 1.5 passes both tests' first limit, kurtosis 4.6 does not.
  const auto x = counting(10, {30, 30});
  OutlierRule rule = winsorising(5);
  rule.skewness = 1.5;
  EXPECT_EQ(treat_outliers(one_indicator(x), rule)->indicators[0].treated, Treated::untouched)
      << "kurtosis 1.8 is inside its limit";
  rule.test = OutlierTest::either;
  EXPECT_EQ(treat_outliers(one_indicator(x), rule)->values.values(), counting(10, {10, 10}))
      << "cells that tie change together";
}

TEST(Winsorise, NeverTakesAllVariation) {
  const auto out = treat_outliers(one_indicator({0, 0, 0, 0, 0, 0, 0, 0, 0, 9}), winsorising(5));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->values(0, 9, 0), 9);
  EXPECT_EQ(out->indicators[0].treated, Treated::untouched);
  EXPECT_FALSE(out->indicators[0].passes);
}

TEST(Winsorise, LeavesConstantsAndFewCellsAlone) {
  for (const auto& x : {std::vector<double>(9, 2.0), std::vector<double>{1, 2, 900}}) {
    const auto out = treat_outliers(one_indicator(x), winsorising(5));
    ASSERT_TRUE(out);
    EXPECT_EQ(out->values.values(), x);
    EXPECT_TRUE(out->indicators[0].passes);
  }
}

TEST(TransformedRules, MarksMoveWithTheIndicator) {
  OutlierRule rule = winsorising(0);
  rule.treatment = Treatment::winsorise_log;
  const auto out = treat_outliers(one_indicator(counting(20, {100, 200})), rule);
  const std::vector<IndicatorRule> rules{{.direction = Direction::middle, .optimum = 50}};
  const auto moved = transformed_rules(rules, *out);
  ASSERT_TRUE(moved);
  EXPECT_EQ((*moved)[0].optimum, math::log(49 + 1.99));
  const std::vector<IndicatorRule> outside{{.direction = Direction::middle, .optimum = -50}};
  EXPECT_REFUSED(transformed_rules(outside, *out), ErrorCode::domain, "measure.outliers.mark");
}

TEST(TreatOutliers, Refusals) {
  EXPECT_REFUSED(treat_outliers(one_indicator({1, NAN, 2})), ErrorCode::domain, "measure.outliers.not_finite");
  OutlierRule rule;
  rule.skewness = 0;
  EXPECT_REFUSED(treat_outliers(one_indicator({1, 2}), rule), ErrorCode::domain, "measure.outliers.limits");
}

RC_GTEST_PROP(TreatOutliersProperty, TheAccountSaysWhatChangedAndNothingElseDid, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(12, rc::gen::inRange(0, 40));
  std::vector<double> x(raw.begin(), raw.end());
  x.push_back(*rc::gen::inRange(100, 1000));
  const auto out = treat_outliers(one_indicator(x), winsorising(4));
  RC_ASSERT(out.has_value());
  std::vector<double> back = out->values.values();
  for (const ChangedCell& cell : out->changed) {
    RC_ASSERT(back[cell.region] == cell.to);
    RC_ASSERT(cell.to != cell.from);
    back[cell.region] = cell.from;
  }
  RC_ASSERT(back == x);
  for (std::size_t i = 0; i < x.size(); ++i) {  // the order of regions never turns around
    for (std::size_t k = 0; k < x.size(); ++k)
      RC_ASSERT(x[i] > x[k] || out->values.values()[i] <= out->values.values()[k]);
  }
}

}  // namespace
}  // namespace tidu::measure
