// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/diagnostic.h"
#include "data/results.h"
#include "data/sheet.h"

namespace tidu::data {

/// Columns region, outline: whole coordinates "x y x y ...; x y ..." on a drawing of at most 10,000 units a side, y
/// downwards, one ring after each semicolon, three points a ring or more. Regions that the study does not have (its
/// surroundings) are allowed; they are drawn without a value. errors  missing columns, a region twice, and per ring: a
/// coordinate that is no whole number in [0, 10000], fewer than 3 points
Outcome<std::vector<RegionOutline>> read_outlines(const Sheet& sheet);

}  // namespace tidu::data
