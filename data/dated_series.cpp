// SPDX-License-Identifier: Apache-2.0
#include "data/dated_series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "core/base/order.h"
#include "core/base/suggest.h"
#include "data/units.h"

namespace tidu::data {
namespace {

using Words = std::span<const std::string_view>;

// Names of columns, the most telling first.
constexpr std::array<std::string_view, 12> kDate{"date", "日期", "month",  "月份", "quarter", "季度",
                                                 "time", "时间", "period", "year", "年份",    "年"};
constexpr std::array<std::string_view, 10> kRegion{"region", "geo",   "country", "地区", "国家",
                                                   "area",   "place", "state",   "省份", "province"};
constexpr std::array<std::string_view, 7> kVariable{"variable", "indicator", "series", "指标", "变量", "item", "项目"};
constexpr std::array<std::string_view, 5> kValue{"value", "数值", "值", "obs_value", "share"};
constexpr std::array<std::string_view, 5> kWording{"wording", "question", "口径", "问法", "措辞"};
constexpr std::array<std::string_view, 8> kAside{"unit", "note", "notes", "source", "单位", "备注", "说明", "来源"};

std::string column_word(std::string_view name) {
  std::string out;
  for (const char c : split_unit(name).name) {
    if (c != ' ') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

bool is_one_of(Words words, std::string_view name) {
  return std::find(words.begin(), words.end(), column_word(name)) != words.end();
}

using Column = std::optional<std::size_t>;

// The column that is named, or the one whose name ranks first.
Column find_column(const Sheet& sheet, const std::string& named, Words words) {
  if (!named.empty()) return sheet.find(named);
  for (const std::string_view word : words) {
    for (std::size_t c = 0; c < sheet.columns(); ++c) {
      if (column_word(sheet.name(c)) == word) return c;
    }
  }
  return std::nullopt;
}

struct Columns {
  Column date, region, variable, wording;
  std::vector<std::size_t> values;  ///< one, or one a series
};

// Whether a column holds numbers, and no text in any row.
bool is_numeric(const Sheet& sheet, std::size_t column) {
  bool any = false;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const CellKind kind = sheet.number(r, column).kind;
    if (kind == CellKind::other) return false;
    any = any || kind == CellKind::number;
  }
  return any;
}

Columns find_columns(const Sheet& sheet, const DatedRequest& request) {
  Columns out{.date = find_column(sheet, request.date, kDate),
              .region = find_column(sheet, request.region, kRegion),
              .variable = find_column(sheet, request.variable, kVariable),
              .wording = find_column(sheet, request.wording, kWording),
              .values = {}};
  const Column value = find_column(sheet, request.value, kValue);
  if (value && (out.variable || !request.value.empty())) {
    out.values = {*value};
    return out;
  }
  out.variable.reset();  // nothing to tell the values of
  for (std::size_t c = 0; c < sheet.columns(); ++c) {
    const bool taken = c == out.date || c == out.region || c == out.wording || is_one_of(kAside, sheet.name(c)) ||
                       is_one_of(kDate, sheet.name(c)) || is_one_of(kVariable, sheet.name(c));
    if (!taken && is_numeric(sheet, c)) out.values.push_back(c);
  }
  return out;
}

void add_once(std::vector<std::string>& list, std::string_view word) {
  if (!word.empty() && std::find(list.begin(), list.end(), word) == list.end()) list.emplace_back(word);
}

std::vector<std::string> regions_of(const Sheet& sheet, Column column) {
  std::vector<std::string> regions;
  for (std::size_t r = 0; column && r < sheet.rows(); ++r) add_once(regions, sheet.at(r, *column));
  return regions;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string first_of(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  std::string list;
  for (std::size_t k = 0; k < names.size() && k < kShown; ++k) list += (k == 0 ? "" : ", ") + names[k];
  return names.size() > kShown ? list + ", ..." : list;
}

constexpr std::array<double, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// The number at the beginning of a text, which it loses.
std::optional<int> take_number(std::string_view& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 4) return std::nullopt;
  const auto number = parse_number(text.substr(0, digits));
  text.remove_prefix(digits);
  return number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

bool take_joint(std::string_view& text) {
  return take(text, "-") || take(text, "/") || take(text, ".") || take(text, "年") || take(text, "月");
}

// The parts of a date after its year.
std::optional<double> within_year(std::string_view rest, int year) {
  const std::string_view before = rest;
  const bool joint = take_joint(rest);
  if (rest.empty()) return before.empty() || before == "年" ? std::optional<double>(1) : std::nullopt;
  if (take(rest, "Q") || take(rest, "q")) {
    const auto quarter = take_number(rest);
    const bool known = quarter && *quarter >= 1 && *quarter <= 4 && rest.empty();
    return known ? std::optional<double>(*quarter / 4.0) : std::nullopt;
  }
  const auto month = joint ? take_number(rest) : std::nullopt;
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (rest.empty() || rest == "月") return *month / 12.0;
  if (!take_joint(rest)) return std::nullopt;
  const auto day = take_number(rest);
  const std::size_t at = static_cast<std::size_t>(*month - 1);
  const double days = kDays[at] + (*month == 2 && is_leap(year) ? 1 : 0);
  if (!day || *day < 1 || *day > days || !(rest.empty() || rest == "日")) return std::nullopt;
  return (*month - 1 + *day / days) / 12;
}

class Reader {
 public:
  Reader(const Sheet& sheet, const DatedRequest& request)
      : sheet_(sheet), request_(request), columns_(find_columns(sheet, request)) {}

  Outcome<DatedSeries> read(bool points) {
    check_columns();
    if (!failed()) choose_region();
    if (!failed()) choose_series();
    if (!failed() && points) read_points();
    if (failed()) return std::move(outcome_);
    tidu::stable_sort(found_.points, [](const DatedPoint& a, const DatedPoint& b) { return a.time < b.time; });
    outcome_.value = std::move(found_);
    return std::move(outcome_);
  }

 private:
  bool failed() const { return outcome_.diagnostics.has_errors(); }

  void error(ErrorCode code, Text message, Text hint, const Location& where) {
    outcome_.diagnostics.add({code, std::move(message), std::move(hint)}, where);
  }

  void check_columns() {
    for (const std::string& name :
         {request_.date, request_.region, request_.variable, request_.value, request_.wording}) {
      if (name.empty() || sheet_.find(name)) continue;
      error(ErrorCode::missing, text("data.dated.no_column", name), text("data.dated.no_column.hint"),
            sheet_.where_name(0));
    }
    if (failed()) return;
    if (!columns_.date)
      error(ErrorCode::missing, text("data.dated.no_date"), text("data.dated.no_date.hint"), sheet_.where_name(0));
    if (columns_.values.empty())
      error(ErrorCode::missing, text("data.dated.no_value"), text("data.dated.no_value.hint"), sheet_.where_name(0));
  }

  void choose_region() {
    found_.regions = regions_of(sheet_, columns_.region);
    const Location where = sheet_.where_name(columns_.region.value_or(0));
    if (request_.only.empty() && found_.regions.size() > 1) {
      error(ErrorCode::shape, text("data.dated.regions", found_.regions.size(), first_of(found_.regions)),
            text("data.dated.regions.hint"), where);
    }
    if (!request_.only.empty() && !contains(found_.regions, request_.only)) {
      unknown("data.dated.region", "data.dated.region.hint", request_.only, found_.regions, where);
    }
  }

  bool wanted_row(std::size_t r) const {
    return request_.only.empty() || sheet_.at(r, *columns_.region) == request_.only;
  }

  std::string series_of(std::size_t r, std::size_t value) const {
    return columns_.variable ? std::string(sheet_.at(r, *columns_.variable)) : sheet_.name(value);
  }

  void choose_series() {
    for (std::size_t r = 0; r < sheet_.rows(); ++r) {
      for (const std::size_t value : columns_.values) {
        const bool there = sheet_.number(r, value).kind != CellKind::missing;
        if (wanted_row(r) && there) add_once(found_.series, series_of(r, value));
      }
    }
    for (const std::string& name : request_.series) {
      if (!contains(found_.series, name)) {
        unknown("data.dated.series", "data.dated.series.hint", name, found_.series,
                sheet_.where_name(columns_.variable.value_or(columns_.values.front())));
      }
    }
  }

  void unknown(std::string_view message, std::string_view hint, const std::string& word,
               const std::vector<std::string>& known, const Location& where) {
    const std::vector<std::string_view> names(known.begin(), known.end());
    const auto near = closest(word, names);
    error(ErrorCode::unknown, text(message, word),
          near ? text("study.did_you_mean", std::string(*near)) : text(hint, first_of(known)), where);
  }

  void read_points() {
    for (std::size_t r = 0; r < sheet_.rows(); ++r) {
      if (!wanted_row(r)) continue;
      for (const std::size_t value : columns_.values) {
        const std::string series = series_of(r, value);
        if (!request_.series.empty() && !contains(request_.series, series)) continue;
        if (sheet_.number(r, value).kind != CellKind::missing) read_point(r, value, series);
      }
    }
  }

  void read_point(std::size_t r, std::size_t value, const std::string& series) {
    const std::string date(sheet_.at(r, *columns_.date));
    const auto time = dated_time(date);
    const CellNumber number = sheet_.number(r, value);
    if (!time) {
      error(ErrorCode::syntax, text("data.dated.not_a_date", date), text("data.dated.not_a_date.hint"),
            sheet_.where(r, *columns_.date));
    }
    if (number.kind != CellKind::number) {
      error(ErrorCode::syntax, text("data.csv.not_a_number", std::string(sheet_.at(r, value))),
            text("data.csv.not_a_number.hint"), sheet_.where(r, value));
    } else if (!(number.value > 0 && number.value < 100)) {
      error(ErrorCode::domain, text("data.dated.percent", series, date, number.value), text("data.dated.percent.hint"),
            sheet_.where(r, value));
    }
    if (failed()) return;
    found_.points.push_back({.series = series,
                             .wording = columns_.wording ? std::string(sheet_.at(r, *columns_.wording)) : std::string(),
                             .date = date,
                             .year = time->year,
                             .time = time->time,
                             .percent = number.value});
  }

  const Sheet& sheet_;
  const DatedRequest& request_;
  Columns columns_;
  DatedSeries found_;
  Outcome<DatedSeries> outcome_;
};

}  // namespace

std::optional<DatedTime> dated_time(std::string_view date) {
  const std::string half = to_half_width(trim(date));
  std::string_view rest = half;
  if (rest.size() < 4 || (rest.size() > 4 && rest[4] >= '0' && rest[4] <= '9')) return std::nullopt;
  const auto year = parse_year(rest.substr(0, 4));
  if (!year) return std::nullopt;
  rest.remove_prefix(4);
  const auto part = within_year(rest, *year);
  if (!part) return std::nullopt;
  return DatedTime{.time = *year + *part, .year = *year};
}

bool is_dated_series(const Sheet& sheet, const DatedRequest& request) {
  const Columns columns = find_columns(sheet, request);
  if (!columns.date || columns.values.empty()) return false;
  return !request.only.empty() || regions_of(sheet, columns.region).size() <= 1;
}

Outcome<DatedSeries> read_dated_series(const Sheet& sheet, const DatedRequest& request) {
  return Reader(sheet, request).read(true);
}

Outcome<DatedSeries> find_dated_series(const Sheet& sheet, const DatedRequest& request) {
  return Reader(sheet, request).read(false);
}

}  // namespace tidu::data
