// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/array.h"
#include "core/base/diagnostic.h"
#include "data/layout.h"
#include "data/regions.h"
#include "data/units.h"

namespace tidu::data {

/// Observed values of indicators by region and year; NaN where the files have no cell.
struct Panel {
  int first_year = 0;
  std::vector<std::string> indicators;
  std::vector<std::string> files;  ///< by indicator: the file that it came from
  std::vector<std::string> units;  ///< by indicator: of the catalogue, else as the file gives it; may be empty
  Array<double, Indicator, Region, Year> values;

  std::optional<std::size_t> find(std::string_view indicator) const;
  std::size_t years() const { return values.extent<Year>(); }
};

/// How a table was read: what `tidu describe` tells.
struct TableAccount {
  std::string file;
  std::string sheet;     ///< of a workbook
  std::string encoding;  ///< of CSV
  char separator = ',';
  char decimal = '.';
  LayoutKind layout = LayoutKind::long_;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::string> ignored_columns;
  std::map<std::string, RegionReading> regions;  ///< every name of a region as the file writes it
};

struct YearSpan {
  int first = 0;
  int last = 0;
};

/// First and last year that the table has values of, whatever their regions; nothing if it has none.
std::optional<YearSpan> years_of(const Sheet& sheet, const Layout& layout);

/// Collects tables of any layout into one panel.
class PanelReader {
 public:
  /// catalogue  what is known about series: they are found by id and by both names, and kept in its units; may be empty
  PanelReader(const Regions& regions, const RegionNames& names, YearSpan years,
              std::span<const IndicatorRow> catalogue);

  /// Adds a table. Years outside the panel, totals over regions, and regions of China that the study does not have are
  /// left out; the latter with a warning. Values in other units of the same thing are converted, which is noted.
  /// errors  unknown and ambiguous regions, unreadable numbers and years, units that cannot be converted, cells that
  /// are
  ///         given twice with another value (also by another file); the first hundred
  Diagnostics add(const Sheet& sheet, const Layout& layout);

  /// Adds a series that is the same in every year: an attribute of the regions.
  void add_constant(std::string_view indicator, std::span<const double> by_region, std::string_view file);

  const std::vector<TableAccount>& accounts() const { return accounts_; }
  Panel take() &&;

 private:
  friend class TableReader;
  struct Series {
    std::string id;
    std::string file;
    std::string unit;
    std::vector<double> cells;  ///< region-major
  };

  std::size_t year_count() const { return static_cast<std::size_t>(years_.last - years_.first + 1); }
  Series& series(std::string_view name, std::string_view file);

  const Regions& regions_;
  const RegionNames& names_;
  YearSpan years_;
  std::span<const IndicatorRow> catalogue_;
  std::map<std::string, std::string, std::less<>> ids_;        ///< by name in small letters: the id of the catalogue
  std::map<std::string, std::size_t, std::less<>> positions_;  ///< by name as files write it
  std::vector<Series> series_;
  std::vector<TableAccount> accounts_;
};

}  // namespace tidu::data
