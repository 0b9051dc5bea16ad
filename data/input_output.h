// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/region_names.h"
#include "data/regions.h"
#include "data/sheet.h"

namespace tidu::data {

/// What an input-output table by region says of a sector beside its inputs. Its output is its use:
///   gross_output = intermediate_input + value_added
///                = intermediate_use + consumption + gfcf + inventories + export - import
///                  + domestic_outflow - domestic_inflow + error
enum class Margin : std::uint8_t {
  gross_output,
  value_added,
  compensation,  ///< these four make value added
  net_taxes,
  depreciation,
  operating_surplus,
  intermediate_input,
  intermediate_use,
  rural_consumption,
  urban_consumption,
  government_consumption,
  gfcf,  ///< gross fixed capital formation
  inventories,
  exported,  ///< "export": to other countries
  imported,  ///< "import"
  domestic_outflow,
  domestic_inflow,
  error,
};

/// Names of Margin in files, in its order.
inline constexpr std::array<std::string_view, 18> kMarginNames{"gross_output",
                                                               "value_added",
                                                               "compensation",
                                                               "net_taxes",
                                                               "depreciation",
                                                               "operating_surplus",
                                                               "intermediate_input",
                                                               "intermediate_use",
                                                               "rural_consumption",
                                                               "urban_consumption",
                                                               "government_consumption",
                                                               "gfcf",
                                                               "inventories",
                                                               "export",
                                                               "import",
                                                               "domestic_outflow",
                                                               "domestic_inflow",
                                                               "error"};

/// What the sectors of each region produce, use and trade.
struct SectorMargins {
  std::vector<std::string> sectors;  ///< in the order of the file

  /// By Margin; each row-major, regions x sectors; NaN where the file has no cell.
  std::array<std::vector<double>, kMarginNames.size()> values;

  /// A cell of the file that is there without a value.
  struct Blank {
    Margin margin;
    std::size_t cell = 0;  ///< as in `values`
    Location where;
  };
  std::vector<Blank> blanks;

  const std::vector<double>& of(Margin margin) const { return values[static_cast<std::size_t>(margin)]; }
  std::optional<std::size_t> find(std::string_view sector) const;
};

/// Columns region, sector, variable, value; variables that are no Margin are left out. Regions and sectors may be
/// missing. Net taxes, surplus, inventories and the error may be below 0.
/// errors  missing columns, unknown regions, cells that are no number or below 0, a cell given twice
Outcome<SectorMargins> read_sector_margins(const Sheet& sheet, const Regions& regions, const RegionNames& names);

/// Columns region, input_sector, output_sector, coefficient. Rows of inputs or outputs that are no sector of the
/// margins (value added) are left out. returns  regions x sectors x sectors, row-major: what a unit of output of the
/// last takes of the one before it, >= 0;
///          0 where the file has no cell
/// errors   as above
Outcome<std::vector<double>> read_input_coefficients(const Sheet& sheet, const SectorMargins& margins,
                                                     const Regions& regions, const RegionNames& names);

/// Sales in the nation, sectors x sectors, row-major from row to column: sum over regions of coefficient times gross
/// output of the buyer; what is missing counts 0.
std::vector<double> national_sales(const std::vector<double>& coefficients, const SectorMargins& margins);

}  // namespace tidu::data
