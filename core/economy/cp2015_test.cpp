// SPDX-License-Identifier: Apache-2.0
#include "core/economy/cp2015_test.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/economy/equilibrium.h"
#include "core/economy/welfare.h"
#include "tests/golden.h"

namespace tidu::economy {
namespace {

using testing::Cp2015;

constexpr SolveOptions kOptions{.tolerance = 1e-12};

/// Deficits first, then tariffs: how Caliendo & Parro's table 2 is made.
struct Experiment {
  BaseYear balanced;
  Equilibrium after;
  FirstOrderWelfare first_order;
  std::vector<RegionSector> real_wage;
};

Experiment run(const Economy& economy, const TradeArray& tariff, Shares shares = Shares::renormalised) {
  const auto data = prepare(economy, shares);
  EXPECT_TRUE(data.has_value());
  const Shock balance{.closure = {.keep = 0}};
  const auto without = solve(*data, balance, kOptions);
  EXPECT_TRUE(without && without->converged);
  Experiment out;
  const auto balanced = as_base(*data, balance, *without);
  EXPECT_TRUE(balanced.has_value());
  out.balanced = *balanced;
  const auto after = solve(out.balanced, {.tariff = tariff}, kOptions);
  EXPECT_TRUE(after && after->converged);
  out.after = *after;
  out.first_order = first_order_welfare(out.balanced, out.after);
  out.real_wage = real_wages(out.after);
  return out;
}

void expect_golden(const Experiment& found, const std::vector<std::vector<double>>& golden) {
  ASSERT_EQ(golden.size(), Cp2015::kRegions);
  for (std::size_t n = 0; n < golden.size(); ++n) {
    const std::vector<double> row{100 * found.first_order.total[n],           100 * found.first_order.terms_of_trade[n],
                                  100 * found.first_order.volume_of_trade[n], 100 * (found.real_wage[0](n, 0) - 1),
                                  100 * (found.after.real_income[n] - 1),     found.after.wage[0](n, 0)};
    ASSERT_EQ(golden[n].size(), row.size());
    for (std::size_t column = 0; column < row.size(); ++column)
      EXPECT_NEAR(row[column], golden[n][column], 1e-9) << "country " << n << ", column " << column;
  }
}

// The reference was made from the shares as they are: inputs miss 1 - gamma by up to 4e-7. Renormalised, as is the
// default, the same numbers differ by that times the size of the effect.
TEST(CaliendoParro2015, EveryCountryOfTheBenchmark) {
  TIDU_GOLDEN(data, "cp2015/cp2015.bin");
  TIDU_GOLDEN(golden, "cp2015/cp2015_golden.csv");
  const Cp2015 cp = testing::read_cp2015(data);
  const auto rows = testing::read_cp2015_golden(golden);
  expect_golden(run(cp.economy, cp.nafta, Shares::as_given), rows.at("benchmark,nafta"));
  expect_golden(run(cp.economy, cp.world, Shares::as_given), rows.at("benchmark,world"));
}

TEST(CaliendoParro2015, RenormalisedSharesChangeTheNinthDigit) {
  TIDU_GOLDEN(data, "cp2015/cp2015.bin");
  TIDU_GOLDEN(golden, "cp2015/cp2015_golden.csv");
  const auto rows = testing::read_cp2015_golden(golden).at("benchmark,nafta");
  const Cp2015 cp = testing::read_cp2015(data);
  EXPECT_GT(prepare(cp.economy)->corrections.input_share, 1e-7);
  const Experiment found = run(cp.economy, cp.nafta);
  for (std::size_t n = 0; n < Cp2015::kRegions; ++n) {
    EXPECT_NEAR(found.first_order.total[n], rows[n][0] / 100, 1e-8) << n;
    EXPECT_NEAR(found.after.real_income[n] - 1, rows[n][4] / 100, 1e-8) << n;
    EXPECT_NEAR(found.after.wage[0](n, 0), rows[n][5], 1e-8) << n;
  }
}

TEST(CaliendoParro2015, PrintedTable) {
  // Their table 2: welfare 1.31, -0.06, 0.08 and real wages 1.72, 0.32, 0.11 per cent of Mexico, Canada and the USA.
  TIDU_GOLDEN(data, "cp2015/cp2015.bin");
  const Cp2015 cp = testing::read_cp2015(data);
  const Experiment found = run(cp.economy, cp.nafta);
  struct Row {
    std::size_t country;
    double welfare, real_wage, exact;
  };
  for (const Row& row : {Row{19, 1.31, 1.72, 0.01}, Row{4, -0.06, 0.32, -0.11}, Row{29, 0.08, 0.11, 0.07}}) {
    EXPECT_NEAR(100 * found.first_order.total[row.country], row.welfare, 0.005) << row.country;
    EXPECT_NEAR(100 * (found.real_wage[0](row.country, 0) - 1), row.real_wage, 0.005) << row.country;
    EXPECT_NEAR(100 * (found.after.real_income[row.country] - 1), row.exact, 0.005) << row.country;
  }
}

TEST(CaliendoParro2015, RealWageIsItsThreeParts) {
  TIDU_GOLDEN(data, "cp2015/cp2015.bin");
  const Cp2015 cp = testing::read_cp2015(data);
  const Experiment found = run(cp.economy, cp.nafta);
  std::size_t tested = 0;
  for (std::size_t n = 0; n < Cp2015::kRegions; ++n) {
    bool at_home = true;  // the identity needs own purchases of everything that is consumed
    for (std::size_t j = 0; j < Cp2015::kSectors; ++j)
      at_home = at_home && (cp.economy.trade_share(j, n, n) > 0 || cp.economy.final_share(n, j) == 0);
    if (!at_home) continue;
    ++tested;
    const RealWageParts parts = real_wage_parts(found.balanced, found.after, n);
    EXPECT_NEAR(parts.final_goods + parts.intermediate_goods + parts.linkages, std::log(found.real_wage[0](n, 0)),
                1e-11)
        << n;
  }
  EXPECT_GT(tested, 10u);
}

TEST(CaliendoParro2015, AccountsHoldAndNothingChangesWithoutAShock) {
  TIDU_GOLDEN(data, "cp2015/cp2015.bin");
  const Cp2015 cp = testing::read_cp2015(data);
  const Experiment found = run(cp.economy, cp.nafta);
  EXPECT_LT(found.balanced.imbalance, 1e-12);
  EXPECT_GT(found.balanced.corrections.negative_inputs, 0u);
  EXPECT_LT(found.after.identities.trade_share, 1e-12);
  EXPECT_LT(found.after.identities.budget, 1e-12);
  EXPECT_LT(found.after.identities.walras, 1e-12);
  EXPECT_LT(found.after.identities.numeraire, 1e-12);
  EXPECT_LE(found.after.steps, 20u);  // regions' own Newton steps; steps by markets took twice as many
  const auto same = solve(found.balanced, {});
  ASSERT_TRUE(same.has_value());
  for (std::size_t n = 0; n < Cp2015::kRegions; ++n) EXPECT_NEAR(same->real_income[n], 1, 1e-12);
}

}  // namespace
}  // namespace tidu::economy
