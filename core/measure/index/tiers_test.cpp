// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tiers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(Tiers, PopulationStandardDeviation) {
  // Mean 5, sum of squares 32, n = 8: sd = 2 with divisor n (2.138 with n - 1).
  const auto out = tiers(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}, {.scale = TierScale::score});
  ASSERT_TRUE(out);
  EXPECT_DOUBLE_EQ((*out)[0].z, -1.5);
  EXPECT_DOUBLE_EQ((*out)[7].z, 2.0);
  const std::vector<Tier> expected{Tier::less_developed, Tier::middle, Tier::middle, Tier::middle,
                                   Tier::middle,         Tier::middle, Tier::core,   Tier::core};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ((*out)[i].tier, expected[i]) << i;
}

TEST(Tiers, BordersBelongToTheTierAbove) {
  // z = -0.5 exactly is middle (not below the lower border), and a region on a border is unsure.
  const auto out = tiers(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}, {.scale = TierScale::score});
  EXPECT_DOUBLE_EQ((*out)[1].z, -0.5);
  EXPECT_EQ((*out)[1].tier, Tier::middle);
  EXPECT_DOUBLE_EQ((*out)[1].border_distance, 0);
  EXPECT_TRUE((*out)[1].near_border);
  EXPECT_DOUBLE_EQ((*out)[6].border_distance, 0.5);
  EXPECT_FALSE((*out)[6].near_border);
  const auto upper = tiers(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}, {.scale = TierScale::score, .upper = 1});
  EXPECT_EQ((*upper)[6].tier, Tier::core);
}

TEST(Tiers, MarginIsStrict) {
  const auto out = tiers(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}, {.scale = TierScale::score, .margin = 0.5});
  EXPECT_FALSE((*out)[6].near_border);
  EXPECT_FALSE((*out)[4].near_border);
  EXPECT_TRUE((*out)[1].near_border);
  const auto wide = tiers(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}, {.scale = TierScale::score, .margin = 0.51});
  EXPECT_TRUE((*wide)[6].near_border);
}

TEST(Tiers, Refusals) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> x{1, 2};
  EXPECT_REFUSED(tiers(std::vector<double>{1}), ErrorCode::shape, "measure.tiers.too_few");
  EXPECT_REFUSED(tiers(std::vector<double>{1, nan}), ErrorCode::domain, "measure.tiers.not_finite");
  EXPECT_REFUSED(tiers(std::vector<double>{3, 3}), ErrorCode::domain, "measure.tiers.constant");
  EXPECT_REFUSED(tiers(x, {.upper = -1, .lower = 0}), ErrorCode::domain, "measure.tiers.order");
  EXPECT_REFUSED(tiers(x, {.upper = nan}), ErrorCode::domain, "measure.tiers.order");
  EXPECT_REFUSED(tiers(x, {.margin = -0.1}), ErrorCode::domain, "measure.tiers.margin");
}

TEST(Tiers, OnTheScaleOfLogarithmsFactorsCount) {
  // ln of 1, 2, 4, 8, 16 is evenly spaced: z = -sqrt 2, -sqrt 2/2, 0, ... whatever the unit.
  const auto out = tiers(std::vector<double>{1, 2, 4, 8, 16});
  ASSERT_TRUE(out);
  EXPECT_NEAR((*out)[0].z, -std::sqrt(2.0), 1e-14);
  EXPECT_NEAR((*out)[3].z, std::sqrt(0.5), 1e-14);
  EXPECT_EQ((*out)[3].tier, Tier::core);
  EXPECT_EQ((*tiers(std::vector<double>{1, 2, 4, 8, 16}, {.scale = TierScale::score}))[3].tier, Tier::middle)
      << "the scale changes the tier";
  EXPECT_REFUSED(tiers(std::vector<double>{0, 1}), ErrorCode::domain, "measure.tiers.not_positive");
}

TEST(Tiers, NaturalBreaks) {
  // 1, 2, 2 | 4, 5 | 10, 11: means 5/3, 4.5, 10.5; borders 3.0833 and 7.5; sd = sqrt(96/7).
  const std::vector<double> x{4, 2, 1, 5, 10, 2, 11};
  const auto out = tiers(x, {.method = TierMethod::natural_breaks, .scale = TierScale::score});
  ASSERT_TRUE(out);
  const std::vector<Tier> expected{Tier::middle, Tier::less_developed, Tier::less_developed,
                                   Tier::middle, Tier::core,           Tier::less_developed,
                                   Tier::core};
  const double sd = std::sqrt(96.0 / 7);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ((*out)[i].tier, expected[i]) << i;
    EXPECT_NEAR((*out)[i].z, (x[i] - 5) / sd, 1e-14);
  }
  EXPECT_NEAR((*out)[0].border_distance, (4 - (5.0 / 3 + 4.5) / 2) / sd, 1e-14);
  EXPECT_NEAR((*out)[4].border_distance, 2.5 / sd, 1e-14);
  EXPECT_REFUSED(tiers(std::vector<double>{1, 1, 2}, {.method = TierMethod::natural_breaks}), ErrorCode::domain,
                 "measure.tiers.distinct");
  EXPECT_REFUSED(tiers(std::vector<double>{1, 2}, {.method = TierMethod::natural_breaks}), ErrorCode::domain,
                 "measure.tiers.distinct");
}

TEST(Tiers, KMeansOfSeveralColumns) {
  const std::vector<double> cells{9, 9, 9, 8, 5, 1, 1, 5, 0, 0, 0, 1};
  const auto out = tiers_by_k_means({cells.data(), {6, 2}});
  ASSERT_TRUE(out);
  EXPECT_EQ((*out)[0].tier, Tier::core);
  EXPECT_EQ((*out)[5].tier, Tier::less_developed);
  EXPECT_GT((*out)[0].z, (*out)[1].z);
  EXPECT_GT((*out)[0].border_distance, 0);
  EXPECT_REFUSED(tiers_by_k_means({cells.data(), {6, 2}}, -1), ErrorCode::domain, "measure.tiers.margin");
}

TEST(Tiers, StabilityCountsReplicates) {
  // Region 1 leads in three of four replicates; the fifth, in which all are equal, has no tiers.
  const std::vector<double> scores{4, 2, 1, 4, 2, 1, 4, 2, 1, 2, 4, 1, 3, 3, 3};
  const auto out = tier_stability({scores.data(), {5, 3}});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->replicates, 4u);
  EXPECT_DOUBLE_EQ(out->share(0, 0), 0.75);
  EXPECT_DOUBLE_EQ(out->share(1, 0), 0.25);
  EXPECT_DOUBLE_EQ(out->share(2, 2), 1);
  EXPECT_REFUSED(tier_stability({scores.data() + 12, {1, 3}}), ErrorCode::shape, "measure.tiers.no_replicates");
}

RC_GTEST_PROP(TiersProperty, IgnoreUnitAndOrigin, ()) {
  const auto raw = *rc::gen::suchThat(rc::gen::container<std::vector<int>>(9, rc::gen::inRange(-40, 40)),
                                      [](const std::vector<int>& v) { return v[0] != v[1]; });
  std::vector<double> x(raw.begin(), raw.end());
  std::vector<double> y;
  for (double v : x) y.push_back(8 * v + 64);
  const auto a = tiers(x, {.scale = TierScale::score});
  const auto b = tiers(y, {.scale = TierScale::score});
  RC_ASSERT(a.has_value() && b.has_value());
  for (std::size_t i = 0; i < x.size(); ++i) RC_ASSERT(std::fabs((*a)[i].z - (*b)[i].z) < 1e-12);
}

}  // namespace
}  // namespace tidu::measure
