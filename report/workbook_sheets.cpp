// SPDX-License-Identifier: Apache-2.0
#include "report/workbook_sheets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/escape.h"

namespace tidu::report {
namespace {

constexpr std::size_t kLongestName = 31;
constexpr std::size_t kLongestText = 32'000;  // Excel: 32,767

std::size_t utf16_units(char32_t c) { return c > 0xFFFF ? 2 : 1; }

/// The first characters that fit into so many UTF-16 units, with an ellipsis where some are left out.
std::string shortened(std::string_view text, std::size_t most) {
  std::size_t units = 0;
  std::size_t fits = 0;
  for (std::size_t i = 0; i < text.size();) {
    units += utf16_units(escape::next_character(text, i));
    if (units + 1 <= most) fits = i;
    if (units > most) return std::string(text.substr(0, fits)) + "…";
  }
  return std::string(text);
}

std::string folded(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name;
}

/// Harmless, and with _x0041_ protected: programs would read it as A (ECMA-376 part 1, 22.9.2.19).
std::string cell_content(std::string_view content) {
  const std::string shown = escape::terminal(shortened(content, kLongestText), true);
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown.compare(i, 2, "_x") == 0) out += "_x005F";
    out += shown[i];
  }
  return out;
}

}  // namespace

std::string SheetNames::add(std::string_view wanted) {
  std::string clean;
  for (const char c : escape::terminal(wanted))
    clean += std::string_view("[]:*?/\\<>\t").find(c) == std::string_view::npos ? c : ' ';
  while (!clean.empty() && (clean.front() == '\'' || clean.front() == ' ')) clean.erase(0, 1);
  std::string name;
  for (std::size_t n = 1;; ++n) {
    const std::string suffix = n == 1 ? "" : fmt::format(" ({})", n);
    name = shortened(clean, kLongestName - suffix.size());
    while (!name.empty() && (name.back() == '\'' || name.back() == ' ')) name.pop_back();
    name += name.empty() ? fmt::format("{}", n) : suffix;
    if (std::find(taken_.begin(), taken_.end(), folded(name)) == taken_.end()) break;
  }
  taken_.push_back(folded(name));
  return name;
}

Looks::Looks(lxw_workbook* workbook) : workbook_(workbook) {
  title = workbook_add_format(workbook);
  format_set_bold(title);
  format_set_font_size(title, 14);
  heading = workbook_add_format(workbook);
  format_set_bold(heading);
  format_set_text_wrap(heading);
  format_set_align(heading, LXW_ALIGN_VERTICAL_TOP);
  format_set_bottom(heading, LXW_BORDER_THIN);
  section = workbook_add_format(workbook);
  format_set_bold(section);
  link = workbook_add_format(workbook);
  format_set_font_color(link, 0x0563C1);
  format_set_underline(link, LXW_UNDERLINE_SINGLE);
}

lxw_format* Looks::number(int decimals, bool grouped) {
  std::string code = grouped ? "#,##0" : "0";
  if (decimals > 0) code += "." + std::string(static_cast<std::size_t>(decimals), '0');
  for (const auto& [known, look] : numbers_) {
    if (known == code) return look;
  }
  lxw_format* look = workbook_add_format(workbook_);
  format_set_num_format(look, code.c_str());
  numbers_.emplace_back(code, look);
  return look;
}

void SheetWriter::text(lxw_col_t column, std::string_view content, lxw_format* look) {
  if (!content.empty()) worksheet_write_string(sheet_, row_, column, cell_content(content).c_str(), look);
}

void SheetWriter::number(lxw_col_t column, double value, int decimals, bool grouped) {
  if (!std::isfinite(value)) return;
  worksheet_write_number(sheet_, row_, column, value, looks_.number(decimals, grouped));
  numbers_.push_back(value);
}

void SheetWriter::link(lxw_col_t column, std::string_view sheet_name, std::string_view content) {
  std::string address = "internal:'";
  for (const char c : sheet_name) address.append(c == '\'' ? 2 : 1, c);
  address += "'!A1";
  worksheet_write_url(sheet_, row_, column, address.c_str(), looks_.link);
  text(column, content, looks_.link);
}

}  // namespace tidu::report
