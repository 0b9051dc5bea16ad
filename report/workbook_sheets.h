// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <xlsxwriter.h>

#include <string>
#include <string_view>
#include <vector>

#include "data/results.h"
#include "report/words.h"

namespace tidu::report {

/// Names for sheets as spreadsheet programs allow them: at most 31 UTF-16 units, none of []:*?/\, no apostrophe at
/// either end, all different without regard to case.
class SheetNames {
 public:
  std::string add(std::string_view wanted);

 private:
  std::vector<std::string> taken_;  // folded
};

/// The looks of the cells of a workbook, which owns them.
struct Looks {
  explicit Looks(lxw_workbook* workbook);
  lxw_format* title = nullptr;
  lxw_format* heading = nullptr;
  lxw_format* section = nullptr;
  lxw_format* link = nullptr;
  /// For numbers with so many digits after the point; `grouped`: thousands apart.
  lxw_format* number(int decimals, bool grouped);

 private:
  lxw_workbook* workbook_;
  std::vector<std::pair<std::string, lxw_format*>> numbers_;
};

/// Writes the cells of one sheet from the top down and from left to right, and keeps its numbers in that order.
class SheetWriter {
 public:
  SheetWriter(lxw_worksheet* sheet, Looks& looks) : sheet_(sheet), looks_(looks) {}

  lxw_row_t row() const { return row_; }
  void next_row() { ++row_; }
  /// Control and direction characters become visible codes; nothing is ever read as a formula or as an escape.
  void text(lxw_col_t column, std::string_view content, lxw_format* look = nullptr);
  /// An empty cell where the number is not finite.
  void number(lxw_col_t column, double value, int decimals, bool grouped = true);
  /// A link to the top of another sheet of the workbook.
  void link(lxw_col_t column, std::string_view sheet_name, std::string_view content);

  lxw_worksheet* sheet() { return sheet_; }
  Looks& looks() { return looks_; }
  const std::vector<double>& numbers() const { return numbers_; }

 private:
  lxw_worksheet* sheet_;
  Looks& looks_;
  lxw_row_t row_ = 0;
  std::vector<double> numbers_;
};

/// One table with its title, remarks, values and origins.
void write_table(SheetWriter& out, const data::ResultSet& results, const data::Table& table, const Words& words,
                 const std::string& contents_name);

/// Rows of a sheet that a table takes at most besides its own.
std::size_t rows_around(const data::ResultSet& results);

}  // namespace tidu::report
