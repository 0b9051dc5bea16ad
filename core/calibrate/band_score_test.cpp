// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/band_score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

TEST(BandScore, IntervalIsItsWidthAndWhatIsOutside) {
  EXPECT_NEAR(interval_score({-1, 2}, 0.9, 0), 3, 1e-15);
  EXPECT_NEAR(interval_score({-1, 2}, 0.9, 2.5), 3 + 20 * 0.5, 1e-13);
  EXPECT_NEAR(interval_score({-1, 2}, 0.5, -2), 3 + 4, 1e-15);
  EXPECT_TRUE((Band{-1, 2}.holds(2)));
  EXPECT_FALSE((Band{-1, 2}.holds(2.0001)));
}

// A proper score: over a normal distribution's own quantiles no other band of that claim does better.
TEST(BandScore, HonestBandsDoBest) {
  const auto expected = [](double sd) {
    double score = 0;
    constexpr int kCount = 20000;
    for (int k = 0; k < kCount; ++k)
      score += interval_score(band_of_normal(0, sd, 0.9), 0.9, math::normal_quantile((k + 0.5) / kCount)) / kCount;
    return score;
  };
  EXPECT_LT(expected(1), expected(0.9));
  EXPECT_LT(expected(1), expected(1.1));
}

// 2 phi(0) - 1 / sqrt(pi) = 0.2337 sd at the mean (Gneiting et al. 2005, figure 2); far off it is the distance less sd
// / sqrt(pi).
TEST(BandScore, CrpsOfNormal) {
  EXPECT_NEAR(crps_of_normal(3, 2, 3), 2 * 0.233694977, 1e-8);
  EXPECT_NEAR(crps_of_normal(0, 1, 50), 50 - 1 / std::sqrt(3.14159265358979), 1e-9);
}

TEST(BandScore, CrpsOfDraws) {
  EXPECT_NEAR(crps_of_draws(std::vector<double>{2, 2}, 5), 3, 1e-15) << "of one sure value the absolute error";
  // |0 - 1|, |4 - 1| in the mean 2; half of what the two are apart: 2
  EXPECT_NEAR(crps_of_draws(std::vector<double>{4, 0}, 1), 0, 1e-15);
  std::vector<double> draws;
  for (int k = 0; k < 20000; ++k) draws.push_back(1 + 2 * math::normal_quantile((k + 0.5) / 20000));
  EXPECT_NEAR(crps_of_draws(draws, 2.2), crps_of_normal(1, 2, 2.2), 1e-4);
}

TEST(BandScore, BandsAreOrderStatistics) {
  std::vector<double> draws;
  for (int k = 100; k >= 1; --k) draws.push_back(k);
  EXPECT_EQ(band_of_draws(draws, 0.5).low, 25);
  EXPECT_EQ(band_of_draws(draws, 0.5).high, 75);
  EXPECT_EQ(band_of_draws(std::vector<double>{2, 1}, 0.9).low, 1);
  const Band normal = band_of_normal(1, 2, 0.9);
  EXPECT_NEAR(normal.high, 1 + 2 * 1.6448536269514722, 1e-12);
  EXPECT_NEAR(normal.low, 1 - 2 * 1.6448536269514722, 1e-12);
}

TEST(BandScore, RecordsCountRegions) {
  const std::vector<std::vector<double>> draws{{0, 1, 2, 3}, {0, 1, 2, 3}};
  const std::vector<double> actual{1.5, 2.5};
  const BandRecord record = record_of_draws(draws, actual);
  // ranks 1 and 3 of four: [0, 2]; ranks 1 and 4: [0, 3]
  EXPECT_EQ(record.inside[0], 1U);
  EXPECT_EQ(record.inside[1], 2U);
  EXPECT_NEAR(record.interval_score[0], 2 + 0.5 * 4 * 0.5, 1e-14);
  EXPECT_NEAR(record.interval_score[1], 3, 1e-14);
  const BandRecord same = record_of_normal(1, actual);
  EXPECT_EQ(same.inside[0], 0U);
  EXPECT_EQ(same.inside[1], 1U);
  EXPECT_NEAR(same.crps, (crps_of_normal(0, 1, 1.5) + crps_of_normal(0, 1, 2.5)) / 2, 1e-15);
}

TEST(BandScore, PastSpreadLooksAtRunsUpToTheOrigin) {
  // relative growth +-1, +-3, +-5 (and +-100 after the origin)
  GrowthPanel panel{.growth = Array<double, Region, Year>({2, 4}), .first_year = 2001};
  const double own[] = {1, 3, 5, 100};
  for (std::size_t t = 0; t < 4; ++t) {
    panel.growth(0, t) = own[t];
    panel.growth(1, t) = -own[t];
  }
  EXPECT_NEAR(*past_spread(panel, 2003, 1), std::sqrt(2 * (1 + 9 + 25) / 3.0), 1e-14);
  EXPECT_NEAR(*past_spread(panel, 2003, 2), std::sqrt(2 * (4 + 16) / 2.0), 1e-14);
  EXPECT_NEAR(*past_spread(panel, 2003, 9), std::sqrt(2 * 9.0), 1e-14) << "all years there are";
  const auto none = past_spread(panel, 2000, 2);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message.key, "calibrate.growth_years");
}

}  // namespace
}  // namespace tidu::calibrate
