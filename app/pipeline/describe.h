// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/pipeline/loaded_study.h"
#include "data/results.h"

namespace tidu::app {

/// A result set without tables: what the study is, its regions, names, series, formulas and assumptions.
data::ResultSet describe(const LoadedStudy& loaded);

}  // namespace tidu::app
