// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/economy/equilibrium.h"
#include "core/economy/support_test.h"
#include "core/economy/welfare.h"

// Limiting cases with closed forms; the numbers are those of the reference folder's limits.json.
namespace tidu::economy {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr SolveOptions kTight{.tolerance = 1e-13};

/// N equal regions, one sector, a share gamma of value added; everyone buys equally from all, at no cost.
Economy equal_regions(std::size_t n, double theta, double gamma) {
  Economy e;
  e.trade_share = TradeArray({1, n, n}, 1 / static_cast<double>(n));
  e.value_added_share = RegionSector({n, 1}, gamma);
  e.input_share = Array<double, Region, Sector, OtherSector>({n, 1, 1}, 1 - gamma);
  e.final_share = RegionSector({n, 1}, 1);
  e.theta = {theta};
  e.labour_income.assign(1, RegionSector({n, 1}, 1));
  return e;
}

/// The same cost between all regions that differ.
TradeArray barrier(std::size_t n, double cost) {
  TradeArray out({1, n, n}, cost);
  for (std::size_t i = 0; i < n; ++i) out(0, i, i) = 1;
  return out;
}

/// The base after a shock that must have an equilibrium.
BaseYear moved(const Economy& e, const Shock& shock) {
  const auto base = prepare(e);
  const auto after = solve(*base, shock, kTight);
  EXPECT_TRUE(after && after->converged);
  return *as_base(*base, shock, *after);
}

/// Real wages lost when all trade ends: the gains from trade.
std::vector<double> gains_from_trade(const BaseYear& base) {
  const auto alone = solve(base, {.trade_cost = barrier(base.economy.regions(), kInfinity)}, kTight);
  EXPECT_TRUE(alone && alone->converged);
  std::vector<double> out;
  for (std::size_t n = 0; n < base.economy.regions(); ++n) {
    EXPECT_EQ(alone->trade_share(0, n, n), 1);
    out.push_back(1 / real_wages(*alone)[0](n, 0));
  }
  return out;
}

struct Symmetric {
  std::size_t regions;
  double cost, theta, home, gains, gains_with_inputs;
};

class SymmetricRegions : public ::testing::TestWithParam<Symmetric> {};

TEST_P(SymmetricRegions, OwnShareAndGainsAreTheClosedForms) {
  // pi_nn = 1 / (1 + (N-1) tau^-theta), gains pi_nn^(-1/theta), with inputs of the own good pi_nn^(-1/(theta gamma)).
  const Symmetric& p = GetParam();
  const Shock cost{.trade_cost = barrier(p.regions, p.cost)};
  const BaseYear plain = moved(equal_regions(p.regions, p.theta, 1), cost);
  EXPECT_NEAR(plain.economy.trade_share(0, 0, 0), p.home, 1e-13);
  const BaseYear round = moved(equal_regions(p.regions, p.theta, 0.5), cost);
  for (std::size_t n = 0; n < p.regions; ++n) {
    EXPECT_NEAR(gains_from_trade(plain)[n], p.gains, 1e-12);
    EXPECT_NEAR(gains_from_trade(round)[n], p.gains_with_inputs, 1e-12);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Limits, SymmetricRegions,
    ::testing::Values(Symmetric{2, 1.5, 4, 0.8350515463917526, 1.0460963309049987, 1.0943175335329005},
                      Symmetric{5, 2, 5, 0.8888888888888888, 1.0238362555396097, 1.048240678157369},
                      Symmetric{31, 1.8, 4, 0.2592153609102762, 1.4014732620869936, 1.9641273043447591}));

/// The asymmetric world of test 2, reached from two equal regions.
Shock asymmetric() {
  Shock out{.trade_cost = TradeArray({1, 2, 2}, 1),
            .technology = RegionSector({2, 1}, 1),
            .labour = {RegionSector({2, 1}, 1)}};
  out.trade_cost(0, 0, 1) = 1.7;
  out.trade_cost(0, 1, 0) = 1.3;
  out.technology(1, 0) = 0.5;
  out.labour[0](1, 0) = 2;
  return out;
}

TEST(Limits, TwoUnequalRegions) {
  const auto base = prepare(equal_regions(2, 4, 1));
  const auto after = solve(*base, asymmetric(), kTight);
  ASSERT_TRUE(after && after->converged);
  EXPECT_NEAR(after->wage[0](1, 0) / after->wage[0](0, 0), 0.6991166952820458, 1e-12);
  EXPECT_NEAR(after->trade_share(0, 0, 0), 0.7996181918628301, 1e-12);
  EXPECT_NEAR(after->trade_share(0, 1, 1), 0.8566892984465708, 1e-12);
  const auto gains = gains_from_trade(moved(equal_regions(2, 4, 1), asymmetric()));
  EXPECT_NEAR(gains[0], 1.0574974613837151, 1e-12);
  EXPECT_NEAR(gains[1], 1.0394274086432347, 1e-12);
  EXPECT_NEAR(gains[0], std::pow(after->trade_share(0, 0, 0), -1 / 4.0), 1e-12);  // Arkolakis et al. 2012
}

TEST(Limits, ProductivityOfValueAddedIsTechnologyToThePowerThetaGamma) {
  const auto base = prepare(equal_regions(3, 5, 0.4));
  Shock a{.productivity = RegionSector({3, 1}, 1)};
  a.productivity(1, 0) = 1.2;
  Shock t{.technology = RegionSector({3, 1}, 1)};
  t.technology(1, 0) = std::pow(1.2, 5 * 0.4);
  const auto by_a = solve(*base, a, kTight);
  const auto by_t = solve(*base, t, kTight);
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(by_a->real_income[n], by_t->real_income[n], 1e-12);
}

TEST(Limits, OneRegionGainsWhatItBecomesMoreProductive) {
  // Alone, with a share gamma of value added used again and again: W_hat = A_hat; more labour earns less a head only
  // through structures.
  const auto base = prepare(equal_regions(1, 4, 0.4));
  const auto more = solve(*base, {.productivity = RegionSector({1, 1}, 1.3)}, kTight);
  EXPECT_NEAR(more->real_income[0], 1.3, 1e-13);
  const auto heads = solve(*base, {.labour = {RegionSector({1, 1}, 2)}}, kTight);
  EXPECT_NEAR(heads->real_income[0], 2, 1e-13);
  EXPECT_NEAR(real_wages(*heads)[0](0, 0), 1, 1e-13);
}

TEST(Limits, StructuresAreCobbDouglas) {
  // Alone with a share xi of structures: output L^(1-xi) K^xi.
  Economy e = equal_regions(1, 4, 1);
  e.labour_income[0](0, 0) = 0.7;
  e.structures_income = RegionSector({1, 1}, 0.3);
  const auto base = prepare(e);
  const auto after =
      solve(*base, {.labour = {RegionSector({1, 1}, 2)}, .structures = RegionSector({1, 1}, 1.5)}, kTight);
  EXPECT_NEAR(after->real_income[0], std::pow(2, 0.7) * std::pow(1.5, 0.3), 1e-13);
  EXPECT_NEAR(after->rental(0, 0) * 1.5, after->wage[0](0, 0) * 2, 1e-13);
}

TEST(Limits, SkillsAreCobbDouglas) {
  // Doubling one skill of share 0.4 lowers its wage relative to the other's by half.
  Economy e = equal_regions(1, 4, 1);
  e.labour_income = {RegionSector({1, 1}, 0.6), RegionSector({1, 1}, 0.4)};
  const auto base = prepare(e);
  const auto after = solve(*base, {.labour = {RegionSector({1, 1}, 1), RegionSector({1, 1}, 2)}}, kTight);
  EXPECT_NEAR(after->real_income[0], std::pow(2, 0.4), 1e-13);
  EXPECT_NEAR(after->wage[1](0, 0) / after->wage[0](0, 0), 0.5, 1e-13);
}

/// One region, two sectors of equal weight that use themselves and each other; sector 0 becomes more productive.
Economy two_sectors(double final_elasticity, double input_elasticity) {
  Economy e;
  e.trade_share = TradeArray({2, 1, 1}, 1);
  e.value_added_share = RegionSector({1, 2}, 0.5);
  e.input_share = Array<double, Region, Sector, OtherSector>({1, 2, 2}, 0.25);
  e.final_share = RegionSector({1, 2}, 0.5);
  e.theta = {4, 4};
  e.labour_income.assign(1, RegionSector({1, 2}, 1));
  e.final_elasticity = final_elasticity;
  e.input_elasticity = input_elasticity;
  return e;
}

double price_of_gain(double final_elasticity, double input_elasticity) {
  Shock shock{.productivity = RegionSector({1, 2}, 1)};
  shock.productivity(0, 0) = 1.5;
  const auto after = solve(*prepare(two_sectors(final_elasticity, input_elasticity)), shock, kTight);
  EXPECT_TRUE(after && after->converged);
  EXPECT_LT(after->identities.budget, 1e-12);
  return after->real_income[0];
}

TEST(Limits, CobbDouglasIsTheLimitOfConstantElasticity) {
  const double limit = price_of_gain(1, 1);
  EXPECT_NEAR(limit, std::sqrt(1.5), 1e-13);  // Hulten: exact in logarithms under Cobb-Douglas
  double last = 1;
  for (const double gap : {1e-2, 1e-3, 1e-4}) {
    const double error = std::fabs(price_of_gain(1 - gap, 1 - gap) - limit);
    EXPECT_LT(error, 0.2 * last);
    last = error;
  }
  EXPECT_LT(last, 1e-5);
  // Complements gain less from progress in one sector (Baqaee & Farhi 2019), substitutes more.
  EXPECT_LT(price_of_gain(0.5, 1), limit);
  EXPECT_LT(price_of_gain(1, 0), limit);
  EXPECT_GT(price_of_gain(2, 1), limit);
}

TEST(Limits, FinalDemandOfConstantElasticityWithoutInputs) {
  // P = [sum alpha P_j^(1-sigma)]^(1/(1-sigma)) with prices 1/A.
  Economy e = two_sectors(0.5, 1);
  e.value_added_share = RegionSector({1, 2}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({1, 2, 2}, 0);
  Shock shock{.productivity = RegionSector({1, 2}, 1)};
  shock.productivity(0, 0) = 4;
  const auto after = solve(*prepare(e), shock, kTight);
  // (0.5 (1/4)^0.5 + 0.5)^2 = 0.75^2
  EXPECT_NEAR(after->real_income[0], 1 / 0.5625, 1e-12);
  EXPECT_NEAR(after->final_share(0, 0), 0.5 * 0.5 / 0.75, 1e-12);
}

TEST(Limits, AllLabourScaledChangesNoRelativePrice) {
  const auto base = prepare(testing::random_economy({.regions = 4, .sectors = 3, .structures = false}));
  const auto after = solve(*base, {.labour = {RegionSector({4, 3}, 1.7)}}, kTight);
  ASSERT_TRUE(after && after->converged);
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_NEAR(after->real_income[n], 1.7, 1e-12);
    EXPECT_NEAR(after->wage[0](n, 0), 1 / 1.7, 1e-12);
  }
}

}  // namespace
}  // namespace tidu::economy
