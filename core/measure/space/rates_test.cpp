// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/rates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(StandardisedRates, ByHand) {
  // Rates 0.1, 0.3 with populations 100, 300: b = 0.25, s^2 = (100 0.0225 + 300 0.0025)/400 = 0.0075,
  // a = 0.0075 - 0.25/200 = 0.00625.
  const auto z = standardised_rates(std::vector<double>{10, 90}, std::vector<double>{100, 300});
  ASSERT_TRUE(z);
  EXPECT_DOUBLE_EQ((*z)[0], -0.15 / std::sqrt(0.00625 + 0.0025));
  EXPECT_DOUBLE_EQ((*z)[1], 0.05 / std::sqrt(0.00625 + 0.25 / 300));
}

TEST(StandardisedRates, WithoutDifferencesBeyondChance) {
  // Equal rates: a = -b/200 < 0; in the smaller region v = a + b/50 > 0, in the larger one a + b/350 < 0 is replaced.
  const auto z = standardised_rates(std::vector<double>{5, 35.5}, std::vector<double>{50, 350});
  const double b = 40.5 / 400;
  EXPECT_DOUBLE_EQ((*z)[1], (35.5 / 350 - b) / std::sqrt(b / 350));
}

TEST(StandardisedRates, Refusals) {
  const std::vector<double> two{1, 2};
  EXPECT_REFUSED(standardised_rates(two, std::vector<double>{1}), ErrorCode::shape, "measure.rates.shape");
  EXPECT_REFUSED(standardised_rates(std::vector<double>{1, -1}, two), ErrorCode::domain, "measure.rates.count");
  EXPECT_REFUSED(standardised_rates(two, std::vector<double>{1, 0}), ErrorCode::domain, "measure.rates.population");
  EXPECT_REFUSED(standardised_rates(std::vector<double>{0, 0}, two), ErrorCode::domain, "measure.rates.no_event");
}

}  // namespace
}  // namespace tidu::measure
