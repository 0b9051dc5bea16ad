// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/fill.h"

namespace tidu::data {

/// One series with its gaps filled as asked.
struct FilledSeries {
  Array<double, Region, Year> values;
  std::vector<bool> imputed;      ///< region-major; observed cells are false and unchanged
  std::size_t missing = 0;        ///< cells that the files lack
  std::vector<std::size_t> open;  ///< cells (region-major) that stay missing
};

/// Fills the gaps of a series.
/// none     nothing
/// linear   linear in time between the observed neighbours; nothing at the ends
/// nearest  linear inside, the nearest observed year at the ends
/// hold     the nearest observed year everywhere, the earlier one of two equally near
/// group    the mean of the observed regions of its group in the same year; nothing if there is none
/// zero     0
/// trend    linear inside; at the ends x_e + b (t - e), e the nearest observed year and b the least-squares slope over
///          the region's observed years: two at least, or the cell stays open. Can leave the range of the data.
/// group_of  group of each region, from 0
FilledSeries fill_series(View<const double, Region, Year> series, Fill fill, std::span<const std::size_t> group_of);

}  // namespace tidu::data
