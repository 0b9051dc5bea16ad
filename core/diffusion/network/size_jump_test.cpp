// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/size_jump.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/diffusion/network/critical_seed.h"
#include "core/diffusion/network/percolation.h"
#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::law;
using testing::poisson;
using testing::regular;

TEST(SizeJump, EqualDegrees) {
  // Design T9 by another way than critical_seed.
  for (std::size_t k = 2; k <= 6; ++k) {
    const auto jump = largest_jump(regular(8), {.contacts = k});
    const auto critical = critical_seed(8, k);
    ASSERT_TRUE(jump && jump->exists) << k;
    EXPECT_NEAR(jump->seed, critical->seed, 1e-12) << k;
    EXPECT_NEAR(jump->before, critical->before, 1e-6) << k;
    EXPECT_NEAR(jump->after, 1, 1e-12) << k;
  }
}

TEST(SizeJump, AnySeedAndNone) {
  const auto any = largest_jump(regular(8), {.contacts = 1});
  ASSERT_TRUE(any && any->exists);
  EXPECT_EQ(any->seed, 0);
  EXPECT_EQ(any->before, 0);
  EXPECT_NEAR(any->after, 1, 1e-12);
  EXPECT_TRUE(largest_jump(regular(2), {.contacts = 1})->exists) << "a circle, however it rounds";
  for (const std::size_t k : {7u, 8u, 9u}) EXPECT_FALSE(largest_jump(regular(8), {.contacts = k})->exists) << k;
  EXPECT_FALSE(largest_jump(poisson(0.5), {.contacts = 1})->exists) << "too sparse to hold together";
}

TEST(SizeJump, InsideTheWindowAnySeedIsEnough) {
  // Watts 2002: what a vanishing seed reaches.
  const auto jump = largest_jump(poisson(3), {.share = 0.18});
  ASSERT_TRUE(jump && jump->exists);
  EXPECT_EQ(jump->seed, 0);
  EXPECT_NEAR(jump->after, cascade_size(poisson(3), {.share = 0.18}, 1e-9)->size, 1e-7);
  const auto one = largest_jump(poisson(1.5), {.contacts = 1});
  EXPECT_NEAR(one->after, *giant_share(poisson(1.5), 1), 1e-10);
}

TEST(SizeJump, AboveTheWindowThereIsACriticalMass) {
  // Gleeson & Cahalane 2007: finite seeds make cascades beyond Watts' window.
  for (const double z : {7.0, 10.0}) {
    const AdoptionRule rule{.share = 0.18};
    const auto jump = largest_jump(poisson(z), rule);
    ASSERT_TRUE(jump && jump->exists) << z;
    EXPECT_GT(jump->seed, 0) << z;
    const auto below = cascade_size(poisson(z), rule, jump->seed * 0.99);
    const auto above = cascade_size(poisson(z), rule, jump->seed * 1.01);
    EXPECT_LT(below->size, jump->before) << z;
    EXPECT_GT(below->size, jump->before * 0.5) << z;
    EXPECT_NEAR(above->size, jump->after, 0.01) << z;
  }
}

TEST(SizeJump, MixedDegrees) {
  // Half with 4 and half with 12 links, three contacts: by bisection of the final size.
  const DegreeLaw mixed = law({0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0.5});
  const AdoptionRule rule{.contacts = 3};
  const auto jump = largest_jump(mixed, rule);
  ASSERT_TRUE(jump && jump->exists);
  const double middle = (jump->before + jump->after) / 2;
  EXPECT_LT(cascade_size(mixed, rule, jump->seed - 1e-4)->size, middle);
  EXPECT_GT(cascade_size(mixed, rule, jump->seed + 1e-4)->size, middle);
}

RC_GTEST_PROP(SizeJump, AgreesWithTheExactCriticalSeed, ()) {
  const std::size_t degree = *rc::gen::inRange<std::size_t>(4, 30);
  const std::size_t k = *rc::gen::inRange<std::size_t>(2, degree - 1);
  const auto jump = largest_jump(regular(degree), {.contacts = k});
  RC_ASSERT(jump->exists);
  RC_ASSERT(std::abs(jump->seed - critical_seed(degree, k)->seed) < 1e-11);
}

TEST(SizeJump, Refuses) { EXPECT_REFUSED(largest_jump(regular(8), {}), ErrorCode::domain, "diffusion.network.rule"); }

}  // namespace
}  // namespace tidu::diffusion::network
