// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/classes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "core/measure/dynamics/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

View<const double, Region, Year> panel(const std::vector<double>& x, std::size_t years) {
  return {x.data(), {x.size() / years, years}};
}

TEST(Classify, AValueOnACutoffFallsBelowIt) {
  const std::vector<double> x{1, 2, 3, 4};
  const std::vector<double> cutoffs{2, 3};
  const auto classes = classify(panel(x, 1), {.rule = CutoffRule::given, .cutoffs = cutoffs});
  ASSERT_TRUE(classes);
  EXPECT_EQ(classes->of.values(), (std::vector<std::size_t>{0, 0, 1, 2}));
  EXPECT_EQ(classes->sizes, (std::vector<std::uint64_t>{2, 1, 1}));
  // Thirds of 1, 2, 3, 4 are 2 and 3 exactly: 4/3 * 3 in floating numbers is not.
  EXPECT_EQ(classify(panel(x, 1), {.classes = 3})->cutoffs, cutoffs);
}

TEST(Classify, EqualCutoffsLeaveAClassEmptyAndKeepItsNumber) {
  const std::vector<double> x{5, 5, 5, 5, 5, 5, 9, 9};
  const auto classes = classify(panel(x, 1), {.classes = 4});
  ASSERT_TRUE(classes);
  EXPECT_EQ(classes->cutoffs, (std::vector<double>{5, 5, 6}));
  EXPECT_EQ(classes->sizes, (std::vector<std::uint64_t>{6, 0, 0, 2}));
}

TEST(Classify, YearlyQuantilesFollowTheYear) {
  const std::vector<double> x{1, 100, 2, 200, 3, 300, 4, 400};  // four regions, two years
  const auto yearly = classify(panel(x, 2), {.classes = 2, .rule = CutoffRule::yearly});
  ASSERT_TRUE(yearly);
  EXPECT_EQ(yearly->cutoffs, (std::vector<double>{2.5, 250}));
  EXPECT_EQ(yearly->of.values(), (std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1}));
  const auto pooled = classify(panel(x, 2), {.classes = 2});
  EXPECT_EQ(pooled->of.values(), (std::vector<std::size_t>{0, 1, 0, 1, 0, 1, 0, 1}));
}

TEST(Classify, CutoffsOfUsjoin) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto classes = classify(testing::relative(testing::read_usjoin(path)), {.classes = 5});
  ASSERT_TRUE(classes);
  const std::vector<double> expected{0.8399913279, 0.9470754454, 1.0324269665, 1.1491115354};  // giddy
  ASSERT_EQ(classes->cutoffs.size(), 4U);
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(classes->cutoffs[j], expected[j], 1e-10);
}

TEST(Classify, Refusals) {
  const std::vector<double> x{1, 2, 3, std::numeric_limits<double>::quiet_NaN()};
  const std::vector<double> good{1, 2, 3, 4};
  const std::vector<double> falling{2, 1};
  EXPECT_REFUSED(classify({}, {}), ErrorCode::shape, "measure.classes.shape");
  EXPECT_REFUSED(classify(panel(good, 2), {.classes = 1}), ErrorCode::shape, "measure.classes.count");
  EXPECT_REFUSED(classify(panel(good, 2), {.classes = kMaximumClasses + 1}), ErrorCode::shape, "measure.classes.count");
  EXPECT_REFUSED(classify(panel(good, 2), {.rule = CutoffRule::given}), ErrorCode::shape, "measure.classes.count");
  EXPECT_REFUSED(classify(panel(good, 2), {.rule = CutoffRule::given, .cutoffs = falling}), ErrorCode::domain,
                 "measure.classes.cutoffs");
  EXPECT_REFUSED(classify(panel(x, 2), {}), ErrorCode::domain, "measure.classes.not_finite");
  EXPECT_EQ(classify(panel(x, 2), {}).error().message, text("measure.classes.not_finite", 2, 2));
}

RC_GTEST_PROP(ClassifyProperty, KeepsOrderAndIgnoresUnitsAndRegions, ()) {
  const auto whole = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-20, 20)));
  const auto k = *rc::gen::inRange<std::size_t>(2, 7);
  std::vector<double> x(whole.begin(), whole.end());
  const auto classes = classify(panel(x, 1), {.classes = k});
  RC_ASSERT(classes.has_value());
  for (std::size_t a = 0; a < x.size(); ++a) {
    for (std::size_t b = 0; b < x.size(); ++b) {
      if (x[a] <= x[b]) RC_ASSERT(classes->of(a, 0U) <= classes->of(b, 0U));
    }
  }
  std::vector<double> other(x.rbegin(), x.rend());
  for (double& v : other) v = 4 * v + 1;
  auto of = classify(panel(other, 1), {.classes = k})->of.values();
  std::reverse(of.begin(), of.end());
  RC_ASSERT(of == classes->of.values());
}

}  // namespace
}  // namespace tidu::measure
