// SPDX-License-Identifier: Apache-2.0
#include "core/base/quantile_sketch.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/draws.h"

namespace tidu {
namespace {

/// How far the rank of a quantile is from the one asked for, as a share of the values. A value that occurs several
/// times has several ranks.
double rank_error(const std::vector<double>& sorted, double quantile, double p) {
  const auto n = static_cast<double>(sorted.size());
  const auto first = std::lower_bound(sorted.begin(), sorted.end(), quantile);
  const auto last = std::upper_bound(sorted.begin(), sorted.end(), quantile);
  EXPECT_NE(first, last) << "a quantile is one of the values";
  const double wanted = std::max(1.0, std::ceil(p * n));
  const auto low = static_cast<double>(first - sorted.begin() + 1);
  const auto high = static_cast<double>(last - sorted.begin());
  return std::max({0.0, low - wanted, wanted - high}) / n;
}

enum class Order { random, rising, falling, sawtooth, two_values };

double value(Order order, std::size_t i, std::size_t n) {
  const auto x = static_cast<double>(i);
  switch (order) {
    case Order::random:
      return normal(Rng(3), {.entity = i});
    case Order::rising:
      return x;
    case Order::falling:
      return -x;
    case Order::sawtooth:
      return (i % 2 == 0 ? x : static_cast<double>(n) - x);
    case Order::two_values:
      return i % 3 == 0 ? 1 : 0;
  }
  return 0;
}

TEST(QuantileSketch, RanksAreWithinTheGuarantee) {
  for (const double error : {0.1, 0.01, 0.0025}) {
    for (const Order order : {Order::random, Order::rising, Order::falling, Order::sawtooth, Order::two_values}) {
      const std::size_t n = 30011;
      QuantileSketch sketch(error);
      std::vector<double> all;
      for (std::size_t i = 0; i < n; ++i) {
        all.push_back(value(order, i, n));
        sketch.add(all.back());
      }
      std::sort(all.begin(), all.end());
      for (int k = 0; k <= 100; ++k) EXPECT_LE(rank_error(all, sketch.quantile(k / 100.0), k / 100.0), error);
      EXPECT_EQ(sketch.quantile(0), all.front());
    }
  }
}

TEST(QuantileSketch, FewValuesAreKept) {
  QuantileSketch sketch(0.0025);
  std::vector<double> all;
  for (std::size_t i = 0; i < 200; ++i) {
    all.push_back(normal(Rng(5), {.entity = i}));
    sketch.add(all.back());
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(sketch.quantile(0.05), all[9]);
  EXPECT_EQ(sketch.quantile(0.5), all[99]);
  EXPECT_EQ(sketch.quantile(0.95), all[189]);
  EXPECT_EQ(sketch.quantile(1), all.back());
}

// What memory is for: 1,000 times more values need hardly more of it.
TEST(QuantileSketch, MemoryDoesNotGrowWithTheValues) {
  QuantileSketch sketch(0.0025);
  std::size_t most = 0;
  for (std::size_t i = 0; i < 1'000'000; ++i) {
    sketch.add(normal(Rng(7), {.entity = i}));
    most = std::max(most, sketch.entries());
  }
  EXPECT_EQ(sketch.count(), 1'000'000U);
  EXPECT_LE(most, 1500U);
}

RC_GTEST_PROP(QuantileSketch, HoldsItsRankErrorForAnyStream, (const std::vector<int>& values)) {
  RC_PRE(!values.empty());
  QuantileSketch sketch(0.05);
  std::vector<double> all(values.begin(), values.end());
  for (const double v : all) sketch.add(v);
  std::sort(all.begin(), all.end());
  for (const double p : {0.0, 0.05, 0.5, 0.77, 1.0}) RC_ASSERT(rank_error(all, sketch.quantile(p), p) <= 0.05);
}

}  // namespace
}  // namespace tidu
