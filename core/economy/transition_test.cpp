// SPDX-License-Identifier: Apache-2.0
#include "core/economy/transition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

constexpr double kHome = 0.7;     // share bought at home
constexpr double kTheta = 4;      // trade elasticity
constexpr double kCapital = 0.3;  // share of capital in value added

/// Two equal regions of one sector without inputs.
BaseYear two_regions(double capital) {
  Economy e;
  e.trade_share = TradeArray({1, 2, 2}, 1 - kHome);
  for (std::size_t n = 0; n < 2; ++n) e.trade_share(0, n, n) = kHome;
  e.value_added_share = RegionSector({2, 1}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({2, 1, 1});
  e.final_share = RegionSector({2, 1}, 1);
  e.theta = {kTheta};
  e.labour_income.assign(1, RegionSector({2, 1}, 1 - capital));
  if (capital > 0) e.structures_income = RegionSector({2, 1}, capital);
  e.people.assign(2, 3);
  return *prepare(e);
}

MoveShares moves(double stay) {
  MoveShares out({2, 2}, 1 - stay);
  for (std::size_t n = 0; n < 2; ++n) out(n, n) = stay;
  return out;
}

// By hand, for x = (l, -l): with c = 2 h - 1 and E = (theta (1 + c) + c) / (1 + theta (1 + c)),
//   d ln real wage = E ((1 - a) l + a k) - l,   d ln real rental = E ((1 - a) l + a k) - k.
double answer() {
  const double c = 2 * kHome - 1;
  return (kTheta * (1 + c) + c) / (1 + kTheta * (1 + c));
}

TEST(Transition, PeopleOfTwoRegionsByHand) {
  const double stay = 0.9;
  for (const MoveRule& rule : {MoveRule{.elasticity = 1.5}, MoveRule{.elasticity = 3, .reconsider = 0.4}}) {
    const auto found = transition(two_regions(0), {.moves = {moves(stay)}, .rule = rule});
    ASSERT_TRUE(found);
    const double going = (1 - stay) / rule.reconsider;
    const double pull = 4 * rule.reconsider * rule.elasticity * going * (1 - going);
    const double lambda = 2 * stay - 1 + pull * (answer() - 1);
    ASSERT_EQ(found->modes.size(), 1U) << "the number of people is no mode";
    EXPECT_NEAR(found->modes[0].lambda.real(), lambda, 1e-13);
    EXPECT_EQ(found->modes[0].lambda.imag(), 0);
    EXPECT_NEAR(found->modes[0].half_life, std::log(0.5) / std::log(std::fabs(lambda)), 1e-10);
    EXPECT_NEAR(found->largest_drift, 0, 1e-15);
    ASSERT_EQ(found->slowest.size(), 2U);
    EXPECT_NEAR(found->slowest[0], -found->slowest[1], 1e-12);
  }
}

TEST(Transition, PeopleAndCapitalOfTwoRegionsByHand) {
  const double stay = 0.95;
  const double kappa = 2;
  for (const double psi : {1.0, 0.5, 1.5}) {
    const Accumulation saving{.discount = 0.96, .depreciation = 0.07, .elasticity = psi};
    const auto found =
        transition(two_regions(kCapital), {.moves = {moves(stay)},
                                           .rule = {.elasticity = kappa},
                                           .real_rental = {saving.steady_rental(), saving.steady_rental()},
                                           .accumulation = saving});
    ASSERT_TRUE(found);
    const double s = psi * saving.steady_rental() * saving.discount;  // over R = 1 / beta
    const double m = 4 * kappa * stay * (1 - stay);
    const double e = answer();
    const double ll = 2 * stay - 1 + m * (e * (1 - kCapital) - 1);
    const double lk = m * e * kCapital;
    const double kl = s * e * (1 - kCapital);
    const double kk = 1 + s * (e * kCapital - 1);
    const double root = std::sqrt((ll - kk) * (ll - kk) + 4 * lk * kl);
    std::vector<double> want = {0.5 * (ll + kk + root), 0.5 * (ll + kk - root), 1 - s * (1 - kCapital)};
    std::sort(want.begin(), want.end(), [](double a, double b) { return std::fabs(a) > std::fabs(b); });
    ASSERT_EQ(found->modes.size(), 3U);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(found->modes[k].lambda.real(), want[k], 1e-12);
    EXPECT_LT(found->largest_drift, 1e-14);
  }
}

/// Four unlike regions at rest: flows between two of them are as large one way as the other.
struct AtRest {
  BaseYear base;
  YearsOptions options;
};

AtRest at_rest(std::uint64_t seed) {
  Economy e = testing::random_economy({.regions = 4, .sectors = 3, .seed = seed});
  e.people = {4, 2, 3, 1};
  AtRest out{.base = *prepare(e), .options = {.years = 40, .rule = {.elasticity = 1.2, .reconsider = 0.8}}};
  MoveShares flows({4, 4}, 0.0);
  for (std::size_t s = 0; s < 4; ++s) {
    double out_of = 0;
    for (std::size_t t = 0; t < 4; ++t) {
      if (s != t) out_of += flows(s, t) = 0.01 * (1 + static_cast<double>(s + t)) / e.people[s];
    }
    flows(s, s) = 1 - out_of;
  }
  out.options.moves = {flows};
  out.options.real_rental.assign(4, out.options.accumulation.steady_rental());
  out.options.solve.tolerance = 1e-12;
  return out;
}

/// Largest difference of ln people and ln capital between the linear and the full path, and the largest of the latter.
std::pair<double, double> gap(const AtRest& a, double size) {
  const std::vector<double> push = {size, 0, -0.5 * size, 0};
  Drivers drivers;
  for (std::size_t t = 0; t < a.options.years; ++t) {
    RegionSector hats({4, 3});
    for (std::size_t n = 0; n < 4; ++n) {
      for (std::size_t j = 0; j < 3; ++j) hats(n, j) = std::exp(push[n]);
    }
    drivers.productivity.push_back(hats);
  }
  const auto full = run_years(a.base, drivers, a.options);
  const auto linear = transition(a.base, a.options);
  EXPECT_TRUE(full && full->converged && linear);
  const auto path = linear_path(*linear, push, a.options.years);
  EXPECT_TRUE(path);
  double miss = 0;
  double largest = 0;
  for (std::size_t t = 0; t < a.options.years; ++t) {
    for (std::size_t n = 0; n < 4; ++n) {
      for (const auto& [hat, x] :
           {std::pair(full->people_hat[t][n], (*path)[t][n]), std::pair(full->capital_hat[t][n], (*path)[t][4 + n])}) {
        miss = std::max(miss, std::fabs(std::log(hat) - x));
        largest = std::max(largest, std::fabs(std::log(hat)));
      }
    }
  }
  return {miss, largest};
}

TEST(Transition, LinearPathMissesTheFullOneBySecondOrder) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const AtRest a = at_rest(seed);
    const auto [miss, largest] = gap(a, 0.01);
    const auto [half_miss, half_largest] = gap(a, 0.005);
    EXPECT_GT(largest, 2e-3);
    EXPECT_GT(miss, 1e-7);
    EXPECT_LT(miss, 0.03 * largest);
    EXPECT_NEAR(miss / half_miss, 4, 0.15);
  }
}

TEST(Transition, StepIsTheDerivativeOfRunYears) {
  // P by differences of the run itself: the second year after a push of the first year's productivity has R alone, the
  // third P R.
  const AtRest a = at_rest(3);
  const auto linear = transition(a.base, a.options);
  ASSERT_TRUE(linear);
  for (const auto& mode : linear->modes) EXPECT_LT(std::abs(mode.lambda), 1);
  EXPECT_EQ(linear->modes.size(), 7U);
  const double size = 1e-4;
  std::vector<std::vector<double>> ends;
  for (const double sign : {1.0, -1.0}) {
    Drivers drivers;
    drivers.productivity.assign(3, RegionSector());
    drivers.productivity[0] = RegionSector({4, 3}, 1);
    for (std::size_t j = 0; j < 3; ++j) drivers.productivity[0](1, j) = std::exp(sign * size);
    YearsOptions options = a.options;
    options.years = 3;
    const auto run = run_years(a.base, drivers, options);
    ASSERT_TRUE(run);
    std::vector<double> end = run->people_hat[2];
    end.insert(end.end(), run->capital_hat[2].begin(), run->capital_hat[2].end());
    ends.push_back(end);
  }
  for (std::size_t r = 0; r < 8; ++r) {
    double want = 0;
    for (std::size_t c = 0; c < 8; ++c) want += linear->step(r, c) * linear->impact(c, 1);
    EXPECT_NEAR(std::log(ends[0][r] / ends[1][r]) / (2 * size), want, 1e-6);
  }
}

TEST(Transition, DriftOfABaseThatIsNotAtRest) {
  AtRest a = at_rest(1);
  a.options.moves[0](0, 1) += 0.05;
  a.options.moves[0](0, 0) -= 0.05;
  const auto found = transition(a.base, a.options);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->drift[0], std::log(1 - 0.05), 1e-12);
  EXPECT_NEAR(found->drift[1], std::log(1 + 0.05 * 4 / 2), 1e-12);
  EXPECT_NEAR(found->largest_drift, std::log(1.1), 1e-12);
  const auto run = run_years(a.base, {}, a.options);
  ASSERT_TRUE(run);
  EXPECT_NEAR(std::log(run->people_hat[1][1]), found->drift[1], 1e-12);
}

// Whoever is never left nor reached has a unit of its own, which says nothing about speed.
TEST(Transition, RegionsWithoutMovesAreNoModes) {
  const BaseYear base = *prepare(testing::random_economy({.regions = 3, .skills = 2}));
  MoveShares apart({3, 3});
  apart(0, 0) = apart(1, 1) = 0.9;
  apart(0, 1) = apart(1, 0) = 0.1;
  apart(2, 2) = 1;
  const YearsOptions options{.moves = {apart, apart}, .rule = {.elasticity = 1}, .people = {{1, 2, 9}, {4, 3, 7}}};
  const auto found = transition(base, options);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->modes.size(), 2U) << "one a skill";
  for (const Mode& mode : found->modes) EXPECT_LT(mode.lambda.real(), 0.95);
  ASSERT_EQ(found->slowest.size(), 6U);
  EXPECT_EQ(found->slowest[2], 0);
  EXPECT_EQ(found->slowest[5], 0);
  EXPECT_NEAR(found->slowest[0] * 1 + found->slowest[1] * 2, 0, 1e-10) << "people of a skill keep their number";
  MoveShares nobody({3, 3});
  for (std::size_t n = 0; n < 3; ++n) nobody(n, n) = 1;
  const auto still = transition(base, {.moves = {nobody, nobody}, .people = options.people});
  ASSERT_TRUE(still);
  EXPECT_TRUE(still->modes.empty());
}

TEST(Transition, CapitalAloneAndNothingAtAll) {
  const Accumulation saving;
  const auto capital =
      transition(two_regions(kCapital), {.real_rental = std::vector<double>(2, saving.steady_rental())});
  ASSERT_TRUE(capital);
  EXPECT_EQ(capital->modes.size(), 2U);
  const auto nothing = transition(two_regions(kCapital), {});
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing->modes.empty());
}

TEST(Transition, Errors) {
  const BaseYear base = two_regions(kCapital);
  EXPECT_REFUSED(transition(base, {.moves = {moves(0.9), moves(0.9)}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(transition(base, {.moves = {moves(0.3)}, .rule = {.reconsider = 0.5}}), ErrorCode::domain,
                 "economy.moves_inertia");
  EXPECT_REFUSED(transition(base, {.real_rental = {1, 1}, .landlords_invest = true}), ErrorCode::domain,
                 "economy.linear_investment");
  const auto found = transition(base, {.moves = {moves(0.9)}});
  ASSERT_TRUE(found);
  EXPECT_REFUSED(linear_path(*found, {1}, 3), ErrorCode::shape, "economy.shape");
}

}  // namespace
}  // namespace tidu::economy
