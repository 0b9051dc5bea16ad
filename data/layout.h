// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/region_names.h"
#include "data/sheet.h"

namespace tidu::data {

/// What a study says about a table of regional data; what it leaves open is found out from the names of its columns.
struct TableRequest {
  std::string sheet;            ///< as in SheetRequest
  std::optional<char> decimal;  ///< as in SheetRequest
  std::string region;           ///< names of columns
  std::string year;
  std::string indicator;
  std::string value;
  std::string unit_column;
  std::string series;          ///< what the values are, where the table holds one series and does not say which
  std::string unit;            ///< of all values, where the table does not say
  std::optional<int> in_year;  ///< of all values

  SheetRequest of_sheet() const { return {sheet, decimal}; }
};

enum class LayoutKind : std::uint8_t {
  long_,          ///< region, year, indicator, value
  wide,           ///< region, year, and a column a series
  years,          ///< region (and indicator), and a column a year
  series_years,   ///< region, and a column a series and year: gdp2013, gdp_2014
  regions,        ///< year (or indicator), and a column a region
  cross_section,  ///< region, and a column a series, all of one year
};
std::string_view key_of(LayoutKind kind);

/// A column that holds values; what it does not say itself stands in the other columns of the row.
struct ValueColumn {
  std::size_t column = 0;
  std::optional<std::size_t> region;
  std::optional<int> year;
  std::string series;  ///< empty: in the column of indicators
  std::string unit;    ///< empty: in the column of units, or not given
};

/// Where region, year, series and unit of each value of a table stand.
struct Layout {
  LayoutKind kind = LayoutKind::long_;
  std::optional<std::size_t> region;
  std::optional<std::size_t> year;
  std::optional<std::size_t> indicator;
  std::optional<std::size_t> unit;
  std::optional<int> in_year;
  std::vector<ValueColumn> values;
  std::vector<std::size_t> ignored;  ///< columns that hold neither
};

/// Finds the layout of a table. Columns are known by their names in English or Chinese (region, code, 地区, 省份; year,
/// 年份; indicator, 指标; value, 数值; unit, 单位), by being years, regions, or names that end with years, and
/// otherwise by whether most of their cells are numbers. Titles give the series ("指标：..."), the unit ("单位：...")
/// and a year that stands alone. errors  no column of regions, no year, no values, a column that the request names and
/// the table lacks
Outcome<Layout> find_layout(const Sheet& sheet, const RegionNames& names, const TableRequest& request = {});

}  // namespace tidu::data
