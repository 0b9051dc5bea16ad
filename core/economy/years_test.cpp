// SPDX-License-Identifier: Apache-2.0
#include "core/economy/years.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

constexpr double kShare = 0.35;  // of capital in value added

/// Equal regions of one sector without inputs, with capital.
BaseYear with_capital(std::size_t regions) {
  Economy e;
  e.trade_share = TradeArray({1, regions, regions}, 0.1);
  for (std::size_t n = 0; n < regions; ++n) e.trade_share(0, n, n) = 1 - 0.1 * static_cast<double>(regions - 1);
  e.value_added_share = RegionSector({regions, 1}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({regions, 1, 1});
  e.final_share = RegionSector({regions, 1}, 1);
  e.theta = {5};
  e.labour_income.assign(1, RegionSector({regions, 1}, 1 - kShare));
  e.structures_income = RegionSector({regions, 1}, kShare);
  e.people.assign(regions, 1);
  return *prepare(e);
}

MoveShares few_moves(std::size_t regions) {
  MoveShares out({regions, regions}, 0.01);
  for (std::size_t n = 0; n < regions; ++n) out(n, n) = 1 - 0.01 * static_cast<double>(regions - 1);
  return out;
}

TEST(Years, SteadyStateOfKleinmanLiuAndRedding) {
  const double beta = std::pow(0.95, 5);
  const Accumulation rule{.discount = beta, .depreciation = 1 - beta};
  EXPECT_NEAR(1 / beta, 1.2923554348998165, 1e-15);
  EXPECT_NEAR(rule.steady_rental(), 0.5185744973998168, 1e-15);
  EXPECT_NEAR((1 - 0.65) / 0.65 / rule.steady_rental(), 1.0383494390129813, 1e-14);
  EXPECT_NEAR(capital_after(rule, 3, rule.steady_rental()), 3, 1e-14);
}

TEST(Years, NothingChangesAtRest) {
  const Accumulation rule;
  const auto run = run_years(with_capital(3), {},
                             {.years = 30,
                              .moves = few_moves(3),
                              .rule = {.elasticity = 5},
                              .real_rental = std::vector<double>(3, rule.steady_rental())});
  ASSERT_TRUE(run && run->converged);
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_NEAR(run->people_hat[29][n], 1, 1e-12);
    EXPECT_NEAR(run->capital_hat[29][n], 1, 1e-12);
  }
}

TEST(Years, OneRegionIsSolow) {
  // k' = beta [(1 - delta) k + r k / P] with r k / P = rental_0 k^share L^(1 - share): saving of beta.
  const Accumulation rule{.discount = 0.95, .depreciation = 0.06};
  const double rental = 0.2;
  const Drivers drivers{.workers = std::vector<std::vector<double>>(40, {1.01})};
  const auto run = run_years(with_capital(1), drivers, {.years = 40, .real_rental = {rental}, .accumulation = rule});
  ASSERT_TRUE(run && run->converged);
  double k = 1;
  double l = 1;
  for (std::size_t t = 0; t < 40; ++t) {
    EXPECT_NEAR(run->capital_hat[t][0], k, 1e-10 * k);
    EXPECT_NEAR(run->real_income[t][0], std::pow(k, kShare) * std::pow(l, 1 - kShare), 1e-10 * k);
    k = 0.95 * (0.94 * k + rental * std::pow(k, kShare) * std::pow(l, 1 - kShare));
    l *= 1.01;
  }
  EXPECT_GT(k, 1.5);
}

TEST(Years, PeopleGoWhereProductivityRoseAndKeepTheirNumber) {
  RegionSector better({3, 1}, 1);
  better(1, 0) = 1.2;
  const Drivers drivers{.productivity = std::vector<RegionSector>(30, better)};
  const auto run = run_years(with_capital(3), drivers, {.years = 30, .moves = few_moves(3), .rule = {.elasticity = 2}});
  ASSERT_TRUE(run && run->converged);
  EXPECT_EQ(run->people_hat[0][1], 1);
  EXPECT_GT(run->people_hat[29][1], 1.05);
  EXPECT_NEAR(run->people_hat[29][0], run->people_hat[29][2], 1e-12);
  for (const auto& hats : run->people_hat) EXPECT_NEAR(hats[0] + hats[1] + hats[2], 3, 1e-13);
}

TEST(Years, Errors) {
  BaseYear base = with_capital(2);
  EXPECT_REFUSED(run_years(base, {}, {.years = 0}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(run_years(base, {.workers = {{1, 1}}}, {.years = 2}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {.amenity = {{1, 0}}}, {.years = 1}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .moves = few_moves(3)}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .real_rental = {1, 1}, .accumulation = {.discount = 1.5}}),
                 ErrorCode::domain, "economy.share");
  base.economy.people.clear();
  EXPECT_REFUSED(run_years(base, {}, {.moves = few_moves(2)}), ErrorCode::missing, "economy.place_base");
}

}  // namespace
}  // namespace tidu::economy
