// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/grid.h"
#include "data/number.h"

namespace tidu::data {

/// What a study says about how a file is written; what it leaves open is found out.
struct SheetRequest {
  std::string sheet;            ///< of a workbook: its name; empty: the first one that is not hidden
  std::optional<char> decimal;  ///< '.' or ','
};

/// A table of a file: one row of names over rows of cells of equal length, from CSV or a workbook. What stands above it
/// (titles, "unit: ...") and below it (notes, sources) is kept apart.
class Sheet {
 public:
  std::size_t rows() const { return end_ - begin_; }
  std::size_t columns() const { return names_.size(); }
  const std::string& name(std::size_t column) const { return names_[column]; }  ///< header rows joined by a blank
  /// The text of a cell without blanks at its ends; empty if there is none.
  std::string_view at(std::size_t row, std::size_t column) const { return trim(grid_.at(begin_ + row, column)); }
  CellNumber number(std::size_t row, std::size_t column) const {
    return read_number(grid_.at(begin_ + row, column), format_);
  }

  std::optional<std::size_t> find(std::string_view column_name) const;
  Location where(std::size_t row, std::size_t column) const { return grid_.where(begin_ + row, column); }
  Location where_name(std::size_t column) const { return grid_.where(header_, column); }

  const std::string& file() const { return grid_.file(); }
  const Grid& grid() const { return grid_; }
  NumberFormat format() const { return format_; }
  const std::vector<std::string>& titles() const { return titles_; }  ///< texts above the header
  const std::vector<std::string>& notes() const { return notes_; }    ///< texts below the last row

 private:
  friend class SheetMaker;
  explicit Sheet(Grid grid) : grid_(std::move(grid)) {}

  Grid grid_;
  NumberFormat format_;
  std::size_t header_ = 0;  ///< rows of the grid: the first of the header,
  std::size_t begin_ = 0;   ///< the first below the header,
  std::size_t end_ = 0;     ///< the first of the notes
  std::vector<std::string> names_;
  std::vector<std::string> titles_;
  std::vector<std::string> notes_;
};

/// Finds the table in a grid. Titles are the rows above the header that hold one text (or a text and a unit); the
/// header may take several rows, the upper ones over several columns each (merged, or a name before empty cells); notes
/// are texts alone in their row below the last row of values. errors  no header, rows of other lengths (CSV), a name
/// twice, numbers with a decimal point beside numbers with a
///         decimal comma; the first hundred
Outcome<Sheet> make_sheet(Grid grid, const SheetRequest& request = {});

/// Reads a file's bytes as what they are: a workbook (.xlsx) or CSV.
Outcome<Sheet> read_sheet(std::string bytes, std::string_view file, const SheetRequest& request = {});

}  // namespace tidu::data
