// SPDX-License-Identifier: Apache-2.0
#include "data/imputation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "data/results.h"

namespace tidu::data {
namespace {

constexpr std::size_t kOneGroup[] = {0};

Array<double, Region, Year> one_region(std::vector<double> values) {
  Array<double, Region, Year> series({1, values.size()});
  std::copy(values.begin(), values.end(), series.values().begin());
  return series;
}

std::vector<double> filled(std::vector<double> values, Fill fill) {
  const auto series = one_region(std::move(values));
  const FilledSeries result = fill_series(series.view(), fill, kOneGroup);
  return {result.values.values().begin(), result.values.values().end()};
}

TEST(Fill, EachRuleDoesWhatItSays) {
  const double no = kNoValue;
  EXPECT_EQ(filled({1, no, no, 4, 5}, Fill::linear), (std::vector<double>{1, 2, 3, 4, 5}));
  EXPECT_EQ(filled({no, 2, no, 4, no}, Fill::nearest), (std::vector<double>{2, 2, 3, 4, 4}));
  EXPECT_EQ(filled({no, 2, no, no, no}, Fill::hold), (std::vector<double>{2, 2, 2, 2, 2}));
  EXPECT_EQ(filled({1, no, 3}, Fill::hold), (std::vector<double>{1, 1, 3})) << "the earlier of two equally near";
  EXPECT_EQ(filled({no, 1}, Fill::zero), (std::vector<double>{0, 1}));
  EXPECT_EQ(filled({no, 2, no, 4, no}, Fill::trend), (std::vector<double>{1, 2, 3, 4, 5}));
  EXPECT_EQ(filled({no, 1, 4, 4, no}, Fill::trend), (std::vector<double>{-0.5, 1, 4, 4, 5.5}))
      << "the slope of all observed years, from the nearest on";
  const auto single = fill_series(one_region({no, 1}).view(), Fill::trend, kOneGroup);
  EXPECT_EQ(single.open, (std::vector<std::size_t>{0})) << "one year has no trend";
  const auto open = fill_series(one_region({no, 1, no}).view(), Fill::linear, kOneGroup);
  EXPECT_EQ(open.open, (std::vector<std::size_t>{0, 2})) << "linear leaves the ends open";
  EXPECT_EQ(open.missing, 2U);
}

TEST(Fill, AGroupGivesTheMeanOfItsObservedRegions) {
  Array<double, Region, Year> series({4, 2}, kNoValue);
  series(0, 0) = 1;
  series(1, 0) = 4;
  series(3, 0) = 100;
  const std::size_t groups[] = {0, 0, 0, 1};
  const FilledSeries result = fill_series(series.view(), Fill::group, groups);
  EXPECT_EQ(result.values(2, 0), 2.5);
  EXPECT_EQ(result.open, (std::vector<std::size_t>{1, 3, 5, 7})) << "a year that nobody has stays open";
}

RC_GTEST_PROP(Fill, ObservedCellsAreNeverTouched, (const std::vector<int>& numbers)) {
  RC_PRE(!numbers.empty());
  std::vector<double> values;
  for (const int n : numbers) values.push_back(n % 3 == 0 ? kNoValue : n);
  const auto series = one_region(values);
  for (const Fill fill : {Fill::none, Fill::linear, Fill::nearest, Fill::hold, Fill::group, Fill::zero, Fill::trend}) {
    const FilledSeries result = fill_series(series.view(), fill, kOneGroup);
    std::size_t missing = 0;
    for (std::size_t t = 0; t < values.size(); ++t) {
      if (std::isnan(values[t])) {
        ++missing;
      } else {
        RC_ASSERT(result.values(0, t) == values[t]);
        RC_ASSERT(!result.imputed[t]);
      }
    }
    RC_ASSERT(result.missing == missing);
  }
}

}  // namespace
}  // namespace tidu::data
