// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/variance_components.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::calibrate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// One-way random effects with mean 0, balanced: the likelihood is largest at sigma^2 = SSW / (n (k - 1)) and
// sigma^2 + k tau^2 = k sum ybar^2 / n (Searle, Casella & McCulloch 1992, 3.7).
TEST(VarianceComponents, AreThoseOfBalancedOneWayEffects) {
  constexpr std::size_t kGroupsHere = 4;
  constexpr std::size_t kEach = 3;
  const double y[kGroupsHere][kEach] = {{1.0, 1.4, 1.2}, {-0.7, -1.1, -1.5}, {0.2, 0.6, 0.1}, {2.0, 1.7, 2.6}};
  Array<double, Row, Column> jacobian({kGroupsHere * kEach, kGroupsHere});
  std::vector<double> residuals;
  double within = 0;
  double between = 0;
  for (std::size_t g = 0; g < kGroupsHere; ++g) {
    double mean = 0;
    for (const double v : y[g]) mean += v / kEach;
    between += mean * mean;
    for (const double v : y[g]) {
      jacobian(residuals.size(), g) = 1;
      residuals.push_back(v);
      within += (v - mean) * (v - mean);
    }
  }
  const double sigma2 = within / (kGroupsHere * (kEach - 1));
  const double tau2 = (kEach * between / kGroupsHere - sigma2) / kEach;
  const std::vector<ChainLink> chain(residuals.size());
  const std::vector<double> x(kGroupsHere);
  const std::vector<GaussianPrior> prior(kGroupsHere, {0, 1});
  const std::vector<std::uint8_t> group(kGroupsHere, 0);
  const auto found = estimate_variances({.jacobian = jacobian.view(),
                                         .residuals = residuals,
                                         .chain = chain,
                                         .x = x,
                                         .prior = prior,
                                         .group = group,
                                         .log_sigma = {0, kInfinity},
                                         .log_group = {{0, kInfinity}, {0, kInfinity}}},
                                        {.sigma = 1, .rho = 0, .group = {1, 1}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->sigma / std::sqrt(sigma2), 1, 1e-3);
  EXPECT_NEAR(found->group[0] / std::sqrt(tau2), 1, 1e-3);
  EXPECT_EQ(found->group[1], 1) << "nothing belongs to it";
}

// Three errors of a chain with a gap: e'V^-1 e and ln |V| of the covariance matrix written out.
TEST(VarianceComponents, WhitenTurnsAChainIntoIndependentErrors) {
  const VarianceComponents components{.sigma = 0.5, .rho = 0.8};
  const std::vector<ChainLink> chain{{}, {0, 1}, {1, 2}};
  std::vector<double> e{0.3, -0.2, 0.5};
  const double a = 0.8;   // correlation over one year
  const double b = 0.64;  // over two
  const double c = a * b;
  // R = [1 a c; a 1 b; c b 1]
  const double det = 1 + 2 * a * b * c - a * a - b * b - c * c;
  const double inverse[3][3] = {{(1 - b * b) / det, (b * c - a) / det, (a * b - c) / det},
                                {(b * c - a) / det, (1 - c * c) / det, (a * c - b) / det},
                                {(a * b - c) / det, (a * c - b) / det, (1 - a * a) / det}};
  double form = 0;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j)
      form += e[static_cast<std::size_t>(i)] * inverse[i][j] * e[static_cast<std::size_t>(j)] / 0.25;
  }
  whiten(chain, components, {e.data(), {3, 1}});
  EXPECT_NEAR(e[0] * e[0] + e[1] * e[1] + e[2] * e[2], form, 1e-12);
  EXPECT_NEAR(log_determinant(chain, components), std::log(det) + 6 * std::log(0.5), 1e-12);
}

}  // namespace
}  // namespace tidu::calibrate
