// SPDX-License-Identifier: Apache-2.0
#include "core/measure/sensitivity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

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
  const auto f = [](std::span<const double> u) {
    const double pi = std::numbers::pi;
    const double x1 = pi * (2 * u[0] - 1);
    const double x2 = pi * (2 * u[1] - 1);
    const double x3 = pi * (2 * u[2] - 1);
    return std::sin(x1) + 7 * std::sin(x2) * std::sin(x2) + 0.1 * x3 * x3 * x3 * x3 * std::sin(x1);
  };
  const auto out = sobol_indices(3, f, {.samples = 1U << 15, .resamples = 0});
  const double first[] = {.313905, .442411, 0};
  const double total[] = {.557589, .442411, .243684};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(out->factors[i].first, first[i], 2e-3) << i;
    EXPECT_NEAR(out->factors[i].total, total[i], 2e-3) << i;
    EXPECT_EQ(out->factors[i].first_low, out->factors[i].first) << "no resamples, no interval";
  }
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
