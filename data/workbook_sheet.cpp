// SPDX-License-Identifier: Apache-2.0
#include "data/workbook_sheet.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <optional>
#include <set>

#include "core/base/escape.h"
#include "data/number.h"
#include "data/workbook_merged.h"
#include "data/workbook_xml.h"

namespace tidu::data {
namespace {

constexpr std::size_t kMostProblems = 100;

std::string_view trim(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::uint32_t> parse_whole(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Whether a formula takes a value from another file: [1]Sheet1!B2.
bool points_outside(std::string_view formula) {
  const std::size_t open = formula.find('[');
  if (open == std::string_view::npos) return false;
  std::size_t at = open + 1;
  while (at < formula.size() && formula[at] >= '0' && formula[at] <= '9') ++at;
  return at > open + 1 && at < formula.size() && formula[at] == ']' && formula.find('!', at) != std::string_view::npos;
}

/// Turns the tree of a sheet into a grid; keeps the first hundred problems.
class SheetReader {
 public:
  explicit SheetReader(const SheetContext& context) : context_(context), grid_(context.file, context.sheet) {}

  Outcome<Grid> read(pugi::xml_node worksheet) {
    // before the rows, where they stand behind them: what they cover is no text of its own
    read_merged(xml::child(worksheet, "mergeCells"));
    xml::for_children(xml::child(worksheet, "sheetData"), [this](pugi::xml_node row, std::string_view name) {
      if (name == "row" && !stopped_) read_row(row);
    });
    merged_.add_to(grid_, row_numbers_);
    if (outside_ > 0) {
      report({ErrorCode::missing, text("data.workbook.outside", outside_), text("data.workbook.outside.hint")},
             first_outside_, Severity::warning);
    }
    Outcome<Grid> outcome;
    if (!diagnostics_.has_errors()) outcome.value = std::move(grid_);
    outcome.diagnostics = std::move(diagnostics_);
    outcome.diagnostics.sort();
    return outcome;
  }

 private:
  void report(Error error, CellPlace place, Severity severity = Severity::error) {
    // a hundred warnings must not hide the error that leaves no grid
    if (diagnostics_.count(severity) >= kMostProblems) return;
    diagnostics_.add(std::move(error),
                     {.file = context_.file,
                      .line = place.row,
                      .column = place.column + 1,
                      .cell = context_.sheet + "!" + cell_name(place.row, place.column)},
                     severity);
  }

  void stop_at_limit(Text message, CellPlace place) {
    stopped_ = true;
    report({ErrorCode::limit, std::move(message), text("data.workbook.limit.hint")}, place);
  }

  void read_merged(pugi::xml_node list) {
    xml::for_children(list, [this](pugi::xml_node block, std::string_view name) {
      if (name != "mergeCell" || stopped_) return;
      const std::string reference = block.attribute("ref").value();
      if (!merged_.add(reference))
        report({ErrorCode::syntax, text("data.workbook.merged", reference), text("data.workbook.damaged.hint")}, {});
      if (merged_.size() > context_.limits.merged)
        stop_at_limit(text("data.workbook.merged_limit", context_.limits.merged), {});
    });
    merged_.prepare();
  }

  void read_row(pugi::xml_node row) {
    const auto attribute = row.attribute("r");
    const std::uint32_t last = row_;
    const auto number = attribute ? parse_whole(attribute.value()) : std::optional(row_ + 1);
    if (!number || *number <= last) {
      report(
          {ErrorCode::syntax, text("data.workbook.row_order", attribute.value()), text("data.workbook.damaged.hint")},
          {.row = last + 1});
      stopped_ = true;
      return;
    }
    row_ = *number;
    if (row_ > context_.limits.rows)
      return stop_at_limit(text("data.workbook.rows_limit", context_.limits.rows), {row_, 0});
    if (const auto overlap = merged_.begin_row(row_))
      report({ErrorCode::syntax, text("data.workbook.merged_overlap"), text("data.workbook.damaged.hint")}, *overlap);
    texts_.clear();
    made_.clear();
    std::uint32_t next_column = 0;
    xml::for_children(row, [&](pugi::xml_node cell, std::string_view name) {
      if (name == "c" && !stopped_) read_cell(cell, next_column);
    });
    if (!texts_.empty() && !stopped_) add_row();
  }

  void add_row() {
    cells_ += texts_.back().first + 1;
    for (const auto& [column, cell] : texts_) text_bytes_ += cell.size();
    const std::uint64_t most_text = std::min<std::uint64_t>(context_.limits.text_bytes, INT32_MAX);
    if (cells_ > context_.limits.cells)
      return stop_at_limit(text("data.workbook.cells_limit", context_.limits.cells), {row_, 0});
    if (text_bytes_ > most_text) return stop_at_limit(text("data.workbook.text_limit", most_text >> 20), {row_, 0});
    grid_.begin_row(row_);
    row_numbers_.push_back(row_);
    std::uint32_t column = 0;
    for (const auto& [place, cell] : texts_) {
      for (; column < place; ++column) grid_.add_cell({});
      grid_.add_cell(cell);
      ++column;
    }
  }

  void read_cell(pugi::xml_node cell, std::uint32_t& next_column) {
    CellPlace place{row_, next_column};
    if (const auto reference = cell.attribute("r")) {
      const auto given = parse_cell(reference.value());
      if (!given || given->row != row_ || given->column < next_column) {
        return report({ErrorCode::syntax, text("data.workbook.place", reference.value(), row_),
                       text("data.workbook.damaged.hint")},
                      place);
      }
      place = *given;
    }
    if (place.column >= context_.limits.columns)
      return stop_at_limit(text("data.workbook.columns_limit", context_.limits.columns), place);
    next_column = place.column + 1;
    const std::string_view content = cell_text(cell, place);
    if (content.empty() || merged_.covers(place.column)) return;
    texts_.emplace_back(place.column, content);
  }

  /// What a cell reads as; empty where it has no text or cannot be read. Lives until the next row begins.
  std::string_view cell_text(pugi::xml_node cell, CellPlace place) {
    pugi::xml_node value_node;
    pugi::xml_node inline_node;
    bool formula = false;
    xml::for_children(cell, [&](pugi::xml_node part, std::string_view name) {
      if (name == "v") value_node = part;
      if (name == "is") inline_node = part;
      if (name == "f") {
        formula = true;
        note_outside(part, place);
      }
    });
    const std::string_view type = cell.attribute("t").as_string("n");
    if (type == "inlineStr") {
      std::string& joined = made_.emplace_back();
      xml::append_string(joined, inline_node);
      return checked(joined, judge_text(joined), place);
    }
    if (type == "str") return formula_text(value_node, place);
    std::string_view value = trim(value_node.child_value());
    if (value.empty()) {
      if (formula) {
        report({ErrorCode::missing, text("data.workbook.no_result"), text("data.workbook.no_result.hint")}, place,
               Severity::warning);
      }
      return {};
    }
    if (type == "s") return shared_text(value, place);
    if (type == "b") return boolean_text(value, place);
    if (type == "e") return error_text(value, place);
    if (type == "d") return checked(iso_day(value), judge_text(value), place);
    return number_text(value, cell.attribute("s").as_uint(), place);
  }

  std::string_view formula_text(pugi::xml_node value, CellPlace place) {
    std::string& joined = made_.emplace_back();
    xml::append_result(joined, value);
    return checked(joined, judge_text(joined), place);
  }

  std::string_view checked(std::string_view content, CellText judgement, CellPlace place) {
    if (judgement == CellText::fine) return content;
    if (judgement == CellText::not_utf8) {
      report({ErrorCode::encoding, text("data.workbook.not_utf8"), text("data.workbook.damaged.hint")}, place);
    } else {
      report({ErrorCode::encoding, text("data.workbook.forbidden", escape::terminal(content)),
              text("data.workbook.forbidden.hint")},
             place);
    }
    return {};
  }

  std::string_view shared_text(std::string_view value, CellPlace place) {
    const auto index = parse_whole(value);
    if (index && *index < context_.strings.size())
      return checked(context_.strings.at(*index), context_.strings.judgement(*index), place);
    report({ErrorCode::syntax, text("data.workbook.shared", escape::terminal(value), context_.strings.size()),
            text("data.workbook.damaged.hint")},
           place);
    return {};
  }

  std::string_view boolean_text(std::string_view value, CellPlace place) {
    if (value == "1" || value == "true") return "TRUE";
    if (value == "0" || value == "false") return "FALSE";
    report(
        {ErrorCode::syntax, text("data.workbook.boolean", escape::terminal(value)), text("data.workbook.damaged.hint")},
        place);
    return {};
  }

  std::string_view error_text(std::string_view value, CellPlace place) {
    if (value == "#N/A") return value;
    report({ErrorCode::domain, text("data.workbook.error_value", escape::terminal(value)),
            text("data.workbook.error_value.hint")},
           place);
    return {};
  }

  std::string_view number_text(std::string_view value, std::uint32_t style, CellPlace place) {
    const NumberKind kind = context_.styles.kind(style);
    const auto number = parse_number(value);
    if (!number) return checked(value, judge_text(value), place);
    if (kind == NumberKind::percent && percent_columns_.insert(place.column).second) {
      report({ErrorCode::domain, text("data.workbook.percent", std::string(value)), text("data.workbook.percent.hint")},
             place, Severity::note);
    }
    if (kind == NumberKind::number || kind == NumberKind::percent) return value;
    if (auto date = iso_date(*number, kind, context_.since_1904)) return made_.emplace_back(std::move(*date));
    report({ErrorCode::domain, text("data.workbook.no_date", std::string(value)), text("data.workbook.no_date.hint")},
           place, Severity::warning);
    return value;
  }

  /// A date of strict workbooks: midnight is no time, as with serial numbers.
  static std::string_view iso_day(std::string_view value) {
    if (value.ends_with('Z')) value.remove_suffix(1);
    for (const std::string_view midnight : {"T00:00:00.000", "T00:00:00", "T00:00"}) {
      if (value.ends_with(midnight)) value.remove_suffix(midnight.size());
    }
    return value;
  }

  void note_outside(pugi::xml_node formula, CellPlace place) {
    if (!points_outside(formula.child_value())) return;
    if (outside_++ == 0) first_outside_ = place;
  }

  const SheetContext& context_;
  Grid grid_;
  Diagnostics diagnostics_;
  MergedBlocks merged_;
  std::vector<std::uint32_t> row_numbers_;
  std::vector<std::pair<std::uint32_t, std::string_view>> texts_;  // of the present row, by column
  std::deque<std::string> made_;                                   // texts of the present row that the file lacks
  std::set<std::uint32_t> percent_columns_;
  CellPlace first_outside_;
  std::uint64_t outside_ = 0;
  std::uint64_t cells_ = 0;
  std::uint64_t text_bytes_ = 0;
  std::uint32_t row_ = 0;
  bool stopped_ = false;
};

}  // namespace

CellText judge_text(std::string_view content) {
  if (escape::find_invalid_utf8(content)) return CellText::not_utf8;
  while (const auto found = escape::find_forbidden(content)) {
    if (found->code != '\n') return CellText::forbidden;
    content.remove_prefix(found->byte + 1);
  }
  return CellText::fine;
}

Result<SharedStrings> SharedStrings::read(pugi::xml_node table, const WorkbookLimits& limits) {
  SharedStrings strings;
  bool too_many = false;
  xml::for_children(table, [&](pugi::xml_node item, std::string_view name) {
    if (name != "si" || too_many) return;
    too_many = strings.entries_.size() >= limits.strings;
    const std::size_t begin = strings.bytes_.size();
    xml::append_string(strings.bytes_, item);
    const std::string_view content = std::string_view(strings.bytes_).substr(begin);
    strings.entries_.push_back({strings.bytes_.size(), judge_text(content)});
  });
  if (too_many) {
    return failure(ErrorCode::limit, text("data.workbook.strings_limit", limits.strings),
                   text("data.workbook.limit.hint"));
  }
  return strings;
}

std::string_view SharedStrings::at(std::size_t i) const {
  const std::size_t begin = i == 0 ? 0 : entries_[i - 1].end;
  return std::string_view(bytes_).substr(begin, entries_[i].end - begin);
}

Outcome<Grid> read_sheet(pugi::xml_node worksheet, const SheetContext& context) {
  return SheetReader(context).read(worksheet);
}

}  // namespace tidu::data
