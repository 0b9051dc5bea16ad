// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/formula.h"
#include "core/base/result.h"

namespace tidu::calibrate {

// Regions differ in how early and how fast they adopt. On panels of earlier technologies (share in percent, by region
// and year) with z_rt = logit(y_rt / 100):
//
//   backtest    no_change     y_r stays at its last observed value
//               own_trend     z_r goes on from its last value with its own slope (median of pairwise slopes, Sen 1968)
//               hierarchical  z_r goes on from its last value with the nation's slope (the same estimator on the mean
//               of z)
//                             plus B_r times the region's own deviation from it, B_r = tau^2 / (tau^2 + s_r^2):
//                             empirical Bayes (Efron & Morris 1975). A break that all regions share cancels in the
//                             deviations.
//   effect      u_r = B mean_k d_kr, d_kr the region's mean deviation of z from the nation's in panel k, or that of
//               its fitted speed (panel_fit.h);
//               B from a one-way analysis of variance over panels.   [random_effect]

struct SeriesPanel {
  View<const double, Region, Year> percent;  ///< every value in (0, 100)
  int first_year = 0;
};

inline constexpr std::size_t kModels = 3;  ///< no_change, own_trend, hierarchical

struct Score {
  std::size_t predictions = 0;
  double rmse = 0;  ///< in the panel's percent
  double mae = 0;
  double coverage = std::numeric_limits<double>::quiet_NaN();  ///< share inside the 90 % interval; NaN: states none
  double skill = 0;            ///< 1 - RMSE / RMSE of no_change: above 0 is better than no change
  double skill_own_trend = 0;  ///< 1 - RMSE / RMSE of own_trend
};

/// Fits on the years up to `train_last_year` and predicts each later year of the panel. Values may be missing (NaN):
/// the nation is then the mean of the regions with all years of the fit, and slopes are those between values that are
/// there; what is missing is not predicted.
/// errors  calibrate.percent (domain: a value outside (0, 100)), calibrate.backtest_years (shape: fewer than 3 years to
///         fit or none to predict), calibrate.backtest_region (shape: a region, from 1, with fewer than 2 values to
///         fit), calibrate.backtest_complete (shape: no region with all years), calibrate.backtest_empty (shape: no
///         value to predict)
Result<std::array<Score, kModels>> backtest(const SeriesPanel& panel, int train_last_year);

/// The skills of a further model, from its RMSE and the models of backtest(). NaN or -infinity where a model was exact.
void set_skill(const std::array<Score, kModels>& models, Score& score);

struct RegionEffects {
  std::vector<double> effect;  ///< u_r in logits; mean 0 over regions
  std::vector<double> error;   ///< its standard error
  double between = 0;          ///< standard deviation of the true effects
  double within = 0;           ///< standard deviation of a panel's deviation around them
};

/// Pools the panels into one effect for each region. One panel gives no error of its own: then error = |effect|.
/// errors  domain (a value outside (0, 100)), shape (no panel, or panels of different regions)
Result<RegionEffects> region_effects(std::span<const SeriesPanel> panels);

/// The same from deviations d_kr, regions x panels: those of fitted speeds, say. Their mean over regions is taken away.
/// errors  shape (no panel)
Result<RegionEffects> pooled_effects(View<const double, Region, Group> deviations);

std::span<const FormulaRecord> formulas();

}  // namespace tidu::calibrate
