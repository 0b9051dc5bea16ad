// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/region_names.h"
#include "data/regions.h"
#include "data/sheet.h"

namespace tidu::data {

/// What the sectors of each region produce. Row-major, regions x sectors.
struct SectorMargins {
  std::vector<std::string> sectors;  ///< in the order of the file
  std::vector<double> value_added;   ///< >= 0; NaN where the file has no cell
  std::vector<double> gross_output;  ///< likewise

  std::optional<std::size_t> find(std::string_view sector) const;
};

/// Columns region, sector, variable, value; of the variables value_added and gross_output are read. Regions and sectors
/// may be missing.
/// errors  missing columns, unknown regions, cells that are no number or below 0, a cell given twice
Outcome<SectorMargins> read_sector_margins(const Sheet& sheet, const Regions& regions, const RegionNames& names);

/// Columns region, input_sector, output_sector, coefficient: what a unit of output of output_sector takes of
/// input_sector. Rows of inputs or outputs that are no sector of the margins (value added) are left out.
/// returns  sales in the nation, sectors x sectors, row-major from row to column: sum over regions of coefficient times
///          gross output of the buyer; what is missing counts 0
/// errors   as above
Outcome<std::vector<double>> read_sector_sales(const Sheet& sheet, const SectorMargins& margins, const Regions& regions,
                                               const RegionNames& names);

}  // namespace tidu::data
