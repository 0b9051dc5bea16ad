// SPDX-License-Identifier: Apache-2.0
#include "core/measure/correlation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::kNan;

TEST(Pearson, SizeOfTheNumbersDoesNotMatter) {
  const std::vector<double> y{1, 3, 2, 5};
  const std::vector<double> x{1, 2, 5, 1};
  for (const double unit : {1e-310, 1e-300, 1e-170, 1e170, 1e307}) {
    std::vector<double> scaled(x);
    for (double& value : scaled) value *= unit;
    EXPECT_NEAR(*pearson(scaled, y), *pearson(x, y), 1e-12) << unit;
  }
}

TEST(Pearson, Anscombe) {
  // First data set of Anscombe 1973, The American Statistician 27: r = 0.816.
  const std::vector<double> x{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
  const std::vector<double> y{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
  EXPECT_NEAR(*pearson(x, y), 0.81642051634484, 1e-13);
}

TEST(Spearman, WithoutTies) {
  // IQ and hours of television of ten people: sum d^2 = 194, rho = 1 - 6 * 194/(10 * 99) = -29/165.
  const std::vector<double> iq{106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
  const std::vector<double> hours{7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
  EXPECT_NEAR(*spearman(iq, hours), -29.0 / 165, 1e-15);
}

TEST(Kendall, HollanderAndWolfe) {
  // Hunter L value and panel score of canned tuna: Hollander & Wolfe 1973, p. 185; T = 26 of 36 pairs, tau = 16/36.
  const std::vector<double> lightness{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
  const std::vector<double> score{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
  EXPECT_NEAR(*kendall_tau_b(lightness, score), 16.0 / 36, 1e-15);
  EXPECT_NEAR(*spearman(lightness, score), 0.6, 1e-15);
}

TEST(Kendall, TiesAreCorrectedFor) {
  // The example of scipy.stats.kendalltau: -0.47140452079103173 = -4/sqrt(8 * 9).
  const std::vector<double> x{12, 2, 1, 12, 2};
  const std::vector<double> y{1, 4, 7, 1, 0};
  EXPECT_NEAR(*kendall_tau_b(x, y), -0.47140452079103173, 1e-15);
}

TEST(Midranks, TiesShareTheMeanRank) {
  EXPECT_EQ(midranks(std::vector<double>{5, 9, 5, 1, 5}), (std::vector<double>{3, 5, 3, 1, 3}));
}

TEST(Correlation, PerfectIsExactlyOne) {
  const std::vector<double> x{1, 2, 3, 4, 7};
  const std::vector<double> y{9, 8, 5, 2, 1};
  for (auto* f : {&spearman, &kendall_tau_b}) {
    EXPECT_DOUBLE_EQ(*f(x, x), 1);
    EXPECT_DOUBLE_EQ(*f(x, y), -1);
  }
}

TEST(Correlation, Refusals) {
  const std::vector<double> x{1, 2};
  for (auto* f : {&pearson, &spearman, &kendall_tau_b}) {
    EXPECT_REFUSED(f(x, std::vector<double>{1}), ErrorCode::shape, "measure.correlation.shape");
    EXPECT_REFUSED(f(std::vector<double>{1}, std::vector<double>{1}), ErrorCode::shape, "measure.correlation.too_few");
    EXPECT_REFUSED(f(x, std::vector<double>{1, kNan}), ErrorCode::domain, "measure.correlation.not_finite");
    EXPECT_REFUSED(f(std::vector<double>{1, kNan}, x), ErrorCode::domain, "measure.correlation.not_finite");
    EXPECT_REFUSED(f(x, std::vector<double>{3, 3}), ErrorCode::domain, "measure.correlation.constant");
  }
}

using Pairs = std::vector<std::pair<int, int>>;

// Few different values, so that ties are common; neither side constant.
rc::Gen<Pairs> tied_pairs() {
  const auto pair = rc::gen::pair(rc::gen::inRange(0, 8), rc::gen::inRange(0, 8));
  return rc::gen::suchThat(rc::gen::container<Pairs>(20, pair), [](const Pairs& pairs) {
    return pairs[0].first != pairs[1].first && pairs[0].second != pairs[1].second;
  });
}

int sign(double v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

RC_GTEST_PROP(CorrelationProperty, KendallAgreesWithAllPairs, ()) {
  const Pairs pairs = *tied_pairs();
  std::vector<double> x;
  std::vector<double> y;
  for (const auto& [a, b] : pairs) {
    x.push_back(a);
    y.push_back(b);
  }
  double balance = 0;
  double untied_x = 0;
  double untied_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      balance += sign(x[i] - x[k]) * sign(y[i] - y[k]);
      untied_x += x[i] != x[k];
      untied_y += y[i] != y[k];
    }
  }
  RC_ASSERT(std::fabs(*kendall_tau_b(x, y) - balance / std::sqrt(untied_x * untied_y)) < 1e-14);
}

RC_GTEST_PROP(CorrelationProperty, RanksIgnoreMonotoneScales, ()) {
  const Pairs pairs = *tied_pairs();
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> cubed;
  std::vector<double> reversed;
  for (const auto& [a, b] : pairs) {
    x.push_back(a);
    y.push_back(b);
    cubed.push_back(a * a * a + 2.0);
    reversed.push_back(-3.0 * b);
  }
  for (auto* f : {&spearman, &kendall_tau_b}) {
    RC_ASSERT(std::fabs(*f(x, y) - *f(cubed, y)) < 1e-14);
    RC_ASSERT(std::fabs(*f(x, y) + *f(x, reversed)) < 1e-14);
    RC_ASSERT(std::fabs(*f(x, y) - *f(y, x)) < 1e-14);
  }
}

}  // namespace
}  // namespace tidu::measure
