// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/calibrate/levenberg_marquardt.h"

namespace tidu::calibrate {

// Empirical Bayes for the standard deviations of a nonlinear model, linearised where its parameters stand (Lindstrom &
// Bates 1990): z = f(x) + J d + w, d = theta - x, with
//
//   theta_j ~ N(mean_j, sd_j^2)            sd of a group of parameters (regions, years) may be unknown
//   w       errors of a chain of observations, sd sigma, correlation rho^gap between neighbours      [chain_errors]
//           (continuous AR(1): Pinheiro & Bates 2000, 5.3)
//
// The standard deviations maximise the density of the data with theta integrated out, times their own log-normal
// priors, by MacKay's (1992) fixed point in logarithms.                                             [evidence]
// rho is given.

/// Which observation comes before another one in its chain.
struct ChainLink {
  std::size_t previous = kFirst;  ///< position of the one before, smaller than its own
  double gap = 0;                 ///< years since then, > 0

  static constexpr std::size_t kFirst = static_cast<std::size_t>(-1);
};

inline constexpr std::size_t kVarianceGroups = 2;

struct VarianceComponents {
  double sigma = 0.05;                     ///< of an observation
  double rho = 0;                          ///< correlation of errors one year apart, in [0, 1): not estimated
  double group[kVarianceGroups] = {1, 1};  ///< sd of the parameters of each group
  friend bool operator==(const VarianceComponents&, const VarianceComponents&) = default;
};

struct VarianceProblem {
  View<const double, Row, Column> jacobian;  ///< J: observations x parameters
  std::span<const double> residuals;         ///< z - f(x)
  std::span<const ChainLink> chain;          ///< by observation
  std::span<const double> x;
  std::span<const GaussianPrior> prior;  ///< sd of grouped parameters is read from the components
  std::span<const std::uint8_t> group;   ///< of each parameter: 0 ... kVarianceGroups - 1, or kNoGroup
  GaussianPrior log_sigma;               ///< prior of ln sigma; sd 0: known
  GaussianPrior log_group[kVarianceGroups];

  static constexpr std::uint8_t kNoGroup = 255;
};

/// errors  those of linalg::cholesky_inverse
/// cost    observations x parameters^2 multiplications and some ten times parameters^3
Result<VarianceComponents> estimate_variances(const VarianceProblem& problem, const VarianceComponents& start);

/// Turns errors of chains into independent ones with sd 1, in place: (w_i - phi w_previous) / (sigma sqrt(1 - phi^2)),
/// phi = rho^gap. A vector has one column.
void whiten(std::span<const ChainLink> chain, const VarianceComponents& components, View<double, Row, Column> errors);

/// ln |V| of the errors' covariance matrix V.
double log_determinant(std::span<const ChainLink> chain, const VarianceComponents& components);

/// The priors with the sd of grouped parameters put in.
std::vector<GaussianPrior> priors_with(std::span<const GaussianPrior> prior, std::span<const std::uint8_t> group,
                                       const VarianceComponents& components);

}  // namespace tidu::calibrate
