// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "app/pipeline/origins.h"
#include "core/calibrate/panel_fit.h"
#include "data/results.h"

namespace tidu::app {

/// A panel whose course is looked at for signs of critical slowing down.
struct WarningPanel {
  const std::string& id;
  const calibrate::PanelInput& input;
  const calibrate::PanelFit& fit;
};

/// The table early_warning: autocorrelation and variance of what deviates from a region's own trend, in logits, and
/// their trends (core/measure/dynamics/early_warning.h). Wordings are taken out by their fitted factors. A panel with
/// gaps, or of fewer years than a window and one, is left out, which a remark says.
/// origin  of the panels
void add_warning_table(const LoadedStudy& loaded, const std::vector<WarningPanel>& panels, OriginBuilder origin,
                       data::ResultSet& results);

}  // namespace tidu::app
