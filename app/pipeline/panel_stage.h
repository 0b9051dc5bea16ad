// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/base/executor.h"
#include "data/results.h"

namespace tidu::app {

/// What the fit of a panel says of the regions.
struct PanelSpeeds {
  std::vector<double> log_speed;  ///< by region
  std::optional<double> scale;    ///< of attributes, where the study says what stands for them
  double scale_sd = 0;
};

/// The decision map calibrated to each panel of adoption that the study names: parameters, what the data identify, how
/// well years were predicted that the fit had not seen, and the panel's course to `last_year`.
/// last_year  of the predictions; the study's own last year if earlier
/// returns  by panel, in the study's order
Result<std::vector<PanelSpeeds>> add_panel_tables(const LoadedStudy& loaded, int last_year, data::ResultSet& results,
                                                  Executor& executor);

}  // namespace tidu::app
