// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/discretise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

// R 4.2: x <- c(1, 2, 4, 8, 16, 32); cut(x, quantile(x, 0:3/3), include.lowest = TRUE), cut(x, 3), mean and sd by hand.
TEST(Discretise, BordersOfAShortSeries) {
  const double x[] = {1, 2, 4, 8, 16, 32};
  const auto equal = discretise(x, Discretisation::equal_interval, 3);
  EXPECT_NEAR(equal->borders[0], 1 + 31.0 / 3, 1e-14);
  EXPECT_NEAR(equal->borders[1], 1 + 62.0 / 3, 1e-14);
  EXPECT_EQ(equal->class_of, (std::vector<std::size_t>{0, 0, 0, 0, 1, 2}));
  const auto quantile = discretise(x, Discretisation::quantile, 3);
  EXPECT_NEAR(quantile->borders[0], 2 + 2 * 2 / 3.0, 1e-14);
  EXPECT_NEAR(quantile->borders[1], 8 + 8 / 3.0, 1e-14);
  EXPECT_EQ(quantile->class_of, (std::vector<std::size_t>{0, 0, 1, 1, 2, 2}));
  const auto geometric = discretise(x, Discretisation::geometric, 5);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(geometric->borders[i], std::ldexp(2, static_cast<int>(i)), 1e-13);
  const auto deviation = discretise(x, Discretisation::standard_deviation, 2);
  EXPECT_DOUBLE_EQ(deviation->borders[0], 10.5) << "an even number of classes: the mean is a border";
  const auto three = discretise(x, Discretisation::standard_deviation, 3);
  EXPECT_NEAR(three->borders[1] - three->borders[0], 11.861703081766969, 1e-12) << "R: sd(x)";
  const auto natural = discretise(x, Discretisation::natural_breaks, 3);
  EXPECT_EQ(natural->class_of, (std::vector<std::size_t>{0, 0, 0, 0, 1, 2}));
  EXPECT_EQ(natural->borders, (std::vector<double>{8, 16}));
}

RC_GTEST_PROP(Discretise, ClassesRiseWithValuesAndEqualValuesShareOne, ()) {
  const auto n = static_cast<std::size_t>(*rc::gen::inRange(3, 40));
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(*rc::gen::inRange(1, 30) / 4.0);
  const auto classes = static_cast<std::size_t>(*rc::gen::inRange(1, 4));
  for (std::size_t r = 0; r < kDiscretisations; ++r) {
    const auto made = discretise(x, static_cast<Discretisation>(r), std::min(classes, n));
    if (!made) continue;  // natural breaks of too few distinct values
    RC_ASSERT(made->class_of.size() == n);
    std::vector<bool> used(made->classes);
    for (std::size_t i = 0; i < n; ++i) {
      used[made->class_of[i]] = true;
      for (std::size_t j = 0; j < n; ++j) RC_ASSERT(!(x[i] <= x[j]) || made->class_of[i] <= made->class_of[j]);
    }
    RC_ASSERT(static_cast<std::size_t>(std::count(used.begin(), used.end(), false)) == made->empty);
  }
}

TEST(Discretise, Mistakes) {
  const double x[] = {1, 2, 0};
  const double bad[] = {1, std::nan("")};
  EXPECT_REFUSED(discretise({}, Discretisation::quantile, 2), ErrorCode::shape, "measure.discretise.empty");
  EXPECT_REFUSED(discretise(bad, Discretisation::quantile, 2), ErrorCode::domain, "measure.discretise.not_finite");
  EXPECT_REFUSED(discretise(x, Discretisation::quantile, 0), ErrorCode::domain, "measure.discretise.classes");
  EXPECT_REFUSED(discretise(x, Discretisation::quantile, 4), ErrorCode::domain, "measure.discretise.classes");
  EXPECT_REFUSED(discretise(x, Discretisation::geometric, 2), ErrorCode::domain, "measure.discretise.not_positive");
  const double flat[] = {2, 2, 2};
  EXPECT_EQ(discretise(flat, Discretisation::equal_interval, 3)->empty, 2U);
  EXPECT_REFUSED(discretise(flat, Discretisation::natural_breaks, 2), ErrorCode::domain, "measure.breaks.classes");
}

}  // namespace
}  // namespace tidu::measure
