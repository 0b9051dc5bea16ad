// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/threshold.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/math.h"
#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

TEST(Crowd, NormalThresholds) {
  // Design T7, more digits by mpmath: mean 0.25.
  EXPECT_NEAR(normal_equilibrium(0.25, 0.10)->share, 0.0076955127020047, 1e-12);
  EXPECT_NEAR(normal_equilibrium(0.25, 0.12)->share, 0.0402113397130885, 1e-12);
  EXPECT_NEAR(normal_equilibrium(0.25, 0.122)->share, 0.0547922044260021, 1e-12);
  EXPECT_NEAR(normal_equilibrium(0.25, 0.13)->share, 0.99999999601829, 1e-12);
  EXPECT_TRUE(normal_equilibrium(0.25, 0.122)->converged);
}

TEST(Crowd, JumpOfNormalThresholds) {
  // Design T7: 0.1222209; Granovetter 1978 finds about 12.2 of 100.
  const auto critical = critical_spread(0.25);
  ASSERT_TRUE(critical);
  EXPECT_NEAR(critical->sd, 0.122220868269000, 1e-14);
  EXPECT_NEAR(critical->share, 0.0620032515132178, 1e-13);
  EXPECT_LT(normal_equilibrium(0.25, critical->sd - 1e-7)->share, critical->share);
  EXPECT_GT(normal_equilibrium(0.25, critical->sd + 1e-7)->share, 0.99);
}

TEST(Crowd, OneByOne) {
  std::vector<std::size_t> crowd(100);
  std::iota(crowd.begin(), crowd.end(), std::size_t{0});
  EXPECT_EQ(crowd_equilibrium(crowd), 100u) << "each is moved by the one before";
  crowd[1] = 2;
  EXPECT_EQ(crowd_equilibrium(crowd), 1u) << "and now nobody by the first";
  EXPECT_EQ(crowd_equilibrium({}), 0u);
  const std::vector<std::size_t> reserved{1, 1, 1};
  EXPECT_EQ(crowd_equilibrium(reserved), 0u);
  const std::vector<std::size_t> all{0, 0, 0};
  EXPECT_EQ(crowd_equilibrium(all), 3u);
  const std::vector<std::size_t> one_never{0, 1, 3};
  EXPECT_EQ(crowd_equilibrium(one_never), 2u);
}

TEST(Crowd, AnyDistribution) {
  // A uniform law on [a, 1 + a] has F = F - a below: nobody. One of [-a, 1 - a] moves everybody.
  const auto uniform = [](double low) { return [low](double x) { return std::clamp(x - low, 0.0, 1.0); }; };
  EXPECT_EQ(threshold_equilibrium(uniform(0.01))->share, 0);
  EXPECT_EQ(threshold_equilibrium(uniform(-0.01))->share, 1);
  // One tenth on their own, the rest from three tenths on: they never come.
  const auto steps = [](double x) { return x < 0.3 ? 0.1 : 1.0; };
  EXPECT_EQ(threshold_equilibrium(steps)->share, 0.1);
}

TEST(Crowd, AtTheJumpItSaysSo) {
  // cdf touches the diagonal at 0.5 and is reached no faster than 1/steps.
  const auto touching = [](double x) { return std::min(1.0, x + (x - 0.5) * (x - 0.5) * 0.5); };
  const auto end = threshold_equilibrium(touching);
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->converged);
  EXPECT_LE(end->share, 0.5);
  EXPECT_GT(end->share, 0.4999);
}

RC_GTEST_PROP(Crowd, FixedPointBelowTheJumpAndAllAbove, ()) {
  const double mean = *rc::gen::inRange(5, 45) / 100.0;
  const double critical = critical_spread(mean)->sd;
  const double sd = critical * *rc::gen::inRange(20, 99) / 100.0;
  const auto low = normal_equilibrium(mean, sd);
  RC_ASSERT(low->converged);
  RC_ASSERT(std::abs(math::normal_cdf((low->share - mean) / sd) - low->share) < 1e-15);
  RC_ASSERT(low->share <= critical_spread(mean)->share);
  RC_ASSERT(normal_equilibrium(mean, critical * 1.01)->share > 0.5);
}

RC_GTEST_PROP(Crowd, HigherThresholdsNeverMeanMoreAdopters, ()) {
  auto crowd = *rc::gen::container<std::vector<std::size_t>>(*rc::gen::inRange<std::size_t>(1, 40),
                                                             rc::gen::inRange<std::size_t>(0, 45));
  const std::size_t before = crowd_equilibrium(crowd);
  const auto at_most = [&](std::size_t m) {
    return static_cast<std::size_t>(std::count_if(crowd.begin(), crowd.end(), [m](std::size_t t) { return t <= m; }));
  };
  for (std::size_t m = 0; m < before; ++m) RC_ASSERT(at_most(m) > m);
  RC_ASSERT(at_most(before) == before || before == crowd.size());
  crowd[*rc::gen::inRange<std::size_t>(0, crowd.size())] += *rc::gen::inRange<std::size_t>(0, 10);
  RC_ASSERT(crowd_equilibrium(crowd) <= before);
}

TEST(Crowd, Refuses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(normal_equilibrium(0.25, 0), ErrorCode::domain, "diffusion.network.normal");
  EXPECT_REFUSED(normal_equilibrium(nan, 1), ErrorCode::domain, "diffusion.network.normal");
  EXPECT_REFUSED(critical_spread(0), ErrorCode::domain, "diffusion.network.crowd_mean");
  EXPECT_REFUSED(critical_spread(0.5), ErrorCode::domain, "diffusion.network.crowd_mean");
  EXPECT_REFUSED(threshold_equilibrium([](double) { return 1.5; }), ErrorCode::domain,
                 "diffusion.network.distribution");
  EXPECT_REFUSED(threshold_equilibrium([](double x) { return 0.5 - x; }), ErrorCode::domain,
                 "diffusion.network.distribution");
  EXPECT_REFUSED(threshold_equilibrium([nan](double) { return nan; }), ErrorCode::domain,
                 "diffusion.network.distribution");
}

}  // namespace
}  // namespace tidu::diffusion::network
