// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/diagnostic.h"
#include "data/region_names.h"
#include "data/regions.h"
#include "data/sheet.h"

namespace tidu::data {

/// A cell of a sheet.
struct Place {
  std::size_t row = 0;
  std::size_t column = 0;
};

/// The region that a cell names; nothing, and what is wrong with it as a finding, otherwise.
std::optional<std::size_t> region_of(const Sheet& sheet, Place place, const Regions& regions, const RegionNames& names,
                                     Diagnostics& diagnostics);

/// The number in a cell; nothing where it is missing, and a finding where it is none.
std::optional<double> number_of(const Sheet& sheet, Place place, Diagnostics& diagnostics);

}  // namespace tidu::data
