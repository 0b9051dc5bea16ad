// SPDX-License-Identifier: Apache-2.0
#include "core/economy/equilibrium.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/sum.h"
#include "core/economy/solver.h"
#include "core/economy/support_test.h"
#include "core/economy/welfare.h"
#include "tests/executors.h"

namespace tidu::economy {
namespace {

using testing::any_shock;
using testing::Kind;
using testing::random_economy;

Kind any_kind() {
  const auto sectors = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
  return {.regions = static_cast<std::size_t>(*rc::gen::inRange(2, 8)),
          .sectors = sectors,
          .skills = static_cast<std::size_t>(*rc::gen::inRange(1, 4)),
          .seed = *rc::gen::arbitrary<std::uint32_t>(),
          .tariffs = *rc::gen::arbitrary<bool>(),
          .structures = *rc::gen::arbitrary<bool>(),
          .by_sector = *rc::gen::arbitrary<bool>()};
}

RC_GTEST_PROP(Equilibrium, AccountsHoldAndMarketsClear, ()) {
  Kind kind = any_kind();
  kind.pooled = *rc::gen::arbitrary<bool>();
  Economy economy = random_economy(kind);
  economy.final_elasticity = *rc::gen::element(0.0, 0.5, 0.99, 1.0, 2.0);
  economy.input_elasticity = *rc::gen::element(0.0, 0.5, 0.99, 1.0, 2.0);
  economy.investment_share.assign(kind.regions, *rc::gen::element(0.0, 0.3));
  economy.investment_basket = economy.final_share;
  if (*rc::gen::arbitrary<bool>()) economy.structures_market.assign(kind.regions, Mobility::regional);
  const auto base = prepare(economy);
  RC_ASSERT(base.has_value());
  const Shock shock = any_shock(base->economy, kind.seed);
  const SolveOptions options{.tolerance = 1e-11};
  const auto after = solve(*base, shock, options);
  // a region that lends more than it comes to earn has no equilibrium, a rare case
  if (!after) RC_ASSERT(after.error().message.key == "economy.closure_income");
  RC_PRE(after.has_value());
  RC_ASSERT(after->converged);
  RC_ASSERT(require_converged(*after, options).has_value());
  RC_ASSERT(after->residual <= 1e-11);
  RC_ASSERT(after->identities.trade_share < 1e-12);
  RC_ASSERT(after->identities.budget < 1e-12);
  RC_ASSERT(after->identities.walras < 1e-12);
  RC_ASSERT(after->identities.leak < 1e-12);
  RC_ASSERT(after->identities.numeraire < 1e-12);
  RC_ASSERT(std::fabs(sum(after->deficit)) < 1e-12 * base->world_value_added);
  // The same accounts from outside: every region's factor payments are its factor incomes.
  for (std::size_t n = 0; n < kind.regions; ++n) {
    double paid = 0;
    for (std::size_t j = 0; j < kind.sectors; ++j) paid += base->economy.value_added_share(n, j) * after->output(n, j);
    RC_ASSERT(std::fabs(paid / after->value_added[n] - 1) < 2e-11);
  }
}

RC_GTEST_PROP(Equilibrium, NothingChangesWithoutAShock, ()) {
  Kind kind = any_kind();
  kind.pooled = *rc::gen::arbitrary<bool>();
  const auto base = prepare(random_economy(kind));
  RC_ASSERT(base->imbalance < 1e-12);
  const auto after = solve(*base, {});
  RC_ASSERT(after && after->converged);
  for (std::size_t n = 0; n < kind.regions; ++n) {
    RC_ASSERT(std::fabs(after->real_income[n] - 1) < 1e-12);
    for (std::size_t j = 0; j < kind.sectors; ++j) RC_ASSERT(std::fabs(after->price(n, j) - 1) < 1e-12);
  }
}

RC_GTEST_PROP(Equilibrium, TwoStepsAreOneStep, ()) {
  // Exact hats: there and back, with deficits a fixed share of the world's value added.
  const Kind kind = any_kind();
  const auto base = prepare(random_economy(kind));
  Shock there{.trade_cost = any_shock(base->economy, kind.seed).trade_cost};
  there.closure.rule = ClosureRule::share_of_world;
  const SolveOptions options{.tolerance = 1e-12};
  const auto after = solve(*base, there, options);
  RC_ASSERT(after && after->converged);
  const auto middle = as_base(*base, there, *after);
  RC_ASSERT(middle.has_value());
  Shock back{.closure = there.closure};
  back.trade_cost = there.trade_cost;
  for (double& cost : back.trade_cost.values()) cost = 1 / cost;
  const auto home = solve(*middle, back, options);
  RC_ASSERT(home && home->converged);
  for (std::size_t n = 0; n < kind.regions; ++n)
    RC_ASSERT(std::fabs(home->real_income[n] * after->real_income[n] - 1) < 1e-9);
}

RC_GTEST_PROP(Equilibrium, SymmetricRegionsStaySymmetric, ()) {
  // Regions 0 and 1 are the same in everything; so they are after a shock that treats them alike.
  const Kind kind{.regions = static_cast<std::size_t>(*rc::gen::inRange(3, 6)), .sectors = 3};
  Economy e = random_economy({.regions = kind.regions,
                              .sectors = 3,
                              .seed = *rc::gen::arbitrary<std::uint32_t>(),
                              .deficits = false,
                              .tariffs = false,
                              .structures = false});
  for (std::size_t j = 0; j < 3; ++j) {
    for (std::size_t n = 2; n < kind.regions; ++n) {
      const double both = e.trade_share(j, n, 0) + e.trade_share(j, n, 1);
      e.trade_share(j, n, 0) = e.trade_share(j, n, 1) = both / 2;
      e.trade_share(j, 1, n) = e.trade_share(j, 0, n);
    }
    e.trade_share(j, 1, 1) = e.trade_share(j, 0, 0);
    e.trade_share(j, 1, 0) = e.trade_share(j, 0, 1);
    e.value_added_share(1, j) = e.value_added_share(0, j);
    e.final_share(1, j) = e.final_share(0, j);
    e.labour_income[0](1, j) = e.labour_income[0](0, j);
    for (std::size_t k = 0; k < 3; ++k) e.input_share(1, k, j) = e.input_share(0, k, j);
  }
  const auto base = prepare(e);
  RC_ASSERT(base.has_value());
  Shock shock{.productivity = RegionSector({kind.regions, 3}, 1)};
  shock.productivity(2, 1) = 1.4;
  const auto after = solve(*base, shock, {.tolerance = 1e-12});
  RC_ASSERT(after && after->converged);
  RC_ASSERT(std::fabs(after->real_income[0] / after->real_income[1] - 1) < 1e-11);
  RC_ASSERT(std::fabs(after->wage[0](0, 0) / after->wage[0](1, 0) - 1) < 1e-11);
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

TEST(Equilibrium, SameBitsForAnyExecutor) {
  const auto base = prepare(random_economy({.regions = 9, .sectors = 5, .skills = 3, .by_sector = true}));
  const Shock shock = any_shock(base->economy, 4);
  tests::BackwardExecutor backward;
  const auto forward = solve(*base, shock);
  const auto other = solve(*base, shock, {}, backward);
  ASSERT_TRUE(forward && other);
  EXPECT_TRUE(same_bits(forward->log_income, other->log_income));
  EXPECT_TRUE(same_bits(forward->real_income, other->real_income));
  EXPECT_TRUE(same_bits(forward->trade_share.values(), other->trade_share.values()));
  tests::CancelledExecutor cancelled;
  const auto stopped = solve(*base, shock, {}, cancelled);
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

TEST(Equilibrium, LabourThatCannotMoveLosesWhereItsSectorDoes) {
  // Sector 0 of region 0 becomes less productive. Tied to sectors, its workers' wage falls below the others'; free to
  // move, there is one wage.
  Economy e = random_economy({.regions = 3, .sectors = 3, .structures = false});
  Shock shock{.technology = RegionSector({3, 3}, 1)};
  shock.technology(0, 0) = 0.3;
  const auto free = solve(*prepare(e), shock);
  e.labour_market = {Mobility::by_sector, Mobility::regional, Mobility::regional};
  const auto tied = solve(*prepare(e), shock);
  ASSERT_TRUE(free && tied && free->converged && tied->converged);
  EXPECT_EQ(free->wage[0](0, 0), free->wage[0](0, 1));
  EXPECT_LT(tied->wage[0](0, 0), 0.98 * tied->wage[0](0, 1));
  EXPECT_EQ(tied->wage[0](1, 0), tied->wage[0](1, 1));
}

TEST(Equilibrium, OneSectorMakesMarketsOfSectorsAndRegionsTheSame) {
  Economy e = random_economy({.regions = 4, .sectors = 1, .skills = 2});
  const Shock shock = any_shock(e, 2);
  const auto regional = solve(*prepare(e), shock, {.tolerance = 1e-13});
  e.labour_market.assign(4, Mobility::by_sector);
  const auto by_sector = solve(*prepare(e), shock, {.tolerance = 1e-13});
  ASSERT_TRUE(regional && by_sector);
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_NEAR(regional->real_income[n], by_sector->real_income[n], 1e-11);
    EXPECT_NEAR(regional->wage[1](n, 0), by_sector->wage[1](n, 0), 1e-11);
    EXPECT_NEAR(regional->rental(n, 0), by_sector->rental(n, 0), 1e-11);
  }
}

TEST(Equilibrium, CapitalOfARegionEarnsOneRental) {
  // C6: r_hat K_hat = sum_j xi gamma Y' / sum_j xi gamma Y, though labour is tied to sectors.
  Economy e = random_economy({.regions = 3, .sectors = 3});
  e.labour_market.assign(3, Mobility::by_sector);
  e.structures_market.assign(3, Mobility::regional);
  const auto base = prepare(e);
  Shock shock = any_shock(e, 3);
  const auto after = solve(*base, shock, {.tolerance = 1e-12});
  ASSERT_TRUE(after && after->converged);
  for (std::size_t n = 0; n < 3; ++n) {
    double before = 0;
    double now = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      const double all = e.structures_income(n, j) + e.labour_income[0](n, j);
      before += e.structures_income(n, j);
      now += e.structures_income(n, j) / all * base->economy.value_added_share(n, j) * after->output(n, j);
      EXPECT_EQ(after->rental(n, j), after->rental(n, 0));
    }
    EXPECT_NEAR(after->rental(n, 0) * shock.structures(n, 0), now / before, 1e-11);
  }
}

TEST(Equilibrium, InvestmentIsADemandOfItsOwn) {
  // C6: a region that invests what it earns more of buys more of the investment good. With the same basket for both
  // uses nothing differs from consumption alone.
  Economy e = random_economy({.regions = 3, .sectors = 2});
  const Shock shock = any_shock(e, 5);
  const auto without = solve(*prepare(e), shock, {.tolerance = 1e-12});
  e.investment_share.assign(3, 0.44);
  e.investment_basket = e.final_share;
  const auto same = solve(*prepare(e), shock, {.tolerance = 1e-12});
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(same->real_income[n], without->real_income[n], 1e-11);
  Economy other = e;
  other.investment_share.assign(3, 0.2);
  for (std::size_t n = 0; n < 3; ++n) {
    // consumption so that final demand of the base is what it was
    other.investment_basket(n, 0) = 0.9 * e.final_share(n, 0);
    other.investment_basket(n, 1) = 1 - other.investment_basket(n, 0);
    for (std::size_t j = 0; j < 2; ++j)
      other.final_share(n, j) = (e.final_share(n, j) - 0.2 * other.investment_basket(n, j)) / 0.8;
  }
  const auto base = prepare(other);
  ASSERT_TRUE(base.has_value());
  EXPECT_LT(base->imbalance, 1e-12);
  const auto after = solve(*base, shock, {.tolerance = 1e-12});
  // Under Cobb-Douglas the sum of both demands is what counts for trade.
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(after->value_added[n], without->value_added[n], 1e-11);
}

TEST(Equilibrium, NoConvergenceKeepsTheLastIterate) {
  const auto base = prepare(random_economy({.regions = 5, .sectors = 3}));
  const SolveOptions options{.max_steps = 2};
  const auto after = solve(*base, any_shock(base->economy, 1), options);
  ASSERT_TRUE(after.has_value());
  EXPECT_FALSE(after->converged);
  EXPECT_GT(after->residual, options.tolerance);
  EXPECT_EQ(after->steps, 2u);
  EXPECT_LT(after->identities.budget, 1e-12);  // accounts hold all the same
  EXPECT_REFUSED(require_converged(*after, options), ErrorCode::no_convergence, "economy.no_convergence");
}

TEST(Equilibrium, AWarmStartSavesStepsAndEndsAtTheSamePlace) {
  const auto base = prepare(random_economy({.regions = 8, .sectors = 4, .by_sector = true}));
  Shock shock = any_shock(base->economy, 1);
  const auto first = solve(*base, shock);
  EXPECT_LE(solve(*base, shock, {.start = {&*first}})->steps, 1u);
  for (double& value : shock.productivity.values()) value *= 1.01;
  shock.productivity(3, 2) *= 1.05;
  const auto cold = solve(*base, shock);
  const auto warm = solve(*base, shock, {.start = {&*first}});
  ASSERT_TRUE(cold->converged && warm->converged);
  EXPECT_LT(warm->steps, cold->steps);
  for (std::size_t n = 0; n < 8; ++n) EXPECT_NEAR(warm->real_income[n], cold->real_income[n], 1e-9);
  const auto other = prepare(random_economy({.regions = 2, .sectors = 4}));
  EXPECT_REFUSED(solve(*other, {}, {.start = {&*first}}), ErrorCode::shape, "economy.shape");
}

TEST(Equilibrium, ASolverOfManyShocksHasTheBitsOfOneForEach) {
  for (const double elasticity : {1.0, 0.5}) {
    Economy economy = random_economy({.regions = 9, .sectors = 3});
    economy.input_elasticity = elasticity;
    const auto base = prepare(economy);
    ASSERT_TRUE(base.has_value());
    Shock dearer;
    dearer.trade_cost = TradeArray({3, 9, 9}, 1.1);
    Shock taxed = any_shock(base->economy, 2);
    taxed.tariff = TradeArray({3, 9, 9}, 0.05);
    Solver solver(*base);
    for (const Shock& shock : {any_shock(base->economy, 1), dearer, Shock{}, taxed, any_shock(base->economy, 3)}) {
      const auto one = solve(*base, shock);
      const auto among = solver.solve(shock);
      ASSERT_TRUE(one->converged);
      EXPECT_EQ(among->log_income, one->log_income);
      EXPECT_EQ(among->expenditure.values(), one->expenditure.values());
      EXPECT_EQ(among->trade_share.values(), one->trade_share.values());
      EXPECT_EQ(among->input_share.values(), one->input_share.values());
      EXPECT_EQ(among->real_income, one->real_income);
      EXPECT_EQ(among->steps, one->steps);
      const auto without = solver.solve(shock, {.shares = false});
      EXPECT_EQ(without->trade_share.size() + without->tariff.size() + without->input_share.size(), 0u);
      EXPECT_EQ(without->real_income, one->real_income);
    }
  }
}

TEST(Equilibrium, YearsBeforeLeadTheCloserTheMoreTheyAre) {
  const auto base = prepare(random_economy({.regions = 8, .sectors = 4}));
  const Shock grown = any_shock(base->economy, 1);
  const auto year = [&](double t) {
    Shock out;
    out.productivity = grown.productivity;
    for (double& value : out.productivity.values()) value = 1 + 0.02 * t * value;
    return out;
  };
  const auto first = solve(*base, year(1));
  const auto second = solve(*base, year(2));
  const auto from_one = solve(*base, year(3), {.start = {&*second}});
  const auto from_two = solve(*base, year(3), {.start = {&*second, &*first}});
  ASSERT_TRUE(from_one->converged && from_two->converged);
  EXPECT_LT(from_two->steps, from_one->steps);
  const auto from_three = solve(*base, year(4), {.start = {&*from_two, &*second, &*first}});
  EXPECT_LT(from_three->steps, solve(*base, year(4), {.start = {&*from_two, &*second}})->steps);
  for (std::size_t n = 0; n < 8; ++n) EXPECT_NEAR(from_one->real_income[n], from_two->real_income[n], 1e-9);
  const auto other = prepare(random_economy({.regions = 2, .sectors = 4}));
  const auto start = solve(*other, {});
  EXPECT_REFUSED(solve(*other, {}, {.start = {&*start, &*first}}), ErrorCode::shape, "economy.shape");
}

TEST(Equilibrium, AccelerationSavesSteps) {
  const auto base = prepare(random_economy({.regions = 8, .sectors = 4, .by_sector = true}));
  const Shock shock = any_shock(base->economy, 1);
  const auto plain = solve(*base, shock, {.depth = 0});
  const auto accelerated = solve(*base, shock);
  ASSERT_TRUE(plain->converged && accelerated->converged);
  EXPECT_LT(3 * accelerated->steps, 2 * plain->steps);
  for (std::size_t n = 0; n < 8; ++n) EXPECT_NEAR(plain->real_income[n], accelerated->real_income[n], 1e-9);
}

/// A sector as stiff as petroleum whose labour cannot leave: no region sees that others' costs rise with its own.
TEST(Equilibrium, RegionsFollowTheWorldWhereASectorIsStiff) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Economy e = random_economy({.regions = 12, .sectors = 4, .seed = seed, .tariffs = seed % 2 == 1});
    e.theta[0] = 50;
    e.labour_market = e.structures_market = std::vector<Mobility>(12, Mobility::by_sector);
    const auto base = prepare(e);
    Shock shock{.productivity = RegionSector({12, 4})};
    for (std::size_t n = 0; n < 12; ++n) {
      for (std::size_t j = 0; j < 4; ++j) shock.productivity(n, j) = 1 + 0.01 * static_cast<double>((5 * n + j) % 7);
    }
    const auto plain = solve(*base, shock, {.tolerance = 1e-8, .depth = 0});
    const auto after = solve(*base, shock, {.tolerance = 1e-8});
    ASSERT_TRUE(plain->converged && after->converged);
    EXPECT_LT(plain->steps, 100U) << "seed " << seed << "; 102 to 201 by each region alone";
    EXPECT_LT(after->steps, 14U) << "seed " << seed << "; 14 to 18 by each region alone";
  }
}

template <class Change>
Result<Equilibrium> solved(Change change, const Kind& kind = {}) {
  Shock shock;
  change(shock);
  return solve(*prepare(random_economy(kind)), shock);
}

TEST(Equilibrium, SaysWhatIsWrongWithAShock) {
  const auto wrong = solved([](Shock& s) {
    s.trade_cost = TradeArray({2, 3, 3}, 1);
    s.trade_cost(1, 2, 0) = 0;
  });
  EXPECT_REFUSED(wrong, ErrorCode::domain, "economy.not_positive");
  EXPECT_EQ(std::get<std::string>(wrong.error().message.args[1]), "[2, 3, 1]");
  EXPECT_REFUSED(solved([](Shock& s) { s.tariff = TradeArray({2, 3, 3}, -1); }), ErrorCode::domain,
                 "economy.not_positive");
  EXPECT_REFUSED(solved([](Shock& s) { s.productivity = RegionSector({3, 2}, -1); }), ErrorCode::domain,
                 "economy.not_positive");
  EXPECT_REFUSED(solved([](Shock& s) { s.technology = RegionSector({3, 2}); }), ErrorCode::domain,
                 "economy.not_positive");
  EXPECT_REFUSED(solved([](Shock& s) { s.structures = RegionSector({2, 2}, 1); }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(solved([](Shock& s) { s.labour.assign(2, RegionSector({3, 2}, 1)); }), ErrorCode::shape,
                 "economy.shape");
  EXPECT_REFUSED(solved([](Shock& s) {
                   s.labour.assign(1, RegionSector({3, 2}, 1));
                   s.labour[0](1, 1) = 2;
                 }),
                 ErrorCode::domain, "economy.supply_differs");
  EXPECT_REFUSED(solve(*prepare(random_economy({})), {}, {.tolerance = 0}), ErrorCode::domain, "economy.tolerance");
  EXPECT_REFUSED(solve(*prepare(random_economy({})), {}, {.max_steps = 0}), ErrorCode::domain, "economy.max_steps");
}

TEST(Equilibrium, ARegionCutOffFromItsSuppliersIsNamed) {
  const auto wrong = solved([](Shock& s) {
    s.trade_cost = TradeArray({2, 3, 3}, 1);
    for (std::size_t i = 0; i < 3; ++i) s.trade_cost(1, 0, i) = std::numeric_limits<double>::infinity();
  });
  EXPECT_REFUSED(wrong, ErrorCode::domain, "economy.no_supplier_left");
  EXPECT_EQ(std::get<std::int64_t>(wrong.error().message.args[0]), 1);
  EXPECT_EQ(std::get<std::int64_t>(wrong.error().message.args[1]), 2);
}

}  // namespace
}  // namespace tidu::economy
