// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "core/base/escape.h"
#include "report/workbook_sheets.h"

namespace tidu::report {
namespace {

/// Columns of a text as spreadsheet programs measure it: Chinese characters take two.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) width += escape::next_character(text, i) >= 0x1100 ? 2U : 1U;
  return width;
}

/// Each id of the columns' origins once, in the order in which the columns name them.
std::vector<std::string> collected(const data::Table& table, std::vector<std::string> data::Origin::* kind) {
  std::vector<std::string> ids;
  for (const data::Column& column : table.columns) {
    for (const std::string& id : column.origin.*kind) {
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
  }
  return ids;
}

/// The item of a list with that id; nothing if there is none.
template <class T>
const T* find(const std::vector<T>& items, std::string T::* id, const std::string& wanted) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.*id == wanted; });
  return found == items.end() ? nullptr : &*found;
}

/// A column of the sheet: a column of the table, or the names of its regions.
struct SheetColumn {
  const data::Column* column = nullptr;
  bool names = false;
};

std::vector<SheetColumn> sheet_columns(const data::Table& table) {
  std::vector<SheetColumn> columns;
  for (const data::Column& column : table.columns) {
    columns.push_back({&column});
    if (column.key == "region") columns.push_back({&column, true});
  }
  return columns;
}

class TableSheet {
 public:
  TableSheet(SheetWriter& out, const data::ResultSet& results, const data::Table& table, const Words& words)
      : out_(out), results_(results), table_(table), words_(words), columns_(sheet_columns(table)) {}

  void write_top(const std::string& contents_name) {
    out_.text(0, words_.title(table_), out_.looks().title);
    out_.next_row();
    line(words_.note(table_));
    for (const std::string& remark : words_.remarks(table_.key)) line(remark);
    out_.link(0, contents_name, "← " + contents_name);
    out_.next_row();
  }

  void write_values() {
    const lxw_row_t heading = out_.row();
    for (std::size_t c = 0; c < columns_.size(); ++c)
      out_.text(place(c), heading_of(columns_[c]), out_.looks().heading);
    for (std::size_t r = 0; r < table_.rows(); ++r) {
      out_.next_row();
      for (std::size_t c = 0; c < columns_.size(); ++c) write_value(c, r);
    }
    lxw_worksheet* sheet = out_.sheet();
    const std::size_t fixed = columns_.size() > 1 && columns_[1].names ? 2 : 1;
    worksheet_freeze_panes(sheet, heading + 1, static_cast<lxw_col_t>(std::min(fixed, columns_.size())));
    if (!columns_.empty() && table_.rows() > 0)
      worksheet_autofilter(sheet, heading, 0, out_.row(), place(columns_.size() - 1));
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, heading, heading);
    for (std::size_t c = 0; c < columns_.size(); ++c)
      worksheet_set_column(sheet, place(c), place(c), static_cast<double>(width(columns_[c])), nullptr);
    out_.next_row();
  }

  void write_origins() {
    write_sources();
    write_formulas();
    write_assumptions();
  }

 private:
  static lxw_col_t place(std::size_t column) { return static_cast<lxw_col_t>(column); }

  void line(const std::string& words) {
    if (words.empty()) return;
    out_.text(0, words);
    out_.next_row();
  }

  std::string heading_of(const SheetColumn& column) const {
    return column.names ? words_.say(text("workbook.region_name")) : words_.heading(*column.column);
  }

  std::string label_of(const SheetColumn& column, std::size_t row) const {
    const std::string& id = column.column->texts[row];
    return column.column->key == "region" && !column.names ? id : words_.word(column.column->key, id);
  }

  void write_value(std::size_t c, std::size_t row) {
    const data::Column& column = *columns_[c].column;
    if (column.type == data::ColumnType::label) {
      out_.text(place(c), label_of(columns_[c], row));
    } else {
      const int decimals = column.type == data::ColumnType::integer ? 0 : column.decimals;
      out_.number(place(c), column.numbers[row], decimals, column.unit != "year");
    }
  }

  std::size_t width(const SheetColumn& column) const {
    constexpr std::size_t kNarrowest = 9;
    constexpr std::size_t kWidest = 40;
    constexpr std::size_t kWidestHeading = 18;  // it is wrapped
    std::size_t widest = std::clamp(width_of(heading_of(column)) + 3, kNarrowest, kWidestHeading);
    for (std::size_t r = 0; r < table_.rows(); ++r) {
      const data::Column& c = *column.column;
      widest = std::max(widest, c.type == data::ColumnType::label
                                    ? width_of(label_of(column, r)) + 1
                                    : fmt::formatted_size("{:.{}f}", c.numbers[r], std::max(c.decimals, 0)) + 2);
    }
    return std::min(widest, kWidest);
  }

  void section(const Text& title, const std::vector<Text>& headings) {
    out_.next_row();
    out_.text(0, words_.say(title), out_.looks().section);
    out_.next_row();
    for (std::size_t i = 0; i < headings.size(); ++i)
      out_.text(place(i), words_.say(headings[i]), out_.looks().heading);
    out_.next_row();
  }

  void write_sources() {
    const auto ids = collected(table_, &data::Origin::sources);
    if (ids.empty()) return;
    section(text("report.origin.sources"),
            {text("report.appendix.series"), text("workbook.unit"), text("report.appendix.publisher"),
             text("report.appendix.years"), text("report.appendix.file"), text("report.appendix.cells"),
             text("workbook.missing"), text("workbook.filled")});
    for (const std::string& id : ids) {
      if (const data::Source* source = find(results_.sources, &data::Source::id, id)) {
        const std::string name = words_.name(source->name);
        out_.text(0, name.empty() ? id : name);
        out_.text(1, source->unit.empty() ? "" : words_.unit(source->unit));
        out_.text(2, words_.name(source->publisher));
        if (source->first_year != 0) out_.text(3, fmt::format("{}–{}", source->first_year, source->last_year));
        out_.text(4, source->file);
        out_.number(5, static_cast<double>(source->cells), 0);
        out_.number(6, static_cast<double>(source->missing), 0);
        out_.number(7, static_cast<double>(source->imputed), 0);
      } else {
        out_.text(0, id);
      }
      out_.next_row();
    }
  }

  void write_formulas() {
    const auto ids = collected(table_, &data::Origin::formulas);
    if (ids.empty()) return;
    section(text("report.origin.formulas"),
            {text("report.appendix.formula"), text("report.appendix.expression"), text("report.appendix.source")});
    for (const std::string& id : ids) {
      const std::string key = "formula." + id + ".name";
      out_.text(0, words_.knows(key) ? words_.say({.key = key}) : id);
      if (const data::Formula* formula = find(results_.formulas, &data::Formula::id, id)) {
        out_.text(1, formula->expression);
        out_.text(2, formula->source);
      }
      out_.next_row();
    }
  }

  void write_assumptions() {
    const auto ids = collected(table_, &data::Origin::assumptions);
    if (ids.empty()) return;
    section(text("report.origin.assumptions"),
            {text("report.appendix.assumption"), text("report.appendix.value"), text("workbook.low"),
             text("workbook.high"), text("workbook.unit"), text("report.appendix.source")});
    constexpr int kDecimals = 3;
    for (const std::string& id : ids) {
      const std::string key = "option." + id + ".label";
      out_.text(0, words_.knows(key) ? words_.say({.key = key}) : id);
      if (const data::Assumption* assumption = find(results_.assumptions, &data::Assumption::key, id)) {
        out_.number(1, assumption->value, kDecimals);
        if (assumption->low == assumption->high) {
          out_.text(2, words_.say(text("report.fixed")));
        } else {
          out_.number(2, assumption->low, kDecimals);
          out_.number(3, assumption->high, kDecimals);
        }
        if (assumption->unit != "1") out_.text(4, assumption->unit.empty() ? "" : words_.unit(assumption->unit));
        out_.text(5, assumption->source);
      }
      out_.next_row();
    }
  }

  SheetWriter& out_;
  const data::ResultSet& results_;
  const data::Table& table_;
  const Words& words_;
  std::vector<SheetColumn> columns_;
};

}  // namespace

void write_table(SheetWriter& out, const data::ResultSet& results, const data::Table& table, const Words& words,
                 const std::string& contents_name) {
  TableSheet sheet(out, results, table, words);
  sheet.write_top(contents_name);
  sheet.write_values();
  sheet.write_origins();
}

std::size_t rows_around(const data::ResultSet& results) {
  constexpr std::size_t kTitlesAndHeadings = 20;
  return kTitlesAndHeadings + results.remarks.size() + results.sources.size() + results.formulas.size() +
         results.assumptions.size();
}

}  // namespace tidu::report
