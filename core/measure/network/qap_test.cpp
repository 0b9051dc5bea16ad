// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/qap.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/network/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::matrix;
using testing::Matrix;

Matrix five(std::size_t salt) {
  Matrix out({5, 5});
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) out(i, j) = static_cast<double>((7 * i + 3 * j * j + salt * i * j) % 11);
  }
  return out;
}

double plain_correlation(const Matrix& a, const Matrix& b, bool diagonal = false) {
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < a.extent<Row>(); ++j) {
      if (i == j && !diagonal) continue;
      ++n;
      sa += a(i, j);
      sb += b(i, j);
      saa += a(i, j) * a(i, j);
      sbb += b(i, j) * b(i, j);
      sab += a(i, j) * b(i, j);
    }
  }
  return (sab - sa * sb / n) / std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

TEST(Qap, TwelveTracts) {
  TIDU_GOLDEN(path, "sna12.csv");
  auto columns = testing::read_columns(path.parent_path() / "columbus.csv");
  Matrix distances({12, 12});
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 12; ++j) {
      distances(i, j) = std::hypot(columns["X"][i] - columns["X"][j], columns["Y"][i] - columns["Y"][j]);
    }
  }
  const auto out = qap_correlation(testing::golden_network(path), distances, {.permutations = 999, .seed = 1});
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->correlation, -0.650138249985, 1e-12);  // gcor of R's package sna
  EXPECT_LT(out->p.less, 0.01);
  EXPECT_GT(out->p.greater, 0.99);
}

TEST(Qap, PermutationsFindTheShareOfAllRenumberings) {
  const Matrix a = five(1);
  const Matrix b = five(2);
  const std::uint64_t m = 20'000;
  const auto out = qap_correlation(a, b, {.permutations = m, .seed = 3});
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->correlation, plain_correlation(a, b), 1e-14);
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  double large = 0, small = 0, extreme = 0, sum = 0, squares = 0;
  do {
    const double r = plain_correlation(testing::renumbered(a, order), b);
    large += r >= out->correlation - 1e-11 ? 1 : 0;
    small += r <= out->correlation + 1e-11 ? 1 : 0;
    extreme += std::fabs(r) >= std::fabs(out->correlation) - 1e-11 ? 1 : 0;
    sum += r;
    squares += r * r;
  } while (std::next_permutation(order.begin(), order.end()));
  const auto expect_share = [&](std::uint64_t count, double of_all) {
    const double share = of_all / 120;
    const double error = std::sqrt(share * (1 - share) / static_cast<double>(m));
    EXPECT_GT(error, 0);
    EXPECT_NEAR(static_cast<double>(count) / static_cast<double>(m), share, 5 * error);
  };
  expect_share(out->p.as_large, large);
  expect_share(out->p.as_small, small);
  expect_share(out->p.as_extreme, extreme);
  const double sd = std::sqrt(squares / 120 - sum * sum / 14400);
  EXPECT_NEAR(out->permutation_mean, sum / 120, 5 * sd / std::sqrt(static_cast<double>(m)));
  EXPECT_NEAR(out->permutation_sd, sd, 0.03 * sd);
  EXPECT_DOUBLE_EQ(out->p.greater, static_cast<double>(out->p.as_large + 1) / static_cast<double>(m + 1));
  EXPECT_DOUBLE_EQ(out->p.less, static_cast<double>(out->p.as_small + 1) / static_cast<double>(m + 1));
  EXPECT_DOUBLE_EQ(out->p.absolute, static_cast<double>(out->p.as_extreme + 1) / static_cast<double>(m + 1));
  EXPECT_DOUBLE_EQ(out->p.two_sided, std::min(1.0, 2 * std::min(out->p.greater, out->p.less)));
}

TEST(Qap, DiagonalCountsWhenAskedFor) {
  const Matrix a = five(1);
  const Matrix b = five(2);
  const auto out = qap_correlation(a, b, {.permutations = 0, .diagonal = true});
  EXPECT_NEAR(out->correlation, plain_correlation(a, b, true), 1e-14);
  EXPECT_EQ(out->p.greater, 1);
  EXPECT_NE(out->correlation, qap_correlation(a, b, {.permutations = 0})->correlation);
}

TEST(Qap, EqualNetworksCountAsEqual) {
  // A ring: renumberings that turn it give the same correlation but for rounding.
  const Matrix ring = matrix({"0100", "0010", "0001", "1000"});
  const auto out = qap_correlation(ring, ring, {.permutations = 2000, .seed = 5});
  EXPECT_EQ(out->correlation, 1);
  // 4 of 24 renumberings keep the ring.
  EXPECT_NEAR(static_cast<double>(out->p.as_large) / 2000, 4.0 / 24, 0.05);
  EXPECT_EQ(out->p.as_small, 2000U);
}

TEST(Qap, NeighboursAndExecutorsDoNotChangeBits) {
  const Matrix a = five(1);
  const Matrix b = five(2);
  const Matrix c = five(4);
  const std::vector<Relation> both{b, c};
  const QapTest test{.permutations = 1000, .seed = 11};
  tests::BackwardExecutor backward;
  tests::CancelledExecutor cancelled;
  const auto x = qap_correlations(a, both, test);
  const auto y = qap_correlations(a, both, test, backward);
  const auto alone = qap_correlation(a, c, test);
  ASSERT_TRUE(x && y && alone);
  for (const QapCorrelation& other : {(*y)[1], *alone}) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>((*x)[1].permutation_mean),
              std::bit_cast<std::uint64_t>(other.permutation_mean));
    EXPECT_EQ(std::bit_cast<std::uint64_t>((*x)[1].permutation_sd), std::bit_cast<std::uint64_t>(other.permutation_sd));
    EXPECT_EQ((*x)[1].p.as_large, other.p.as_large);
  }
  EXPECT_NE(qap_correlation(a, c, {.permutations = 1000, .seed = 12})->permutation_mean, alone->permutation_mean);
  EXPECT_REFUSED(qap_correlation(a, b, test, cancelled), ErrorCode::cancelled, "measure.qap.cancelled");
}

TEST(Qap, Refusals) {
  const Matrix a = five(1);
  EXPECT_REFUSED(qap_correlation(a, Matrix({4, 4})), ErrorCode::shape, "measure.qap.shape");
  EXPECT_REFUSED(qap_correlation(a, Matrix({5, 4})), ErrorCode::shape, "measure.qap.shape");
  EXPECT_REFUSED(qap_correlation(Matrix({2, 2}), Matrix({2, 2})), ErrorCode::shape, "measure.qap.too_few");
  Matrix bad = a;
  bad(2, 2) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(qap_correlation(a, bad, {.permutations = 9}));
  EXPECT_REFUSED(qap_correlation(a, bad, {.diagonal = true}), ErrorCode::domain, "measure.qap.not_finite");
  bad(2, 3) = std::numeric_limits<double>::infinity();
  const auto refused = qap_correlation(a, bad);
  EXPECT_REFUSED(refused, ErrorCode::domain, "measure.qap.not_finite");
  EXPECT_EQ(refused.error().message, text("measure.qap.not_finite", 2, 3, 4));
  Matrix constant({5, 5}, 0.1);
  constant(1, 1) = 7;
  EXPECT_REFUSED(qap_correlation(a, constant), ErrorCode::domain, "measure.qap.constant");
  EXPECT_REFUSED(qap_correlation(a, a, {.permutations = kMaximumQapPermutations + 1}), ErrorCode::limit,
                 "measure.qap.permutations");
  const View<const double, Row, Column> vast(nullptr, {70'000, 70'000});
  EXPECT_REFUSED(qap_correlation(vast, vast), ErrorCode::limit, "measure.network.too_many");
}

RC_GTEST_PROP(QapProperty, IgnoresUnitsOriginAndLabels, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(50, rc::gen::inRange(-9, 10));
  Matrix a({5, 5});
  Matrix b({5, 5});
  for (std::size_t i = 0; i < 25; ++i) {
    a.values()[i] = raw[i];
    b.values()[i] = raw[25 + i];
  }
  const QapTest test{.permutations = 0};
  const auto plain = qap_correlation(a, b, test);
  RC_PRE(plain.has_value());
  const auto order = testing::any_order(5);
  Matrix c = testing::renumbered(a, order);
  for (double& value : c.values()) value = 0.3 * value + 100;
  const auto other = qap_correlation(c, testing::renumbered(b, order), test);
  RC_ASSERT(std::fabs(plain->correlation - other->correlation) < 1e-12);
}

}  // namespace
}  // namespace tidu::measure
