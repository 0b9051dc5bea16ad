// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/base_year.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/sum.h"
#include "core/economy/accounts/support_test.h"

namespace tidu::economy::accounts {
namespace {

using testing::changed;
using testing::RandomTables;

/// Two regions and one sector that makes 100 in each of 50 inputs; use is 100 in each.
RegionalTables plain() {
  RegionalTables t;
  const RegionSector zero({2, 1});
  for (RegionSector* values : {&t.capital_income, &t.production_taxes, &t.government, &t.fixed_capital, &t.inventories,
                               &t.exported, &t.imported, &t.outflow, &t.inflow})
    *values = zero;
  t.gross_output = RegionSector({2, 1}, 100);
  t.value_added = t.compensation = t.households = RegionSector({2, 1}, 50);
  t.input_coefficient = Array<double, Region, Sector, OtherSector>({2, 1, 1}, 0.5);
  return t;
}

TEST(ValueAdded, IsScaledToRevisedProduct) {
  const auto added = value_added_by_gdp(plain(), std::vector<double>{60, 40});
  ASSERT_TRUE(added.has_value());
  EXPECT_NEAR((*added)(0, 0), 60, 1e-13);
  EXPECT_NEAR((*added)(1, 0), 40, 1e-13);
}

Industries two_industries(std::optional<std::size_t> residual) {
  Industries out{.value_added = Array<double, Region, Column>({4, 2}),
                 .industry_of = {0, 1, 1},
                 .gdp = {101, 101, 101, 101},
                 .residual = residual};
  for (std::size_t n = 0; n < 4; ++n) {
    out.value_added(n, 0) = 20;
    out.value_added(n, 1) = 80;
  }
  return out;
}

TEST(ValueAdded, IndustriesAreSplitByTheTables) {
  const RegionalTables t = RandomTables({}).make();
  const auto first = value_added_by_industry(t, two_industries(0));
  const auto all = value_added_by_industry(t, two_industries(std::nullopt));
  ASSERT_TRUE(first && all);
  EXPECT_NEAR((*first)(2, 0), 21, 1e-12);
  EXPECT_NEAR((*first)(2, 1) + (*first)(2, 2), 80, 1e-12);
  EXPECT_NEAR((*all)(2, 0), 20.2, 1e-12);
  EXPECT_NEAR((*all)(2, 1) + (*all)(2, 2), 80.8, 1e-12);
  EXPECT_NEAR((*first)(2, 1) / (*first)(2, 2), t.value_added(2, 1) / t.value_added(2, 2), 1e-12);
}

TEST(ValueAdded, EachError) {
  const RegionalTables t = RandomTables({}).make();
  EXPECT_REFUSED(value_added_by_gdp(t, std::vector<double>{1, 2}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(value_added_by_gdp(t, std::vector<double>{1, 0, 1, 1}), ErrorCode::domain, "economy.not_positive");
  RegionalTables idle = plain();
  idle.value_added(1, 0) = 0;
  EXPECT_REFUSED(value_added_by_gdp(idle, std::vector<double>{1, 1}), ErrorCode::domain, "accounts.no_value_added");
  const auto with = [&t](auto change) {
    Industries in = two_industries(0);
    change(in);
    return value_added_by_industry(t, in);
  };
  EXPECT_REFUSED(with([](Industries& in) { in.gdp[3] = 79; }), ErrorCode::domain, "accounts.residual");
  EXPECT_REFUSED(with([](Industries& in) { in.value_added(1, 1) = -1; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(with([](Industries& in) { in.industry_of = {0, 1, 2}; }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(with([](Industries& in) { in.industry_of = {0, 1}; }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(with([](Industries& in) { in.industry_of = {1, 1, 1}; }), ErrorCode::domain,
                 "accounts.industry_without_sector");
  EXPECT_REFUSED(with([](Industries& in) {
                   in.residual.reset();
                   in.value_added(0, 0) = in.value_added(0, 1) = 0;
                 }),
                 ErrorCode::domain, "accounts.residual");
}

TEST(BaseYear, PossibleTablesStayAsTheyAre) {
  RegionalTables t = plain();
  t.outflow(0, 0) = t.inflow(1, 0) = 20;
  t.households(0, 0) = 30;
  t.households(1, 0) = 70;
  const auto base = to_base_year(t, t.value_added, {});
  ASSERT_TRUE(base.has_value());
  EXPECT_TRUE(base->cells.empty());
  EXPECT_NEAR(base->final_factor, 1, 1e-15);
  EXPECT_NEAR(base->supply_factor[0], 1, 1e-15);
  EXPECT_NEAR(base->output(0, 0), 100, 1e-12);
  EXPECT_NEAR(base->use(1, 0, 1), 70, 1e-12);
  EXPECT_NEAR(base->outflow_share(0, 0), 0.2, 1e-15);
  EXPECT_NEAR(base->inflow_share(1, 0), 20.0 / 120, 1e-15);
}

TEST(BaseYear, GoodsThatPassThroughAreNetted) {
  // 30 exported, 90 sent on, of 100 made; 80 of the 100 used come from elsewhere, 40 of what is sent on, too.
  RegionalTables t = plain();
  t.exported(0, 0) = 30;
  t.outflow(0, 0) = 90;
  t.inflow(0, 0) = 120;
  t.imported(1, 0) = 30;
  const auto base = to_base_year(t, t.value_added, {.home_min = 0.1});
  ASSERT_TRUE(base.has_value());
  ASSERT_EQ(base->cells.size(), 2u);
  EXPECT_EQ(base->cells[0].fault, Fault::outflow_above_output);
  EXPECT_EQ(base->cells[0].recorded, 90);
  EXPECT_NEAR(base->cells[0].used, 0.9 * 70, 1e-13);
  EXPECT_EQ(base->cells[0].limit, 100);
  EXPECT_EQ(base->cells[1].fault, Fault::inflow_above_use);
  EXPECT_NEAR(base->cells[1].used, 100 - 0.1 * 70, 1e-13);
  EXPECT_NEAR(base->outflow_share(0, 0), 0.9, 1e-15);
  t.outflow(0, 0) = 65;
  t.inflow(0, 0) = 95;
  const auto held = to_base_year(t, t.value_added, {.home_min = 0.1});
  EXPECT_EQ(held->cells.front().fault, Fault::home_below_minimum);
}

TEST(BaseYear, ForeignTradeOfPortsGoesToTheRegionsBehind) {
  RegionalTables t = plain();
  t.exported(0, 0) = 130;
  t.imported(1, 0) = 130;
  const auto base = to_base_year(t, t.value_added, {.home_min = 0.1});
  ASSERT_TRUE(base.has_value());
  EXPECT_EQ(base->cells[0].fault, Fault::exports_above_output);
  EXPECT_EQ(base->cells[1].fault, Fault::imports_above_use);
  EXPECT_NEAR(base->exported(0, 0), 90, 1e-12);
  EXPECT_NEAR(base->exported(1, 0), 40, 1e-12);
  EXPECT_NEAR(base->imported(0, 0) + base->imported(1, 0), 130, 1e-12);
}

TEST(BaseYear, FallingStocksAreNoDemand) {
  RegionalTables t = plain();
  t.inventories(0, 0) = -10;
  const auto base = to_base_year(t, t.value_added, {});
  ASSERT_TRUE(base.has_value());
  ASSERT_EQ(base->cells.size(), 1u);
  EXPECT_EQ(base->cells[0].fault, Fault::stocks_below_zero);
  EXPECT_EQ(base->use(0, 0, 3), 0);
}

TEST(BaseYear, UsesGiveWayToSupply) {
  // Final uses of 140 meet 100 of value added; a second year doubles the first region.
  RegionalTables t = plain();
  t.households(0, 0) = 90;
  RegionSector added = t.value_added;
  added(0, 0) = 100;
  const auto base = to_base_year(t, added, {});
  ASSERT_TRUE(base.has_value());
  EXPECT_NEAR(base->output(0, 0), 200, 1e-12);
  EXPECT_NEAR(base->region_factor[0], 2, 1e-15);
  EXPECT_NEAR(base->final_factor, 150.0 / (180 + 50), 1e-13);
  EXPECT_NEAR(sum(base->use.values()), 300, 1e-11);
}

TEST(BaseYear, EachErrorOfTables) {
  const auto refused = [](auto change, ErrorCode code, std::string_view key) {
    const auto made = changed([&](RegionalTables& t, RegionSector& added, Geography&) { change(t, added); });
    EXPECT_REFUSED(made, code, key);
  };
  using T = RegionalTables;
  refused([](T& t, RegionSector&) { t = {}; }, ErrorCode::shape, "economy.empty");
  refused([](T& t, RegionSector&) { t.imported = RegionSector({4, 2}); }, ErrorCode::shape, "economy.shape");
  refused([](T&, RegionSector& v) { v = RegionSector({4, 2}); }, ErrorCode::shape, "economy.shape");
  refused([](T& t, RegionSector&) { t.input_coefficient = {}; }, ErrorCode::shape, "economy.shape");
  refused([](T& t, RegionSector&) { t.outflow(1, 1) = -1; }, ErrorCode::domain, "economy.negative");
  refused([](T& t, RegionSector&) { t.inventories(1, 1) = -INFINITY; }, ErrorCode::domain, "economy.negative");
  refused([](T& t, RegionSector&) { t.input_coefficient(1, 1, 1) = NAN; }, ErrorCode::domain, "economy.negative");
  refused([](T&, RegionSector& v) { v(1, 1) = -1; }, ErrorCode::domain, "economy.negative");
  refused([](T& t, RegionSector&) { t.value_added(1, 1) = 0; }, ErrorCode::domain, "accounts.no_value_added");
  refused([](T& t, RegionSector&) { t.value_added(1, 1) = 1e6; }, ErrorCode::domain, "accounts.no_value_added");
  refused([](T& t, RegionSector&) { t.gross_output(1, 1) = t.value_added(1, 1) = 0; }, ErrorCode::domain,
          "accounts.no_value_added");
  refused(
      [](T& t, RegionSector&) {
        t.compensation(1, 1) = 0;
        t.capital_income(1, 1) = -1;
        t.production_taxes(1, 1) = 20;
      },
      ErrorCode::domain, "accounts.no_factor_income");
  refused([](T& t, RegionSector&) { t.exported(1, 1) = 1e6; }, ErrorCode::domain, "accounts.exports");
  refused([](T& t, RegionSector&) { t.imported(1, 1) = 1e6; }, ErrorCode::domain, "accounts.imports");
}

TEST(BaseYear, WhatTheNationCannotSupplyIsRefused) {
  RegionalTables t = plain();
  t.exported(0, 0) = t.exported(1, 0) = 80;
  EXPECT_REFUSED(to_base_year(t, t.value_added, {}), ErrorCode::domain, "accounts.no_supply");
}

}  // namespace
}  // namespace tidu::economy::accounts
