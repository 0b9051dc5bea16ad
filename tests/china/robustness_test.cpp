// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tests/china/run_study.h"

namespace tidu::tests {
namespace {

TEST(ChinaRobustness, RanksAddUpAndTheLeadersStay) {
  for (const std::string index : {"ai", "nqpf"}) {
    const std::string table = "robustness_ranks_" + index;
    double sum = 0;
    for (const double rank : column(table, "mean_rank").numbers) sum += rank;
    EXPECT_NEAR(sum, 31.0 * 32 / 2, 1e-9);
    // Beijing, Shanghai and Tianjin are the first three whichever way the indices are made.
    for (std::size_t r = 0; r < 31; ++r) {
      if (column(table, "rank").numbers[r] <= 3) {
        EXPECT_EQ(column(table, "top_share").numbers[r], 100) << r;
      }
    }
  }
}

TEST(ChinaRobustness, FifteenOfThirtyOneTiersAreSure) {
  // Counted from tables/tier_stability.csv: regions that keep their tier in at least 95 % of 1,024 replicates.
  int sure = 0;
  const auto& same = column("tier_stability", "same_tier").numbers;
  for (std::size_t r = 0; r < same.size(); ++r) {
    sure += same[r] >= 95 ? 1 : 0;
    double shares = 0;
    for (const char* tier : {"core", "middle", "less_developed"}) shares += column("tier_stability", tier).numbers[r];
    EXPECT_NEAR(shares, 100, 1e-9);
  }
  EXPECT_EQ(sure, 15);
}

TEST(ChinaRobustness, EveryIntervalIsAnIntervalAndMoranStaysPositive) {
  const auto& measure = column("index_intervals_ai", "measure").texts;
  for (std::size_t r = 0; r < measure.size(); ++r) {
    const double lower = column("index_intervals_ai", "interval_lower").numbers[r];
    const double upper = column("index_intervals_ai", "interval_upper").numbers[r];
    EXPECT_LE(lower, upper);
    EXPECT_EQ(column("index_intervals_ai", "replicates").numbers[r], 1024);
    // in 2023 neighbours resemble each other in the AI index whichever way it is made
    if (measure[r] == "moran" && column("index_intervals_ai", "year").numbers[r] == 2023) {
      EXPECT_GT(lower, 0);
    }
  }
}

TEST(ChinaRobustness, ObstaclesOfARegionAreSharesThatFall) {
  const auto& region = column("obstacles_ai", "region").texts;
  const auto& share = column("obstacles_ai", "obstacle").numbers;
  for (std::size_t r = 1; r < region.size(); ++r) {
    if (region[r] == region[r - 1]) {
      EXPECT_LE(share[r], share[r - 1]);
    }
  }
}

TEST(ChinaRobustness, TheModifiedCouplingLiesBelowTheStandardOne) {
  // With two systems sqrt((1 - d) r) <= 2 sqrt(r)/(1 + r) for r = U1/U2 <= 1 and d = U2 - U1 >= 0.
  const auto& standard = column("coupling", "coordination").numbers;
  const auto& modified = column("coupling", "coordination_modified").numbers;
  for (std::size_t r = 0; r < standard.size(); ++r) EXPECT_LE(modified[r], standard[r]);
}

}  // namespace
}  // namespace tidu::tests
