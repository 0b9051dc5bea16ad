// SPDX-License-Identifier: Apache-2.0
#include "data/workbook_merged.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace tidu::data {

std::optional<CellPlace> parse_cell(std::string_view text) {
  std::size_t letters = 0;
  std::uint32_t column = 0;
  while (letters < text.size() && letters < 3 && text[letters] >= 'A' && text[letters] <= 'Z')
    column = column * 26 + static_cast<std::uint32_t>(text[letters++] - 'A' + 1);
  const std::string_view digits = text.substr(letters);
  if (letters == 0 || digits.empty() || digits.size() > 7 || digits.front() == '0') return std::nullopt;
  std::uint32_t row = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    row = row * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return CellPlace{row, column - 1};
}

bool MergedBlocks::add(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const auto first = parse_cell(reference.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : parse_cell(reference.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->column < first->column) return false;
  blocks_.push_back({*first, *last});
  return true;
}

void MergedBlocks::prepare() {
  std::sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) {
    return std::tuple(a.first.row, a.first.column, a.last.row, a.last.column) <
           std::tuple(b.first.row, b.first.column, b.last.row, b.last.column);
  });
}

std::optional<CellPlace> MergedBlocks::begin_row(std::uint32_t row) {
  row_ = row;
  if (earliest_end_ < row) {
    earliest_end_ = UINT32_MAX;
    std::erase_if(active_, [this](const auto& entry) {
      const std::uint32_t end = blocks_[entry.second].last.row;
      if (end >= row_) earliest_end_ = std::min(earliest_end_, end);
      return end < row_;
    });
  }
  std::optional<CellPlace> overlap;
  for (; next_ < blocks_.size() && blocks_[next_].first.row <= row; ++next_) {
    const Block& block = blocks_[next_];
    if (block.last.row < row) continue;
    const auto behind = active_.upper_bound(block.last.column);
    const bool free = behind == active_.begin() || blocks_[std::prev(behind)->second].last.column < block.first.column;
    if (free) {
      active_.emplace(block.first.column, next_);
      earliest_end_ = std::min(earliest_end_, block.last.row);
    } else if (!overlap) {
      overlap = block.first;
    }
  }
  return overlap;
}

bool MergedBlocks::covers(std::uint32_t column) {
  const auto behind = active_.upper_bound(column);
  if (behind == active_.begin()) return false;
  Block& block = blocks_[std::prev(behind)->second];
  if (block.last.column < column) return false;
  if (block.first.row != row_ || block.first.column != column) return true;
  block.has_text = true;
  return false;
}

void MergedBlocks::add_to(Grid& grid, const std::vector<std::uint32_t>& row_numbers) const {
  for (const Block& block : blocks_) {
    if (!block.has_text) continue;
    const auto first = std::lower_bound(row_numbers.begin(), row_numbers.end(), block.first.row);
    const auto end = std::upper_bound(first, row_numbers.end(), block.last.row);
    const MergedCells cells{.row = static_cast<std::size_t>(first - row_numbers.begin()),
                            .column = block.first.column,
                            .rows = static_cast<std::size_t>(end - first),
                            .columns = block.last.column - block.first.column + 1};
    if (cells.rows * cells.columns > 1) grid.add_merged(cells);
  }
}

}  // namespace tidu::data
