// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/base/escape.h"
#include "study/catalogue.h"

namespace tidu::study {
namespace {

// The caret's line: tabs stay tabs, wide (Chinese) characters take two columns of a terminal.
std::string caret_line(const std::string& line, std::size_t column, std::size_t length) {
  std::string out;
  std::size_t position = 0;
  for (std::size_t c = 1; position < line.size() && c < column + length; ++c) {
    const char32_t code = escape::next_character(line, position);
    const bool wide = code >= 0x1100 && ((code >= 0x2E80 && code <= 0xA4CF) || (code >= 0xAC00 && code <= 0xD7A3) ||
                                         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFE30 && code <= 0xFE6F) ||
                                         (code >= 0xFF00 && code <= 0xFF60) || code >= 0x20000);
    if (c < column) {
      out += code == '\t' ? "\t" : wide ? "  " : " ";
    } else {
      out += wide ? "^^" : "^";
    }
  }
  if (out.empty() || out.back() != '^') out += '^';
  return out;
}

}  // namespace

std::string render(const Diagnostic& diagnostic, Language language, bool colour) {
  const Catalogue& catalogue = Catalogue::instance();
  constexpr std::string_view kSeverities[] = {"severity.note", "severity.warning", "severity.error"};
  constexpr std::string_view kColours[] = {"\x1b[36m", "\x1b[33m", "\x1b[31m"};
  const auto level = static_cast<std::size_t>(diagnostic.severity);
  const auto paint = [colour](std::string_view code, const std::string& s) {
    return colour ? std::string(code) + s + "\x1b[0m" : s;
  };
  const Location& where = diagnostic.where;
  std::string out;
  if (!where.file.empty()) {
    out += escape::terminal(where.file);
    if (!where.cell.empty()) {
      out += ":" + escape::terminal(where.cell);
    } else {
      if (where.line > 0) out += fmt::format(":{}", where.line);
      if (where.column > 0) out += fmt::format(":{}", where.column);
    }
    out += ": ";
  }
  out += paint(kColours[level], catalogue.get(kSeverities[level], language)) +
         catalogue.get("severity.separator", language);
  out += escape::terminal(catalogue.render(diagnostic.error.message, language)) + "\n";
  if (!where.line_text.empty()) {
    constexpr std::size_t kLongestLine = 200;
    if (where.line_text.size() <= kLongestLine) {
      out += "    " + escape::terminal(where.line_text) + "\n";
      out += "    " + paint(kColours[level], caret_line(where.line_text, where.column, where.length)) + "\n";
    }
  }
  if (!diagnostic.error.hint.empty()) {
    out += "    " + catalogue.get("severity.hint", language) + catalogue.get("severity.separator", language) +
           escape::terminal(catalogue.render(diagnostic.error.hint, language)) + "\n";
  }
  return out;
}

}  // namespace tidu::study
