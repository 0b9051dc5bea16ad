// SPDX-License-Identifier: Apache-2.0
#include "core/base/quantile.h"

#include <gtest/gtest.h>

#include <vector>

namespace tidu {
namespace {

TEST(Quantile, Type7) {
  // R: quantile(c(1, 2, 4, 8, 16), c(0, .25, .3, 1)) is 1, 2, 2.4, 16.
  const std::vector<double> x{1, 2, 4, 8, 16};
  EXPECT_EQ(sorted_quantile(x, 0, 1), 1);
  EXPECT_EQ(sorted_quantile(x, 1, 4), 2);
  EXPECT_NEAR(sorted_quantile(x, 3, 10), 2.4, 1e-15);
  EXPECT_EQ(sorted_quantile(x, 1, 1), 16);
  EXPECT_EQ(sorted_quantile(std::vector<double>{7}, 1, 3), 7);
  EXPECT_EQ(sorted_quantile(x, 0.25), 2);
  EXPECT_NEAR(sorted_quantile(x, 0.3), 2.4, 1e-15);
}

}  // namespace
}  // namespace tidu
