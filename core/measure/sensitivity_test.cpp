// SPDX-License-Identifier: Apache-2.0
#include "core/measure/sensitivity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/base/draws.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

const auto ishigami = [](std::span<const double> u) {
  const double pi = std::numbers::pi;
  const double x1 = pi * (2 * u[0] - 1);
  const double x3 = pi * (2 * u[2] - 1);
  const double s2 = std::sin(pi * (2 * u[1] - 1));
  return std::sin(x1) + 7 * s2 * s2 + 0.1 * x3 * x3 * x3 * x3 * std::sin(x1);
};

TEST(Sensitivity, AnalyticValuesOfAnInteraction) {
  // g = x1 + 2 x2 + x1 x3 on U(0, 1): V = 79/144, S = 27/79, 48/79, 3/79; ST = 28/79, 48/79, 4/79.
  const auto g = [](std::span<const double> u) { return u[0] + 2 * u[1] + u[0] * u[2]; };
  const auto out = sobol_indices(3, g, {.samples = 1U << 16, .resamples = 200});
  ASSERT_TRUE(out);
  const double first[] = {27.0 / 79, 48.0 / 79, 3.0 / 79};
  const double total[] = {28.0 / 79, 48.0 / 79, 4.0 / 79};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(out->factors[i].first, first[i], 2e-4) << i;
    EXPECT_NEAR(out->factors[i].total, total[i], 2e-4) << i;
    EXPECT_LT(out->factors[i].first_low, first[i]);
    EXPECT_GT(out->factors[i].first_high, first[i]);
    EXPECT_LT(out->factors[i].total_low, total[i]);
    EXPECT_GT(out->factors[i].total_high, total[i]);
  }
  EXPECT_NEAR(out->mean, 0.5 + 1 + 0.25, 1e-4);
  EXPECT_EQ(out->evaluations, 5U << 16);
}

TEST(Sensitivity, IshigamiFunction) {
  // a = 7, b = 0.1: S = .313905, .442411, 0; ST = .557589, .442411, .243684 (Ishigami & Homma 1990).
  const auto out = sobol_indices(3, ishigami, {.samples = 1U << 15, .resamples = 0});
  const double first[] = {.313905, .442411, 0};
  const double total[] = {.557589, .442411, .243684};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(out->factors[i].first, first[i], 2e-3) << i;
    EXPECT_NEAR(out->factors[i].total, total[i], 2e-3) << i;
    EXPECT_EQ(out->factors[i].first_low, out->factors[i].first) << "no resamples, no interval";
  }
}

/// Outputs of K rows of independent draws; block 2 + g has the inputs of group g from B.
Array<double, Row, Column> grouped_rows(std::size_t rows, std::size_t inputs, std::uint64_t seed,
                                        const std::vector<std::vector<std::size_t>>& groups,
                                        FunctionRef<double(std::span<const double>)> f) {
  const Rng rng(seed);
  Array<double, Row, Column> out({rows, groups.size() + 2});
  for (std::size_t k = 0; k < rows; ++k) {
    std::vector<double> a(inputs), b(inputs);
    for (std::size_t i = 0; i < inputs; ++i) {
      a[i] = uniform(rng, {.entity = k, .draw = static_cast<std::uint16_t>(i)});
      b[i] = uniform(rng, {.entity = k, .draw = static_cast<std::uint16_t>(inputs + i)});
    }
    out(k, 0) = f(a);
    out(k, 1) = f(b);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      std::vector<double> mixed = a;
      for (const std::size_t i : groups[g]) mixed[i] = b[i];
      out(k, 2 + g) = f(mixed);
    }
  }
  return out;
}

// Closed indices of groups: x1 and x3 interact with each other alone, so S_13 = ST_13 = 1 - S_2 = .557589.
TEST(Sensitivity, GroupsOfInputs) {
  const auto rows = grouped_rows(1U << 15, 3, 3, {{0, 2}, {1}}, ishigami);
  const auto out = sensitivity_of_outputs(rows, {.resamples = 0});
  ASSERT_TRUE(out);
  const double published[] = {.557589, .442411};
  for (std::size_t g = 0; g < 2; ++g) {
    EXPECT_NEAR(out->factors[g].first, published[g], 4 * out->factors[g].first_error);
    EXPECT_NEAR(out->factors[g].total, published[g], 4 * out->factors[g].total_error);
    EXPECT_LT(out->factors[g].first_error, 0.02);
  }
}

// Sobol' g-function with a = 0, 1, 4.5, 9, 99 x 4: S = .7162, .1790, .0237, .0072; ST = .7871, .2422, .0343, .0105.
// [Saltelli et al. 2008, V_i = 1 / (3 (1 + a_i)^2)]
TEST(Sensitivity, GFunctionInGroups) {
  const std::vector<double> a{0, 1, 4.5, 9, 99, 99, 99, 99};
  const auto g = [&a](std::span<const double> u) {
    double out = 1;
    for (std::size_t i = 0; i < a.size(); ++i) out *= (std::fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
    return out;
  };
  const auto rows = grouped_rows(1U << 15, 8, 5, {{0}, {1}, {2}, {3}, {4, 5, 6, 7}}, g);
  const auto out = sensitivity_of_outputs(rows, {.resamples = 0});
  ASSERT_TRUE(out);
  const double first[] = {.7162, .1790, .0237, .0072};
  const double total[] = {.7871, .2422, .0343, .0105};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(out->factors[i].first, first[i], 3 * out->factors[i].first_error + 1e-4) << i;
    EXPECT_NEAR(out->factors[i].total, total[i], 3 * out->factors[i].total_error + 1e-4) << i;
  }
  EXPECT_LT(out->factors[4].total, 1e-3);
}

// Nine tenths of intervals of +- 1.645 standard errors hold the published value.
TEST(Sensitivity, StandardErrorsAreThoseOfTheSampling) {
  constexpr int kTimes = 400;
  int first = 0;
  int total = 0;
  for (int k = 0; k < kTimes; ++k) {
    const auto rows = grouped_rows(512, 3, static_cast<std::uint64_t>(k), {{0, 2}, {1}}, ishigami);
    const auto out = sensitivity_of_outputs(rows, {.resamples = 0});
    ASSERT_TRUE(out);
    first += std::fabs(out->factors[0].first - .557589) < 1.645 * out->factors[0].first_error ? 1 : 0;
    total += std::fabs(out->factors[1].total - .442411) < 1.645 * out->factors[1].total_error ? 1 : 0;
  }
  EXPECT_NEAR(first, 0.9 * kTimes, 0.05 * kTimes);
  EXPECT_NEAR(total, 0.9 * kTimes, 0.05 * kTimes);
}

TEST(Sensitivity, DesignColumns) {
  const SaltelliDesign design(3);
  std::vector<double> a(3);
  std::vector<double> b(3);
  std::vector<double> mixed(3);
  for (std::size_t k = 0; k < 100; ++k) {
    design.point(k, 0, a);
    design.point(k, 1, b);
    for (std::size_t i = 0; i < 3; ++i) {
      design.point(k, 2 + i, mixed);
      for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(mixed[j], j == i ? b[j] : a[j]);
    }
  }
}

TEST(Sensitivity, CornersAndRefusals) {
  const auto constant = [](std::span<const double>) { return 0.1; };
  const auto out = sobol_indices(2, constant, {.samples = 64, .resamples = 5});
  EXPECT_EQ(out->variance, 0);
  EXPECT_EQ(out->factors[0].first, 0);
  EXPECT_EQ(out->factors[1].total_high, 0);
  EXPECT_REFUSED(sobol_indices(0, constant), ErrorCode::domain, "measure.sensitivity.factors");
  EXPECT_REFUSED(sobol_indices(SaltelliDesign::most_factors() + 1, constant), ErrorCode::domain,
                 "measure.sensitivity.factors");
  EXPECT_REFUSED(sobol_indices(1, constant, {.samples = 1}), ErrorCode::domain, "measure.sensitivity.samples");
  EXPECT_REFUSED(sobol_indices(1, constant, {.level = 1}), ErrorCode::domain, "measure.sensitivity.level");
  const auto nan = [](std::span<const double> u) { return u[0] > 0.9 ? std::numeric_limits<double>::quiet_NaN() : 0; };
  EXPECT_REFUSED(sobol_indices(1, nan, {.samples = 64}), ErrorCode::domain, "measure.sensitivity.not_finite");
  const std::vector<double> one{1, 2, 3};
  EXPECT_REFUSED(sensitivity_of_outputs({one.data(), {1, 3}}), ErrorCode::shape, "measure.sensitivity.shape");
}

}  // namespace
}  // namespace tidu::measure
