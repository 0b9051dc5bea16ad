// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "data/grid.h"

namespace tidu::data {

/// A cell of a sheet; row from 1, column from 0.
struct CellPlace {
  std::uint32_t row = 1;
  std::uint32_t column = 0;
};

/// "B7". Nothing for what is no cell (no $, no sheet; up to 3 letters and 7 digits).
std::optional<CellPlace> parse_cell(std::string_view text);

/// The merged blocks of a sheet while its rows are read from the top.
class MergedBlocks {
 public:
  struct Block {
    CellPlace first;
    CellPlace last;
    bool has_text = false;  ///< of its first cell
  };

  /// "A1:D2". False if that is no block.
  bool add(std::string_view reference);
  std::size_t size() const { return blocks_.size(); }

  /// Puts the blocks in order. Call after the last add and before the first row.
  void prepare();

  /// Moves on to a row, which is below the last one.
  /// returns  the first cell of a block that lies over another one, if there is one
  std::optional<CellPlace> begin_row(std::uint32_t row);

  /// Whether a cell of the present row is covered by the first cell of a block. Where it is that first cell, the block
  /// keeps that it has text.
  bool covers(std::uint32_t column);

  /// Adds the blocks with text to the grid, whose rows have the given numbers in the sheet.
  void add_to(Grid& grid, const std::vector<std::uint32_t>& row_numbers) const;

 private:
  std::vector<Block> blocks_;  // by first row and column
  std::size_t next_ = 0;
  std::map<std::uint32_t, std::size_t> active_;  // by first column: blocks that reach into the present row
  std::uint32_t row_ = 0;
  std::uint32_t earliest_end_ = UINT32_MAX;
};

}  // namespace tidu::data
