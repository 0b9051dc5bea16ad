// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/sum.h"
#include "core/economy/economy.h"
#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

using testing::Kind;
using testing::random_economy;

/// A random economy with one change.
template <class Change>
Result<BaseYear> changed(Change change, const Kind& kind = {}) {
  Economy e = random_economy(kind);
  change(e);
  return prepare(e);
}

TEST(Prepare, FindsTheFlowsThatTheSharesCameFrom) {
  for (const bool pooled : {false, true}) {
    const auto base = prepare(random_economy({.regions = 5, .sectors = 4, .skills = 2, .pooled = pooled}));
    ASSERT_TRUE(base.has_value());
    EXPECT_LT(base->imbalance, 1e-12);
    EXPECT_LT(base->corrections.trade_share, 1e-15);
    for (std::size_t n = 0; n < 5; ++n) {
      double spent = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        double used = base->economy.final_share(n, k) * base->income[n];
        for (std::size_t j = 0; j < 4; ++j) used += base->economy.input_share(n, k, j) * base->output(n, j);
        EXPECT_NEAR(used / base->expenditure(n, k), 1, 1e-13);
        spent += used;
      }
      EXPECT_GT(spent, base->income[n]);
    }
  }
}

TEST(Prepare, SmallMissesAreDividedAwayAndReported) {
  const auto base = changed([](Economy& e) {
    for (std::size_t i = 0; i < 3; ++i) e.trade_share(1, 0, i) *= 1 + 3e-7;
    for (std::size_t k = 0; k < 2; ++k) e.final_share(2, k) *= 1 - 2e-7;
    for (std::size_t k = 0; k < 2; ++k) e.input_share(1, k, 0) *= 1 + 1e-7;
    e.value_added_share(1, 0) *= 1 + 1e-7;
    e.deficit[0] += 1e-6;
  });
  ASSERT_TRUE(base.has_value());
  EXPECT_NEAR(base->corrections.trade_share, 3e-7, 1e-12);
  EXPECT_NEAR(base->corrections.final_share, 2e-7, 1e-12);
  EXPECT_NEAR(base->corrections.input_share, 1e-7, 1e-12);
  EXPECT_NEAR(base->corrections.deficit * base->world_value_added, 1e-6, 1e-12);
  EXPECT_NEAR(sum(base->economy.deficit), 0, 1e-14);
  double total = 0;
  for (std::size_t i = 0; i < 3; ++i) total += base->economy.trade_share(1, 0, i);
  EXPECT_NEAR(total, 1, 1e-15);
}

TEST(Prepare, NegativeStocksAreKeptAndCounted) {
  const auto base = changed([](Economy& e) {
    e.value_added_share(0, 1) += e.input_share(0, 0, 1) + 8.5e-4;
    e.input_share(0, 0, 1) = -8.5e-4;
  });
  ASSERT_TRUE(base.has_value());
  EXPECT_EQ(base->corrections.negative_inputs, 1u);
  EXPECT_REFUSED(changed([](Economy& e) { e.input_share(0, 0, 1) = -0.02; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(changed([](Economy& e) {
                   e.input_elasticity = 0.5;
                   e.input_share(0, 0, 1) = -1e-4;
                 }),
                 ErrorCode::domain, "economy.negative");
}

TEST(Prepare, SectorsThatARegionLacksAreLegal) {
  // Region 2 neither makes nor sells sector 1.
  const auto base = changed([](Economy& e) {
    for (std::size_t n = 0; n < 3; ++n) {
      const double lost = e.trade_share(0, n, 1);
      e.trade_share(0, n, 1) = 0;
      for (std::size_t i = 0; i < 3; ++i) e.trade_share(0, n, i) /= 1 - lost;
    }
    e.labour_income[0](1, 0) = 0;
    e.structures_income(1, 0) = 0;
  });
  ASSERT_TRUE(base.has_value());
  EXPECT_EQ(base->output(1, 0), 0);
}

TEST(Prepare, SaysWhereSharesDoNotAddUp) {
  const auto wrong = changed([](Economy& e) { e.trade_share(1, 2, 0) += 0.01; });
  EXPECT_REFUSED(wrong, ErrorCode::domain, "economy.sum");
  EXPECT_EQ(std::get<std::string>(wrong.error().message.args[0]), "trade_share");
  EXPECT_EQ(std::get<std::string>(wrong.error().message.args[1]), "[2, 3]");
  EXPECT_NEAR(std::get<double>(wrong.error().message.args[2]), 1.01, 1e-12);
  EXPECT_REFUSED(changed([](Economy& e) { e.final_share(0, 0) += 0.01; }), ErrorCode::domain, "economy.sum");
  EXPECT_REFUSED(changed([](Economy& e) { e.value_added_share(0, 0) += 0.01; }), ErrorCode::domain, "economy.sum");
  EXPECT_REFUSED(changed([](Economy& e) { e.ownership[0] += 0.01; }, {.pooled = true}), ErrorCode::domain,
                 "economy.sum");
  EXPECT_REFUSED(changed([](Economy& e) { e.investment_share = {0, 0.2, 0}; }), ErrorCode::domain, "economy.sum");
  EXPECT_REFUSED(changed([](Economy& e) { e.deficit[0] += 0.1; }), ErrorCode::domain, "economy.deficits");
}

TEST(Prepare, SaysWhichValueIsWrong) {
  const auto wrong = changed([](Economy& e) { e.trade_share(1, 2, 0) = -0.01; });
  EXPECT_REFUSED(wrong, ErrorCode::domain, "economy.negative");
  EXPECT_EQ(std::get<std::string>(wrong.error().message.args[1]), "[2, 3, 1]");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(changed([=](Economy& e) { e.final_share(0, 1) = nan; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(changed([=](Economy& e) { e.structures_income(0, 1) = -1; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(changed([=](Economy& e) { e.labour_income[0](0, 1) = nan; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(changed([=](Economy& e) { e.theta[1] = 0; }), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(changed([=](Economy& e) { e.tariff(0, 0, 1) = -1; }), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(changed([=](Economy& e) { e.people = {1, 0, 1}; }), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(changed([=](Economy& e) { e.value_added_share(0, 0) = 1.5; }), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(changed([=](Economy& e) { e.investment_share = {0, 2, 0}; }), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(changed([=](Economy& e) { e.deficit[1] = nan; }), ErrorCode::domain, "economy.deficits");
  EXPECT_REFUSED(changed([=](Economy& e) { e.final_elasticity = -1; }), ErrorCode::domain, "economy.negative");
}

TEST(Prepare, SaysWhichSizeIsWrong) {
  EXPECT_REFUSED(prepare({}), ErrorCode::shape, "economy.empty");
  EXPECT_REFUSED(changed([](Economy& e) { e.labour_income.clear(); }), ErrorCode::shape, "economy.empty");
  EXPECT_REFUSED(changed([](Economy& e) { e.theta.push_back(4); }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(changed([](Economy& e) { e.trade_share = TradeArray({2, 3, 2}); }), ErrorCode::shape, "economy.shape");
  const auto wrong = changed([](Economy& e) { e.final_share = RegionSector({2, 3}); });
  EXPECT_REFUSED(wrong, ErrorCode::shape, "economy.shape");
  EXPECT_EQ(std::get<std::string>(wrong.error().message.args[1]), "[2, 3]");
  EXPECT_EQ(std::get<std::string>(wrong.error().message.args[2]), "[3, 2]");
  EXPECT_REFUSED(changed([](Economy& e) { e.labour_income.push_back(RegionSector({1, 1})); }), ErrorCode::shape,
                 "economy.shape");
}

TEST(Prepare, SaysWhatIsMissing) {
  const auto alone = changed([](Economy& e) {
    for (std::size_t j = 0; j < 2; ++j) e.labour_income[0](1, j) = 0;
  });
  EXPECT_REFUSED(alone, ErrorCode::domain, "economy.no_labour");
  EXPECT_EQ(std::get<std::int64_t>(alone.error().message.args[0]), 2);
  EXPECT_REFUSED(changed([](Economy& e) { e.labour_income[0](1, 1) = e.structures_income(1, 1) = 0; }),
                 ErrorCode::domain, "economy.no_factors");
  EXPECT_REFUSED(changed([](Economy& e) {
                   for (std::size_t i = 0; i < 3; ++i) e.trade_share(0, 1, i) = 0;
                 }),
                 ErrorCode::domain, "economy.no_supplier");
  EXPECT_REFUSED(changed([](Economy& e) {
                   for (std::size_t j = 0; j < 2; ++j) {
                     for (std::size_t n = 0; n < 3; ++n) {
                       e.trade_share(j, n, 0) += e.trade_share(j, n, 1);
                       e.trade_share(j, n, 1) = 0;
                     }
                   }
                 }),
                 ErrorCode::domain, "economy.unreachable");
  EXPECT_REFUSED(changed([](Economy& e) { e.deficit = {-100, 50, 50}; }), ErrorCode::domain, "economy.base_income");
}

TEST(Prepare, InputsWithoutEndAreRefused) {
  // Everything is made of itself: nobody's income ever leaves the circle.
  EXPECT_REFUSED(changed(
                     [](Economy& e) {
                       for (std::size_t n = 0; n < 3; ++n) {
                         for (std::size_t j = 0; j < 2; ++j) {
                           e.value_added_share(n, j) = 0;
                           e.input_share(n, j, j) = 1;
                           e.input_share(n, 1 - j, j) = 0;
                         }
                       }
                     },
                     {.tariffs = false}),
                 ErrorCode::no_convergence, "economy.base_diverges");
}

}  // namespace
}  // namespace tidu::economy
