// SPDX-License-Identifier: Apache-2.0
#include "data/csv.h"

#include <fast_float/fast_float.h>

#include <algorithm>

#include "core/base/escape.h"

namespace tidu::data {
namespace {

constexpr std::size_t kMostProblems = 100;

std::string_view trim(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

// A raw field: bytes [begin, end) between the quotes, if there are any.
struct RawField {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t line = 0;
  std::size_t line_start = 0;
  bool doubled_quotes = false;
};

// Walks over the bytes and cuts them into fields and rows.
class Scanner {
 public:
  explicit Scanner(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return position_ >= bytes_.size(); }
  std::size_t line() const { return line_; }
  std::size_t line_start() const { return line_start_; }
  bool open_quote() const { return open_quote_; }
  const RawField& last_quoted() const { return last_quoted_; }

  void read_row(std::vector<RawField>& row) {
    row.clear();
    for (;;) {
      row.push_back(read_field());
      if (at_end()) return;
      if (bytes_[position_] == ',') {
        ++position_;
        continue;
      }
      end_line();
      return;
    }
  }

 private:
  RawField read_field() {
    RawField field{position_, position_, line_, line_start_, false};
    if (!at_end() && bytes_[position_] == '"') return read_quoted(field);
    while (!at_end() && bytes_[position_] != ',' && bytes_[position_] != '\n') ++position_;
    field.end = position_;
    if (field.end > field.begin && bytes_[field.end - 1] == '\r') --field.end;
    return field;
  }

  RawField read_quoted(RawField field) {
    field.begin = ++position_;
    last_quoted_ = field;
    for (;; ++position_) {
      if (at_end()) {
        open_quote_ = true;
        field.end = position_;
        return field;
      }
      const char c = bytes_[position_];
      if (c == '\n') {
        ++line_;
        line_start_ = position_ + 1;
      } else if (c == '"') {
        if (position_ + 1 < bytes_.size() && bytes_[position_ + 1] == '"') {
          field.doubled_quotes = true;
          ++position_;
        } else {
          break;
        }
      }
    }
    field.end = position_++;
    // what stands between the closing quote and the comma belongs to no field: blanks are let pass, the rest shows as a
    // ragged or unreadable field because the quote is kept
    while (!at_end() && bytes_[position_] != ',' && bytes_[position_] != '\n') {
      if (bytes_[position_] != ' ' && bytes_[position_] != '\r') field.end = position_ + 1;
      ++position_;
    }
    return field;
  }

  void end_line() {
    ++position_;
    ++line_;
    line_start_ = position_;
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
  bool open_quote_ = false;
  RawField last_quoted_;
};

std::string without_doubled_quotes(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    out += s[i];
    if (s[i] == '"' && i + 1 < s.size() && s[i + 1] == '"') ++i;
  }
  return out;
}

bool is_blank(const std::vector<RawField>& row) { return row.size() == 1 && row[0].begin == row[0].end; }

}  // namespace

std::optional<std::size_t> CsvTable::find(std::string_view name) const {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i].text == name) return i;
  }
  return std::nullopt;
}

Location CsvTable::where(const CsvField& field) const {
  Location location{.file = file_, .line = field.line, .column = field.column, .length = 1, .line_text = {}};
  location.length = std::max<std::size_t>(1, escape::count_characters(field.text));
  if (field.line >= 1 && field.line <= line_starts_.size()) {
    const std::size_t start = line_starts_[field.line - 1];
    const std::size_t end = std::min(bytes_->find('\n', start), bytes_->size());
    location.line_text = bytes_->substr(start, end - start);
    if (!location.line_text.empty() && location.line_text.back() == '\r') location.line_text.pop_back();
  }
  return location;
}

Outcome<CsvTable> parse_csv(std::string bytes, std::string_view file) {
  Outcome<CsvTable> outcome;
  CsvTable table;
  table.file_ = file;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  table.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  const std::string_view view = *table.bytes_;
  table.line_starts_.push_back(0);
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (view[i] == '\n') table.line_starts_.push_back(i + 1);
  }
  const auto report = [&](ErrorCode code, Text message, Text hint, const Location& where) {
    if (outcome.diagnostics.items().size() < kMostProblems)
      outcome.diagnostics.add({code, std::move(message), std::move(hint)}, where);
  };
  const auto location_of = [&](std::size_t byte) {
    const auto next = std::upper_bound(table.line_starts_.begin(), table.line_starts_.end(), byte);
    const std::size_t line = static_cast<std::size_t>(next - table.line_starts_.begin());
    const std::size_t start = table.line_starts_[line - 1];
    return Location{std::string(file), line, escape::count_characters(view.substr(start, byte - start)) + 1, 1, {}};
  };
  if (view.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    report(ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint"), {std::string(file), 1, 1, 1, {}});
    return outcome;
  }
  if (view.starts_with("\xFF\xFE") || view.starts_with("\xFE\xFF")) {
    report(ErrorCode::encoding, text("data.csv.utf16"), text("data.csv.encoding.hint"),
           {std::string(file), 1, 1, 1, {}});
    return outcome;
  }
  if (const auto invalid = escape::find_invalid_utf8(view)) {
    report(ErrorCode::encoding, text("data.csv.not_utf8", *invalid), text("data.csv.encoding.hint"),
           location_of(*invalid));
    return outcome;
  }

  Scanner scanner(view);
  std::vector<RawField> row;
  std::vector<std::pair<std::size_t, std::string>> unquoted;  // position in fields_ (header counts), text
  std::vector<CsvField> all;
  std::size_t width = 0;
  while (!scanner.at_end()) {
    scanner.read_row(row);
    if (is_blank(row)) continue;
    if (width == 0) width = row.size();
    if (row.size() != width) {
      Location where = location_of(row[0].begin);
      report(ErrorCode::shape, text("data.csv.ragged", row.size(), width), text("data.csv.ragged.hint"), where);
      continue;
    }
    for (const RawField& raw : row) {
      CsvField field;
      field.text = view.substr(raw.begin, raw.end - raw.begin);
      field.line = static_cast<std::uint32_t>(raw.line);
      field.column = static_cast<std::uint32_t>(
          escape::count_characters(view.substr(raw.line_start, raw.begin - raw.line_start)) + 1);
      if (const auto bad = escape::find_forbidden(field.text);
          bad && field.text[bad->byte] != '\n' && field.text[bad->byte] != '\r') {
        report(ErrorCode::encoding, text("data.csv.forbidden", escape::terminal(field.text)),
               text("data.csv.forbidden.hint"), location_of(raw.begin + bad->byte));
      }
      if (raw.doubled_quotes) unquoted.emplace_back(all.size(), without_doubled_quotes(field.text));
      all.push_back(field);
    }
  }
  if (scanner.open_quote()) {
    report(ErrorCode::syntax, text("data.csv.open_quote"), text("data.csv.open_quote.hint"),
           location_of(scanner.last_quoted().begin - 1));
  }
  table.unquoted_.reserve(unquoted.size());
  for (auto& [position, string] : unquoted) {
    table.unquoted_.push_back(std::move(string));
    all[position].text = table.unquoted_.back();
  }
  if (width == 0 && !outcome.diagnostics.has_errors())
    report(ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint"), location_of(0));
  if (outcome.diagnostics.has_errors()) return outcome;
  table.header_.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(width));
  table.fields_.assign(all.begin() + static_cast<std::ptrdiff_t>(width), all.end());
  for (CsvField& field : table.header_) field.text = trim(field.text);
  outcome.value = std::move(table);
  return outcome;
}

std::optional<double> parse_number(std::string_view s) {
  s = trim(s);
  if (s.starts_with('+') && !s.starts_with("+-")) s.remove_prefix(1);
  double value = 0;
  const auto [end, error] = fast_float::from_chars(s.data(), s.data() + s.size(), value);
  if (error != std::errc{} || end != s.data() + s.size() || !(value - value == 0)) return std::nullopt;
  return value;
}

}  // namespace tidu::data
