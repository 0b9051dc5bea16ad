// SPDX-License-Identifier: Apache-2.0
#include "app/cli/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/escape.h"
#include "exec/progress.h"

namespace tidu::cli {
namespace {

bool is_number(const std::string& cell) { return cell.find_first_not_of("0123456789.+-e") == std::string::npos; }

}  // namespace

std::string in_columns(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  std::vector<bool> numbers;
  std::vector<std::vector<std::string>> shown;
  for (const auto& row : rows) {
    auto& cells = shown.emplace_back();
    for (const std::string& cell : row) cells.push_back(escape::terminal(cell));
    widths.resize(std::max(widths.size(), row.size()));
    numbers.resize(widths.size(), rows.size() > 1);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      widths[c] = std::max(widths[c], exec::display_width(cells[c]));
      if (&row != &rows.front() && !is_number(cells[c])) numbers[c] = false;
    }
  }
  std::string out;
  for (const auto& row : shown) {
    std::string line(indent, ' ');
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string gap(widths[c] - exec::display_width(row[c]), ' ');
      line += numbers[c] ? gap + row[c] : row[c] + gap;
      if (c + 1 < row.size()) line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string brief_number(double value) {
  if (std::isnan(value)) return {};
  if (std::fabs(value) < 1e15 && std::fabs(value) >= 1e6) return fmt::format("{:.0f}", value);
  return fmt::format("{:.6g}", value);
}

}  // namespace tidu::cli
