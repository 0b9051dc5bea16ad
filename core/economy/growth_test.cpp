// SPDX-License-Identifier: Apache-2.0
#include "core/economy/growth.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/economy/options.h"
#include "core/economy/support_test.h"
#include "core/economy/welfare.h"

namespace tidu::economy {
namespace {

using testing::random_economy;

BaseYear random_base(std::uint64_t seed) {
  return *prepare(random_economy({.regions = 4, .sectors = 3, .seed = seed, .tariffs = false}));
}

/// Regions that buy from themselves alone; one sector, a capital share by region.
BaseYear autarky(const std::vector<double>& capital_share) {
  const std::size_t regions = capital_share.size();
  Economy e;
  e.trade_share = TradeArray({1, regions, regions});
  e.value_added_share = RegionSector({regions, 1}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({regions, 1, 1});
  e.final_share = RegionSector({regions, 1}, 1);
  e.theta = {4};
  e.labour_income.assign(1, RegionSector({regions, 1}));
  e.structures_income = RegionSector({regions, 1});
  for (std::size_t n = 0; n < regions; ++n) {
    e.trade_share(0, n, n) = 1;
    e.structures_income(n, 0) = capital_share[n];
    e.labour_income[0](n, 0) = 1 - capital_share[n];
  }
  return *prepare(e);
}

/// The same points in every year.
std::vector<std::vector<double>> always(std::size_t years, const std::vector<double>& points) {
  return std::vector<std::vector<double>>(years, points);
}

Array<double, Region, Year> table(const std::vector<std::vector<double>>& rows) {
  Array<double, Region, Year> out({rows.size(), rows.front().size()});
  for (std::size_t n = 0; n < rows.size(); ++n) {
    for (std::size_t t = 0; t < rows[n].size(); ++t) out(n, t) = rows[n][t];
  }
  return out;
}

RC_GTEST_PROP(RegionalGrowth, NothingGrowsWhereNothingIsBroughtAlong, (std::uint64_t seed)) {
  const std::vector<double> none(4, 0.0);
  const auto found = forecast_growth(random_base(seed), {always(3, none), always(3, none), none});
  RC_ASSERT(found && found->converged);
  for (const double growth : found->growth) RC_ASSERT(std::fabs(growth) < 1e-5);
}

// On the balanced path everything grows at h + l and no relative price changes, whatever the trade and the shares.
RC_GTEST_PROP(RegionalGrowth, OfEqualRegionsIsBalancedInAnyEconomy, (std::uint64_t seed)) {
  const auto found = forecast_growth(
      random_base(seed), {always(5, {3, 3, 3, 3}), always(5, {-0.5, -0.5, -0.5, -0.5}), {2.5, 2.5, 2.5, 2.5}, 0.08});
  RC_ASSERT(found && found->converged);
  for (const double growth : found->growth) RC_ASSERT(std::fabs(growth - 2.5) < 1e-5);
}

TEST(RegionalGrowth, InAutarkyIsEachRegionsOwn) {
  // twice the efficiency: 2 points more, whatever the capital share
  const auto found = forecast_growth(autarky({0.3, 0.5}), {always(6, {4, 2}), always(6, {1, 1}), {5, 3}});
  ASSERT_TRUE(found && found->converged);
  EXPECT_NEAR(found->growth[0], 5, 1e-5);
  EXPECT_NEAR(found->growth[1], 3, 1e-5);
  EXPECT_NEAR(found->product[0], std::exp(0.3), 1e-6);
}

TEST(RegionalGrowth, WithCapitalThatStandsStillIsLaboursShare) {
  // one year on capital is still what investment of the base year made it: it stands still where g is 0
  const auto found = forecast_growth(autarky({0.3, 0.5}), {always(1, {4, 2}), always(1, {0, 1}), {0, 0}});
  ASSERT_TRUE(found && found->converged);
  EXPECT_NEAR(found->growth[0], 0.7 * 4, 1e-5);
  EXPECT_NEAR(found->growth[1], 0.5 * 3, 1e-5);
}

TEST(RegionalGrowth, IsSolowsOffTheBalancedPath) {
  const double share = 0.4;
  const auto found = forecast_growth(autarky({share}), {always(8, {2}), always(8, {1}), {7}, 0.06});
  ASSERT_TRUE(found && found->converged);
  double k = 1;
  double y = 1;
  for (int t = 1; t <= 8; ++t) {
    k = 0.94 * k + (std::expm1(0.07) + 0.06) * y;
    y = std::pow(k, share) * std::pow(std::exp(0.03 * t), 1 - share);
  }
  EXPECT_NEAR(found->product[0], y, 1e-6);
}

// Of one sector, product is made of productivity and factors, whatever prices do.
RC_GTEST_PROP(RealProduct, OfOneSectorIsItsProductionFunction, (std::uint64_t seed)) {
  const BaseYear base = *prepare(random_economy({.regions = 3, .sectors = 1, .seed = seed}));
  Shock shock{.productivity = RegionSector({3, 1}, 1), .structures = RegionSector({3, 1}, 1)};
  shock.labour.assign(1, RegionSector({3, 1}, 1));
  shock.productivity(0, 0) = 1.3;
  shock.structures(0, 0) = shock.structures(1, 0) = 1.5;
  shock.labour[0](2, 0) = 0.8;
  const auto after = solve(base, shock);
  RC_PRE(after.has_value());  // where deficits leave some region no income there is no equilibrium
  RC_ASSERT(after->converged);
  const auto product = real_product(base, *after, shock.productivity);
  for (std::size_t n = 0; n < 3; ++n) {
    const double capital = base.economy.structures_income(n, 0);
    const double xi = capital / (capital + base.economy.labour_income[0](n, 0));
    const double made =
        shock.productivity(n, 0) * std::pow(shock.structures(n, 0), xi) * std::pow(shock.labour[0](n, 0), 1 - xi);
    RC_ASSERT(std::fabs(product[n] / made - 1) < 1e-8);
  }
}

TEST(RealProduct, KnowsNothingOfTheTermsOfTrade) {
  // cheaper trade abroad moves incomes everywhere; a region of one sector makes what it made
  const BaseYear base = *prepare(random_economy({.regions = 3, .sectors = 1, .seed = 7}));
  Shock shock{.trade_cost = TradeArray({1, 3, 3}, 1)};
  shock.trade_cost(0, 0, 1) = 0.7;
  const auto after = solve(base, shock);
  ASSERT_TRUE(after && after->converged);
  const auto product = real_product(base, *after, {});
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(product[n], 1, 1e-8);
  EXPECT_GT(std::fabs(after->real_income[0] - 1), 1e-3);
}

TEST(ShrunkenTrend, KeepsWhatLastsAndDropsWhatDoesNot) {
  // the same deviations in both years, on top of years that differ: nothing is noise
  const auto lasting = empirical_bayes_trend(table({{5, 1}, {6, 2}, {7, 3}, {8, 4}}).view());
  ASSERT_TRUE(lasting);
  EXPECT_EQ(lasting->shrinkage, 1);
  EXPECT_NEAR(lasting->mean, 4.5, 1e-15);
  EXPECT_NEAR(lasting->region[0], 3, 1e-15);
  // deviations that turn round: means differ by less than such noise would make them
  const auto noise = empirical_bayes_trend(table({{5, 1}, {1, 5}, {4, 1}, {1, 4.5}}).view());
  ASSERT_TRUE(noise);
  EXPECT_EQ(noise->shrinkage, 0);
  EXPECT_NEAR(noise->region[2], noise->mean, 1e-15);
  const auto equal = empirical_bayes_trend(table({{2, 3}, {2, 3}, {2, 3}, {2, 3}}).view());
  ASSERT_TRUE(equal);
  EXPECT_EQ(equal->shrinkage, 0);
}

TEST(ShrunkenTrend, ByHand) {
  // means of regions 1, 2, 3, 6 about 3: v = 14 / 3; noise +-1 in each of the first two: squares 4 / (3 * 1), over 2
  const auto found = empirical_bayes_trend(table({{0, 2}, {3, 1}, {3, 3}, {6, 6}}).view());
  ASSERT_TRUE(found);
  const double b = 1 - 1.0 / 3 * (4.0 / 3 / 2) / (14.0 / 3);
  EXPECT_NEAR(found->shrinkage, b, 1e-15);
  EXPECT_NEAR(found->region[3], 3 + 3 * b, 1e-14);
}

// A closure in the paths reaches the years: without the base year's deficits, regions earn and invest otherwise.
TEST(RegionalGrowth, ClosesImbalancesAsItsPathsSay) {
  const BaseYear base = random_base(5);
  GrowthPaths paths{always(4, {3, 2, 1, 0}), always(4, {1, 1, 0, 0}), {4, 3, 1, 0}};
  const auto usual = forecast_growth(base, paths);
  paths.closure = closure_path({}, 4);
  ASSERT_EQ(paths.closure.size(), 5U);
  const auto same = forecast_growth(base, paths);
  paths.closure = closure_path({.deficits_kept = 0}, 4);
  EXPECT_EQ(paths.closure[0].keep, 1);
  EXPECT_EQ(paths.closure[1].keep, 0.75);
  EXPECT_EQ(paths.closure[4].keep, 0);
  const auto balanced = forecast_growth(base, paths);
  ASSERT_TRUE(usual && same && balanced);
  EXPECT_EQ(same->growth, usual->growth);
  EXPECT_GT(std::fabs(balanced->growth[0] - usual->growth[0]), 1e-3);
}

// A good year is a good year of product: all of it at once, whatever capital's share, and more later as capital
// follows.
TEST(RegionalGrowth, OfAShockIsTheShock) {
  GrowthPaths paths{always(1, {0, 0}), always(1, {0, 0}), {0, 0}};
  paths.shock = always(1, {2, -1});
  const auto found = forecast_growth(autarky({0.3, 0.6}), paths);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->growth[0], 2, 1e-6);
  EXPECT_NEAR(found->growth[1], -1, 1e-6);
  for (auto* path : {&paths.efficiency, &paths.labour}) *path = always(60, {0, 0});
  paths.shock = always(60, {0, 0});
  paths.shock[0] = {2, -1};
  const auto later = forecast_growth(autarky({0.3, 0.6}), paths);
  EXPECT_NEAR(60 * later->growth[0], 2 / 0.7, 0.15) << "as capital has followed";
  paths.shock.pop_back();
  EXPECT_REFUSED(forecast_growth(autarky({0.3, 0.6}), paths), ErrorCode::shape, "economy.shape");
}

TEST(RegionalGrowth, Errors) {
  EXPECT_REFUSED(empirical_bayes_trend(table({{1, 2}, {1, 2}, {1, 2}}).view()), ErrorCode::shape, "economy.trend");
  EXPECT_REFUSED(empirical_bayes_trend(table({{1}, {1}, {1}, {1}}).view()), ErrorCode::shape, "economy.trend");
  EXPECT_REFUSED(empirical_bayes_trend(table({{1, NAN}, {1, 2}, {1, 2}, {1, 2}}).view()), ErrorCode::domain,
                 "economy.not_finite");
  const BaseYear base = autarky({0.3, 0.5});
  EXPECT_REFUSED(forecast_growth(base, {{}, {}, {1, 1}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(forecast_growth(base, {always(2, {1, 1}), always(1, {1, 1}), {1, 1}}), ErrorCode::shape,
                 "economy.shape");
  EXPECT_REFUSED(forecast_growth(base, {always(2, {1, 1}), always(2, {1}), {1, 1}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(forecast_growth(base, {always(2, {1, 1}), always(2, {1, 1}), {1}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(forecast_growth(base, {always(2, {1, 1}), always(2, {1, 1}), {1, -6}}), ErrorCode::domain,
                 "economy.negative");
  EXPECT_REFUSED(forecast_growth(base, {always(2, {1, 1}), always(2, {1, 1}), {1, 1}, 1.5}), ErrorCode::domain,
                 "economy.share");
  EXPECT_REFUSED(forecast_growth(base, {always(2, {1, NAN}), always(2, {1, 1}), {1, 1}}), ErrorCode::domain,
                 "economy.not_positive");
  EXPECT_REFUSED(forecast_growth(base, GrowthPaths{.efficiency = always(2, {1, 1}),
                                                   .labour = always(2, {1, 1}),
                                                   .capital = {1, 1},
                                                   .closure = {Closure{}}}),
                 ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .real_rental = {1, 1}, .investment_rate = {1, 1}}), ErrorCode::domain,
                 "economy.two_capitals");
}

}  // namespace
}  // namespace tidu::economy
