// SPDX-License-Identifier: Apache-2.0
#include "core/economy/region_factors.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace tidu::economy {
namespace {

RC_GTEST_PROP(RegionFactors, SolveWhatTheyWereMadeOf, ()) {
  const std::size_t size = *rc::gen::inRange<std::size_t>(1, 9);
  const std::size_t row = full_row(*rc::gen::inRange<std::size_t>(1, 30));
  RegionFactors factors(size, row);
  std::vector<double> matrix(size * size * row);
  std::vector<double> wanted(size * row);
  for (double& x : matrix) x = *rc::gen::inRange(-1000, 1000) / 1000.0 / static_cast<double>(size);
  for (double& x : wanted) x = *rc::gen::inRange(-1000, 1000) / 100.0;
  const auto entry = [&](std::size_t i, std::size_t j, std::size_t n) -> double& {
    return matrix[(i * size + j) * row + n];
  };
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t n = 0; n < row; ++n) entry(i, i, n) += 1.5;
    for (std::size_t j = 0; j < size; ++j) {
      for (std::size_t n = 0; n < row; ++n) factors.at(i, j)[n] = entry(i, j, n);
    }
  }
  factors.factor();
  std::vector<double> right(size * row);
  std::vector<double> transposed(size * row);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      for (std::size_t n = 0; n < row; ++n) {
        right[i * row + n] += entry(i, j, n) * wanted[j * row + n];
        transposed[j * row + n] += entry(i, j, n) * wanted[i * row + n];
      }
    }
  }
  factors.solve(right.data());
  factors.solve_transposed(transposed.data());
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    RC_ASSERT(std::fabs(right[at] - wanted[at]) < 1e-12);
    RC_ASSERT(std::fabs(transposed[at] - wanted[at]) < 1e-12);
  }
}

TEST(RegionFactors, APivotOfNothingIsRaised) {
  RegionFactors factors(1, kRowUnit);
  factors.factor();
  std::vector<double> x(kRowUnit, 1.0);
  factors.solve(x.data());
  EXPECT_EQ(x[0], 1 / RegionFactors::kLeastPivot);
}

}  // namespace
}  // namespace tidu::economy
