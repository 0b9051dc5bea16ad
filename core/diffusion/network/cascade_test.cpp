// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/cascade.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "core/diffusion/network/percolation.h"
#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::poisson;
using testing::regular;

constexpr AdoptionRule contacts(std::size_t k) { return {.contacts = k}; }
constexpr AdoptionRule share(double phi) { return {.share = phi}; }

TEST(AdoptionRule, NeededNeighbours) {
  EXPECT_EQ(contacts(3).needed(8), 3u);
  EXPECT_EQ(contacts(3).needed(2), 3u) << "never";
  EXPECT_EQ(share(0.18).needed(5), 1u);
  EXPECT_EQ(share(0.18).needed(6), 2u);
  EXPECT_EQ(share(0.1).needed(10), 1u) << "a share that is reached exactly is reached";
  EXPECT_EQ(share(0.07).needed(100), 7u) << "0.07 * 100 > 7 in doubles";
  EXPECT_EQ(share(1).needed(12), 12u);
  EXPECT_EQ(share(0.5).needed(0), 1u) << "nobody to see";
}

TEST(Cascade, FinalSizeOnEightLinks) {
  // Design T9 gives simulated sizes on either side of the jump (0.026, 0.136, 0.301, then 1); these by mpmath.
  EXPECT_NEAR(cascade_size(regular(8), contacts(2), 0.0128)->size, 0.0258126627647104, 1e-12);
  EXPECT_NEAR(cascade_size(regular(8), contacts(3), 0.0815)->size, 0.135637087040325, 1e-12);
  EXPECT_NEAR(cascade_size(regular(8), contacts(4), 0.196)->size, 0.301786556316474, 1e-12);
  EXPECT_NEAR(cascade_size(regular(8), contacts(2), 0.0136)->size, 1, 1e-12);
  EXPECT_NEAR(cascade_size(regular(8), contacts(3), 0.0845)->size, 1, 1e-12);
  EXPECT_NEAR(cascade_size(regular(8), contacts(4), 0.202)->size, 1, 1e-12);
}

TEST(Cascade, RelativeThresholdsOnPoissonNetworks) {
  // By mpmath, 30 recursions on degrees up to 40.
  const auto out = cascade_size(poisson(3), share(0.18), 0.01);
  ASSERT_TRUE(out);
  EXPECT_TRUE(out->converged);
  EXPECT_NEAR(out->size, 0.94120118443493, 1e-11);
}

TEST(Cascade, OneContactReachesTheGiantComponent) {
  EXPECT_NEAR(cascade_size(poisson(1.5), contacts(1), 1e-10)->size, *giant_share(poisson(1.5), 1), 1e-8);
}

TEST(Cascade, BothEndsOfTheSeed) {
  EXPECT_EQ(cascade_size(regular(8), contacts(2), 0)->size, 0);
  EXPECT_EQ(cascade_size(regular(8), contacts(9), 1)->size, 1);
  EXPECT_NEAR(cascade_size(regular(8), contacts(9), 0.3)->size, 0.3, 1e-16) << "more contacts than there are";
}

TEST(Cascade, AtTheJumpItSaysSo) {
  const auto out = cascade_size(regular(8), contacts(2), 0.0132082897432);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->converged);
  EXPECT_LT(out->size, 0.04);
}

TEST(CascadeCondition, WindowOfPoissonNetworks) {
  // Watts 2002. Design T8: threshold 0.18 gives [1.021, 5.764]; 0.10 [1.001, 13.66]; 0.25 [1.115, 3.863]. By mpmath the
  // ends are 1.020704 and 5.764677, 1.0000011 and 13.659314, 1.114142 and 3.863069: three of the six printed ends are
  // not the rounded ones (5.765, 1.000, 1.114).
  const auto expect_window = [](double phi, double low, double high) {
    const auto window = cascade_window(phi);
    ASSERT_TRUE(window && window->exists) << phi;
    EXPECT_NEAR(window->low, low, 1e-12) << phi;
    EXPECT_NEAR(window->high, high, 1e-11) << phi;
  };
  expect_window(0.18, 1.02070390851373, 5.76467708716172);
  expect_window(0.10, 1.00000112521413, 13.6593139497392);
  expect_window(0.25, 1.11414162699919, 3.86306885836412);
}

TEST(CascadeCondition, IsOneAtTheEndsOfTheWindow) {
  for (const double phi : {0.05, 0.1, 0.18, 0.25}) {
    const CascadeWindow window = *cascade_window(phi);
    EXPECT_NEAR(*cascade_condition(poisson(window.low), phi), 1, 1e-12) << phi;
    EXPECT_NEAR(*cascade_condition(poisson(window.high), phi), 1, 1e-12) << phi;
    EXPECT_GT(*cascade_condition(poisson((window.low + window.high) / 2), phi), 1) << phi;
  }
}

TEST(CascadeCondition, SeparatesSmallFromGlobal) {
  // On either side of both ends a tiny seed stays small or reaches the whole network's order of size.
  const double seed = 1e-6;
  EXPECT_LT(cascade_size(poisson(0.9), share(0.18), seed)->size, 1e-4);
  EXPECT_GT(cascade_size(poisson(1.3), share(0.18), seed)->size, 0.2);
  EXPECT_GT(cascade_size(poisson(5.6), share(0.18), seed)->size, 0.9);
  EXPECT_LT(cascade_size(poisson(6.2), share(0.18), seed)->size, 1e-4);
}

TEST(CascadeCondition, NoWindowAboveAQuarter) {
  for (const double phi : {0.26, 0.34, 0.5, 0.51, 1.0}) EXPECT_FALSE(cascade_window(phi)->exists) << phi;
  EXPECT_TRUE(cascade_window(1.0 / kMaximumDegree)->exists);
}

TEST(CascadeCondition, RegularNetworks) {
  EXPECT_EQ(*cascade_condition(regular(5), 0.18), 4);
  EXPECT_EQ(*cascade_condition(regular(6), 0.18), 0);
}

RC_GTEST_PROP(Cascade, MonotoneInSeedAndContacts, ()) {
  const std::size_t degree = *rc::gen::inRange<std::size_t>(1, 16);
  const std::size_t k = *rc::gen::inRange<std::size_t>(1, 18);
  const double seed = *rc::gen::inRange(0, 1001) / 1000.0;
  const double more = seed + (1 - seed) * *rc::gen::inRange(0, 101) / 100.0;
  const auto base = cascade_size(regular(degree), contacts(k), seed);
  RC_ASSERT(base->size >= seed && base->size <= 1);
  if (!base->converged) return;
  RC_ASSERT(cascade_size(regular(degree), contacts(k), more)->size >= base->size - 1e-12);
  RC_ASSERT(cascade_size(regular(degree), contacts(k + 1), seed)->size <= base->size + 1e-12);
}

TEST(Cascade, Refuses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(cascade_size(regular(8), contacts(2), -0.1), ErrorCode::domain, "diffusion.network.share");
  EXPECT_REFUSED(cascade_size(regular(8), {}, 0.1), ErrorCode::domain, "diffusion.network.rule");
  EXPECT_REFUSED(cascade_size(regular(8), {.contacts = 2, .share = 0.2}, 0.1), ErrorCode::domain,
                 "diffusion.network.rule");
  EXPECT_REFUSED(cascade_size(regular(8), share(1.2), 0.1), ErrorCode::domain, "diffusion.network.rule");
  EXPECT_REFUSED(cascade_condition(regular(8), nan), ErrorCode::domain, "diffusion.network.rule");
  EXPECT_REFUSED(cascade_window(0), ErrorCode::domain, "diffusion.network.rule");
  EXPECT_REFUSED(cascade_window(1e-5), ErrorCode::domain, "diffusion.network.rule");
}

}  // namespace
}  // namespace tidu::diffusion::network
