// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/critical_seed.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>

#include "core/diffusion/network/cascade.h"
#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::regular;

TEST(CriticalSeed, EightLinks) {
  // Design T9: k = 2 0.01321, 3 0.08324, 4 0.19919; all to 14 digits by mpmath.
  constexpr std::array<double, 5> expected{0.013208289743219, 0.083241339486291, 0.19919263338951, 0.35407469613894,
                                           0.55323503346438};
  for (std::size_t k = 2; k <= 6; ++k) {
    const auto critical = critical_seed(8, k);
    ASSERT_TRUE(critical);
    EXPECT_EQ(critical->outcome, SeedOutcome::jump);
    EXPECT_NEAR(critical->seed, expected[k - 2], 1e-13) << k;
  }
}

TEST(CriticalSeed, TableOfEightLinks) {
  const auto table = contacts_needed(8);
  ASSERT_TRUE(table);
  ASSERT_EQ(table->size(), 8u);
  EXPECT_EQ(table->at(0), (CriticalSeed{.contacts = 1, .outcome = SeedOutcome::any}));
  EXPECT_EQ(table->at(6), (CriticalSeed{.contacts = 7, .outcome = SeedOutcome::gradual, .seed = 6.0 / 7, .before = 1}));
  EXPECT_EQ(table->at(7), (CriticalSeed{.contacts = 8, .outcome = SeedOutcome::never, .seed = 1, .before = 1}));
}

TEST(CriticalSeed, FewLinks) {
  EXPECT_EQ(critical_seed(1, 1)->outcome, SeedOutcome::never) << "pairs: nothing passes on";
  EXPECT_EQ(critical_seed(2, 1)->outcome, SeedOutcome::any);
  EXPECT_EQ(critical_seed(2, 2)->outcome, SeedOutcome::never);
  EXPECT_EQ(critical_seed(3, 2)->outcome, SeedOutcome::gradual);
  EXPECT_EQ(critical_seed(3, 2)->seed, 0.5);
  // d = 4, k = 2: 1 - G = (1 - q)^2 (1 + 2 q), so r = 1 - 1/((1 - q)(1 + 2 q)), largest at q = 1/4: 1/9.
  EXPECT_NEAR(critical_seed(4, 2)->seed, 1.0 / 9, 1e-15);
}

TEST(CriticalSeed, ManyLinks) {
  for (const std::size_t k : {2u, 3u, 2048u, 4094u}) {
    const auto critical = critical_seed(kMaximumDegree, k);
    ASSERT_TRUE(critical) << k;
    EXPECT_GT(critical->seed, 0) << k;
    EXPECT_LT(critical->seed, 1) << k;
    EXPECT_GE(critical->before, critical->seed) << k;
  }
  // Half of very many contacts: the seed alone has to come near a half.
  EXPECT_NEAR(critical_seed(kMaximumDegree, 2048)->seed, 0.47, 0.02);
}

RC_GTEST_PROP(CriticalSeed, SeparatesSmallFromEverybody, ()) {
  const std::size_t degree = *rc::gen::inRange<std::size_t>(3, 25);
  const std::size_t k = *rc::gen::inRange<std::size_t>(2, degree);
  const CriticalSeed critical = *critical_seed(degree, k);
  const AdoptionRule rule{.contacts = k};
  const double below = cascade_size(regular(degree), rule, critical.seed * 0.99)->size;
  const double above = cascade_size(regular(degree), rule, critical.seed + (1 - critical.seed) * 0.01)->size;
  RC_ASSERT(below < critical.before);
  if (critical.outcome == SeedOutcome::jump) RC_ASSERT(below < 0.9999);
  RC_ASSERT(above > 1 - 1e-9);
}

RC_GTEST_PROP(CriticalSeed, RisesWithContactsAndFallsWithLinks, ()) {
  const std::size_t degree = *rc::gen::inRange<std::size_t>(1, 60);
  const auto table = *contacts_needed(degree);
  for (std::size_t k = 1; k < table.size(); ++k) RC_ASSERT(table[k].seed > table[k - 1].seed);
  const auto wider = *contacts_needed(degree + 1);
  for (std::size_t k = 1; k < table.size(); ++k) RC_ASSERT(wider[k].seed < table[k].seed);
}

TEST(CriticalSeed, Refuses) {
  EXPECT_REFUSED(critical_seed(0, 1), ErrorCode::domain, "diffusion.network.degree");
  EXPECT_REFUSED(critical_seed(kMaximumDegree + 1, 1), ErrorCode::domain, "diffusion.network.degree");
  EXPECT_REFUSED(critical_seed(8, 0), ErrorCode::domain, "diffusion.network.contacts");
  EXPECT_REFUSED(critical_seed(8, 9), ErrorCode::domain, "diffusion.network.contacts");
  EXPECT_REFUSED(contacts_needed(0), ErrorCode::domain, "diffusion.network.degree");
}

}  // namespace
}  // namespace tidu::diffusion::network
