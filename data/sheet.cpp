// SPDX-License-Identifier: Apache-2.0
#include "data/sheet.h"

#include <algorithm>
#include <array>
#include <map>

#include "data/csv.h"
#include "data/workbook.h"

namespace tidu::data {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr std::size_t kSampleRows = 1000;
constexpr std::size_t kMostHeaderRows = 4;
constexpr std::array<std::string_view, 10> kNoteWords{"注",   "数据来源", "资料来源", "来源",   "说明",
                                                      "备注", "note",     "source",   "remark", "*"};

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// A name on one line: line breaks and runs of blanks become one space.
std::string one_line(std::string_view s) {
  std::string out;
  for (const char c : to_half_width(trim(s))) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  }
  return out;
}

bool is_number(std::string_view s) { return read_number(s).kind == CellKind::number; }

}  // namespace

/// Finds header, values and notes of one grid.
class SheetMaker {
 public:
  SheetMaker(Grid grid, const SheetRequest& request) : sheet_(std::move(grid)), request_(request) {}

  Outcome<Sheet> make() {
    find_width();
    find_header();
    find_notes();
    name_columns();
    check_lengths();
    find_format();
    Outcome<Sheet> outcome;
    outcome.diagnostics = std::move(diagnostics_);
    if (!outcome.diagnostics.has_errors()) outcome.value = std::move(sheet_);
    return outcome;
  }

 private:
  const Grid& grid() const { return sheet_.grid_; }
  bool is_csv() const { return grid().sheet().empty(); }

  void report(ErrorCode code, Text message, Text hint, const Location& where) {
    if (diagnostics_.items().size() < kMostProblems)
      diagnostics_.add({code, std::move(message), std::move(hint)}, where);
  }

  std::size_t filled(std::size_t row) const {
    std::size_t n = 0;
    for (std::size_t c = 0; c < grid().columns(row); ++c) n += trim(grid().at(row, c)).empty() ? 0U : 1U;
    return n;
  }

  /// Columns up to the last one with a text in the row.
  std::size_t used_columns(std::size_t row) const {
    std::size_t n = grid().columns(row);
    while (n > 0 && trim(grid().at(row, n - 1)).empty()) --n;
    return n;
  }

  /// Columns of the table: the most frequent length of a CSV row; in a sheet what a fifth of the rows reach, or the
  /// header does.
  void find_width() {
    std::map<std::size_t, std::size_t> rows_of;
    for (std::size_t r = 0; r < std::min(grid().rows(), kSampleRows); ++r)
      ++rows_of[is_csv() ? grid().columns(r) : used_columns(r)];
    std::size_t most = 0;
    for (const auto& [columns, count] : rows_of) {
      // titles and notes, of one text each, may be more lines than the table
      const std::size_t weight = is_csv() && columns == 1 ? (count + 3) / 4 : count;
      const bool better = is_csv() ? weight >= most : count * 5 >= grid().rows();
      if (better) width_ = columns;
      if (better) most = weight;
    }
    if (!is_csv() && most == 0) width_ = rows_of.rbegin()->first;
    // columns that are empty throughout the head of the file are separators at the ends of lines
    if (!is_csv()) return;
    std::size_t used = 0;
    for (std::size_t r = 0; r < std::min(grid().rows(), kSampleRows); ++r)
      used = std::max(used, grid().columns(r) == width_ ? used_columns(r) : std::size_t{0});
    trailing_ = width_ - used;
    width_ = used;
  }

  bool is_title(std::size_t row) const {
    const std::size_t texts = filled(row);
    if (width_ < 2 || texts <= 1) return width_ >= 2;
    if (texts > 2 || width_ < 4) return false;
    for (std::size_t c = 0; c < grid().columns(row); ++c) {
      const std::string cell = lower(trim(grid().at(row, c)));
      if (cell.find("单位") != std::string::npos || cell.starts_with("unit")) return true;
    }
    return false;
  }

  void add_texts(std::size_t row, std::vector<std::string>& texts) const {
    for (std::size_t c = 0; c < grid().columns(row); ++c) {
      if (const auto cell = trim(grid().at(row, c)); !cell.empty()) texts.push_back(one_line(cell));
    }
  }

  void find_header() {
    std::size_t row = 0;
    while (row < grid().rows() && is_title(row)) add_texts(row++, sheet_.titles_);
    if (row == grid().rows()) {  // one text a row throughout: a file of one column, whatever its lengths say
      row = 0;
      sheet_.titles_.clear();
    }
    sheet_.header_ = row;
    sheet_.begin_ = std::min(grid().rows(), row + header_rows(row));
    // a column that few rows fill still has its name
    for (std::size_t r = row; !is_csv() && r < sheet_.begin_; ++r) width_ = std::max(width_, used_columns(r));
  }

  /// A row of the header is followed by another one if one of its cells is merged with cells below, or if a name
  /// stands before empty cells over texts (or years) of the next row, whose own first cell is empty.
  std::size_t header_rows(std::size_t first) const {
    std::size_t rows = 1;
    for (const MergedCells& cells : grid().merged()) {
      if (cells.row == first && cells.row + cells.rows <= first + kMostHeaderRows) rows = std::max(rows, cells.rows);
    }
    while (rows < kMostHeaderRows && first + rows < grid().rows()) {
      const std::size_t next = first + rows;
      const bool gap = has_gap(next - 1);
      const bool under = trim(grid().at(next, 0)).empty() && filled(next) >= 1;
      const bool names = all_names(next);
      if (!gap || !under || !names) break;
      ++rows;
    }
    return rows;
  }

  bool has_gap(std::size_t row) const {
    for (std::size_t c = 1; c < width_; ++c) {
      if (trim(grid().at(row, c)).empty()) return true;
    }
    return false;
  }

  bool all_names(std::size_t row) const {
    for (std::size_t c = 0; c < grid().columns(row); ++c) {
      const auto cell = trim(grid().at(row, c));
      if (is_number(cell) && !parse_year(cell)) return false;
    }
    return true;
  }

  bool is_note(std::size_t row) const {
    if (width_ < 2 || filled(row) != 1) return false;
    const std::string first = lower(one_line(grid().at(row, 0)));
    if (first.empty()) return true;  // a text alone, away from the first column
    if (is_csv() && grid().columns(row) == 1) return true;
    return std::any_of(kNoteWords.begin(), kNoteWords.end(),
                       [&first](std::string_view word) { return first.starts_with(word); });
  }

  void find_notes() {
    sheet_.end_ = grid().rows();
    while (sheet_.end_ > sheet_.begin_ && is_note(sheet_.end_ - 1)) --sheet_.end_;
    for (std::size_t r = sheet_.end_; r < grid().rows(); ++r) add_texts(r, sheet_.notes_);
  }

  /// The text of a header cell; inside a merged block or behind a name, that block's or name's.
  std::string header_text(std::size_t row, std::size_t column) const {
    for (const MergedCells& cells : grid().merged()) {
      const bool inside = row >= cells.row && row < cells.row + cells.rows && column >= cells.column &&
                          column < cells.column + cells.columns;
      if (inside) return row == cells.row ? one_line(grid().at(cells.row, cells.column)) : std::string();
    }
    const std::string own = one_line(grid().at(row, column));
    const bool upper = row + 1 < sheet_.begin_;
    if (!own.empty() || !upper || !grid().merged().empty()) return own;
    for (std::size_t c = column; c-- > 1;) {
      if (std::string name = one_line(grid().at(row, c)); !name.empty()) return name;
    }
    return {};
  }

  void name_columns() {
    std::map<std::string, std::size_t, std::less<>> seen;
    for (std::size_t c = 0; c < width_; ++c) {
      std::string name;
      for (std::size_t r = sheet_.header_; r < sheet_.begin_; ++r) {
        const std::string part = header_text(r, c);
        if (!part.empty()) name += (name.empty() ? "" : " ") + part;
      }
      if (c == 0 && name.size() > 1 && name.front() == '#') name.erase(0, name[1] == ' ' ? 2 : 1);
      if (!name.empty() && !seen.emplace(name, c).second) {
        report(ErrorCode::duplicate, text("data.sheet.column_twice", name), text("data.sheet.column_twice.hint"),
               grid().where(sheet_.begin_ - 1, c));
      }
      sheet_.names_.push_back(std::move(name));
    }
    if (std::all_of(sheet_.names_.begin(), sheet_.names_.end(), [](const std::string& n) { return n.empty(); }))
      report(ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint"), grid().where(0, 0));
  }

  void check_lengths() {
    for (std::size_t r = sheet_.header_; r < sheet_.end_; ++r) {
      const std::size_t columns = grid().columns(r);
      if (columns == width_ || columns == width_ + trailing_ || (!is_csv() && columns < width_)) continue;
      const std::size_t used = used_columns(r);
      if (used <= width_ && (columns > width_ || !is_csv())) continue;
      report(ErrorCode::shape, text("data.csv.ragged", columns, width_), text("data.csv.ragged.hint"),
             grid().where(r, 0));
    }
  }

  void find_format() {
    if (request_.decimal) sheet_.format_.decimal = *request_.decimal;
    if (request_.decimal || !is_csv() || diagnostics_.has_errors()) return;
    std::optional<Location> seen[4];
    for (std::size_t r = 0; r < std::min(sheet_.rows(), kSampleRows); ++r) {
      for (std::size_t c = 0; c < width_; ++c) {
        const auto cell = sheet_.at(r, c);
        if (cell.find_first_of(",.") == std::string_view::npos) continue;
        auto& first = seen[static_cast<std::size_t>(decimal_evidence(cell))];
        if (!first) first = sheet_.where(r, c);
      }
    }
    const auto& point = seen[static_cast<std::size_t>(DecimalEvidence::point)];
    const auto& comma = seen[static_cast<std::size_t>(DecimalEvidence::comma)];
    const auto& either = seen[static_cast<std::size_t>(DecimalEvidence::either)];
    if (point && comma) {
      report(ErrorCode::syntax, text("data.sheet.two_decimals", point->line), text("data.sheet.two_decimals.hint"),
             *comma);
    } else if (comma || (!point && grid().separator() == ';')) {
      sheet_.format_.decimal = ',';
    }
    if (!point && !comma && either && grid().separator() != ',') {
      diagnostics_.add({ErrorCode::syntax, text("data.sheet.decimal_guess", std::string(1, sheet_.format_.decimal)),
                        text("data.sheet.decimal_guess.hint")},
                       *either, Severity::warning);
    }
  }

  Sheet sheet_;
  const SheetRequest& request_;
  Diagnostics diagnostics_;
  std::size_t width_ = 0;
  std::size_t trailing_ = 0;  ///< empty columns at the ends of all lines of a CSV file
};

std::optional<std::size_t> Sheet::find(std::string_view column_name) const {
  for (std::size_t c = 0; c < columns(); ++c) {
    if (names_[c] == column_name) return c;
  }
  return std::nullopt;
}

namespace {

/// An archive, or what old and encrypted workbooks are packed in.
bool is_workbook(std::string_view bytes) {
  return bytes.starts_with("PK\3\4") || bytes.starts_with("\xD0\xCF\x11\xE0");
}

/// The sheet that the request names, else the first one that is not hidden.
std::optional<std::size_t> choose_sheet(const Workbook& workbook, std::string_view file, const SheetRequest& request,
                                        Diagnostics& diagnostics) {
  const auto& sheets = workbook.sheets();
  std::vector<std::string_view> names;
  std::string list;
  for (const Workbook::Sheet& sheet : sheets) {
    names.push_back(sheet.name);
    list += (list.empty() ? "" : ", ") + sheet.name;
  }
  const Location where{.file = std::string(file)};
  if (!request.sheet.empty()) {
    const auto found = std::find(names.begin(), names.end(), request.sheet);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    diagnostics.add(
        {ErrorCode::unknown, text("data.sheet.unknown", request.sheet), text("data.sheet.unknown.hint", list)}, where);
    return std::nullopt;
  }
  const auto shown = std::find_if(sheets.begin(), sheets.end(), [](const Workbook::Sheet& s) { return !s.hidden; });
  const std::size_t first = shown == sheets.end() ? 0 : static_cast<std::size_t>(shown - sheets.begin());
  if (sheets.size() > 1) {
    diagnostics.add(
        {ErrorCode::unknown, text("data.sheet.first", sheets[first].name, list), text("data.sheet.first.hint")}, where,
        Severity::note);
  }
  return first;
}

Outcome<Grid> read_workbook(std::string_view bytes, std::string_view file, const SheetRequest& request) {
  Outcome<Grid> outcome;
  Outcome<Workbook> workbook = Workbook::open(bytes, file);
  outcome.diagnostics = std::move(workbook.diagnostics);
  if (!workbook.value) return outcome;
  const auto position = choose_sheet(*workbook.value, file, request, outcome.diagnostics);
  if (!position) return outcome;
  Outcome<Grid> grid = workbook.value->read(*position);
  outcome.diagnostics.append(grid.diagnostics);
  outcome.value = std::move(grid.value);
  if (outcome.value && outcome.value->rows() == 0) {
    outcome.diagnostics.add({ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint")},
                            {.file = std::string(file), .cell = outcome.value->sheet() + "!A1"});
    outcome.value.reset();
  }
  return outcome;
}

}  // namespace

Outcome<Sheet> read_sheet(std::string bytes, std::string_view file, const SheetRequest& request) {
  Outcome<Grid> grid = is_workbook(bytes) ? read_workbook(bytes, file, request) : parse_csv(std::move(bytes), file);
  if (!grid.value) return {std::nullopt, std::move(grid.diagnostics)};
  Outcome<Sheet> sheet = make_sheet(std::move(*grid.value), request);
  grid.diagnostics.append(sheet.diagnostics);
  sheet.diagnostics = std::move(grid.diagnostics);
  return sheet;
}

Outcome<Sheet> make_sheet(Grid grid, const SheetRequest& request) {
  return SheetMaker(std::move(grid), request).make();
}

}  // namespace tidu::data
