// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"

namespace tidu::calibrate {

// Nonlinear least squares with Gaussian priors:
//
//   Q(x) = 1/2 sum_i r_i(x)^2 + 1/2 sum_j ((x_j - mean_j) / sd_j)^2                              [penalised_squares]
//
// With residuals in units of their standard deviation Q is minus the logarithm of the posterior density up to a
// constant, its minimum the mode, and (J'J + S^-1)^-1 the covariance of Laplace's approximation there (S the priors'
// variances; Tierney & Kadane 1986).

/// Prior of one parameter.
struct GaussianPrior {
  double mean = 0;
  double sd = std::numeric_limits<double>::infinity();  ///< infinite: no prior; 0: known, stays where it starts
};

/// Writes the residuals of x. False: x lies outside the domain (such a step is not taken).
using Residuals = FunctionRef<bool(std::span<const double> x, std::span<double> residuals)>;
/// Writes dr_i/dx_j at x into a matrix of residuals x parameters; `residuals` are those of x. Columns of known
/// parameters are not read.
using Jacobian =
    FunctionRef<bool(std::span<const double> x, std::span<const double> residuals, View<double, Row, Column> out)>;

struct LeastSquaresProblem {
  std::size_t residuals = 0;
  Residuals evaluate;
  std::span<const GaussianPrior> prior = {};  ///< empty, or one a parameter
};

struct LevenbergMarquardtOptions {
  int steps = 200;          ///< at most this many trial steps
  double tolerance = 1e-9;  ///< converged: a full step would lower Q by less than this share of it, or move no
                            ///< parameter by more than rounding
  double enough = 0;        ///< or by less than this: where Q is minus a log density, 1e-4 is 0.014 standard deviations
  double damping = 1e-3;    ///< mu of the first step
  int secant_steps = 0;     ///< steps between two Jacobians, bridged by updates of rank one (Broyden 1965); 0 = none
};

struct LeastSquaresMinimum {
  std::vector<double> x;
  std::vector<double> residuals;
  Array<double, Row, Column> jacobian;    ///< residuals x parameters at x, without the priors
  Array<double, Row, Column> covariance;  ///< (J'J + S^-1)^-1; zeros for known parameters
  double log_determinant = 0;             ///< ln |J'J + S^-1| over the parameters that are not known
  double value = 0;                       ///< Q
  int evaluations = 0;                    ///< of the residuals, without those that a Jacobian needs
  int jacobians = 0;
  double damping = 0;  ///< mu at the end, to go on from
  bool converged = false;
};

/// The minimum of Q near `start`, by Levenberg's and Marquardt's (1963) damped Gauss-Newton steps
///   (J'J + S^-1 + mu D) d = -gradient,   D the diagonal of J'J + S^-1,
/// with mu after Nielsen (1999, IMM-REP-1999-05): falls smoothly with the ratio of gained to foretold, doubles ever
/// faster while steps fail. Deterministic.
/// start    one value a parameter
/// errors   calibrate.start_outside (domain: the residuals of `start` are not defined), calibrate.no_slope (domain: a
///          parameter, from 1, that moves no residual and has no prior); an end of the steps is converged = false
/// cost     a step: one evaluation, residuals x parameters^2 + parameters^3 / 3 multiplications, and a Jacobian every
///          secant_steps + 1 steps
Result<LeastSquaresMinimum> levenberg_marquardt(const LeastSquaresProblem& problem, Jacobian jacobian,
                                                std::span<const double> start,
                                                const LevenbergMarquardtOptions& options = {});

/// The same with central differences over 2^-17 of a parameter's size |x_j| (or its prior's sd, if larger; 2^-17 if
/// both are 0): two evaluations a parameter, relative error about 1e-10.
Result<LeastSquaresMinimum> levenberg_marquardt(const LeastSquaresProblem& problem, std::span<const double> start,
                                                const LevenbergMarquardtOptions& options = {});

}  // namespace tidu::calibrate
