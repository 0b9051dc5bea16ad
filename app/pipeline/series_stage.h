// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/pipeline/loaded_study.h"
#include "core/base/executor.h"
#include "data/results.h"

namespace tidu::app {

/// The decision map fitted to the study's one dated series (core/calibrate/series_fit.h): how the last points are
/// foretold that the fit does not see, parameters and what the data identify of them, profile of the market, course to
/// the horizon.
/// returns  findings; with errors no table is added
Diagnostics add_series_tables(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor);

}  // namespace tidu::app
