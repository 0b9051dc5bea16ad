// SPDX-License-Identifier: Apache-2.0
#include "data/grid.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/base/escape.h"

namespace tidu::data {

std::string cell_name(std::size_t row_number, std::size_t column) {
  std::string letters;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters + std::to_string(row_number);
}

std::string_view Grid::at(std::size_t row, std::size_t column) const {
  if (column >= columns(row)) return {};
  const Cell cell = cells_[row_begins_[row] + column];
  if ((cell.length & kUnquoted) == 0) return std::string_view(bytes_).substr(cell.offset, cell.length);
  const auto found = std::lower_bound(unquoted_.begin(), unquoted_.end(), cell.offset,
                                      [](const auto& entry, std::uint32_t offset) { return entry.first < offset; });
  return found->second;
}

Location Grid::where(std::size_t row, std::size_t column) const {
  Location location{.file = file_};
  if (!sheet_.empty()) {
    location.line = row_numbers_[row];
    location.column = column + 1;
    location.cell = sheet_ + "!" + cell_name(row_numbers_[row], column);
    return location;
  }
  // a cell behind the end of its row stands where the row ends
  const Cell& last = cells_[row_begins_[row] + std::min(column, columns(row) - 1)];
  const std::size_t length = last.length & ~kUnquoted;
  const std::size_t offset = last.offset + (column < columns(row) ? 0 : length);
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t start = *(next - 1);
  const std::size_t end = std::min(bytes_.find('\n', start), bytes_.size());
  const std::string_view all = bytes_;
  location.line = static_cast<std::size_t>(next - line_starts_.begin());
  location.column = escape::count_characters(all.substr(start, offset - start)) + 1;
  location.length = std::max<std::size_t>(1, escape::count_characters(at(row, column)));
  location.line_text = all.substr(start, end - start);
  if (!location.line_text.empty() && location.line_text.back() == '\r') location.line_text.pop_back();
  return location;
}

void Grid::begin_row(std::uint32_t number) {
  TIDU_ASSERT(row_numbers_.empty() || number > row_numbers_.back());
  row_numbers_.push_back(number);
  row_begins_.push_back(cells_.size());
}

void Grid::add_cell(std::string_view text) {
  TIDU_ASSERT(!row_numbers_.empty() && bytes_.size() + text.size() <= UINT32_MAX && text.size() < kUnquoted);
  cells_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())});
  bytes_ += text;
  ++row_begins_.back();
}

}  // namespace tidu::data
