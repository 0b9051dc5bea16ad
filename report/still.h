// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "data/results.h"
#include "study/catalogue.h"

namespace tidu::report {

/// For readers without scripts: the map of users at the horizon, one square a region, as SVG that needs no program and
/// plays the years where SVG animation is known. Medians of the baseline from the table "adoption"; empty without it.
std::string still_map(const data::ResultSet& results, study::Language language);

}  // namespace tidu::report
