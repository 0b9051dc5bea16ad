// SPDX-License-Identifier: Apache-2.0
#include "core/economy/place.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/sum.h"
#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

/// Equal regions of one sector without inputs that trade with each other at the cost tau, people 1 in all.
BaseYear equal_places(std::size_t regions, double theta, double tau) {
  Economy e;
  const double away = std::pow(tau, -theta);
  const double home = 1 / (1 + static_cast<double>(regions - 1) * away);
  e.trade_share = TradeArray({1, regions, regions}, away * home);
  for (std::size_t n = 0; n < regions; ++n) e.trade_share(0, n, n) = home;
  e.value_added_share = RegionSector({regions, 1}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({regions, 1, 1});
  e.final_share = RegionSector({regions, 1}, 1);
  e.theta = {theta};
  e.labour_income.assign(1, RegionSector({regions, 1}, 1));
  e.people.assign(regions, 1 / static_cast<double>(regions));
  return *prepare(e);
}

Shock better_second() {
  Shock out{.productivity = RegionSector({2, 1}, 1)};
  out.productivity(1, 0) = 1.2;
  return out;
}

TEST(Place, TwoLocationsWithFreeMovement) {
  // sigma = 9, alpha = .1, beta = -.3, A = (1, 1.2), tau = 1.3: AA's model solved in levels by a program of its own.
  const BaseYear base = equal_places(2, 8, 1.3);
  const auto found =
      settle(base, better_second(), {.productivity = 0.1, .amenity = -0.3}, {.tolerance = 1e-13}, {.tolerance = 1e-13});
  ASSERT_TRUE(found && found->converged);
  EXPECT_NEAR(found->people[0], 0.30368272678773245, 1e-12);
  EXPECT_NEAR(found->people[1], 0.6963172732122676, 1e-12);
  EXPECT_NEAR(found->equilibrium.wage[0](1, 0) / found->equilibrium.wage[0](0, 0), 1.213109742673305, 1e-12);
  const double start = std::pow(1 + std::pow(1.3, -8), 1 / 8.0) * std::pow(0.5, 0.1 - 0.3);
  for (std::size_t n = 0; n < 2; ++n) EXPECT_NEAR(start * found->utility_hat[0][n], 1.30087129200718, 1e-12);
  // Unique by the criterion: other beginnings end there.
  for (const double first : {0.05, 15.0}) {
    const auto other = settle(base, better_second(), {.productivity = 0.1, .amenity = -0.3},
                              {.tolerance = 1e-12, .start = {first, 1}}, {.tolerance = 1e-13});
    ASSERT_TRUE(other && other->converged);
    EXPECT_NEAR(other->people[0], found->people[0], 1e-11);
  }
}

TEST(Place, LimitsOfMovement) {
  const BaseYear base = equal_places(2, 8, 1.3);
  const auto still = settle(base, better_second(), {.dispersion = 1e9});
  const auto plain = solve(base, better_second());
  ASSERT_TRUE(still && still->converged);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_NEAR(still->people_hat[n], 1, 1e-8);
    EXPECT_NEAR(still->equilibrium.real_income[n], plain->real_income[n], 1e-8);
  }
  // Tombe & Zhu's choice: shares in proportion to u^kappa.
  const double kappa = 1.5;
  const auto some =
      settle(base, better_second(), {.dispersion = 1 / kappa}, {.tolerance = 1e-12}, {.tolerance = 1e-13});
  ASSERT_TRUE(some && some->converged);
  EXPECT_NEAR(some->people[1] / some->people[0], std::pow(some->utility_hat[0][1] / some->utility_hat[0][0], kappa),
              1e-11);
  EXPECT_NEAR(sum(some->people), 1, 1e-14);
  EXPECT_GT(some->people[1], 0.5);
}

TEST(Place, SymmetricStaysSymmetricAndNothingChangesNothing) {
  const auto found = settle(equal_places(5, 5, 2), {}, {.productivity = 0.06, .amenity = -0.32});
  ASSERT_TRUE(found && found->converged);
  EXPECT_EQ(found->steps, 1U);
  for (std::size_t n = 0; n < 5; ++n) EXPECT_NEAR(found->people[n], 0.2, 1e-13);
}

TEST(Place, MoreThanOneEquilibriumWhereAgglomerationWins) {
  // sigma = 9, alpha = .1, beta = -.05: the criterion fails, and a beginning off the middle runs away from it.
  const BaseYear base = equal_places(2, 8, 1.3);
  const auto low = settle(base, {}, {.productivity = 0.1, .amenity = -0.05}, {.max_steps = 300, .start = {1, 1.01}});
  const auto high = settle(base, {}, {.productivity = 0.1, .amenity = -0.05}, {.max_steps = 300, .start = {1.01, 1}});
  ASSERT_TRUE(low && high);
  EXPECT_LT(low->people[0], 0.45);
  EXPECT_NEAR(low->people[0], high->people[1], 1e-9);
}

TEST(Place, CriterionOfAllenAndArkolakis) {
  struct Case {
    double sigma, alpha, beta, gamma_1, gamma_2, ratio;
    bool unique;
  };
  for (const Case& c : {Case{9, 0.1, -0.3, 2.9, -0.5, -0.17241379310344832, true},
                        Case{9, 0.1, -0.05, 0.65, 1.5, 2.307692307692308, false},
                        Case{5, 0.06, -0.32, 2.36, 0.02, 0.008474576271186448, true},
                        Case{5, 0.2, -0.1, 0.7, 1.6, 2.285714285714286, false}}) {
    const PlaceCriterion found = place_criterion(c.sigma, c.alpha, c.beta);
    EXPECT_NEAR(found.gamma_1, c.gamma_1, 1e-14);
    EXPECT_NEAR(found.gamma_2, c.gamma_2, 1e-14);
    EXPECT_NEAR(found.ratio, c.ratio, 1e-13);
    EXPECT_EQ(found.unique, c.unique);
  }
}

TEST(Place, SearchFindsTheMiddleAndBothEnds) {
  // Agglomeration against a taste for places: the middle repels, and one settlement lies on either side of it.
  const BaseYear base = equal_places(2, 8, 1.3);
  const Place place{.productivity = 0.5, .dispersion = 0.4};
  const auto found = settlements(base, {}, place, {}, {.tolerance = 1e-11}, {.tolerance = 1e-12});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->lost, 0U);
  ASSERT_EQ(found->distinct.size(), 3U);
  EXPECT_EQ(found->reached, (std::vector<std::size_t>{1, 1, 1}));
  EXPECT_NEAR(found->distinct[0].people[0], 0.5, 1e-12);
  EXPECT_GT(found->distinct[1].people[0], 0.6);
  EXPECT_NEAR(found->distinct[1].people[0], found->distinct[2].people[1], 1e-9);
  // Without agglomeration there is one.
  const auto one = settlements(base, {}, {.dispersion = 0.4});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->reached, (std::vector<std::size_t>{3}));
  EXPECT_REFUSED(settlements(base, {}, place, {.favour = 0}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(settlements(base, {}, place, {.apart = 0}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(settlements(base, {}, place, {.starts = {{1}}}), ErrorCode::shape, "economy.shape");
  const auto lost = settlements(base, {}, place, {.starts = {{1, 2}}}, {.max_steps = 2});
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->lost, 1U);
}

TEST(Place, OneSkillSplitInTwoAlikeIsOneSkill) {
  Economy one = testing::random_economy({.regions = 3, .sectors = 2, .seed = 4});
  one.people = {3, 2, 4};
  Economy two = one;
  two.labour_income.assign(2, one.labour_income[0]);
  for (std::size_t at = 0; at < two.labour_income[0].size(); ++at) {
    two.labour_income[0].values()[at] *= 0.3;
    two.labour_income[1].values()[at] *= 0.7;
  }
  Shock shock{.productivity = RegionSector({3, 2}, 1)};
  shock.productivity(1, 0) = 1.2;
  Place place{.productivity = 0.05, .amenity = -0.3, .dispersion = 0.5};
  const auto plain = settle(*prepare(one), shock, place, {.tolerance = 1e-12}, {.tolerance = 1e-13});
  place.people = {{0.9, 0.6, 1.2}, {2.1, 1.4, 2.8}};
  const auto split = settle(*prepare(two), shock, place, {.tolerance = 1e-12}, {.tolerance = 1e-13});
  ASSERT_TRUE(plain && split && plain->converged && split->converged);
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_NEAR(split->people[n], plain->people[n], 1e-10);
    for (std::size_t g = 0; g < 2; ++g) {
      EXPECT_NEAR(split->skill_people_hat[g][n], plain->people_hat[n], 1e-10);
      EXPECT_NEAR(split->utility_hat[g][n], plain->utility_hat[0][n], 1e-10);
    }
  }
  EXPECT_GT(plain->people_hat[1], 1.02);
  place.people.clear();
  EXPECT_REFUSED(settle(*prepare(two), shock, place), ErrorCode::missing, "economy.place_base");
  place.people = {{1, 1, 1}};
  EXPECT_REFUSED(settle(*prepare(two), shock, place), ErrorCode::shape, "economy.shape");
}

// The third region stands for a rest of the world: it trades, and its people stay.
TEST(Place, SettledRegionsKeepTheirPeople) {
  const BaseYear base = equal_places(3, 8, 1.3);
  Shock shock{.productivity = RegionSector({3, 1}, 1)};
  shock.productivity(1, 0) = 1.2;
  const Place place{.productivity = 0.05, .amenity = -0.3, .settled = {false, false, true}};
  const auto found = settle(base, shock, place, {.start = {2, 1, 7}});
  ASSERT_TRUE(found && found->converged);
  EXPECT_EQ(found->people_hat[2], 1) << "whatever the beginning says";
  EXPECT_NEAR(found->people[0] + found->people[1], 2.0 / 3, 1e-14);
  EXPECT_NEAR(found->utility_hat[0][0] / found->utility_hat[0][1], 1, 1e-9);
  EXPECT_GT(std::fabs(found->utility_hat[0][2] / found->utility_hat[0][1] - 1), 1e-3);
  const auto all = settlements(base, shock, place);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->reached, std::vector<std::size_t>{3}) << "nothing changed, and either of the two favoured";
  EXPECT_REFUSED(settle(base, shock, {.settled = {true, true, true}}), ErrorCode::domain, "economy.all_settled");
  EXPECT_REFUSED(settle(base, shock, {.settled = {true}}), ErrorCode::shape, "economy.shape");
}

TEST(Place, Errors) {
  BaseYear base = equal_places(2, 8, 1.3);
  EXPECT_REFUSED(settle(base, {}, {.dispersion = -1}), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(settle(base, {}, {.amenity_hat = {1}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(settle(base, {}, {.amenity_hat = {1, 0}}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(settle(base, {}, {}, {.step = 2}), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(settle(base, {}, {}, {.start = {1, -1}}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(settle(base, {.productivity = RegionSector({3, 1}, 1)}, {}), ErrorCode::shape, "economy.shape");
  base.economy.people.clear();
  EXPECT_REFUSED(settle(base, {}, {}), ErrorCode::missing, "economy.place_base");
}

}  // namespace
}  // namespace tidu::economy
