// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/accounts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/sum.h"
#include "core/economy/accounts/audit.h"
#include "core/economy/accounts/support_test.h"
#include "core/economy/equilibrium.h"

namespace tidu::economy::accounts {
namespace {

using testing::changed;
using testing::Kind;
using testing::large_world;
using testing::RandomTables;

constexpr auto kAsIs = [](RegionalTables&, RegionSector&, Geography&) {};

double worst(const Accounts& accounts) {
  double out = 0;
  for (const Identity& identity : identities(accounts)) out = std::max(out, identity.miss);
  return out;
}

bool none_below_zero(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value >= 0; });
}

RC_GTEST_PROP(Accounts, IdentitiesHoldAndNothingIsBelowZero, (std::uint64_t seed, bool gaps, bool impossible)) {
  const Kind kind{.regions = *rc::gen::inRange<std::size_t>(2, 7),
                  .sectors = *rc::gen::inRange<std::size_t>(1, 6),
                  .seed = seed,
                  .gaps = gaps,
                  .impossible = impossible};
  AccountsOptions options = large_world();
  options.home_min = *rc::gen::element(0.01, 0.1, 0.4);
  options.recorded_weight = *rc::gen::element(0.0, 0.5, 0.9);
  options.distance_elasticity = *rc::gen::element(0.0, 1.2, 2.0);
  const auto accounts = changed(kAsIs, options, kind);
  RC_ASSERT(accounts.has_value());
  RC_ASSERT(worst(*accounts) < 1e-12);
  for (const std::vector<double>* values : {&accounts->trade.values(), &accounts->use.values(),
                                            &accounts->output.values(), &accounts->value_added.values()})
    RC_ASSERT(none_below_zero(*values));
  const auto base = prepare(economy_of(*accounts, 4));
  RC_ASSERT(base.has_value());
  RC_ASSERT(base->imbalance < 1e-12);
  const auto after = solve(*base, {});
  RC_ASSERT(after && after->converged);
  for (const double real : after->real_income) RC_ASSERT(std::fabs(real - 1) < 1e-12);
}

TEST(Accounts, ValueAddedIsMetAndSalesAreOutput) {
  RegionSector wanted;
  const auto accounts = changed([&](RegionalTables&, RegionSector& added, Geography&) {
    added(1, 2) *= 1.7;
    wanted = added;
  });
  ASSERT_TRUE(accounts.has_value());
  for (std::size_t n = 0; n < 4; ++n) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(accounts->value_added(n, j), wanted(n, j));
  }
  EXPECT_NEAR(accounts->region_factor[0], 1, 1e-15);
  EXPECT_GT(accounts->region_factor[1], 1.1);
}

TEST(Accounts, TheEconomyHasTheAccountsFlows) {
  const auto accounts = changed(kAsIs, large_world(), {.gaps = true});
  ASSERT_TRUE(accounts.has_value());
  const auto base = prepare(economy_of(*accounts, 5));
  ASSERT_TRUE(base.has_value());
  const std::vector<double> deficit = deficits(*accounts);
  for (std::size_t n = 0; n <= 4; ++n) {
    double income = deficit[n];
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(base->output(n, j), accounts->output(n, j), 1e-10 * accounts->output(n, j));
      income += accounts->value_added(n, j);
    }
    EXPECT_NEAR(base->income[n] / income, 1, 1e-12);
  }
  EXPECT_EQ(base->economy.theta, (std::vector<double>{5, 5, 5}));
}

TEST(Accounts, GravityWithoutDistanceIsIndependence) {
  const auto accounts = changed(kAsIs, {.recorded_weight = 0, .distance_elasticity = 0, .world_size = 50});
  ASSERT_TRUE(accounts.has_value());
  double total = 0;
  double seller = 0;
  double buyer = 0;
  for (std::size_t n = 0; n < 4; ++n) {
    for (std::size_t i = 0; i < 4; ++i) {
      total += accounts->trade(1, n, i);
      if (i == 2) seller += accounts->trade(1, n, i);
      if (n == 3) buyer += accounts->trade(1, n, i);
    }
  }
  EXPECT_NEAR(accounts->trade(1, 3, 2), buyer * seller / total, 1e-12 * total);
}

/// Two equal regions, 300 km from each other, that trade 20 of the 100 they make.
Result<Accounts> twins(double weight) {
  return changed(
      [](RegionalTables& t, RegionSector& added, Geography& places) {
        const RegionSector zero({2, 1});
        for (RegionSector* values : {&t.capital_income, &t.production_taxes, &t.government, &t.fixed_capital,
                                     &t.inventories, &t.exported, &t.imported})
          *values = zero;
        t.gross_output = RegionSector({2, 1}, 100);
        t.value_added = t.compensation = t.households = added = RegionSector({2, 1}, 50);
        t.outflow = t.inflow = RegionSector({2, 1}, 20);
        t.input_coefficient = Array<double, Region, Sector, OtherSector>({2, 1, 1}, 0.5);
        places.distance(0, 1) = places.distance(1, 0) = 300;
        places.area = {90000 * std::numbers::pi, 90000 * std::numbers::pi};  // radius 300, internal distance 200
      },
      {.recorded_weight = weight, .distance_elasticity = 2}, {.regions = 2, .sectors = 1});
}

TEST(Accounts, TheBlendHasItsLimits) {
  // Alone, records give 0.2 and gravity 200^-2 / (200^-2 + 300^-2) = 9/13 at home.
  EXPECT_NEAR(home_shares(*twins(1))(0, 0), 0.8, 1e-13);
  EXPECT_NEAR(home_shares(*twins(0))(0, 0), 9.0 / 13, 1e-13);
  EXPECT_NEAR(home_shares(*twins(0.25))(0, 0), 0.25 * 0.8 + 0.75 * 9 / 13, 1e-13);
  EXPECT_NEAR(twins(0)->recorded_home(0, 0), 0.8, 1e-13);
}

TEST(Accounts, TheWorldIsTheNationInTechniquesAndTimesItsSize) {
  const auto accounts = changed(kAsIs);
  ASSERT_TRUE(accounts.has_value());
  double inside = 0;
  double outside = 0;
  double input = 0;
  double output = 0;
  for (std::size_t j = 0; j < 3; ++j) {
    outside += accounts->value_added(4, j);
    for (std::size_t n = 0; n < 4; ++n) inside += accounts->value_added(n, j);
  }
  for (std::size_t n = 0; n < 4; ++n) {
    input += accounts->use(n, 0, 1);
    output += accounts->output(n, 1);
  }
  EXPECT_NEAR(outside / inside, 50, 1e-11);
  EXPECT_NEAR(accounts->use(4, 0, 1) / accounts->output(4, 1), input / output, 1e-13);
}

TEST(Accounts, ATableThatIsGivenIsTakenAsItIs) {
  RandomTables random({.gaps = true});
  const RegionalTables tables = random.make();
  const auto made = make_accounts(tables, tables.value_added, random.places(), large_world());
  ASSERT_TRUE(made.has_value());
  Interregional table{.trade = made->trade, .use = UseArray({4, 3, 6})};
  for (std::size_t c = 0; c < table.use.size(); ++c) table.use.values()[c] = made->use.values()[c];
  const auto read = accounts_of(table, tables, large_world());
  ASSERT_TRUE(read.has_value());
  EXPECT_LT(worst(*read), 1e-12);
  for (std::size_t n = 0; n <= 4; ++n) {
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(read->output(n, j), made->output(n, j), 1e-9);
      EXPECT_NEAR(read->value_added(n, j), made->value_added(n, j), 1e-9);
    }
  }
  EXPECT_LT(prepare(economy_of(*read, 4))->imbalance, 1e-12);

  const auto with = [&](auto change) {
    Interregional other = table;
    change(other);
    return accounts_of(other, tables, large_world());
  };
  EXPECT_REFUSED(with([](Interregional& t) { t.use(0, 0, 0) += 1; }), ErrorCode::domain, "accounts.purchases");
  EXPECT_REFUSED(with([](Interregional& t) { t.trade(0, 0, 0) = -1; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(with([](Interregional& t) { t.use(0, 0, 0) = NAN; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(with([](Interregional& t) { t.use = UseArray({4, 3, 5}); }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(with([](Interregional& t) { t.trade = TradeArray({3, 4, 4}); }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(with([](Interregional& t) {
                   const double more = 10 * t.use(0, 1, 3);
                   t.use(0, 1, 0) += more;
                   t.use(0, 1, 0) += 1e3;
                   t.trade(1, 0, 1) += more + 1e3;
                 }),
                 ErrorCode::domain, "accounts.negative_value_added");
}

TEST(Accounts, ASectorWhoseIncomeNobodyKnowsIsRefused) {
  RandomTables random({});
  RegionalTables tables = random.make();
  const auto made = make_accounts(tables, tables.value_added, random.places(), large_world());
  Interregional table{.trade = made->trade, .use = UseArray({4, 3, 6})};
  for (std::size_t c = 0; c < table.use.size(); ++c) table.use.values()[c] = made->use.values()[c];
  for (std::size_t k = 0; k < 3; ++k) tables.input_coefficient(1, k, 1) = 0;
  tables.gross_output(1, 1) = tables.value_added(1, 1) = 0;
  EXPECT_REFUSED(accounts_of(table, tables, large_world()), ErrorCode::domain, "accounts.no_factor_income");
}

// Records alone have no balance where nothing is recorded to leave; the error names a weight that works, and it does.
TEST(Accounts, SayWhichWeightOfRecordsWorks) {
  const auto nothing_leaves = [](RegionalTables& t, auto&, auto&) {
    for (double& value : t.outflow.values()) value = 0;
    for (double& value : t.exported.values()) value = 0;
    for (double& value : t.imported.values()) value = 0;
  };
  const auto refused = changed(nothing_leaves, {.recorded_weight = 1});
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().hint.args.size(), 1U);
  const double works = std::get<double>(refused.error().hint.args[0]);
  EXPECT_GT(works, 0.9);
  EXPECT_LT(works, 1);
  EXPECT_TRUE(changed(nothing_leaves, {.recorded_weight = works}));
}

TEST(Accounts, EachErrorOfTrade) {
  EXPECT_REFUSED(changed([](auto&, auto&, Geography& g) { g.area.pop_back(); }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(changed([](auto&, auto&, Geography& g) { g.area[1] = 0; }), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(changed([](auto&, auto&, Geography& g) { g.distance(1, 2) = 0; }), ErrorCode::domain,
                 "economy.not_positive");
  EXPECT_REFUSED(changed([](auto&, auto&, Geography& g) { g.distance = {}; }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(changed(
                     [](RegionalTables& t, auto&, auto&) {
                       // nothing is recorded to leave, but regions use what they do not make
                       for (double& value : t.outflow.values()) value = 0;
                       for (double& value : t.exported.values()) value = 0;
                       for (double& value : t.imported.values()) value = 0;
                     },
                     {.recorded_weight = 1}),
                 ErrorCode::no_convergence, "accounts.unbalanced_records");
  EXPECT_REFUSED(changed(
                     [](RegionalTables& t, auto&, auto&) {
                       for (std::size_t n = 0; n < 4; ++n) t.imported(n, 0) = 8;
                     },
                     {.world_size = 0.01}),
                 ErrorCode::domain, "accounts.world");
}

TEST(SocialAccounts, HouseholdsSaveWhatDeficitsAndInvestmentLeave) {
  const auto accounts = changed(kAsIs);
  const auto sam = social_accounts(*accounts);
  const std::size_t households = 3 + static_cast<std::size_t>(SamAccount::households);
  const std::size_t government = 3 + static_cast<std::size_t>(SamAccount::government);
  const std::size_t investment = 3 + static_cast<std::size_t>(SamAccount::investment);
  const std::size_t others = 3 + static_cast<std::size_t>(SamAccount::other_regions);
  const std::size_t abroad = 3 + static_cast<std::size_t>(SamAccount::abroad);
  const std::vector<double> deficit = deficits(*accounts);
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_NEAR(sam(n, investment, others) + sam(n, investment, abroad), deficit[n], 1e-10);
    double invested = -sam(n, investment, households) - deficit[n];
    double governed = -sam(n, government, households);
    for (std::size_t k = 0; k < 3; ++k) {
      invested += sam(n, k, investment);
      governed += sam(n, k, government) - sam(n, government, k);
    }
    EXPECT_NEAR(invested, 0, 1e-10);
    EXPECT_NEAR(governed, 0, 1e-10);
  }
}

TEST(Identities, SayWhatDoesNotHold) {
  const auto accounts = changed(kAsIs);
  const auto broken = [&](std::string_view id, auto change) {
    Accounts other = *accounts;
    change(other);
    for (const Identity& identity : identities(other)) {
      if (identity.id != id) continue;
      EXPECT_GT(identity.miss, 1e-3) << id;
    }
  };
  broken("costs", [](Accounts& a) { a.use(1, 0, 2) += 5; });
  broken("sales", [](Accounts& a) { a.output(1, 0) += 5; });
  broken("uses", [](Accounts& a) { a.use(1, 0, 4) += 5; });
  broken("factors", [](Accounts& a) { a.labour_share(1, 0) += 0.1; });
  broken("product", [](Accounts& a) { a.use(1, 0, 4) += 5; });
  broken("deficits", [](Accounts& a) { a.use(1, 0, 4) += 5; });
  broken("sam", [](Accounts& a) { a.use(1, 0, 4) += 5; });
}

}  // namespace
}  // namespace tidu::economy::accounts
