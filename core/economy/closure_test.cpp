// SPDX-License-Identifier: Apache-2.0
#include "core/economy/closure.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/sum.h"
#include "core/economy/equilibrium.h"
#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

/// Three provinces of one nation and the rest of the world.
BaseYear nation() {
  Economy e = testing::random_economy({.regions = 4, .sectors = 2});
  e.nation = {7, 7, 7, 9};
  e.people = {10, 20, 30, 200};
  return *prepare(e);
}

double national(const BaseYear& base, const std::vector<double>& x) {
  double out = 0;
  for (std::size_t n = 0; n < x.size(); ++n) out += base.economy.nation[n] == 7 ? x[n] : 0;
  return out;
}

Shock boom(const Closure& closure) {
  Shock out{.productivity = RegionSector({4, 2}, 1), .closure = closure};
  for (std::size_t j = 0; j < 2; ++j) out.productivity(0, j) = 1.3;
  return out;
}

TEST(Closure, SharesOfTheNationStay) {
  const BaseYear base = nation();
  const auto after = solve(base, boom({}), {.tolerance = 1e-12});
  ASSERT_TRUE(after && after->converged);
  const double grown = national(base, after->value_added) / national(base, base.value_added);
  EXPECT_GT(std::fabs(grown - 1), 1e-3);
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(after->deficit[n], base.economy.deficit[n] * grown, 1e-13);
  EXPECT_NEAR(sum(after->deficit), 0, 1e-14);
}

TEST(Closure, PhasedOutTradeBalances) {
  const BaseYear base = nation();
  for (const double keep : {0.0, 0.5}) {
    for (const ClosureRule rule : {ClosureRule::share_of_nation, ClosureRule::share_of_world}) {
      const auto after = solve(base, boom({.rule = rule, .keep = keep}), {.tolerance = 1e-12});
      ASSERT_TRUE(after && after->converged);
      if (rule == ClosureRule::share_of_world || keep == 0) {
        EXPECT_NEAR(after->deficit[1], keep * base.economy.deficit[1], 1e-14);
      }
      if (keep > 0) continue;
      // Imports are exports.
      for (std::size_t n = 0; n < 4; ++n) {
        double net = 0;
        for (std::size_t j = 0; j < 2; ++j) net += after->expenditure(n, j) - after->output(n, j);
        EXPECT_NEAR(net - after->tariff_revenue[n], 0, 1e-10);
      }
    }
  }
}

TEST(Closure, PerHeadFollowsPeople) {
  const BaseYear base = nation();
  Shock shock = boom({.rule = ClosureRule::per_head});
  shock.people = {2, 1, 1, 1};
  const auto after = solve(base, shock, {.tolerance = 1e-12});
  ASSERT_TRUE(after && after->converged);
  const double grown = national(base, after->value_added) / national(base, base.value_added);
  // The nation has 70 people where it had 60.
  EXPECT_NEAR(after->deficit[0], base.economy.deficit[0] * 2 * grown * 60 / 70, 1e-13);
  EXPECT_NEAR(after->deficit[1], base.economy.deficit[1] * grown * 60 / 70, 1e-13);
  EXPECT_NEAR(sum(after->deficit), 0, 1e-14);
  // Without a change of people the rule is the first one.
  const auto same = solve(base, boom({.rule = ClosureRule::per_head}), {.tolerance = 1e-12});
  const auto first = solve(base, boom({}), {.tolerance = 1e-12});
  EXPECT_EQ(same->real_income, first->real_income);
}

TEST(Closure, GivenDeficitsAreMet) {
  const BaseYear base = nation();
  const Closure closure{.rule = ClosureRule::given, .deficit = {0.1, -0.1, 0.2, -0.2}};
  const auto after = solve(base, boom(closure), {.tolerance = 1e-12});
  ASSERT_TRUE(after && after->converged);
  EXPECT_EQ(after->deficit, closure.deficit);
}

TEST(Closure, AnotherRegionMayAbsorb) {
  const BaseYear base = nation();
  const auto after = solve(base, boom({.absorber = 0}), {.tolerance = 1e-12});
  ASSERT_TRUE(after && after->converged);
  const double grown = after->value_added[3] / base.value_added[3];
  EXPECT_NEAR(after->deficit[3], base.economy.deficit[3] * grown, 1e-13);
  EXPECT_NEAR(sum(after->deficit), 0, 1e-14);
}

TEST(Closure, OneThatCannotCloseSaysWhereItFails) {
  const BaseYear base = nation();
  const double all = base.value_added[1];
  const Closure impossible{.rule = ClosureRule::given, .deficit = {3 * all, -3 * all, 0, 0}};
  const auto wrong = solve(base, boom(impossible));
  EXPECT_REFUSED(wrong, ErrorCode::domain, "economy.closure_income");
  EXPECT_EQ(std::get<std::int64_t>(wrong.error().message.args[0]), 2);
  EXPECT_LE(std::get<double>(wrong.error().message.args[1]), 0);
  EXPECT_REFUSED(solve(base, boom({.rule = ClosureRule::given, .deficit = {1, 0, 0, 0}})), ErrorCode::domain,
                 "economy.closure_sum");
  EXPECT_REFUSED(solve(base, boom({.rule = ClosureRule::given, .deficit = {1, -1}})), ErrorCode::shape,
                 "economy.shape");
  EXPECT_REFUSED(solve(base, boom({.absorber = 4})), ErrorCode::domain, "economy.closure_absorber");
  EXPECT_REFUSED(solve(base, boom({.keep = 1.5})), ErrorCode::domain, "economy.share");
  const BaseYear nobody = *prepare(testing::random_economy({.regions = 4, .sectors = 2}));
  EXPECT_REFUSED(solve(nobody, boom({.rule = ClosureRule::per_head})), ErrorCode::missing, "economy.closure_people");
  Shock shock = boom({.rule = ClosureRule::per_head});
  shock.people = {1, 1, 0, 1};
  EXPECT_REFUSED(solve(base, shock), ErrorCode::domain, "economy.not_positive");
}

}  // namespace
}  // namespace tidu::economy
