// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/encoding.h"

namespace tidu::data {

/// The name of a cell: "B7". row_number from 1, column from 0.
std::string cell_name(std::size_t row_number, std::size_t column);

/// A block of cells that one cell of a spreadsheet covers; rows and columns of the grid, from 0.
struct MergedCells {
  std::size_t row = 0;
  std::size_t column = 0;
  std::size_t rows = 1;
  std::size_t columns = 1;
};

/// The cells of a CSV file or of one sheet of a workbook as they stand there: titles, header rows, values, footnotes.
/// Rows may differ in length; rows without any text are left out. The texts of all cells lie in one buffer of UTF-8, at
/// most 2 GiB; a cell is a place in it (8 bytes). data/sheet.h makes a table of it.
class Grid {
 public:
  /// A grid whose cells are added one by one: of a sheet called `sheet` in the workbook `file`.
  Grid(std::string file, std::string sheet) : file_(std::move(file)), sheet_(std::move(sheet)) {}

  std::size_t rows() const { return row_begins_.size() - 1; }
  std::size_t columns(std::size_t row) const { return row_begins_[row + 1] - row_begins_[row]; }
  /// Empty for a cell behind the end of its row.
  std::string_view at(std::size_t row, std::size_t column) const {
    if (column >= columns(row)) return {};
    const Cell cell = cells_[row_begins_[row] + column];
    if ((cell.length & kUnquoted) != 0) return unquoted(cell.offset);
    return std::string_view(bytes_).substr(cell.offset, cell.length);
  }
  const std::vector<MergedCells>& merged() const { return merged_; }
  const std::string& file() const { return file_; }
  const std::string& sheet() const { return sheet_; }  ///< empty: CSV
  Encoding encoding() const { return encoding_; }      ///< CSV
  char separator() const { return separator_; }        ///< CSV

  /// Where a cell stands. CSV: line, column and the line itself for the caret; a workbook: sheet and cell ("B7").
  Location where(std::size_t row, std::size_t column) const;

  /// For readers of workbooks. `number` is the sheet's own number of the row, from 1, larger than the last one; cells
  /// that follow belong to it, from the sheet's first column on.
  void begin_row(std::uint32_t number);
  void add_cell(std::string_view text);
  void add_merged(MergedCells cells) { merged_.push_back(cells); }

 private:
  friend class CsvGridBuilder;
  struct Cell {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;  ///< the highest bit: the text is in unquoted_
  };
  static constexpr std::uint32_t kUnquoted = 1U << 31;

  std::string_view unquoted(std::uint32_t offset) const;

  std::string file_;
  std::string sheet_;
  std::string bytes_;
  Encoding encoding_ = Encoding::utf8;
  char separator_ = ',';
  std::vector<Cell> cells_;
  std::vector<std::size_t> row_begins_{0};                       ///< rows + 1 positions in cells_
  std::vector<std::uint32_t> row_numbers_;                       ///< by row: its first line, or its number in the sheet
  std::vector<std::pair<std::uint32_t, std::string>> unquoted_;  ///< by offset: CSV fields that held doubled quotes
  std::vector<MergedCells> merged_;
};

}  // namespace tidu::data
