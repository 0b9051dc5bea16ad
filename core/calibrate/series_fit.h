// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/calibrate/panel_fit.h"
#include "core/calibrate/path_fit.h"

namespace tidu::calibrate {

// A dated national series of counts whose questions were worded differently, fitted by the decision map in a nation of
// one region and five adopter groups (path_fit.h). The factor of each wording is unknown, but for the reference's. The
// last points can be held out and predicted.

struct SeriesPoint {
  double time = 0;   ///< years; several points may share one
  double share = 0;  ///< of all people, in (0, 1)
  Measure measure = Measure::users;
  std::size_t wording = 0;  ///< 0: the reference
};

struct SeriesOptions {
  diffusion::ProcessParameters process;  ///< what is not fitted
  PathPriors priors;
  std::vector<Pulse> pulses;
  std::size_t held_out = 1;  ///< last points that the fit does not see
  int steps_per_year = 12;
  /// A few points say nothing about their own errors: these are given. Logits: 0.05 is 1.25 points of percent at 50 %.
  double observation_sd = 0.05;
  double shock_sd = 0.1;  ///< of a year; fit_panel finds 0.03 to 0.11 on three panels of Chinese provinces
  /// Years, rising, at which users are predicted as the reference would count them; any time from the first point on.
  std::vector<double> course;
};

/// One point, fitted or predicted.
struct SeriesPrediction {
  double time = 0;
  bool held_out = false;
  double observed = 0;
  Estimate share;  ///< what is expected of the observation, with its error and its wording
};

/// Misses of the held-out points, in percent of people.
struct SeriesScore {
  std::size_t predictions = 0;
  double rmse = 0;
  double coverage = 0;         ///< share inside the 90 % interval
  double rmse_no_change = 0;   ///< the last fitted point of the same measure goes on
  double rmse_own_trend = 0;   ///< the line through the last two in logits; NaN where there is only one
  double skill = 0;            ///< 1 - RMSE / RMSE of no change
  double skill_own_trend = 0;  ///< 1 - RMSE / RMSE of own trend
};

struct SeriesFit {
  Estimate innovation;
  Estimate imitation;
  Estimate market;
  Estimate discontinuance;
  Estimate knowledge;  ///< factor of how fast people hear of it
  Estimate aware;
  std::vector<Estimate> pulse;
  std::vector<Estimate> wording;         ///< factor on the odds, by wording; [0] is 1
  std::vector<SeriesPrediction> points;  ///< as given
  std::vector<Estimate> course;          ///< by SeriesOptions::course
  SeriesScore score;                     ///< empty where nothing is held out
  PathFitInput input;                    ///< for identifiability.h
  PathFit posterior;
};

/// points  in order of time
/// errors  calibrate.series_short (shape: points, held out; at least 2 points are fitted), calibrate.series_point
///         (domain: position from 1; time before the one before, or share outside (0, 1)), calibrate.series_sd
///         (domain: an sd that is not > 0), calibrate.series_course (domain: position from 1; not rising, or before the
///         first point), those of fit_paths
/// cost    some hundred runs of five cells: about 60 ms
Result<SeriesFit> fit_series(std::span<const SeriesPoint> points, const SeriesOptions& options,
                             Executor& executor = serial_executor());

}  // namespace tidu::calibrate
