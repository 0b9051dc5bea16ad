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

/// Turns bytes into a table; keeps the first hundred problems.
class CsvParser {
 public:
  CsvParser(std::string_view bytes, std::string_view file, const std::vector<std::size_t>& line_starts)
      : bytes_(bytes), file_(file), line_starts_(line_starts) {}

  /// False if nothing can be read: nothing there, or another encoding.
  bool check_encoding() {
    const Location first{.file = std::string(file_), .line = 1, .column = 1};
    if (bytes_.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      report(ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint"), first);
    } else if (bytes_.starts_with("\xFF\xFE") || bytes_.starts_with("\xFE\xFF")) {
      report(ErrorCode::encoding, text("data.csv.utf16"), text("data.csv.encoding.hint"), first);
    } else if (const auto invalid = escape::find_invalid_utf8(bytes_)) {
      report(ErrorCode::encoding, text("data.csv.not_utf8", *invalid), text("data.csv.encoding.hint"), place(*invalid));
    }
    return diagnostics_.empty();
  }

  void read_rows() {
    Scanner scanner(bytes_);
    std::vector<RawField> row;
    while (!scanner.at_end()) {
      scanner.read_row(row);
      if (is_blank(row)) continue;
      if (width_ == 0) width_ = row.size();
      if (row.size() == width_) {
        for (const RawField& raw : row) add_field(raw);
      } else {
        report(ErrorCode::shape, text("data.csv.ragged", row.size(), width_), text("data.csv.ragged.hint"),
               place(row[0].begin));
      }
    }
    if (scanner.open_quote()) {
      report(ErrorCode::syntax, text("data.csv.open_quote"), text("data.csv.open_quote.hint"),
             place(scanner.last_quoted().begin - 1));
    }
    if (width_ == 0 && diagnostics_.empty()) {
      report(ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint"), place(0));
    }
  }

  std::size_t width() const { return width_; }
  std::vector<CsvField>& fields() { return fields_; }
  /// Fields that held doubled quotes, by their position in fields().
  std::vector<std::pair<std::size_t, std::string>>& unquoted() { return unquoted_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  void report(ErrorCode code, Text message, Text hint, const Location& where) {
    if (diagnostics_.items().size() < kMostProblems)
      diagnostics_.add({code, std::move(message), std::move(hint)}, where);
  }

  Location place(std::size_t byte) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
    const auto line = static_cast<std::size_t>(next - line_starts_.begin());
    const std::size_t start = line_starts_[line - 1];
    return {.file = std::string(file_),
            .line = line,
            .column = escape::count_characters(bytes_.substr(start, byte - start)) + 1};
  }

  void add_field(const RawField& raw) {
    const std::string_view before = bytes_.substr(raw.line_start, raw.begin - raw.line_start);
    const CsvField field{.text = bytes_.substr(raw.begin, raw.end - raw.begin),
                         .line = static_cast<std::uint32_t>(raw.line),
                         .column = static_cast<std::uint32_t>(escape::count_characters(before) + 1)};
    const auto bad = escape::find_forbidden(field.text);
    if (bad && field.text[bad->byte] != '\n' && field.text[bad->byte] != '\r') {
      report(ErrorCode::encoding, text("data.csv.forbidden", escape::terminal(field.text)),
             text("data.csv.forbidden.hint"), place(raw.begin + bad->byte));
    }
    if (raw.doubled_quotes) unquoted_.emplace_back(fields_.size(), without_doubled_quotes(field.text));
    fields_.push_back(field);
  }

  std::string_view bytes_;
  std::string_view file_;
  const std::vector<std::size_t>& line_starts_;
  std::size_t width_ = 0;
  std::vector<CsvField> fields_;
  std::vector<std::pair<std::size_t, std::string>> unquoted_;
  Diagnostics diagnostics_;
};

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
  CsvTable table;
  table.file_ = file;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  table.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  const std::string_view view = *table.bytes_;
  table.line_starts_.push_back(0);
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (view[i] == '\n') table.line_starts_.push_back(i + 1);
  }
  CsvParser parser(view, file, table.line_starts_);
  if (parser.check_encoding()) parser.read_rows();
  Outcome<CsvTable> outcome;
  outcome.diagnostics = std::move(parser.diagnostics());
  if (outcome.diagnostics.has_errors()) return outcome;
  table.unquoted_.reserve(parser.unquoted().size());
  for (auto& [position, string] : parser.unquoted()) {
    table.unquoted_.push_back(std::move(string));
    parser.fields()[position].text = table.unquoted_.back();
  }
  const auto rows_begin = parser.fields().begin() + static_cast<std::ptrdiff_t>(parser.width());
  table.header_.assign(parser.fields().begin(), rows_begin);
  table.fields_.assign(rows_begin, parser.fields().end());
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
