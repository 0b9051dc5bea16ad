// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/rank_uncertainty.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

// Four replicates of three regions; the nominal order is 1, 2, 3. Region 2 passes region 1 in one of them and ties with
// it in another; region 3 is last throughout.
const std::vector<double> kReplicates{3, 2, 1, 3, 2, 1, 2, 3, 1, 2, 2, 1};
const std::vector<double> kNominal{9, 8, 7};

TEST(RankUncertainty, CountedByHand) {
  const auto out = rank_uncertainty({kReplicates.data(), {4, 3}}, kNominal, {.top = 1, .level = 0.5});
  ASSERT_TRUE(out);
  const RegionRank& first = out->regions[0];  // ranks 1, 1, 2, 1.5
  EXPECT_EQ(first.nominal, 1);
  EXPECT_DOUBLE_EQ(first.mean, 1.375);
  EXPECT_DOUBLE_EQ(first.median, 1.25);
  EXPECT_DOUBLE_EQ(first.low, 1);
  EXPECT_DOUBLE_EQ(first.high, 1.625);
  EXPECT_EQ(first.best, 1);
  EXPECT_EQ(first.worst, 2);
  EXPECT_DOUBLE_EQ(first.top_share, 0.5);
  EXPECT_DOUBLE_EQ(out->regions[1].top_share, 0.25);
  EXPECT_EQ(out->regions[2].mean, 3);
  // shifts by replicate: 0, 0, 2/3, 1/3
  EXPECT_DOUBLE_EQ(out->mean_shift, 0.25);
  // pair (1, 2): one reversal and half a tie of four; the two pairs with region 3 none
  EXPECT_DOUBLE_EQ(out->above(0, 1), 2.5 / 4);
  EXPECT_DOUBLE_EQ(out->above(1, 0), 1.5 / 4);
  EXPECT_DOUBLE_EQ(out->above(0, 0), 0.5);
  EXPECT_DOUBLE_EQ(out->reversals, 1.5 / 4 / 3);
}

TEST(RankUncertainty, Refusals) {
  const View<const double, Draw, Region> scores(kReplicates.data(), {4, 3});
  EXPECT_REFUSED(rank_uncertainty(scores, std::vector<double>{1, 2}), ErrorCode::shape, "measure.ranks.shape");
  EXPECT_REFUSED(rank_uncertainty({kReplicates.data(), {0, 3}}, kNominal), ErrorCode::shape, "measure.ranks.shape");
  EXPECT_REFUSED(rank_uncertainty(scores, kNominal, {.level = 0}), ErrorCode::domain, "measure.ranks.level");
  EXPECT_REFUSED(rank_uncertainty(scores, kNominal, {.top = 0}), ErrorCode::domain, "measure.ranks.top");
  std::vector<double> bad = kReplicates;
  bad[4] = std::numeric_limits<double>::quiet_NaN();
  const auto missing = rank_uncertainty({bad.data(), {4, 3}}, kNominal);
  EXPECT_REFUSED(missing, ErrorCode::domain, "measure.ranks.not_finite");
  EXPECT_EQ(missing.error().message, text("measure.ranks.not_finite", 2, 2));
  const std::vector<double> many(kMostRankedRegions + 1);
  EXPECT_REFUSED(rank_uncertainty({many.data(), {1, many.size()}}, many), ErrorCode::limit, "measure.ranks.too_many");
}

RC_GTEST_PROP(RankUncertaintyProperty, RanksAddUpAndPairsAreShares, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(7 * 9, rc::gen::inRange(0, 20));
  const std::vector<double> scores(raw.begin(), raw.end());
  const std::vector<double> nominal(scores.begin(), scores.begin() + 9);
  const auto out = rank_uncertainty({scores.data(), {7, 9}}, nominal);
  double sum = 0;
  for (const RegionRank& region : out->regions) {
    sum += region.mean;
    RC_ASSERT(region.best <= region.low);
    RC_ASSERT(region.low <= region.median);
    RC_ASSERT(region.median <= region.high);
    RC_ASSERT(region.high <= region.worst);
  }
  RC_ASSERT(std::fabs(sum - 45) < 1e-9);
  for (std::size_t a = 0; a < 9; ++a) {
    for (std::size_t b = 0; b < 9; ++b) RC_ASSERT(out->above(a, b) + out->above(b, a) == 1.0);
  }
  RC_ASSERT(out->reversals >= 0);
  RC_ASSERT(out->reversals <= 1);
}

}  // namespace
}  // namespace tidu::measure
