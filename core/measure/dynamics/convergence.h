// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/divisor.h"
#include "core/measure/dynamics/least_squares.h"

namespace tidu::measure {

/// What sigma is.
enum class SigmaMeasure : std::uint8_t {
  variation,  ///< s/m, coefficient of variation
  log_sd,     ///< standard deviation of ln y
};

struct SigmaRequest {
  Divisor divisor = Divisor::n;
  std::span<const double> weights = {};  ///< empty, or regions x years weights >= 0 in the order of the values
  SigmaMeasure trend_of = SigmaMeasure::variation;
  CovarianceRule trend_errors = CovarianceRule::newey_west;  ///< or iid, hc0, hc1, hc3
  std::optional<std::size_t> lags;                           ///< of Newey & West; without it newey_west_lags(years)
};

/// sigma_t = a + b t + e: b < 0 is sigma convergence.
struct SigmaTrend {
  Coefficient slope;  ///< a year
  double level = 0;   ///< fitted in the first year
  std::size_t lags = 0;
  std::size_t degrees = 0;  ///< years - 2
};

struct SigmaPath {
  std::vector<double> mean;         ///< weighted, unit of y
  std::vector<double> variation;    ///< s/m a year
  std::vector<double> log_sd;       ///< a year
  std::optional<SigmaTrend> trend;  ///< from three years on; none where sigma does not vary
};

/// Sigma convergence: the dispersion of a ratio quantity year by year and its trend.   [Barro & Sala-i-Martin 1992;
/// Newey & West 1987 for the trend's standard error]
/// y        regions x years, n >= 2, every value > 0, any unit.
/// errors   measure.convergence.shape, measure.convergence.weights (shape), measure.convergence.not_positive (domain;
///          region, year, value), measure.convergence.weight (domain; region, year: negative, not finite, or a year
///          without weight).
/// cost     O(n years). Same bits for any thread count.
Result<SigmaPath> sigma_convergence(View<const double, Region, Year> y, const SigmaRequest& request = {});

/// What growth is on the left side of a beta regression.
enum class Growth : std::uint8_t {
  annual,  ///< ln(y_T/y_0)/T
  total,   ///< ln(y_T/y_0)
};

struct BetaRequest {
  std::span<const double> initial;  ///< y_0, n values > 0
  std::span<const double> final;    ///< y_T, n values > 0
  double years = 1;                 ///< T > 0
  Growth growth = Growth::annual;
  std::span<const double> weights = {};           ///< empty, or population weights (weighted least squares)
  View<const double, Region, Column> conditions;  ///< n x m covariates of conditional convergence; default none
  CovarianceRule errors = CovarianceRule::iid;    ///< iid, hc0, hc1 or hc3
};

/// Speed of convergence behind a slope.
struct Speed {
  double lambda = 0;                ///< 1/year; negative: divergence
  double lambda_error = 0;          ///< delta method
  std::optional<double> half_life;  ///< ln 2/lambda, years; only where lambda > 0
  double half_life_error = 0;       ///< delta method
};

struct BetaFit {
  Coefficient intercept;
  Coefficient beta;  ///< of ln y_0
  std::vector<Coefficient> conditions;
  std::optional<Speed> speed;  ///< none where 1 + b T (annual) or 1 + b (total) is not positive
  double r_squared = 0;
  std::size_t observations = 0;
  std::size_t degrees = 0;
};

/// Absolute beta convergence, and conditional with covariates: g_i = a + b ln y_i0 (+ c'x_i) + e_i. With annual growth
/// b = -(1 - e^(-lambda T))/T, so lambda = -ln(1 + b T)/T, and with total growth lambda = -ln(1 + b)/T; half-life ln 2
/// / lambda. Standard error of lambda by the delta method, s_b/(1 + b T) and s_b/(T (1 + b)).   [Barro & Sala-i-Martin
/// 1992]
/// With few regions and several covariates little is left to test with: report `degrees`.
/// errors   measure.convergence.shape (shape), measure.convergence.years, measure.convergence.initial_not_positive,
///          measure.convergence.final_not_positive (domain; region, value), measure.regression.*, linalg.* (a condition
///          that is constant or follows from the others).
/// cost     O(n m^2).
Result<BetaFit> beta_convergence(const BetaRequest& request);

/// Which effects a panel regression takes out.
enum class Effects : std::uint8_t {
  none,     ///< an intercept
  region,   ///< mu_i
  two_way,  ///< mu_i + gamma_t
};

struct PanelBetaRequest {
  View<const double, Region, Year> y;  ///< every value > 0
  Effects effects = Effects::two_way;
  std::span<const View<const double, Region, Year>> conditions = {};  ///< covariates, of the year of departure
  std::span<const double> weights = {};                               ///< empty, or a weight >= 0 a region
  CovarianceRule errors = CovarianceRule::cluster;                    ///< cluster: by region
};

/// Beta convergence in a panel: ln(y_(i,t+1)/y_it) = b ln y_it + c'x_it + mu_i + gamma_t + e_it by the within
/// transformation; lambda = -ln(1 + b), half-life ln 2/lambda. Without year effects common growth is read as an effect
/// of the level: in the income of 48 US states 1929-2009 b is +0.0014 with region effects alone and -0.0769 with both.
/// Report Effects::region only beside Effects::two_way (sign_trap).   [Islam 1995; Barro & Sala-i-Martin 1992]
/// With region effects and few years b is biased downwards by about (1 + rho)/T (Nickell 1981): lambda is overstated.
/// errors   as sigma_convergence; measure.regression.*, linalg.*.
/// cost     O(n years m^2).
Result<BetaFit> panel_beta(const PanelBetaRequest& request);

/// True when two estimates of b differ in sign: what region effects alone say is then an artefact of common growth.
bool sign_trap(const BetaFit& region_effects, const BetaFit& two_way);

}  // namespace tidu::measure
