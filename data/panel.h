// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/array.h"
#include "core/base/diagnostic.h"
#include "core/base/fill.h"
#include "data/csv.h"
#include "data/regions.h"

namespace tidu::data {

/// Observed values of indicators by region and year; NaN where the files have no cell.
struct Panel {
  int first_year = 0;
  std::vector<std::string> indicators;
  std::vector<std::string> files;  ///< by indicator: the file that it came from
  Array<double, Indicator, Region, Year> values;

  std::optional<std::size_t> find(std::string_view indicator) const;
  std::size_t years() const { return values.extent<Year>(); }
};

/// Collects long tables (columns region, year, indicator, value; others are ignored) into one panel.
class PanelReader {
 public:
  PanelReader(const Regions& regions, int first_year, int last_year);

  /// Adds a table. Rows of years outside the panel are skipped. Unknown regions, unreadable numbers and years, and
  /// cells that are given twice (also by another file) are errors; an empty value is a missing cell.
  Diagnostics add(const CsvTable& table);

  /// Adds a series that is the same in every year: an attribute of the regions.
  void add_constant(std::string_view indicator, std::span<const double> by_region, std::string_view file);

  Panel take() &&;

 private:
  std::vector<double>& series(std::string_view indicator, std::string_view file);

  const Regions& regions_;
  int first_year_;
  int last_year_;
  std::map<std::string, std::size_t, std::less<>> positions_;
  std::vector<std::string> indicators_;
  std::vector<std::string> files_;
  std::vector<std::vector<double>> series_;  ///< region-major
};

/// One series with its gaps filled as asked.
struct FilledSeries {
  Array<double, Region, Year> values;
  std::vector<bool> imputed;      ///< region-major; observed cells are false and unchanged
  std::size_t missing = 0;        ///< cells that the files lack
  std::vector<std::size_t> open;  ///< cells (region-major) that stay missing
};

/// Fills the gaps of a series, region by region.
/// none     nothing
/// linear   linear in time between the observed neighbours; nothing at the ends
/// nearest  linear inside, the nearest observed year at the ends
/// hold     the nearest observed year everywhere, the earlier one of two equally near
/// zero     0
FilledSeries fill_series(View<const double, Region, Year> series, Fill fill);

}  // namespace tidu::data
