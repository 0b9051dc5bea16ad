// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/sheet.h"

namespace tidu::data {

/// What is known beforehand of a table of dated shares; what is left empty is found out from the names of its columns
/// (date, region, variable, value, wording, unit, note; 日期, 地区, 变量, 数值, 口径, 单位, 备注).
struct DatedRequest {
  std::string date;  ///< names of columns
  std::string region;
  std::string variable;
  std::string value;
  std::string wording;
  std::string only;                 ///< the region whose rows are read; empty: the file has one, or none
  std::vector<std::string> series;  ///< those that are read; empty: all
};

struct DatedPoint {
  std::string series;
  std::string wording;  ///< of its question; empty where the table does not say
  std::string date;     ///< as given
  int year = 0;         ///< of the date
  double time = 0;      ///< in years: the end of the year, quarter, month or day that the date names
  double percent = 0;   ///< in (0, 100)
};

struct DatedSeries {
  std::vector<std::string> regions;  ///< all of the table; empty: it has no column of regions
  std::vector<std::string> series;   ///< all of the region
  std::vector<DatedPoint> points;    ///< of the wanted series, in order of time, equal times as in the table
};

/// Time and year of a date: "2024", "2024-06", "2024-06-30", "2024-Q2", "2024Q2", "2024年6月", "2024/6". 2024-06 is
/// 2024.5; a day is its part of the month. Nothing for spans and estimates.
struct DatedTime {
  double time = 0;
  int year = 0;
};
std::optional<DatedTime> dated_time(std::string_view date);

/// Whether a table has a column of dates and says of at most one region.
/// request  `only` makes any number of regions one
bool is_dated_series(const Sheet& sheet, const DatedRequest& request);

/// Regions and series of a table; no row is read further.
/// errors  as read_dated_series, but those of single cells
Outcome<DatedSeries> find_dated_series(const Sheet& sheet, const DatedRequest& request);

/// Reads a table with a row a date (and region, series) and either a column of values or a column a series. Rows of
/// other regions and series are not looked at.
/// errors  data.dated.no_date, data.dated.no_value, data.dated.no_column (missing); data.dated.regions (shape: several,
///         and none is named); data.dated.region, data.dated.series (unknown: with the nearest name); at their cells
///         data.dated.not_a_date (syntax; spans and estimates), data.csv.not_a_number, data.dated.percent (domain)
Outcome<DatedSeries> read_dated_series(const Sheet& sheet, const DatedRequest& request);

}  // namespace tidu::data
