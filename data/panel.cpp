// SPDX-License-Identifier: Apache-2.0
#include "data/panel.h"

#include <algorithm>
#include <cmath>

#include "data/results.h"

namespace tidu::data {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr std::size_t kMostCells = 1U << 28;  // of a panel: 2 GiB

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : to_half_width(trim(name))) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

std::optional<std::size_t> Panel::find(std::string_view indicator) const {
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    if (indicators[i] == indicator) return i;
  }
  return std::nullopt;
}

std::optional<YearSpan> years_of(const Sheet& sheet, const Layout& layout) {
  std::optional<YearSpan> span;
  const auto widen = [&span](int year) {
    if (!span) span = {year, year};
    span = {std::min(span->first, year), std::max(span->last, year)};
  };
  if (layout.in_year) widen(*layout.in_year);
  for (const ValueColumn& value : layout.values) {
    if (value.year) widen(*value.year);
  }
  for (std::size_t r = 0; layout.year && r < sheet.rows(); ++r) {
    if (const auto year = parse_year(sheet.at(r, *layout.year))) widen(*year);
  }
  return span;
}

PanelReader::PanelReader(const Regions& regions, const RegionNames& names, YearSpan years,
                         std::span<const IndicatorRow> catalogue)
    : regions_(regions), names_(names), years_(years), catalogue_(catalogue) {
  for (const IndicatorRow& row : catalogue) {
    for (const std::string* name : {&row.id, &row.name.zh, &row.name.en}) ids_.emplace(folded(*name), row.id);
  }
}

PanelReader::Series& PanelReader::series(std::string_view name, std::string_view file) {
  if (const auto found = positions_.find(name); found != positions_.end()) return series_[found->second];
  const auto known = ids_.find(folded(name));
  const std::string id = known == ids_.end() ? std::string(name) : known->second;
  auto position = positions_.find(id);
  if (position == positions_.end()) {
    const auto row = std::find_if(catalogue_.begin(), catalogue_.end(), [&id](const auto& r) { return r.id == id; });
    position = positions_.emplace(id, series_.size()).first;
    series_.push_back({id, std::string(file), row == catalogue_.end() ? std::string() : row->unit,
                       std::vector<double>(regions_.rows.size() * year_count(), kNoValue)});
  }
  positions_.emplace(name, position->second);
  return series_[position->second];
}

/// Reads one table into a panel.
class TableReader {
 public:
  TableReader(PanelReader& panel, const Sheet& sheet, const Layout& layout)
      : panel_(panel), sheet_(sheet), layout_(layout) {}

  Diagnostics read() {
    for (std::size_t r = 0; r < sheet_.rows(); ++r) read_row(r);
    report_outside();
    panel_.accounts_.push_back(account());
    return std::move(diagnostics_);
  }

 private:
  /// A series as the table calls it, and its unit there.
  using Names = std::pair<std::string, std::string>;
  struct KnownSeries {
    std::size_t position = 0;
    Conversion convert;
    bool usable = false;
  };
  /// What a value column held in the row before: most often the same.
  struct LastSeries {
    std::string_view name;
    std::string_view unit;
    const KnownSeries* known = nullptr;
  };

  void report(ErrorCode code, Text message, Text hint, const Location& where, Severity severity = Severity::error) {
    if (diagnostics_.items().size() < kMostProblems)
      diagnostics_.add({code, std::move(message), std::move(hint)}, where, severity);
  }

  void read_row(std::size_t row) {
    std::optional<std::size_t> region;
    if (layout_.region && !(region = region_at(row))) return;
    std::optional<int> year = layout_.in_year;
    if (layout_.year && !(year = year_at(row))) return;
    for (std::size_t v = 0; v < layout_.values.size(); ++v) {
      const ValueColumn& column = layout_.values[v];
      read_value(row, v, column.region ? *column.region : *region, column.year ? *column.year : *year);
    }
  }

  std::optional<std::size_t> region_at(std::size_t row) {
    const std::string_view cell = sheet_.at(row, *layout_.region);
    bool is_new = false;
    if (!last_region_ || cell != last_region_->first) {
      auto known = readings_.find(cell);
      if (known == readings_.end()) {
        known = readings_.emplace(cell, panel_.names_.read(cell)).first;
        first_rows_.emplace(cell, row);
        is_new = true;
      }
      last_region_ = {cell, &known->second};
    }
    const RegionReading& reading = *last_region_->second;
    if (reading.kind == RegionReading::Kind::region) return reading.region;
    if (is_new && diagnostics_.items().size() < kMostProblems)  // once a name, not once a row
      report_region(cell, panel_.names_, panel_.regions_.rows, sheet_.where(row, *layout_.region), diagnostics_);
    return std::nullopt;
  }

  std::optional<int> year_at(std::size_t row) {
    const std::string_view cell = sheet_.at(row, *layout_.year);
    const auto year = parse_year(cell);
    if (!year) {
      report(ErrorCode::syntax, text("data.panel.not_a_year", std::string(cell)), text("data.panel.not_a_year.hint"),
             sheet_.where(row, *layout_.year));
    }
    return year;
  }

  void read_value(std::size_t row, std::size_t value_column, std::size_t region, int year) {
    const ValueColumn& column = layout_.values[value_column];
    const CellNumber number = sheet_.number(row, column.column);
    if (number.kind == CellKind::other) {
      report(ErrorCode::syntax, text("data.csv.not_a_number", std::string(sheet_.at(row, column.column))),
             text("data.csv.not_a_number.hint"), sheet_.where(row, column.column));
      return;
    }
    if (year < panel_.years_.first || year > panel_.years_.last) return;
    const KnownSeries& known = series_of(row, value_column);
    if (number.kind == CellKind::missing || !known.usable) return;
    auto& series = panel_.series_[known.position];
    const double value = known.convert(number.value);
    double& cell = series.cells[region * panel_.year_count() + static_cast<std::size_t>(year - panel_.years_.first)];
    if (std::isnan(cell)) {
      cell = value;
      return;
    }
    const std::string& code = panel_.regions_.rows[region].code;
    if (cell == value) {
      report(ErrorCode::duplicate, text("data.panel.again", series.id, code, year), text("data.panel.again.hint"),
             sheet_.where(row, column.column), Severity::warning);
    } else {
      report(ErrorCode::duplicate, text("data.panel.duplicate", series.id, code, year, cell, value),
             text("data.panel.duplicate.hint"), sheet_.where(row, column.column));
    }
  }

  const KnownSeries& series_of(std::size_t row, std::size_t value_column) {
    const ValueColumn& column = layout_.values[value_column];
    const bool in_row = column.series.empty() && layout_.indicator;
    const std::string_view cell = in_row ? sheet_.at(row, *layout_.indicator) : std::string_view(column.series);
    const std::string_view unit = layout_.unit ? sheet_.at(row, *layout_.unit) : std::string_view(column.unit);
    if (last_.size() <= value_column) last_.resize(value_column + 1);
    LastSeries& last = last_[value_column];
    if (last.known != nullptr && last.name == cell && last.unit == unit) return *last.known;
    if (cell.empty()) {
      const std::size_t name_column = layout_.indicator.value_or(column.column);
      report(ErrorCode::missing, text("data.csv.empty_cell", sheet_.name(name_column)), {},
             sheet_.where(row, name_column));
      return no_series_;
    }
    const Names names{std::string(cell), std::string(unit)};
    auto known = known_.find(names);
    if (known == known_.end()) known = known_.emplace(names, find_series(row, value_column, names)).first;
    last = {cell, unit, &known->second};
    return known->second;
  }

  KnownSeries find_series(std::size_t row, std::size_t value_column, const Names& names) {
    const std::size_t name_column = layout_.indicator.value_or(layout_.values[value_column].column);
    KnownSeries known;
    if ((panel_.series_.size() + 1) * panel_.regions_.rows.size() * panel_.year_count() > kMostCells) {
      if (!full_) {
        report(ErrorCode::limit, text("data.panel.too_many", panel_.series_.size()), text("data.panel.too_many.hint"),
               sheet_.where(row, name_column));
      }
      full_ = true;
      return known;
    }
    const bool in_row = layout_.values[value_column].series.empty();
    const NameWithUnit split = in_row ? split_unit(names.first) : NameWithUnit{names.first, {}};
    auto& series = panel_.series(split.name, sheet_.file());
    known.position = static_cast<std::size_t>(&series - panel_.series_.data());
    const std::string& unit = !names.second.empty() ? names.second
                              : !split.unit.empty() ? split.unit
                                                    : layout_.values[value_column].unit;
    known.usable = fit_unit(series, unit, sheet_.where(row, layout_.values[value_column].column), known.convert);
    return known;
  }

  /// How values of a column get into the unit of their series; false: they do not.
  bool fit_unit(PanelReader::Series& series, const std::string& unit, const Location& where, Conversion& convert) {
    if (series.unit.empty()) series.unit = unit;
    if (unit.empty() || unit == series.unit) return true;
    const auto conversion = data::conversion(unit, series.unit);
    if (!conversion) {
      const bool sure = parse_unit(unit)->known && parse_unit(series.unit)->known;
      if (units_reported_.insert(series.id + "\n" + unit).second) {
        report(ErrorCode::domain, text(sure ? "data.unit.other" : "data.unit.unknown", series.id, unit, series.unit),
               text("data.unit.other.hint"), where, sure ? Severity::error : Severity::warning);
      }
      return !sure;
    }
    convert = *conversion;
    if (!convert.is_identity() && units_reported_.insert(series.id + "\n" + unit).second) {
      report(ErrorCode::domain, text("data.unit.converted", series.id, unit, series.unit), {}, where, Severity::note);
    }
    return true;
  }

  void report_outside() {
    for (const auto& [name, reading] : readings_) {
      if (reading.kind != RegionReading::Kind::outside) continue;
      report(ErrorCode::unknown, text("data.region.outside", name), text("data.region.outside.hint"),
             sheet_.where(first_rows_.find(name)->second, *layout_.region), Severity::warning);
    }
  }

  TableAccount account() const {
    const bool csv = sheet_.grid().sheet().empty();
    TableAccount account{.file = sheet_.file(),
                         .sheet = sheet_.grid().sheet(),
                         .encoding = csv ? std::string(name_of(sheet_.grid().encoding())) : std::string(),
                         .separator = sheet_.grid().separator(),
                         .decimal = sheet_.format().decimal,
                         .layout = layout_.kind,
                         .rows = sheet_.rows(),
                         .columns = sheet_.columns()};
    for (const std::size_t c : layout_.ignored) account.ignored_columns.push_back(sheet_.name(c));
    for (const auto& [name, reading] : readings_) account.regions.emplace(name, reading);
    for (const ValueColumn& value : layout_.values) {
      if (value.region)
        account.regions.emplace(sheet_.name(value.column), panel_.names_.read(sheet_.name(value.column)));
    }
    return account;
  }

  PanelReader& panel_;
  const Sheet& sheet_;
  const Layout& layout_;
  Diagnostics diagnostics_;
  std::map<std::string, RegionReading, std::less<>> readings_;
  std::map<std::string, std::size_t, std::less<>> first_rows_;  ///< of each name in readings_
  std::optional<std::pair<std::string_view, const RegionReading*>> last_region_;
  std::map<Names, KnownSeries> known_;
  KnownSeries no_series_;
  std::vector<LastSeries> last_;  ///< by value column
  std::set<std::string> units_reported_;
  bool full_ = false;  ///< more series than a panel may have
};

Diagnostics PanelReader::add(const Sheet& sheet, const Layout& layout) {
  return TableReader(*this, sheet, layout).read();
}

void PanelReader::add_constant(std::string_view indicator, std::span<const double> by_region, std::string_view file) {
  std::vector<double>& cells = series(indicator, file).cells;
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = by_region[i / year_count()];
}

Panel PanelReader::take() && {
  Panel panel;
  panel.first_year = years_.first;
  panel.values = Array<double, Indicator, Region, Year>({series_.size(), regions_.rows.size(), year_count()});
  auto out = panel.values.values().begin();
  for (Series& series : series_) {
    out = std::copy(series.cells.begin(), series.cells.end(), out);
    panel.indicators.push_back(std::move(series.id));
    panel.files.push_back(std::move(series.file));
    panel.units.push_back(std::move(series.unit));
  }
  return panel;
}

}  // namespace tidu::data
