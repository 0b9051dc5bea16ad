// SPDX-License-Identifier: Apache-2.0
#include "core/base/sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/draws.h"
#include "tests/executors.h"

namespace tidu {
namespace {

std::vector<double> numbers(std::size_t n) {
  const Rng rng(8);
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = normal(rng, {.entity = i}) * 1e6;
  return x;
}

TEST(Sum, OfNothingIsZero) { EXPECT_EQ(sum(std::span<const double>{}), 0.0); }

TEST(Sum, IsExactWhereEveryPartialSumIs) {
  std::vector<double> x(100001);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  EXPECT_EQ(sum(x), 100000.0 * 100001.0 / 2);
}

TEST(Sum, HasTheSameBitsForAnyExecutor) {
  tests::BackwardExecutor backward;
  for (const std::size_t n :
       {std::size_t{1}, kSumBlock - 1, kSumBlock, kSumBlock + 1, 3 * kSumBlock, 5 * kSumBlock + 77}) {
    const std::vector<double> x = numbers(n);
    EXPECT_EQ(sum(x), sum(x, serial_executor())) << n;
    EXPECT_EQ(sum(x), sum(x, backward)) << n;
  }
}

TEST(Sum, LosesLessThanARunningSum) {
  const std::vector<double> x(1 << 22, 0.1);
  double running = 0;
  for (const double v : x) running += v;
  const double exact = 0.1 * (1 << 22);  // a power of two times the number: exact
  EXPECT_LT(std::fabs(sum(x) - exact), 1e-9);
  EXPECT_GT(std::fabs(running - exact), 1e-6);
}

TEST(Dot, IsTheSumOfProducts) {
  const std::vector<double> x = numbers(1000);
  std::vector<double> squares(x);
  for (double& v : squares) v *= v;
  EXPECT_EQ(dot(x, x), sum(squares));
  EXPECT_EQ(mean(x), sum(x) / 1000);
}

}  // namespace
}  // namespace tidu
