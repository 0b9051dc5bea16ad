// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/calibrate/heterogeneity.h"
#include "core/calibrate/panel_fit.h"

namespace tidu::calibrate {

/// The decision map beside the three models of heterogeneity.h on years that none of them has seen.
struct ProcessBacktest {
  std::array<Score, kModels> models;  ///< no_change, own_trend, hierarchical
  Score process;                      ///< medians of fit_panel, with the coverage of its 90 % intervals
  PanelFit fit;                       ///< fitted to the years up to train_last_year, predicted to the panel's last
};

/// Everything after `train_last_year` is hidden from the fit; options.last_year plays no part. Breaks after it are
/// known as dates, but not by how much they shift.
/// errors  those of backtest and fit_panel
/// cost    that of fit_panel
Result<ProcessBacktest> backtest_process(const PanelInput& panel, int train_last_year,
                                         Executor& executor = serial_executor());

}  // namespace tidu::calibrate
