// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/diagnostic.h"
#include "core/base/text.h"
#include "core/measure/space/weights_matrix.h"
#include "data/sheet.h"

namespace tidu::data {

class RegionNames;

/// A region of a study, as its regions file describes it.
struct RegionRow {
  std::string code;  ///< GB/T 2260 code for China's provinces; any unique text elsewhere
  Name name;
  std::string group;                 ///< macro-region
  std::vector<std::string> aliases;  ///< further names that files may call it by
  int tile_column = -1;
  int tile_row = -1;
};

/// The regions of a study in the order of their file. Every other file is joined to them by code, never by row order.
struct Regions {
  std::vector<RegionRow> rows;
  std::map<std::string, std::vector<double>, std::less<>>
      attributes;  ///< further columns of numbers, e.g. area_1e4_km2

  std::optional<std::size_t> find(std::string_view code) const;
  std::vector<std::string> groups() const;  ///< macro-regions in order of first appearance
};

/// Columns region and name_zh, name_en or name; optional macro_region ("all" without it), tile_column, tile_row,
/// aliases (parted by semicolons); every other column with "name" in its name holds one more name of the region, every
/// other column of numbers an attribute.
Outcome<Regions> read_regions(const Sheet& sheet);

/// A pair of neighbours.
struct Border {
  std::size_t first = 0;
  std::size_t second = 0;
  std::string kind;  ///< "land", "convention", ...; empty where the file does not say
};

/// Columns region_a, region_b: pairs of neighbours, each pair once; optional kind. Unknown codes are errors.
Outcome<std::vector<Border>> read_borders(const Sheet& sheet, const Regions& regions, const RegionNames& names);

/// Columns region_a, region_b, weight: how much region_b counts for region_a; each ordered pair once, weights >= 0.
/// Unknown regions and regions of the study that the file never names are errors: weights belong to a list of regions,
/// not to an order of rows.
Outcome<std::vector<measure::WeightEntry>> read_spatial_weights(const Sheet& sheet, const Regions& regions,
                                                                const RegionNames& names);

/// What is known about an indicator.
struct IndicatorRow {
  std::string id;
  Name name;
  std::string unit;
  Name publisher;
  int first_year = 0;  ///< of what was published; 0 = not said
  int last_year = 0;
};

/// Columns indicator, name_zh, name_en, unit, publisher, years ("2013-2023"); optional publisher_zh.
Outcome<std::vector<IndicatorRow>> read_indicators(const Sheet& sheet);

/// Columns of numbers by region ("region" and any others): used for published indices and shares. Regions may be
/// missing.
struct RegionColumns {
  std::map<std::string, std::vector<double>, std::less<>> columns;  ///< by name; NaN where a region has no row
};
Outcome<RegionColumns> read_region_columns(const Sheet& sheet, const Regions& regions, const RegionNames& names);

/// The position of a required column, or a located error with the nearest name.
std::optional<std::size_t> require_column(const Sheet& sheet, std::string_view name, Diagnostics& diagnostics);

}  // namespace tidu::data
