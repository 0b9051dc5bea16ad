// SPDX-License-Identifier: Apache-2.0
#include "data/layout.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

#include "core/base/suggest.h"
#include "data/units.h"

namespace tidu::data {
namespace {

constexpr std::size_t kSampleRows = 400;

// Names of columns, the most telling first.
constexpr std::array<std::string_view, 27> kRegionWords{
    "region", "region_code", "code", "行政区划代码", "区划代码", "地区代码",   "代码",     "geo",      "province",
    "地区",   "省份",        "省市", "省区市",       "省",       "省(区、市)", "地区名称", "省份名称", "行政区划",
    "区域",   "area",        "name", "state",        "county",   "城市",       "country",  "nuts",     "国家"};
constexpr std::array<std::string_view, 9> kYearWords{"year", "年份",        "年",     "年度", "时间",
                                                     "time", "time_period", "period", "date"};
constexpr std::array<std::string_view, 9> kIndicatorWords{"indicator", "指标", "指标名称", "variable", "变量",
                                                          "series",    "item", "项目",     "指标代码"};
constexpr std::array<std::string_view, 7> kValueWords{"value", "数值", "值", "obs_value", "数据", "指标值", "观测值"};
constexpr std::array<std::string_view, 4> kUnitWords{"unit", "单位", "计量单位", "units"};

/// A name of a column as the lists above write it: no blanks, no unit, small letters.
std::string column_word(std::string_view name) {
  std::string out;
  for (const char c : split_unit(name).name) {
    if (c != ' ') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// The rank of a name in a list; of a bilingual name ("地区Region") that of its beginning.
std::optional<std::size_t> rank_in(std::span<const std::string_view> words, const std::string& word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (word == words[i]) return i;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool chinese = static_cast<unsigned char>(words[i][0]) >= 0x80;
    const bool rest_latin = word.size() > words[i].size() && static_cast<unsigned char>(word[words[i].size()]) < 0x80;
    if (chinese && rest_latin && word.starts_with(words[i])) return i;
  }
  return std::nullopt;
}

struct SeriesYear {
  std::string series;
  int year = 0;
};

/// "gdp_2013", "gdp2013", "2013年地区生产总值", "总人口 2022".
std::optional<SeriesYear> series_and_year(std::string_view name) {
  const std::string half = to_half_width(trim(name));
  std::string_view s = half;
  constexpr std::string_view kJoints = " _-.:";
  if (s.ends_with("年")) s.remove_suffix(std::string_view("年").size());
  if (s.size() > 4) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto year = parse_year(s.substr(s.size() - 4));
    if (year && *year >= 1900 && !digit(s[s.size() - 5])) {
      std::string_view series = s.substr(0, s.size() - 4);
      while (!series.empty() && kJoints.find(series.back()) != std::string_view::npos) series.remove_suffix(1);
      if (!series.empty()) return SeriesYear{std::string(series), *year};
    }
    const auto first = parse_year(s.substr(0, 4));
    if (first && *first >= 1900 && !digit(s[4])) {
      std::string_view series = s.substr(4);
      if (series.starts_with("年")) series.remove_prefix(std::string_view("年").size());
      while (!series.empty() && kJoints.find(series.front()) != std::string_view::npos) series.remove_prefix(1);
      if (!series.empty()) return SeriesYear{std::string(series), *first};
    }
  }
  return std::nullopt;
}

/// What titles and the file's name say of all values.
struct FileWords {
  std::string series;
  std::string unit;
  std::optional<int> year;
};

std::string after_colon(std::string_view title, std::string_view word) {
  const std::size_t at = title.find(word);
  if (at == std::string_view::npos) return {};
  std::string_view rest = trim(title.substr(at + word.size()));
  if (!rest.starts_with(':')) return {};
  return std::string(trim(rest.substr(1)));
}

FileWords file_words(const Sheet& sheet, const TableRequest& request) {
  FileWords words;
  for (const std::string& title : sheet.titles()) {
    if (words.series.empty()) words.series = after_colon(title, "指标");
    if (words.series.empty()) words.series = after_colon(title, "Indicator");
    for (const std::string_view word : {"单位", "Unit", "unit"}) {
      std::string unit = after_colon(title, word);
      if (unit.ends_with(')') && unit.find('(') == std::string::npos) unit.pop_back();
      if (words.unit.empty()) words.unit = unit;
    }
    const std::size_t year_word = title.find("年");
    if (!words.year && year_word != std::string::npos && year_word >= 4 &&
        title.find("年", year_word + 1) == std::string::npos) {
      words.year = parse_year(std::string_view(title).substr(year_word - 4, 4));
    }
  }
  const NameWithUnit split = split_unit(words.series);
  words.series = split.name;
  if (words.unit.empty()) words.unit = split.unit;
  if (!request.series.empty()) words.series = request.series;
  if (!request.unit.empty()) words.unit = request.unit;
  if (request.in_year) words.year = request.in_year;
  if (words.series.empty()) {
    words.series =
        sheet.grid().sheet().empty() ? std::filesystem::path(sheet.file()).stem().string() : sheet.grid().sheet();
  }
  return words;
}

class LayoutFinder {
 public:
  LayoutFinder(const Sheet& sheet, const RegionNames& names, const TableRequest& request)
      : sheet_(sheet), names_(names), request_(request), words_(file_words(sheet, request)), taken_(sheet.columns()) {}

  Outcome<Layout> find() {
    layout_.region = role(request_.region, kRegionWords);
    layout_.year = role(request_.year, kYearWords);
    layout_.indicator = role(request_.indicator, kIndicatorWords);
    layout_.unit = role(request_.unit_column, kUnitWords);
    const auto value = role(request_.value, kValueWords);
    if (!layout_.region) layout_.region = column_of_regions();
    if (layout_.region) taken_[*layout_.region] = true;
    if (value) {
      layout_.kind = LayoutKind::long_;
      add_value({.column = *value, .series = layout_.indicator ? "" : words_.series});
    } else if (!add_years() && !add_series_years() && !add_regions()) {
      add_series();
    }
    complete();
    Outcome<Layout> outcome{.diagnostics = std::move(diagnostics_)};
    if (!outcome.diagnostics.has_errors()) outcome.value = std::move(layout_);
    return outcome;
  }

 private:
  /// The column that the request names, or the one whose name ranks first in a list.
  std::optional<std::size_t> role(const std::string& asked, std::span<const std::string_view> words) {
    std::optional<std::size_t> best;
    if (!asked.empty()) {
      best = require_column(sheet_, asked, diagnostics_);
    } else {
      std::size_t best_rank = words.size();
      for (std::size_t c = 0; c < sheet_.columns(); ++c) {
        const auto rank = taken_[c] ? std::nullopt : rank_in(words, column_word(sheet_.name(c)));
        if (!rank || *rank >= best_rank) continue;
        best_rank = *rank;
        best = c;
      }
    }
    if (best) taken_[*best] = true;
    return best;
  }

  std::size_t sample() const { return std::min(sheet_.rows(), kSampleRows); }

  std::optional<std::size_t> column_of_regions() const {
    for (std::size_t c = 0; c < sheet_.columns(); ++c) {
      if (taken_[c]) continue;
      std::size_t known = 0;
      std::size_t filled = 0;
      for (std::size_t r = 0; r < sample(); ++r) {
        const auto cell = sheet_.at(r, c);
        if (cell.empty() || cell == sheet_.at(r == 0 ? 0 : r - 1, c)) continue;
        ++filled;
        const auto kind = names_.read(cell).kind;
        known += kind != RegionReading::Kind::unknown && kind != RegionReading::Kind::aggregate ? 1 : 0;
      }
      if (filled >= 2 && 2 * known > filled) return c;
    }
    return std::nullopt;
  }

  bool mostly_numbers(std::size_t column) const {
    std::size_t numbers = 0;
    std::size_t others = 0;
    for (std::size_t r = 0; r < sample(); ++r) {
      const CellKind kind = sheet_.number(r, column).kind;
      numbers += kind == CellKind::number ? 1 : 0;
      others += kind == CellKind::other ? 1 : 0;
    }
    return numbers > others;
  }

  void add_value(ValueColumn value) {
    taken_[value.column] = true;
    layout_.values.push_back(std::move(value));
  }

  bool add_years() {
    std::vector<ValueColumn> found;
    for (std::size_t c = 0; c < sheet_.columns(); ++c) {
      if (const auto year = taken_[c] ? std::nullopt : parse_year(sheet_.name(c)))
        found.push_back({.column = c, .year = year, .series = layout_.indicator ? "" : words_.series});
    }
    if (found.empty()) return false;
    layout_.kind = LayoutKind::years;
    layout_.year.reset();
    for (ValueColumn& value : found) add_value(std::move(value));
    return true;
  }

  bool add_series_years() {
    if (layout_.year) return false;
    std::vector<ValueColumn> found;
    for (std::size_t c = 0; c < sheet_.columns(); ++c) {
      if (taken_[c]) continue;
      const NameWithUnit split = split_unit(sheet_.name(c));
      if (const auto parts = series_and_year(split.name)) {
        const NameWithUnit inner = split_unit(parts->series);
        found.push_back({.column = c,
                         .year = parts->year,
                         .series = inner.name,
                         .unit = split.unit.empty() ? inner.unit : split.unit});
      }
    }
    if (found.size() < 2) return false;
    layout_.kind = LayoutKind::series_years;
    for (ValueColumn& value : found) add_value(std::move(value));
    return true;
  }

  bool add_regions() {
    if (layout_.region) return false;
    std::vector<ValueColumn> found;
    std::size_t others = 0;
    for (std::size_t c = 0; c < sheet_.columns(); ++c) {
      if (taken_[c]) continue;
      const RegionReading reading = names_.read(sheet_.name(c));
      if (reading.kind == RegionReading::Kind::region) {
        found.push_back({.column = c, .region = reading.region, .series = layout_.indicator ? "" : words_.series});
      } else if (reading.kind != RegionReading::Kind::aggregate && reading.kind != RegionReading::Kind::outside) {
        ++others;
      }
    }
    if (found.size() < 2 || found.size() < others) return false;
    layout_.kind = LayoutKind::regions;
    for (ValueColumn& value : found) add_value(std::move(value));
    return true;
  }

  void add_series() {
    layout_.kind = layout_.year ? LayoutKind::wide : LayoutKind::cross_section;
    layout_.indicator.reset();
    for (std::size_t c = 0; c < sheet_.columns(); ++c) {
      if (taken_[c] || sheet_.name(c).empty() || rank_in(kRegionWords, column_word(sheet_.name(c))) ||
          !mostly_numbers(c))
        continue;
      NameWithUnit split = split_unit(sheet_.name(c));
      add_value({.column = c, .series = std::move(split.name), .unit = std::move(split.unit)});
    }
  }

  void complete() {
    if (diagnostics_.has_errors()) return;
    for (ValueColumn& value : layout_.values) {
      if (value.unit.empty()) value.unit = words_.unit;
    }
    const bool years_known = layout_.year || (!layout_.values.empty() && layout_.values.front().year);
    if (!years_known) layout_.in_year = words_.year;
    const Location where = sheet_.where_name(0);
    if (!layout_.region && layout_.kind != LayoutKind::regions) {
      diagnostics_.add({ErrorCode::missing, text("data.layout.no_region"), text("data.layout.no_region.hint")}, where);
    } else if (layout_.values.empty()) {
      diagnostics_.add({ErrorCode::missing, text("data.layout.no_values"), text("data.layout.no_values.hint")}, where);
    } else if (!years_known && !layout_.in_year) {
      diagnostics_.add({ErrorCode::missing, text("data.layout.no_year"), text("data.layout.no_year.hint")}, where);
    }
    for (std::size_t c = 0; c < sheet_.columns(); ++c) {
      if (!taken_[c]) layout_.ignored.push_back(c);
    }
  }

  const Sheet& sheet_;
  const RegionNames& names_;
  const TableRequest& request_;
  FileWords words_;
  std::vector<bool> taken_;  ///< by column
  Layout layout_;
  Diagnostics diagnostics_;
};

}  // namespace

std::string_view key_of(LayoutKind kind) {
  constexpr std::array<std::string_view, 6> kKeys{"long", "wide", "years", "series_years", "regions", "cross_section"};
  return kKeys[static_cast<std::size_t>(kind)];
}

Outcome<Layout> find_layout(const Sheet& sheet, const RegionNames& names, const TableRequest& request) {
  return LayoutFinder(sheet, names, request).find();
}

}  // namespace tidu::data
