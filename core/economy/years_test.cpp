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
                              .moves = {few_moves(3)},
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
  const auto run =
      run_years(with_capital(3), drivers, {.years = 30, .moves = {few_moves(3)}, .rule = {.elasticity = 2}});
  ASSERT_TRUE(run && run->converged);
  EXPECT_EQ(run->people_hat[0][1], 1);
  EXPECT_GT(run->people_hat[29][1], 1.05);
  EXPECT_NEAR(run->people_hat[29][0], run->people_hat[29][2], 1e-12);
  for (const auto& hats : run->people_hat) EXPECT_NEAR(hats[0] + hats[1] + hats[2], 3, 1e-13);
}

// One skill, or the same people called two: nothing else may change.
TEST(Years, OneSkillSplitInTwoAlikeIsOneSkill) {
  Economy one = testing::random_economy({.regions = 3, .sectors = 2, .seed = 4});
  one.people = {3, 2, 4};
  Economy two = one;
  two.labour_income.assign(2, one.labour_income[0]);
  for (std::size_t at = 0; at < two.labour_income[0].size(); ++at) {
    two.labour_income[0].values()[at] *= 0.3;
    two.labour_income[1].values()[at] *= 0.7;
  }
  RegionSector better({3, 2}, 1);
  better(1, 0) = 1.2;
  const Drivers drivers{.productivity = std::vector<RegionSector>(15, better),
                        .workers = std::vector<std::vector<double>>(15, {1.01, 1, 0.99})};
  YearsOptions options{.years = 15,
                       .moves = {few_moves(3)},
                       .rule = {.elasticity = 2},
                       .real_rental = std::vector<double>(3, 0.1),
                       .solve = {.tolerance = 1e-13}};
  const auto plain = run_years(*prepare(one), drivers, options);
  options.moves.push_back(few_moves(3));
  options.people = {{0.9, 0.6, 1.2}, {2.1, 1.4, 2.8}};
  const auto split = run_years(*prepare(two), drivers, options);
  ASSERT_TRUE(plain && split && plain->converged && split->converged);
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_NEAR(split->people_hat[14][n], plain->people_hat[14][n], 1e-11);
    EXPECT_NEAR(split->capital_hat[14][n], plain->capital_hat[14][n], 1e-11);
    EXPECT_NEAR(split->real_income[14][n], plain->real_income[14][n], 1e-11);
    for (std::size_t g = 0; g < 2; ++g) {
      EXPECT_NEAR(split->skill_people_hat[14][g][n], plain->people_hat[14][n], 1e-11);
      EXPECT_NEAR(split->real_wage[14][g][n], plain->real_wage[14][0][n], 1e-11);
    }
  }
  EXPECT_GT(std::fabs(plain->people_hat[14][1] - 1), 0.01);
  // Where one of them stays, the two part.
  options.moves[0] = MoveShares({3, 3}, 0.0);
  for (std::size_t n = 0; n < 3; ++n) options.moves[0](n, n) = 1;
  const auto stays = run_years(*prepare(two), {.productivity = drivers.productivity}, options);
  ASSERT_TRUE(stays);
  EXPECT_EQ(stays->skill_people_hat[14][0][1], 1);
  EXPECT_GT(std::fabs(stays->skill_people_hat[14][1][1] - 1), 0.01);
  EXPECT_GT(std::fabs(std::log(stays->real_wage[14][0][1] / stays->real_wage[14][1][1])), 0.005);
}

TEST(Years, SavingOfOtherElasticities) {
  const Accumulation rule{.discount = 0.95, .depreciation = 0.06, .elasticity = 0.5};
  EXPECT_NEAR(capital_after(rule, 3, rule.steady_rental()), 3, 1e-14) << "rest does not depend on psi";
  // KLR's lemma 1 at a return that stays: 1 / s = 1 + beta^psi R^(psi - 1) / s for the share s that is consumed.
  const double r = 0.94 + 0.2;
  const double consumed = 1 - capital_after(rule, 1, 0.2) / r;
  EXPECT_NEAR(1 / consumed, 1 + std::pow(0.95, 0.5) * std::pow(r, -0.5) / consumed, 1e-13);
  const auto slow = run_years(with_capital(1), {}, {.years = 10, .real_rental = {0.2}, .accumulation = rule});
  const auto fast =
      run_years(with_capital(1), {},
                {.years = 10, .real_rental = {0.2}, .accumulation = {.discount = 0.95, .depreciation = 0.06}});
  ASSERT_TRUE(slow && fast);
  EXPECT_GT(slow->capital_hat[9][0], 1);
  EXPECT_GT(fast->capital_hat[9][0], slow->capital_hat[9][0]);
  EXPECT_REFUSED(run_years(with_capital(1), {}, {.years = 3, .real_rental = {0.5}, .accumulation = {.elasticity = 3}}),
                 ErrorCode::domain, "economy.saving");
}

TEST(Years, LandlordsAddWhatTheAccountsInvest) {
  // Investment is k' - (1 - delta) k of a capital that is worth rentals / (r / P).
  BaseYear base = with_capital(2);
  for (const double psi : {1.0, 1.2, 0.7}) {
    const double invested = psi < 1 ? 0.1 : 0.25;
    base.economy.investment_share.assign(2, invested);
    const Accumulation rule{.discount = 0.95, .depreciation = 0.06, .elasticity = psi};
    const auto found = invested_rental(base, rule);
    ASSERT_TRUE(found);
    const double capital = kShare / (*found)[0];
    EXPECT_NEAR(capital_after(rule, capital, (*found)[0]) - 0.94 * capital, invested, 1e-12);
    if (psi == 1) {
      EXPECT_NEAR((*found)[1], 0.05 * 0.94 / (0.95 - 0.25 / kShare), 1e-12);
    }
  }
  base.economy.investment_share.assign(2, 0.25);
  EXPECT_REFUSED(invested_rental(base, {.elasticity = 0.7}), ErrorCode::domain, "economy.investment");
  base.economy.investment_share = {0.25, kShare};
  EXPECT_REFUSED(invested_rental(base, {}), ErrorCode::domain, "economy.investment");
  base.economy.investment_share = {0, 0.25};
  EXPECT_REFUSED(invested_rental(base, {}), ErrorCode::domain, "economy.investment");
  EXPECT_REFUSED(invested_rental(base, {.elasticity = 0}), ErrorCode::domain, "economy.not_positive");
}

/// Two sectors, the second of which is bought for investment alone.
BaseYear with_investment() {
  Economy e = testing::random_economy({.regions = 3, .sectors = 2, .seed = 11, .deficits = true, .tariffs = false});
  e.investment_share.assign(3, 0.0);
  e.investment_basket = RegionSector({3, 2});
  for (std::size_t n = 0; n < 3; ++n) {
    // A tenth of spending, all on the second sector, which stays what it was.
    const double part = std::min(0.1, 0.5 * e.final_share(n, 1));
    e.investment_share[n] = part;
    e.investment_basket(n, 1) = 1;
    e.final_share(n, 1) -= part;
    for (std::size_t k = 0; k < 2; ++k) e.final_share(n, k) /= 1 - part;
  }
  e.people = {3, 2, 4};
  return *prepare(e);
}

TEST(Years, InvestmentIsWhatLandlordsAdd) {
  const BaseYear base = with_investment();
  const Accumulation rule;
  const auto rental = invested_rental(base, rule);
  ASSERT_TRUE(rental);
  RegionSector better({3, 2}, 1);
  better(0, 0) = better(0, 1) = 1.2;
  const Drivers drivers{.productivity = {RegionSector(), better, better, better, better}};
  const YearsOptions options{.years = 5,
                             .real_rental = *rental,
                             .accumulation = rule,
                             .landlords_invest = true,
                             .solve = {.tolerance = 1e-12}};
  const auto run = run_years(base, drivers, options);
  ASSERT_TRUE(run && run->converged);
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(run->investment_share[0][n], base.economy.investment_share[n], 1e-11);
  // Accounts of a later year, solved anew: money spent on the basket is its price times what capital grew by.
  for (const std::size_t t : {1U, 3U}) {
    Shock shock{.productivity = better, .structures = RegionSector({3, 2}), .people = {1, 1, 1}};
    shock.investment_share = run->investment_share[t];
    for (std::size_t n = 0; n < 3; ++n) {
      for (std::size_t j = 0; j < 2; ++j) shock.structures(n, j) = run->capital_hat[t][n];
    }
    const auto year = solve(base, shock, {.tolerance = 1e-12});
    ASSERT_TRUE(year && year->converged);
    EXPECT_LT(year->identities.budget, 1e-12);
    EXPECT_GT(std::fabs(run->investment_share[t][0] - base.economy.investment_share[0]), 1e-4);
    for (std::size_t n = 0; n < 3; ++n) {
      const double stock = (base.economy.structures_income(n, 0) + base.economy.structures_income(n, 1)) / (*rental)[n];
      const double added = stock * (run->capital_hat[t + 1][n] - 0.95 * run->capital_hat[t][n]);
      EXPECT_NEAR(year->price(n, 1) * added, run->investment_share[t][n] * year->income[n], 1e-9 * year->income[n]);
      double inputs = 0;
      for (std::size_t j = 0; j < 2; ++j) inputs += year->input_share(n, 1, j) * year->output(n, j);
      const double consumed = base.economy.final_share(n, 1) * (1 - run->investment_share[t][n]) * year->income[n];
      EXPECT_NEAR(year->expenditure(n, 1) - inputs - consumed, year->price(n, 1) * added, 1e-9 * year->income[n]);
    }
  }
  YearsOptions off = options;
  off.landlords_invest = false;
  const auto fixed = run_years(base, drivers, off);
  ASSERT_TRUE(fixed);
  EXPECT_TRUE(fixed->investment_share.empty());
  EXPECT_GT(std::fabs(fixed->capital_hat[4][0] - run->capital_hat[4][0]), 1e-5);

  EXPECT_REFUSED(run_years(base, drivers, {.years = 5, .landlords_invest = true}), ErrorCode::missing,
                 "economy.invest_rental");
  EXPECT_REFUSED(run_years(base, {}, {.years = 5, .real_rental = {1e-3, 1, 1}, .landlords_invest = true}),
                 ErrorCode::domain, "economy.invested_share");
  EXPECT_REFUSED(solve(with_capital(2), {.investment_share = {0.1, 0}}), ErrorCode::domain, "economy.no_basket");
  EXPECT_REFUSED(solve(base, {.investment_share = {0.1, 2, 0}}), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(solve(base, {.investment_share = {0.1}}), ErrorCode::shape, "economy.shape");
}

// Structures of a nation in one portfolio: who owns them gets the gain, whoever has them.
TEST(Years, NationalPortfolioPaysItsOwners) {
  Economy e = with_capital(2).economy;
  e.ownership = {1, 0};
  e.pooled = {1, 1};
  e.deficit = {-kShare, kShare};  // the base year's incomes stay what they are
  const BaseYear base = *prepare(e);
  EXPECT_NEAR(base.income[0], 1, 1e-12);
  RegionSector better({2, 1}, 1);
  better(1, 0) = 1.3;
  const Drivers drivers{.productivity = std::vector<RegionSector>(10, better)};
  const YearsOptions options{.years = 10, .real_rental = std::vector<double>(2, 0.1)};
  const auto pooled = run_years(base, drivers, options);
  const auto local = run_years(with_capital(2), drivers, options);
  ASSERT_TRUE(pooled && local && pooled->converged);
  EXPECT_GT(pooled->real_income[9][0], local->real_income[9][0] + 0.01);
  EXPECT_LT(pooled->real_income[9][1], local->real_income[9][1] - 0.01);
  for (const auto* run : {&*pooled, &*local}) EXPECT_GT(run->capital_hat[9][1], run->capital_hat[9][0]);
}

// Agglomeration is productivity that follows people; 0 switches it off.   [Allen & Arkolakis 2014]
TEST(Years, DensityIsProductivityThatFollowsPeople) {
  const BaseYear base = with_capital(2);
  Drivers growing{.workers = std::vector<std::vector<double>>(6, {1.05, 0.97})};
  const auto plain = run_years(base, growing, {.years = 6});
  const auto off = run_years(base, growing, {.years = 6, .density = {}});
  const auto on = run_years(base, growing, {.years = 6, .density = {.productivity = 0.1}});
  ASSERT_TRUE(plain && off && on);
  EXPECT_EQ(plain->product, off->product);
  Drivers explicitly = growing;
  for (std::size_t t = 0; t < 6; ++t) {
    RegionSector& gain = explicitly.productivity.emplace_back(std::array<std::size_t, 2>{2, 1});
    for (std::size_t n = 0; n < 2; ++n) gain(n, 0) = std::pow(n == 0 ? 1.05 : 0.97, 0.1 * static_cast<double>(t));
  }
  const auto written = run_years(base, explicitly, {.years = 6});
  ASSERT_TRUE(written);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_NEAR(on->product[5][n], written->product[5][n], 1e-9);
    EXPECT_GT(std::fabs(on->product[5][n] - off->product[5][n]), 1e-3);
  }
}

// Congestion keeps people away from where they have become many; without moves it does nothing.
TEST(Years, CongestionKeepsPeopleAway) {
  const BaseYear base = with_capital(2);
  const Drivers growing{.workers = std::vector<std::vector<double>>(6, {1.05, 1})};
  YearsOptions options{.years = 6, .moves = {few_moves(2)}, .rule = {.elasticity = 2}};
  const auto off = run_years(base, growing, options);
  options.density.amenity = -0.5;
  const auto on = run_years(base, growing, options);
  ASSERT_TRUE(off && on);
  EXPECT_LT(on->people_hat[5][0], off->people_hat[5][0] - 1e-4);
  options.moves.clear();
  const auto nobody = run_years(base, growing, options);
  options.density.amenity = 0;
  ASSERT_TRUE(nobody);
  EXPECT_EQ(nobody->people_hat, run_years(base, growing, options)->people_hat);
}

// Each year's deficits follow that year's closure.
TEST(Years, ClosuresByYear) {
  Economy e = with_capital(2).economy;
  e.deficit = {0.2, -0.2};
  const BaseYear base = *prepare(e);
  YearsOptions options{.years = 3, .closure = {{.keep = 1}, {.keep = 0.5}, {.keep = 0}}};
  const auto run = run_years(base, {}, options);
  ASSERT_TRUE(run);
  for (std::size_t t = 0; t < 3; ++t) {
    const auto alone = solve(base, {.closure = options.closure[t]});
    ASSERT_TRUE(alone);
    EXPECT_NEAR(run->real_income[t][0], alone->real_income[0], 1e-7);
  }
  EXPECT_LT(run->real_income[2][0], 0.95);
  options.closure.pop_back();
  EXPECT_REFUSED(run_years(base, {}, options), ErrorCode::shape, "economy.shape");
}

TEST(Years, Errors) {
  BaseYear base = with_capital(2);
  EXPECT_REFUSED(run_years(base, {}, {.years = 0}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(run_years(base, {.skill_workers = {{{1, 1}}}}, {.years = 2}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {.workers = {{1, 1}}}, {.years = 2}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {.amenity = {{1, 0}}}, {.years = 1}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .moves = {few_moves(3)}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .real_rental = {1, 1}, .accumulation = {.discount = 1.5}}),
                 ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(run_years(base, {.productivity = {RegionSector({2, 1}, 1), RegionSector({2, 2}, 1)}}, {.years = 2}),
                 ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(run_years(base, {.productivity = {RegionSector(), RegionSector({2, 1})}}, {.years = 2}),
                 ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .people = {{1, 0}}}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(run_years(base, {}, {.years = 1, .people = {{1, 1}, {1, 1}}}), ErrorCode::shape, "economy.shape");
  base.economy.people.clear();
  EXPECT_REFUSED(run_years(base, {}, {.moves = {few_moves(2)}}), ErrorCode::missing, "economy.years_base");
}

}  // namespace
}  // namespace tidu::economy
