// SPDX-License-Identifier: Apache-2.0
#include "core/economy/rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/math.h"

namespace tidu::economy {
namespace {

std::vector<double> any(std::size_t n, double scale) {
  std::vector<double> out(n);
  for (double& x : out) x = scale * (*rc::gen::inRange(-1000000, 1000000) / 1e6);
  return out;
}

// The text of rows.h, one number after another.
std::vector<double> plain_sum(const std::vector<double>& rows, const std::vector<double>& weight, std::size_t width) {
  std::vector<double> out(width);
  for (std::size_t r = 0; r < weight.size(); ++r) {
    for (std::size_t c = 0; c < width; ++c) out[c] += rows[r * width + c] * weight[r];
  }
  return out;
}

double plain_dot(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> part(16);
  for (std::size_t at = 0; at < x.size(); ++at) part[at % 16] += x[at] * y[at];
  for (std::size_t half = 8; half > 0; half /= 2) {
    for (std::size_t k = 0; k < half; ++k) part[k] += part[k + half];
  }
  return part[0];
}

RC_GTEST_PROP(Rows, AnyNumberOfLanesGivesTheBitsOfOneNumberAfterAnother, ()) {
  const std::size_t width = full_row(*rc::gen::inRange<std::size_t>(1, 180));
  const std::size_t count = *rc::gen::inRange<std::size_t>(0, 20);
  const std::vector<double> rows = any(width * count, 3);
  const std::vector<double> weight = any(count, 2);
  const std::vector<double> x = any(*rc::gen::inRange<std::size_t>(0, 70), 5);
  const std::vector<double> y = any(x.size(), 7);
  const double factor = any(1, 3)[0];
  for (const RowKernels& kernels : all_row_kernels()) {
    std::vector<double> sums(width, -1.0);
    kernels.weighted_sum(sums.data(), rows.data(), weight.data(), count, width);
    RC_ASSERT(sums == plain_sum(rows, weight, width));
    RC_ASSERT(kernels.dot(x.data(), y.data(), x.size()) == plain_dot(x, y));
    std::vector<double> added = x;
    kernels.add(added.data(), y.data(), factor, x.size());
    std::vector<double> less(x.size());
    kernels.subtract(less.data(), x.data(), y.data(), x.size());
    for (std::size_t at = 0; at < x.size(); ++at) {
      RC_ASSERT(added[at] == x[at] + y[at] * factor);
      RC_ASSERT(less[at] == x[at] - y[at]);
    }
  }
}

RC_GTEST_PROP(Rows, ProductsOfRowsHaveTheSameBitsInEveryLane, ()) {
  const std::size_t width = full_row(*rc::gen::inRange<std::size_t>(1, 90));
  const std::size_t count = *rc::gen::inRange<std::size_t>(0, 20);
  const std::vector<double> rows = any(width * (2 * count + 1), 3);
  const std::vector<double> x = any(width, 2);
  for (const RowKernels& kernels : all_row_kernels()) {
    std::vector<double> dots(count, -1.0);
    kernels.row_dots(dots.data(), rows.data(), x.data(), count, width);
    for (std::size_t r = 0; r < count; ++r) {
      std::vector<double> part(8);
      for (std::size_t c = 0; c < width; ++c) part[c % 8] += rows[r * width + c] * x[c];
      for (std::size_t half = 4; half > 0; half /= 2) {
        for (std::size_t k = 0; k < half; ++k) part[k] += part[k + half];
      }
      RC_ASSERT(dots[r] == part[0]);
    }
    std::vector<double> left = x;
    kernels.less_products(left.data(), rows.data(), width, rows.data() + width, 2 * width, count, width);
    std::vector<double> times = x;
    kernels.multiply(times.data(), rows.data(), width);
    for (std::size_t c = 0; c < width; ++c) {
      double wanted = x[c];
      for (std::size_t r = 0; r < count; ++r) wanted -= rows[r * width + c] * rows[(2 * r + 1) * width + c];
      RC_ASSERT(left[c] == wanted);
      RC_ASSERT(times[c] == x[c] * rows[c]);
    }
  }
}

TEST(Rows, LogarithmsAndExponentialsOfAnyNumbers) {
  std::vector<double> x(300, 2.0);
  x[1] = 1e-310;
  x[270] = 1e305;
  x[299] = 0.5;
  log_all(x.data(), x.data(), x.size());
  EXPECT_NEAR(x[0], 0.6931471805599453, 1e-16);
  EXPECT_NEAR(x[1], -713.8013788281454, 1e-10);
  EXPECT_NEAR(x[270], 702.288453363184, 1e-10);
  exp_all(x.data(), x.size());
  EXPECT_NEAR(x[0], 2, 1e-15);
  EXPECT_EQ(x[1], 0);  // below the kernels' range
  EXPECT_NEAR(x[299], 0.5, 1e-15);
}

RC_GTEST_PROP(Rows, ExponentialsAndLogarithmsAreRightAndAlikeInEveryLane, ()) {
  const std::vector<double> x = any(16, *rc::gen::element(1e-9, 0.1, 3.0, 700.0));
  std::vector<double> powers(16);
  for (std::size_t at = 0; at < 16; ++at) powers[at] = math::exp(x[at]);
  std::vector<double> first_exp, first_log;
  for (const RowKernels& kernels : all_row_kernels()) {
    std::vector<double> grown = x;
    kernels.exponentials(grown.data(), 16);
    std::vector<double> logs(16);
    kernels.logarithms(logs.data(), powers.data(), 16);
    for (std::size_t at = 0; at < 16; ++at) {
      const double log = math::log(powers[at]);
      RC_ASSERT(std::fabs(grown[at] - powers[at]) <= 4e-16 * powers[at]);
      RC_ASSERT(std::fabs(logs[at] - log) <= 4e-16 * std::fabs(log));
    }
    if (first_exp.empty()) {
      first_exp = grown;
      first_log = logs;
    }
    RC_ASSERT(grown == first_exp);
    RC_ASSERT(logs == first_log);
  }
}

TEST(Rows, ExponentialsBeyondTheRangeAreZeroAndInfinity) {
  for (const RowKernels& kernels : all_row_kernels()) {
    std::vector<double> x{-709, 709, -1e300, 1e300, 0, 1, -708, 708};
    kernels.exponentials(x.data(), x.size());
    EXPECT_EQ(x[0], 0);
    EXPECT_EQ(x[1], std::numeric_limits<double>::infinity());
    EXPECT_EQ(x[2], 0);
    EXPECT_EQ(x[3], std::numeric_limits<double>::infinity());
    EXPECT_EQ(x[4], 1);
    EXPECT_NEAR(x[5], 2.718281828459045, 1e-15);
    EXPECT_GT(x[6], 0);
    EXPECT_LT(x[7], std::numeric_limits<double>::infinity());
  }
}

TEST(Rows, RowsBeginAtALineOfTheCache) {
  for (const std::size_t size : {1U, 7U, 100U}) {
    Rows rows(size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(rows.at(0)) % 64, 0U);
    *rows.at(size - 1) = 1;
  }
}

}  // namespace
}  // namespace tidu::economy
