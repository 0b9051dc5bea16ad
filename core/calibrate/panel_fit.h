// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/calibrate/path_fit.h"
#include "core/diffusion/process/rates.h"

namespace tidu::calibrate {

// The decision map calibrated to a panel of adoption by region and year, hierarchical over regions (path_fit.h). A
// region is a cell; regions share p, q, market, discontinuance, the spread of knowledge and awareness, and differ in
// speed and in where they start.
//
// How far to trust the intervals: on 200 synthetic panels (8 regions, 6 years fitted, 4 predicted) whose parameters
// were drawn from the priors, 90 % intervals held 89 % of the values to come, and 86 % (imitation) to 94 % (market) of
// the parameters but discontinuance, of which they held 78 %: its posterior is skew, which marginal.h takes into
// account (90 %), and Laplace's approximation around the mode does not.

struct PanelOptions {
  diffusion::ProcessParameters process;  ///< what is not fitted
  PathPriors priors;
  std::vector<int> breaks;     ///< first years of new wordings; the last one is the reference
  std::vector<Pulse> pulses;   ///< dated events
  int last_year = 0;           ///< predicts up to it; 0: the panel's last year
  int steps_per_year = 2;      ///< within 0.005 of a share of what 365 give
  bool region_effects = true;  ///< off: all regions have the speed that their attributes give them
  bool shocks = true;          ///< off: what moves all regions alike is left to errors and parameters
  /// rho of errors one year apart, in [0, 1). 0.9 has the largest evidence on the years 2013-18 of three panels of
  /// Chinese provinces (0: 155, 0.5: 155, 0.7: 208, 0.8: 214, 0.9: 216, 0.95: 198 as sums of logarithms).
  double correlation = 0.9;
};

struct PanelInput {
  View<const double, Region, Year> percent;  ///< shares in percent in (0, 100); NaN = missing
  int first_year = 0;
  std::span<const double> population = {};                 ///< > 0 by region; empty: equal
  const diffusion::RegionLinks* links = nullptr;           ///< who borders whom; null: not known
  std::span<const diffusion::Attributes> attributes = {};  ///< by region; empty: not known
  PanelOptions options;
};

/// A parameter's posterior: median and the ends of its 90 % interval.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct PanelFit {
  Estimate innovation;      ///< p, 1/year
  Estimate imitation;       ///< q, 1/year
  Estimate market;          ///< m, share
  Estimate discontinuance;  ///< C -> X, 1/year; too narrow below, see marginal.h
  Estimate knowledge;       ///< factor of how fast people hear of it
  Estimate aware;           ///< share of those who did not use it at the start that had heard of it
  std::vector<Estimate> pulse;
  std::vector<Estimate> wording;    ///< factor on the odds by period, the last is 1
  std::vector<double> log_speed;    ///< u_r = scale a_r + e_r, by region
  std::vector<double> speed_error;  ///< its standard error
  std::optional<Estimate> scale;    ///< of attributes
  double explained = 0;             ///< Var(scale a) / (Var(scale a) + Var(e)) over regions; 0 without attributes
  double region_sd = 0;             ///< tau
  double observation_sd = 0;        ///< sigma, in logits
  double shock_sd = 0;              ///< of a year, in logits
  double correlation = 0;           ///< rho
  int first_year = 0;
  Array<double, Region, Year> path;       ///< percent, by the map, wording and shocks; to the last year predicted
  Array<double, Region, Year> predicted;  ///< percent: median of what is, or would be, observed
  Array<double, Region, Year> low;        ///< and the ends of its 90 % interval
  Array<double, Region, Year> high;
  PathFitInput input;  ///< what was fitted, for identifiability.h
  PathFit posterior;
};

/// errors  calibrate.panel_population, calibrate.panel_attributes, calibrate.panel_links (shape: given, needed),
///         calibrate.panel_years (shape: no region or fewer than 2 years), calibrate.panel_percent (domain: region from
///         1, year, value), calibrate.panel_empty (shape: a region without any value), calibrate.panel_break (domain:
///         not rising, or outside the years), calibrate.correlation (domain), those of fit_paths
/// cost    as fit_paths: 31 regions x 11 years about 0.35 s on one core
Result<PanelFit> fit_panel(const PanelInput& input, Executor& executor = serial_executor());

/// sum_k weight_k (A_k - mean_k) of each region with the weights of ProcessParameters, complexity negative: a_r.
std::vector<double> attribute_index(const diffusion::ProcessParameters& process,
                                    std::span<const diffusion::Attributes> attributes);

/// 90 % interval of a normal distribution on a scale of logarithms or logits.
Estimate from_logarithm(double mean, double sd);
Estimate from_logit(double mean, double sd);

}  // namespace tidu::calibrate
