// SPDX-License-Identifier: Apache-2.0
#include "core/measure/breaks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(Breaks, FisherBySight) {
  const auto out = natural_breaks(std::vector<double>{4, 2, 1, 5, 10, 2, 11}, 3);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->class_of, (std::vector<std::size_t>{1, 0, 0, 1, 2, 0, 2}));
  EXPECT_EQ(out->upper, (std::vector<double>{2, 5, 11}));
  EXPECT_EQ(out->sizes, (std::vector<std::size_t>{3, 2, 2}));
  // 1, 2, 2 about 5/3: 2/3; 4, 5: 1/2; 10, 11: 1/2. All about 5: 271 - 7 * 25 = 96.
  EXPECT_NEAR(out->within, 2.0 / 3 + 1, 1e-14);
  EXPECT_NEAR(out->total, 96, 1e-12);
  EXPECT_NEAR(out->goodness, 1 - (2.0 / 3 + 1) / 96, 1e-15);
}

TEST(Breaks, Corners) {
  const std::vector<double> x{3, 1, 2};
  EXPECT_EQ(natural_breaks(x, 1)->sizes, std::vector<std::size_t>{3});
  EXPECT_EQ(natural_breaks(x, 1)->goodness, 0);
  EXPECT_EQ(natural_breaks(x, 3)->class_of, (std::vector<std::size_t>{2, 0, 1}));
  EXPECT_EQ(natural_breaks(x, 3)->goodness, 1);
  EXPECT_EQ(natural_breaks(std::vector<double>{7, 7}, 1)->goodness, 1);
  // evenly spaced: 0 | 1 2 and 0 1 | 2 are equally good
  EXPECT_EQ(natural_breaks(std::vector<double>{0, 1, 2}, 2)->sizes, (std::vector<std::size_t>{1, 2}));
  // far from zero nothing is lost: squares would need twice the digits that a double has
  const auto far = natural_breaks(std::vector<double>{1e9, 1e9 + 1, 1e9 + 5, 1e9 + 6}, 2);
  EXPECT_EQ(far->upper.front(), 1e9 + 1);
  EXPECT_DOUBLE_EQ(far->within, 1);
}

TEST(Breaks, FitOfAnyClasses) {
  const std::vector<double> x{4, 2, 1, 5, 10, 2, 11};
  const auto breaks = natural_breaks(x, 3);
  EXPECT_NEAR(variance_fit(x, breaks->class_of), breaks->goodness, 1e-15);
  EXPECT_LT(variance_fit(x, std::vector<std::size_t>{0, 1, 2, 0, 1, 2, 0}), breaks->goodness);
  EXPECT_EQ(variance_fit(x, std::vector<std::size_t>(7, 2)), 0);
}

TEST(Breaks, Refusals) {
  const std::vector<double> x{1, 1, 2};
  EXPECT_REFUSED(natural_breaks({}, 1), ErrorCode::shape, "measure.breaks.empty");
  EXPECT_REFUSED(natural_breaks(x, 0), ErrorCode::domain, "measure.breaks.classes");
  EXPECT_REFUSED(natural_breaks(x, 3), ErrorCode::domain, "measure.breaks.classes");
  EXPECT_REFUSED(natural_breaks(std::vector<double>{1, std::numeric_limits<double>::infinity()}, 1), ErrorCode::domain,
                 "measure.breaks.not_finite");
}

// The smallest sum over all ways to cut sorted values, by trying each.
double best_by_trial(std::span<const double> sorted, std::size_t classes) {
  if (classes == 1) {
    double mean = 0;
    for (const double v : sorted) mean += v / static_cast<double>(sorted.size());
    double squares = 0;
    for (const double v : sorted) squares += (v - mean) * (v - mean);
    return squares;
  }
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t cut = classes - 1; cut < sorted.size(); ++cut) {
    best = std::min(best, best_by_trial(sorted.first(cut), classes - 1) + best_by_trial(sorted.subspan(cut), 1));
  }
  return best;
}

RC_GTEST_PROP(BreaksProperty, NoPartitionIsBetter, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(9, rc::gen::inRange(-50, 50));
  std::vector<double> x(raw.begin(), raw.end());
  const auto classes = *rc::gen::inRange<std::size_t>(1, 5);
  std::vector<double> sorted = x;
  std::sort(sorted.begin(), sorted.end());
  const auto out = natural_breaks(x, classes);
  std::vector<double> distinct = sorted;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  RC_PRE(distinct.size() >= classes);
  RC_ASSERT(out.has_value());
  RC_ASSERT(std::fabs(out->within - best_by_trial(sorted, classes)) < 1e-9);
  for (std::size_t i = 0; i < x.size(); ++i) {
    RC_ASSERT(x[i] <= out->upper[out->class_of[i]]);
    const bool above_the_class_below = out->class_of[i] == 0 || x[i] > out->upper[out->class_of[i] - 1];
    RC_ASSERT(above_the_class_below);
  }
}

}  // namespace
}  // namespace tidu::measure
