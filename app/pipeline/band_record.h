// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/base/executor.h"
#include "data/results.h"

namespace tidu::app {

/// The baseline's tables, those that there are: each must show how such forecasts did.
std::vector<std::string_view> forecast_tables(const data::ResultSet& results);

/// Appends how good the baseline's bands of growth relative to the mean would have been, drawn from every origin of the
/// back-test, beside "same growth" with the spread of the past (economy_bands), and the verdict in words to the tables
/// of the baseline. Nothing where there is no back-test; origins whose accounts cannot be made are left out.
/// errors  those of run_baseline
Result<void> add_band_record(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor);

}  // namespace tidu::app
