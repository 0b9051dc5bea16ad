// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/linalg.h"
#include "core/base/result.h"

namespace tidu::measure {

/// Covariance of least-squares coefficients. N observations, K = columns + absorbed parameters, e residuals,
/// B = (X'X)^-1.
enum class CovarianceRule : std::uint8_t {
  iid,         ///< e'e/(N - K) B
  hc0,         ///< B (sum e_i^2 x_i x_i') B   [White 1980]
  hc1,         ///< hc0 N/(N - K)
  hc3,         ///< hc0 with e_i/(1 - h_i)   [MacKinnon & White 1985]
  newey_west,  ///< Bartlett kernel over `lags`, rows in order of time, no small-sample factor   [Newey & West 1987]
  cluster,     ///< sum over clusters of (X_g'e_g)(X_g'e_g)', times G/(G - 1) (N - 1)/(N - K*), K* without the absorbed
               ///< parameters that lie inside clusters   [Liang & Zeger 1986; as Stata's reghdfe and R's fixest]
};

/// What the regressions of this folder have in common. The general estimators are core/estimate's.
struct LeastSquaresRequest {
  linalg::Matrix x;                      ///< N x K, with its column of ones where an intercept is wanted
  std::span<const double> y;             ///< N
  std::span<const double> weights = {};  ///< empty, or N >= 0: sum w e^2 is made small (analytic weights, as R's lm)
  CovarianceRule rule = CovarianceRule::iid;
  std::size_t lags = 0;                          ///< of newey_west
  std::span<const std::size_t> cluster_of = {};  ///< of cluster: 0 .. clusters - 1
  std::size_t clusters = 0;
  std::size_t absorbed = 0;              ///< parameters that demeaning has taken out
  std::size_t absorbed_in_clusters = 0;  ///< those among them that lie inside clusters
};

/// A coefficient with its standard error and the two-sided test that it is 0.
struct Coefficient {
  double value = 0;
  double error = 0;
  double t = 0;
  double p = 1;
};

struct LeastSquaresFit {
  std::vector<Coefficient> coefficients;
  std::vector<double> residuals;  ///< y - X b, unweighted
  double r_squared = 0;           ///< 1 - sum w e^2 / sum w (y - mean)^2
  std::size_t observations = 0;
  std::size_t degrees = 0;  ///< of the t distribution: N - K; cluster: G - 1
};

/// errors   as linalg::least_squares; measure.regression.degrees (shape: N <= K), measure.regression.weights (shape,
///          domain), measure.regression.clusters (shape: cluster numbers that do not fit, or fewer
///          than two), measure.regression.constant (domain: y does not vary).
/// cost     O(N K^2); newey_west times lags.
Result<LeastSquaresFit> fit_least_squares(const LeastSquaresRequest& request);

/// Lags of Newey & West's rule floor(4 (T/100)^(2/9)), at most T - 1.   [Newey & West 1994; as EViews and Stata's
/// guide]
std::size_t newey_west_lags(std::size_t periods);

}  // namespace tidu::measure
