// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/fitting.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/diffusion/population/rounding.h"

namespace tidu::diffusion::population {
namespace {

// The example printed in the English Wikipedia, "Iterative proportional fitting": its numbers are those after three
// cycles, two decimals; the rows still miss their sums by up to 1.3e-4 of the total.
constexpr double kSeed[] = {40, 30, 20, 10, 35, 50, 100, 75, 30, 80, 70, 120, 20, 30, 40, 50};
constexpr double kRows[] = {150, 300, 400, 150};
constexpr double kColumns[] = {200, 300, 400, 100};
constexpr double kPrinted[] = {64.61, 46.28,  35.42,  3.83,  49.95, 68.15, 156.49, 25.37,
                               56.70, 144.40, 145.06, 53.76, 28.74, 41.18, 63.03,  17.03};

TEST(Fitting, MeetsAPrintedExample) {
  const auto fitted = fit_margins(kSeed, kRows, kColumns, {.tolerance = 2e-4});
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->cycles, 3U);
  EXPECT_NEAR(fitted->error, 1.286e-4, 1e-7);
  for (std::size_t k = 0; k < 16; ++k) EXPECT_NEAR(fitted->values[k], kPrinted[k], 0.0051) << k;
}

TEST(Fitting, KeepsRatiosOfRatiosAndMeetsTheMargins) {
  const auto fitted = fit_margins(kSeed, kRows, kColumns);
  ASSERT_TRUE(fitted);
  EXPECT_LE(fitted->error, 1e-10);
  const auto odds = [](std::span<const double> x, std::size_t i, std::size_t j) {
    return x[0] * x[i * 4 + j] / (x[i * 4] * x[j]);
  };
  for (std::size_t i = 1; i < 4; ++i) {
    for (std::size_t j = 1; j < 4; ++j) EXPECT_NEAR(odds(fitted->values, i, j) / odds(kSeed, i, j), 1, 1e-12);
  }
}

TEST(Fitting, OnesBecomeTheProductOfTheMargins) {
  const std::vector<double> ones(16, 1);
  const auto fitted = fit_margins(ones, kRows, kColumns);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->cycles, 1U);
  for (std::size_t k = 0; k < 16; ++k) EXPECT_NEAR(fitted->values[k], kRows[k / 4] * kColumns[k % 4] / 1000, 1e-12);
}

TEST(Fitting, SaysWhyThereIsNoSuchTable) {
  const double two[] = {1, 1};
  const double zeros[] = {0, 1, 0, 1};
  const double diagonal[] = {1, 0, 0, 1};
  const auto key = [](const auto& result) { return std::string(result.error().message.key); };
  EXPECT_EQ(key(fit_margins(kSeed, two, kColumns)), "diffusion.population.table");
  EXPECT_EQ(key(fit_margins(std::vector{1.0, -1.0, 1.0, 1.0}, two, two)), "diffusion.population.table_value");
  EXPECT_EQ(key(fit_margins(diagonal, two, std::vector{1.0, 2.0})), "diffusion.population.margins");
  EXPECT_EQ(key(fit_margins(diagonal, std::vector{0.0, 0.0}, std::vector{0.0, 0.0})), "diffusion.population.margins");
  EXPECT_EQ(key(fit_margins(zeros, two, two)), "diffusion.population.empty_column");
  EXPECT_EQ(key(fit_margins(std::vector{0.0, 0.0, 1.0, 1.0}, two, two)), "diffusion.population.empty_row");
  const auto fit = fit_margins(diagonal, std::vector{1.0, 2.0}, std::vector{2.0, 1.0}, {.most_cycles = 50});
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().code, ErrorCode::no_convergence);
}

TEST(Rounding, TakesTheLargestRemaindersAndOfEqualOnesTheFirst) {
  // Hamilton's method for seven seats
  EXPECT_EQ(share_out(quotas(std::vector{41.0, 35.0, 24.0}, 7), 7), (std::vector<std::uint64_t>{3, 2, 2}));
  EXPECT_EQ(share_out(quotas(std::vector{1.0, 1.0, 1.0}, 4), 4), (std::vector<std::uint64_t>{2, 1, 1}));
  EXPECT_EQ(share_out(quotas(std::vector{0.0, 5.0, 0.0}, 3), 3), (std::vector<std::uint64_t>{0, 3, 0}));
}

RC_GTEST_PROP(Rounding, NestedPartsAreRoundedDownOrUpOnEveryLevel, ()) {
  const std::vector<std::size_t> widths{*rc::gen::inRange<std::size_t>(1, 7), *rc::gen::inRange<std::size_t>(1, 5),
                                        *rc::gen::inRange<std::size_t>(1, 6)};
  const std::size_t n = widths[0] * widths[1] * widths[2];
  std::vector<double> weights(n);
  for (double& w : weights) w = *rc::gen::inRange(0, 1000) * 0.37;
  weights[*rc::gen::inRange<std::size_t>(0, n)] += 1;
  const std::uint64_t total = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << *rc::gen::inRange(1, 33));
  const auto quota = quotas(weights, total);
  const auto whole = share_out_nested(quota, widths, total);
  RC_ASSERT(whole.size() == n);
  std::size_t below = n;
  for (std::size_t level = 0; level <= widths.size(); ++level) {
    for (std::size_t node = 0; node < n / below; ++node) {
      std::uint64_t exact = 0;
      std::uint64_t sum = 0;
      for (std::size_t k = node * below; k < (node + 1) * below; ++k) {
        exact += quota[k];
        sum += whole[k];
      }
      const std::uint64_t down = exact >> kPartBits;
      const bool is_whole = exact == down << kPartBits;
      RC_ASSERT(sum == down || (sum == down + 1 && !is_whole));
    }
    if (level < widths.size()) below /= widths[level];
  }
}

}  // namespace
}  // namespace tidu::diffusion::population
