// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/levenberg_marquardt.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::calibrate {
namespace {

// NIST StRD, nonlinear regression, Misra1a: y = b1 (1 - exp(-b2 x)); certified values.
constexpr double kMisraY[] = {10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02,
                              44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78};
constexpr double kMisraX[] = {77.6,  114.9, 141.1, 190.8, 239.9, 289.0, 332.8,
                              378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0};

const auto kMisra = [](std::span<const double> b, std::span<double> r) {
  for (std::size_t i = 0; i < r.size(); ++i) r[i] = kMisraY[i] - b[0] * (1 - std::exp(-b[1] * kMisraX[i]));
  return true;
};

TEST(LevenbergMarquardt, FindsTheCertifiedMinimumOfMisra1a) {
  for (const int secant : {0, 5}) {
    const auto fit = levenberg_marquardt({std::size(kMisraY), kMisra}, std::vector<double>{500, 0.0001},
                                         {.tolerance = 1e-12, .secant_steps = secant});
    ASSERT_TRUE(fit);
    EXPECT_TRUE(fit->converged);
    EXPECT_NEAR(fit->x[0] / 2.3894212918E+02, 1, 1e-7) << secant;
    EXPECT_NEAR(fit->x[1] / 5.5015643181E-04, 1, 1e-7);
    EXPECT_NEAR(2 * fit->value / 1.2455138894E-01, 1, 1e-10);
    const double variance = 2 * fit->value / 12;
    EXPECT_NEAR(std::sqrt(variance * fit->covariance(0, 0)) / 2.7070075241E+00, 1, 1e-6);
    EXPECT_NEAR(std::sqrt(variance * fit->covariance(1, 1)) / 7.2668688436E-06, 1, 1e-6);
  }
}

// NIST StRD, MGH09 (Kowalik & Osborne 1978), of higher difficulty: y = b1 (x^2 + b2 x) / (x^2 + b3 x + b4).
TEST(LevenbergMarquardt, FindsTheCertifiedMinimumOfMgh09) {
  constexpr double kY[] = {0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246};
  constexpr double kX[] = {4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625};
  const auto residuals = [&](std::span<const double> b, std::span<double> r) {
    for (std::size_t i = 0; i < r.size(); ++i) {
      const double x = kX[i];
      r[i] = kY[i] - b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]);
    }
    return true;
  };
  const auto fit = levenberg_marquardt({std::size(kY), residuals}, std::vector<double>{0.25, 0.39, 0.415, 0.39},
                                       {.tolerance = 1e-13});
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->converged);
  const double certified[] = {1.9280693458E-01, 1.9128232873E-01, 1.2305650693E-01, 1.3606233068E-01};
  const double sd[] = {1.1435312227E-02, 1.9633220911E-01, 8.0842031232E-02, 9.0025542308E-02};
  for (std::size_t j = 0; j < 4; ++j) {
    EXPECT_NEAR(fit->x[j] / certified[j], 1, 1e-5) << j;
    EXPECT_NEAR(std::sqrt(2 * fit->value / 7 * fit->covariance(j, j)) / sd[j], 1, 1e-4) << j;
  }
  EXPECT_NEAR(2 * fit->value / 3.0750560385E-04, 1, 1e-9);
}

// Linear residuals and normal priors: the posterior is normal, known by hand.
TEST(LevenbergMarquardt, IsTheExactPosteriorOfALinearModel) {
  // x0 seen as 1 with sd 1/2, prior N(0, 1): mean 4/5, variance 1/5. x1 is known to be 3. x2 seen as x2 + x1 = 7 with
  // sd 1, prior N(2, 2^2): precision 1 + 1/4, mean (4 + 2/4) / 1.25 = 3.6.
  const auto residuals = [](std::span<const double> x, std::span<double> r) {
    r[0] = (x[0] - 1) / 0.5;
    r[1] = x[2] + x[1] - 7;
    return true;
  };
  const std::vector<GaussianPrior> prior{{0, 1}, {0, 0}, {2, 2}};
  const auto fit = levenberg_marquardt({2, residuals, prior}, std::vector<double>{10, 3, -5}, {.tolerance = 1e-14});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->x[0], 0.8, 1e-9);
  EXPECT_EQ(fit->x[1], 3);
  EXPECT_NEAR(fit->x[2], 3.6, 1e-9);
  EXPECT_NEAR(fit->covariance(0, 0), 0.2, 1e-9);
  EXPECT_EQ(fit->covariance(1, 1), 0);
  EXPECT_NEAR(fit->covariance(2, 2), 0.8, 1e-9);
  EXPECT_NEAR(fit->covariance(0, 2), 0, 1e-12);
  EXPECT_NEAR(fit->log_determinant, std::log(5) + std::log(1.25), 1e-9);
  // Q = 1/2 [(0.2 / 0.5)^2 + 0.8^2 + 0.4^2 + (1.6 / 2)^2]
  EXPECT_NEAR(fit->value, 0.5 * (0.16 + 0.64 + 0.16 + 0.64), 1e-9);
}

TEST(LevenbergMarquardt, StaysInTheDomain) {
  const auto residuals = [](std::span<const double> x, std::span<double> r) {
    if (x[0] <= 0) return false;
    r[0] = std::log(x[0]);
    return true;
  };
  const auto fit = levenberg_marquardt({1, residuals}, std::vector<double>{20});
  ASSERT_TRUE(fit) << "a full step from 20 leads to 20 - 20 ln 20 < 0";
  EXPECT_NEAR(fit->x[0], 1, 1e-6);
  EXPECT_EQ(levenberg_marquardt({1, residuals}, std::vector<double>{-1}).error().message.key,
            "calibrate.start_outside");
}

TEST(LevenbergMarquardt, NamesAParameterThatMovesNothing) {
  const auto residuals = [](std::span<const double> x, std::span<double> r) {
    r[0] = x[0] - 1;
    return true;
  };
  EXPECT_EQ(levenberg_marquardt({1, residuals}, std::vector<double>{0, 0}).error().message,
            text("calibrate.no_slope", 2));
}

}  // namespace
}  // namespace tidu::calibrate
