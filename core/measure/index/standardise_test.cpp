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
