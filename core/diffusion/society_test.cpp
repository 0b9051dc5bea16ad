// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/society.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::diffusion {
namespace {

TEST(Society, GroupScoresAreTheMeansOfTheBands) {
  // Mean of a standard normal above z = 1.95996 is phi(z) / 0.025 = 2.3378; the whole has mean 0.
  const auto z = group_scores();
  EXPECT_NEAR(z[0], 2.33780, 1e-5);
  double average = 0;
  for (std::size_t a = 0; a < kGroups; ++a) average += kGroupShares[a] * z[a];
  EXPECT_NEAR(average, 0, 1e-15);
  for (std::size_t a = 1; a < kGroups; ++a) EXPECT_LT(z[a], z[a - 1]);
}

TEST(Society, GroupFactorsKeepTheMeanOverPeople) {
  for (const double spread : {0.0, 0.5, 2.0}) {
    const auto factor = group_factors(spread);
    double average = 0;
    for (std::size_t a = 0; a < kGroups; ++a) average += kGroupShares[a] * factor[a];
    EXPECT_NEAR(average, 1, 1e-15);
    if (spread > 0) continue;
    EXPECT_EQ(factor, (std::array<double, kGroups>{1, 1, 1, 1, 1})) << "off";
  }
}

TEST(Society, LinksGoBothWays) {
  const RegionLinks links =
      make_links(std::vector<std::pair<std::size_t, std::size_t>>{{2, 0}, {0, 1}}, std::vector<double>{1, 1, 2, 4});
  EXPECT_EQ(links.regions(), 4U);
  EXPECT_EQ(links.start, (std::vector<std::size_t>{0, 2, 3, 4, 4}));
  EXPECT_EQ(links.neighbour, (std::vector<std::size_t>{2, 1, 0, 0}));
  EXPECT_EQ(links.share, (std::vector<double>{0.125, 0.125, 0.25, 0.5}));
}

}  // namespace
}  // namespace tidu::diffusion
