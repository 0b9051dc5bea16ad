// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/balance.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "core/economy/accounts/support_test.h"

namespace tidu::economy::accounts {
namespace {

using Values = std::vector<double>;

Result<Balance> balanced(Values& matrix, const Values& rows, const Values& columns) {
  return balance({.matrix = matrix, .row_totals = rows, .column_totals = columns, .max_rounds = 1000});
}

TEST(Balance, YulesStandardTable) {
  // Odds ratio 4: with all margins 1/2 the diagonal is sqrt(4) / (2 (1 + sqrt(4))) = 1/3.   [Yule 1912]
  Values matrix{8, 2, 3, 3};
  const auto done = balanced(matrix, {0.5, 0.5}, {0.5, 0.5});
  ASSERT_TRUE(done && done->converged);
  EXPECT_NEAR(matrix[0], 1.0 / 3, 1e-13);
  EXPECT_NEAR(matrix[1], 1.0 / 6, 1e-13);
  EXPECT_NEAR(matrix[3], 1.0 / 3, 1e-13);
}

TEST(Balance, ConstantMatrixBecomesTheProductOfItsTotals) {
  Values matrix(6, 1.0);
  const auto done = balanced(matrix, {2, 4}, {1, 2, 3});
  ASSERT_TRUE(done && done->converged);
  EXPECT_EQ(done->rounds, 1u);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_NEAR(matrix[i * 3 + j], Values({2, 4})[i] * Values({1, 2, 3})[j] / 6, 1e-15);
  }
}

TEST(Balance, ZerosStayAndMayLeaveNoBalance) {
  Values diagonal{1, 0, 0, 1};
  EXPECT_TRUE(balanced(diagonal, {3, 5}, {3, 5})->converged);
  EXPECT_EQ(diagonal, (Values{3, 0, 0, 5}));
  Values none{1, 0, 0, 1};
  const auto done = balanced(none, {3, 5}, {5, 3});
  ASSERT_TRUE(done.has_value());
  EXPECT_FALSE(done->converged);
  EXPECT_NEAR(done->miss, 2.0 / 3, 1e-12);
  EXPECT_EQ(done->worst_row, 0u);
  Values lacking{1, 2, 0, 0, 3, 4};
  EXPECT_TRUE(balanced(lacking, {2, 0, 8}, {4, 6})->converged);
}

TEST(Balance, FactorsWithoutEndStayNumbers) {
  // each round scales a row by 3/5 and its column back: after 1,400 rounds a factor would be below any number
  Values none{1, 0, 0, 1};
  const Values rows{3, 5};
  const Values columns{5, 3};
  const auto done = balance({.matrix = none, .row_totals = rows, .column_totals = columns});
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->rounds, BalanceProblem{}.max_rounds);
  EXPECT_NEAR(done->miss, 2.0 / 3, 1e-12);
  EXPECT_NEAR(none[0], 5, 1e-12);
  EXPECT_NEAR(none[3], 3, 1e-12);
}

/// Rows and columns scaled in turn, in place: what Stone wrote down.
void scale_in_turn(Values& matrix, const Values& rows, const Values& columns, std::size_t rounds) {
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      double total = 0;
      for (std::size_t j = 0; j < columns.size(); ++j) total += matrix[i * columns.size() + j];
      for (std::size_t j = 0; j < columns.size(); ++j) matrix[i * columns.size() + j] *= rows[i] / total;
    }
    for (std::size_t j = 0; j < columns.size(); ++j) {
      double total = 0;
      for (std::size_t i = 0; i < rows.size(); ++i) total += matrix[i * columns.size() + j];
      for (std::size_t i = 0; i < rows.size(); ++i) matrix[i * columns.size() + j] *= columns[j] / total;
    }
  }
}

RC_GTEST_PROP(Balance, IsScalingInTurn, (std::uint64_t seed)) {
  testing::RandomTables random({.seed = seed});
  const std::size_t rows = *rc::gen::inRange<std::size_t>(1, 20);
  const std::size_t columns = *rc::gen::element<std::size_t>(1, 7, 8, 31, 130);  // narrow and wide rows
  Values matrix, row_totals(rows, 0), column_totals(columns, 0);
  for (std::size_t c = 0; c < rows * columns; ++c) {
    const double goal = 0.01 + random.unit();
    matrix.push_back(0.01 + random.unit());
    row_totals[c / columns] += goal;
    column_totals[c % columns] += goal;
  }
  Values plain = matrix;
  const auto done = balanced(matrix, row_totals, column_totals);
  RC_ASSERT(done && done->converged);
  scale_in_turn(plain, row_totals, column_totals, done->rounds);
  for (std::size_t c = 0; c < plain.size(); ++c) RC_ASSERT(std::fabs(matrix[c] / plain[c] - 1) < 1e-12);
}

TEST(Balance, EachError) {
  Values matrix{1, 1, 1, 1};
  EXPECT_REFUSED(balanced(matrix, {1, 2}, {1, 1}), ErrorCode::domain, "accounts.totals");
  EXPECT_REFUSED(balanced(matrix, {1, std::nan("")}, {1, 1}), ErrorCode::domain, "accounts.totals");
  Values row{0, 0, 1, 1};
  EXPECT_REFUSED(balanced(row, {1, 1}, {1, 1}), ErrorCode::domain, "accounts.empty_row");
  Values column{0, 1, 0, 1};
  EXPECT_REFUSED(balanced(column, {1, 1}, {1, 1}), ErrorCode::domain, "accounts.empty_column");
}

RC_GTEST_PROP(Balance, TotalsHoldAndCrossProductsStay, (std::uint64_t seed)) {
  testing::RandomTables random({.seed = seed});
  const std::size_t rows = *rc::gen::inRange<std::size_t>(2, 8);
  const std::size_t columns = *rc::gen::inRange<std::size_t>(2, 8);
  Values matrix, goal;
  for (std::size_t c = 0; c < rows * columns; ++c) {
    matrix.push_back(0.01 + random.unit());
    goal.push_back(0.01 + random.unit());
  }
  Values row_totals(rows, 0), column_totals(columns, 0);
  for (std::size_t c = 0; c < goal.size(); ++c) {
    row_totals[c / columns] += goal[c];
    column_totals[c % columns] += goal[c];
  }
  const double before = matrix[0] * matrix[columns + 1] / (matrix[1] * matrix[columns]);
  const auto done = balanced(matrix, row_totals, column_totals);
  RC_ASSERT(done && done->converged);
  const double after = matrix[0] * matrix[columns + 1] / (matrix[1] * matrix[columns]);
  RC_ASSERT(std::fabs(after / before - 1) < 1e-11);
  for (std::size_t i = 0; i < rows; ++i) {
    double total = 0;
    for (std::size_t j = 0; j < columns; ++j) total += matrix[i * columns + j];
    RC_ASSERT(std::fabs(total / row_totals[i] - 1) < 1e-13);
  }
}

}  // namespace
}  // namespace tidu::economy::accounts
