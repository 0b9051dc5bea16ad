// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/formula.h"
#include "core/base/result.h"
#include "core/calibrate/adoption_paths.h"
#include "core/calibrate/levenberg_marquardt.h"
#include "core/calibrate/variance_components.h"

namespace tidu::calibrate {

// The fit behind fit_panel and fit_series: parameters of the decision map from shares y observed by region, time and
// wording. With F the share of users among those who may ever adopt (adoption_paths.h) and m the market,
//
//   logit y_rt = logit(m F_rt) + ln pi_w + c_t + w_rt        users                                     [measurement]
//   logit y_rt = logit(1 - U_rt) + ln pi_w + w_rt            those who have heard of it
//   ln speed_r = scale a_r + e_r,  e_r ~ N(0, tau^2)         multiplies p and q of region r [region_speed_prior] c_t =
//   c_t-1 + N(0, shock^2 (t - t-1)),  c_0 = 0   what moves all regions alike and no parameter explains w_rt errors of a
//   region, sd sigma, correlation rho^years
//
// pi_w, the factor of a wording, acts on the odds (for small shares: on the share): so no share leaves (0, 1). The
// unknowns theta are in logarithms and logits with Gaussian priors; sigma, tau and shock are empirical Bayes
// (variance_components.h), rho is given; mode by Levenberg and Marquardt, covariance by Laplace.

enum class Measure : std::uint8_t { users, aware };

/// One observation, or a place where one is to be predicted.
struct PathRow {
  std::size_t region = 0;
  std::size_t time = 0;  ///< position in PathSetting::times
  Measure measure = Measure::users;
  std::size_t wording = 0;  ///< 0: the reference, whose factor is 1
  double share = 0;         ///< in (0, 1); NaN: not observed
};

/// Priors of the national parameters; as options in natural units they stand in prior_options.h. Those of ln p, q and m
/// follow the design: ln p ~ N(ln 0.01, 1); q ~ N(0.38, 0.2) above 0 is taken as ln q ~ N(ln 0.38, (0.2 / 0.38)^2), the
/// same median and relative width; m ~ Beta(8, 2) as the normal with the mean psi(8) - psi(2) and variance
/// psi'(8) + psi'(2) that logit m has, to three digits of m. The others are Tidu's.
struct PathPriors {
  GaussianPrior log_innovation{-4.605170185988091, 1};
  GaussianPrior log_imitation{-0.967584026261706, 0.5263};
  GaussianPrior logit_market{1.592731079932375, 0.8821};
  GaussianPrior log_discontinuance{-3.912023005428146, 1};  ///< ln 0.02
  GaussianPrior log_knowledge{0, 1};                        ///< of PathParameters::knowledge
  GaussianPrior logit_aware{0, 1.5};                        ///< of PathParameters::aware
  GaussianPrior log_pulse{1, 1.5};                          ///< of each event's factor
  GaussianPrior attribute_scale{0, 2};
  GaussianPrior log_wording{0, 0.3};
  GaussianPrior logit_start{-0.994622575144062, 3};         ///< mean over regions of logit F at the start
  GaussianPrior start_difference{0, 1};                     ///< of a region from that mean
  GaussianPrior log_observation_sd{-2.995732273553991, 1};  ///< ln sigma: 0.05
  GaussianPrior log_region_sd{-1.609437912434100, 1};       ///< ln tau: 0.2
  GaussianPrior log_shock_sd{-3.506557897319982, 0.5};      ///< ln shock: 0.03
};

/// The prior of one of the six parameters of the map that regions share, PathLayout::kInnovation to kAware.
GaussianPrior PathPriors::* shared_prior(std::size_t parameter);

struct PathFitInput {
  PathSetting setting;
  std::vector<PathRow> rows;            ///< in order of region, measure, time
  std::vector<double> attribute_index;  ///< a_r; empty: no attributes
  std::size_t wordings = 1;             ///< with the reference
  bool region_effects = true;           ///< e_r
  bool shocks = true;                   ///< c_t
  PathPriors priors;
  VarianceComponents start{.sigma = 0.05, .rho = 0.9, .group = {0.2, 0.03}};
  int secant_steps = 6;       ///< LevenbergMarquardtOptions
  std::vector<double> guess;  ///< theta to start from; empty: the priors' means and what was seen first
  bool polish = true;         ///< off: rounds alone, whose Jacobian leaves out what regions do to each other
};

/// Where each parameter stands in theta. Counts may be 0.
struct PathLayout {
  static constexpr std::size_t kInnovation = 0;
  static constexpr std::size_t kImitation = 1;
  static constexpr std::size_t kMarket = 2;
  static constexpr std::size_t kDiscontinuance = 3;
  static constexpr std::size_t kKnowledge = 4;
  static constexpr std::size_t kAware = 5;
  std::size_t pulse = 6;
  std::size_t pulses = 0;
  std::size_t scale = 6;
  std::size_t scales = 0;  ///< 1 with attributes
  std::size_t wording = 6;
  std::size_t wordings = 0;  ///< without the reference
  std::size_t effect = 6;
  std::size_t effects = 0;  ///< e_r
  std::size_t start = 6;
  std::size_t starts = 0;  ///< logit of F at the start, less the mean
  std::size_t start_mean = 6;
  std::size_t shock = 7;
  std::size_t shocks = 0;  ///< one between two times, in units of the square root of a year

  std::size_t size() const { return shock + shocks; }
  /// Those that are not a region's own or a year's shock: up to the first effect.
  std::size_t national() const { return effect; }
};

struct PathFit {
  PathLayout layout;
  std::vector<double> mode;  ///< smallest Q
  /// Mean of the posterior to first order, mode - C grad 1/2 ln |J'J + S^-1| (Lindley 1980), the gradient in the
  /// parameters of the map that regions share. The mode alone leans to parameters with which the data bear most on
  /// each region's own.   [posterior_mean]
  std::vector<double> mean;
  Array<double, Row, Column> covariance;
  std::vector<GaussianPrior> prior;  ///< by parameter, with the estimated sd
  VarianceComponents components;
  Array<double, Row, Column>
      jacobian;                  ///< d(logit)/d(theta) without w at the mode, rows x parameters, unobserved rows too
  std::vector<double> logit;     ///< of each row without w, at the mean
  std::vector<double> observed;  ///< logit of the share; NaN
  std::vector<ChainLink> chain;  ///< by row
  double value = 0;              ///< Q at the mode (levenberg_marquardt.h)
  double log_evidence = 0;       ///< ln p(z) given the standard deviations, by Laplace
  int runs = 0;                  ///< of the map
  bool converged = false;
};

/// errors  those of AdoptionPaths::make; calibrate.share (domain: row from 1, value), calibrate.no_observation (shape),
///         calibrate.start_outside, calibrate.no_fit (no_convergence), cancelled (cancelled)
/// cost    about 5 Jacobians, each a run of the map for every parameter but scale, wordings and shocks;
///         parallel over them; same bits for any executor
Result<PathFit> fit_paths(const PathFitInput& input, Executor& executor = serial_executor());

/// Mean and standard deviation of the logit that would be observed in a row, by the delta method. Where a row is not
/// observed, w is carried on from the observed one before it in its chain, or interpolated between the two around it;
/// where it is observed, or none comes before it, w counts as unknown.
struct RowPrediction {
  double mean = 0;
  double sd = 0;
};
std::vector<RowPrediction> predict_rows(const PathFit& fit);

/// theta as the map's parameters.
PathParameters path_parameters(const PathFitInput& input, const PathLayout& layout, std::span<const double> theta);

std::span<const FormulaRecord> path_fit_formulas();

}  // namespace tidu::calibrate
