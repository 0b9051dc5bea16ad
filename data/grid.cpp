// SPDX-License-Identifier: Apache-2.0
#include "data/grid.h"

#include <algorithm>

#include "core/base/assert.h"
#include "data/text_place.h"

namespace tidu::data {

std::string cell_name(std::size_t row_number, std::size_t column) {
  std::string letters;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters + std::to_string(row_number);
}

std::string_view Grid::unquoted(std::uint32_t offset) const {
  const auto found = std::lower_bound(unquoted_.begin(), unquoted_.end(), offset,
                                      [](const auto& entry, std::uint32_t wanted) { return entry.first < wanted; });
  return found->second;
}

Location Grid::where(std::size_t row, std::size_t column) const {
  if (!sheet_.empty()) {
    return {.file = file_,
            .line = row_numbers_[row],
            .column = column + 1,
            .cell = sheet_ + "!" + cell_name(row_numbers_[row], column)};
  }
  // a cell behind the end of its row stands where the row ends
  const Cell& last = cells_[row_begins_[row] + std::min(column, columns(row) - 1)];
  const std::size_t length = last.length & ~kUnquoted;
  const TextSpan span = column < columns(row) ? TextSpan{last.offset, length} : TextSpan{last.offset + length, 0};
  const std::size_t row_start = cells_[row_begins_[row]].offset;
  return place_in(bytes_, span, {row_start, row_numbers_[row]}, file_);
}

void Grid::begin_row(std::uint32_t number) {
  TIDU_ASSERT(row_numbers_.empty() || number > row_numbers_.back());
  row_numbers_.push_back(number);
  row_begins_.push_back(cells_.size());
}

void Grid::add_cell(std::string_view text) {
  TIDU_ASSERT(!row_numbers_.empty() && bytes_.size() + text.size() < kUnquoted);
  cells_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())});
  bytes_ += text;
  ++row_begins_.back();
}

}  // namespace tidu::data
