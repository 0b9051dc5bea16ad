// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/group_seed.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using Groups = std::vector<ThresholdGroup>;

// Rogers' shares of the adopter groups (2003, ch. 7), with the map's default thresholds.
const Groups kRogers{{0, 0.025}, {1, 0.135}, {2, 0.34}, {3, 0.34}, {4, 0.16}};

// P(Bin(n, q) >= k), term by term.
double tail(std::size_t n, std::size_t k, double q) {
  double sum = 0;
  for (std::size_t j = k; j <= n; ++j) {
    const auto a = static_cast<double>(n);
    const auto b = static_cast<double>(j);
    sum += std::exp(std::lgamma(a + 1) - std::lgamma(b + 1) - std::lgamma(a - b + 1)) * std::pow(q, b) *
           std::pow(1 - q, a - b);
  }
  return sum;
}

// Where the recursion comes to rest from a seed.
double final_size(std::size_t d, const Groups& groups, double seed) {
  const auto adopting = [&](std::size_t n, double q) {
    double sum = 0;
    for (const ThresholdGroup& g : groups) sum += g.share * tail(n, g.contacts, q);
    return sum;
  };
  double q = seed;
  for (int i = 0; i < 20000; ++i) {
    const double next = seed + (1 - seed) * adopting(d - 1, q);
    if (next - q < 1e-15) break;
    q = next;
  }
  return seed + (1 - seed) * adopting(d, q);
}

TEST(GroupSeed, OneGroupIsTheKnownCase) {
  // Design T9, Gleeson & Cahalane 2007: d = 8.
  EXPECT_NEAR(group_critical_seed(8, Groups{{2, 1}})->seed, 0.01321, 5e-6);
  EXPECT_NEAR(group_critical_seed(8, Groups{{3, 1}})->seed, 0.08324, 5e-6);
  EXPECT_NEAR(group_critical_seed(8, Groups{{4, 1}})->seed, 0.19919, 5e-6);
  for (std::size_t d = 1; d <= 12; ++d) {
    for (std::size_t k = 1; k <= d; ++k) {
      const CriticalSeed known = *critical_seed(d, k);
      const GroupSeed found = *group_critical_seed(d, Groups{{k, 0.3}, {k, 0.7}});
      EXPECT_EQ(found.outcome, known.outcome) << d << " " << k;
      EXPECT_NEAR(found.seed, known.seed, 1e-12) << d << " " << k;
      EXPECT_NEAR(found.before, known.before, 1e-6) << d << " " << k;
      EXPECT_EQ(found.unseeded, 0) << d << " " << k;
    }
  }
}

TEST(GroupSeed, RogersGroups) {
  // With the default thresholds innovators alone bring everybody along: a critical mass of nothing, though needing 2, 3
  // or 4 contacts for all alike it is 1.3, 8.3 or 19.9 %.
  const GroupSeed found = *group_critical_seed(8, kRogers);
  EXPECT_EQ(found.outcome, SeedOutcome::any);
  EXPECT_EQ(found.seed, 0);
  EXPECT_NEAR(found.unseeded, 1, 1e-9);
  EXPECT_NEAR(final_size(8, kRogers, 0), 1, 1e-9);
}

TEST(GroupSeed, JumpsWhereTheRecursionDoes) {
  const Groups cautious{{2, 0.16}, {3, 0.34}, {4, 0.34}, {5, 0.16}};
  const GroupSeed found = *group_critical_seed(8, cautious);
  ASSERT_EQ(found.outcome, SeedOutcome::jump);
  EXPECT_GT(final_size(8, cautious, found.seed + 1e-5), 1 - 1e-9);
  EXPECT_NEAR(final_size(8, cautious, found.seed - 1e-7), found.before, 2e-3);
  EXPECT_LT(found.before, 0.5);
}

TEST(GroupSeed, SomeWhoNeedAllKeepTheLastOut) {
  EXPECT_EQ(group_critical_seed(4, Groups{{1, 0.9}, {4, 0.1}})->outcome, SeedOutcome::never);
  EXPECT_EQ(group_critical_seed(4, Groups{{1, 0.9}, {4, 0.1}})->seed, 1);
  EXPECT_EQ(group_critical_seed(4, Groups{{1, 1.0}, {4, 0.0}})->outcome, SeedOutcome::any) << "a group of nobody";
  EXPECT_EQ(group_critical_seed(4, Groups{{0, 1}})->unseeded, 1);
  EXPECT_NEAR(group_critical_seed(4, Groups{{0, 0.3}, {4, 0.7}})->unseeded, final_size(4, {{0, 0.3}, {4, 0.7}}, 0),
              1e-12);
}

TEST(GroupSeed, RoundingOfSharesSeedsNobody) {
  const Groups groups{{1, 8.0 / 19}, {2, 5.0 / 19}, {3, 6.0 / 19}};  // 2^-53 less than 1
  EXPECT_EQ(group_critical_seed(6, groups)->unseeded, 0);
}

RC_GTEST_PROP(GroupSeed, FromTheCriticalSeedOnEverybodyAdopts, ()) {
  const std::size_t d = *rc::gen::inRange<std::size_t>(4, 12);
  Groups groups;
  double total = 0;
  for (std::size_t k = 0; k + 2 < d; ++k) {
    groups.push_back({k, static_cast<double>(*rc::gen::inRange(k == 0 ? 0 : 1, 20))});
    total += groups.back().share;
  }
  for (ThresholdGroup& g : groups) g.share /= total;
  const GroupSeed found = *group_critical_seed(d, groups);
  RC_ASSERT(found.outcome == SeedOutcome::any || found.outcome == SeedOutcome::jump);
  RC_ASSERT(final_size(d, groups, std::min(1.0, found.seed + 1e-4)) > 1 - 1e-6);
  RC_ASSERT(std::fabs(final_size(d, groups, 0) - found.unseeded) < 1e-6);
  if (found.seed > 1e-3) RC_ASSERT(final_size(d, groups, found.seed - 1e-4) < 1 - 1e-6);
  // Everybody's needing one contact more never lowers it.
  Groups harder = groups;
  for (ThresholdGroup& g : harder) g.contacts += 1;
  RC_ASSERT(group_critical_seed(d, harder)->seed >= found.seed - 1e-12);
}

TEST(GroupSeed, Refuses) {
  EXPECT_REFUSED(group_critical_seed(0, kRogers), ErrorCode::domain, "diffusion.network.degree");
  EXPECT_REFUSED(group_critical_seed(kMaximumDegree + 1, kRogers), ErrorCode::domain, "diffusion.network.degree");
  EXPECT_REFUSED(group_critical_seed(3, kRogers), ErrorCode::domain, "diffusion.network.group_contacts");
  EXPECT_REFUSED(group_critical_seed(8, Groups{{1, 1.5}, {2, -0.5}}), ErrorCode::domain, "diffusion.network.share");
  EXPECT_REFUSED(group_critical_seed(8, Groups{{1, 0.5}}), ErrorCode::domain, "diffusion.network.group_shares");
  EXPECT_REFUSED(group_critical_seed(8, Groups{}), ErrorCode::domain, "diffusion.network.group_shares");
}

}  // namespace
}  // namespace tidu::diffusion::network
