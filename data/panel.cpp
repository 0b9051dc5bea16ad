// SPDX-License-Identifier: Apache-2.0
#include "data/panel.h"

#include <algorithm>
#include <cmath>

#include "data/results.h"

namespace tidu::data {
namespace {

// Observed neighbours of a missing cell in time; npos where there is none.
struct Neighbours {
  std::size_t before = std::string::npos;
  std::size_t after = std::string::npos;
};

Neighbours neighbours(View<const double, Region, Year> series, std::size_t region, std::size_t year) {
  Neighbours found;
  for (std::size_t t = year; t-- > 0;) {
    if (!std::isnan(series(region, t))) {
      found.before = t;
      break;
    }
  }
  for (std::size_t t = year + 1; t < series.extent<Year>(); ++t) {
    if (!std::isnan(series(region, t))) {
      found.after = t;
      break;
    }
  }
  return found;
}

double filled(View<const double, Region, Year> series, std::size_t region, std::size_t year, Fill fill) {
  constexpr std::size_t kNone = std::string::npos;
  if (fill == Fill::zero) return 0;
  if (fill == Fill::none) return kNoValue;
  const auto [before, after] = neighbours(series, region, year);
  if (before != kNone && after != kNone) {
    if (fill == Fill::hold) return series(region, year - before <= after - year ? before : after);
    const double a = series(region, before);
    const double b = series(region, after);
    return a + (b - a) * static_cast<double>(year - before) / static_cast<double>(after - before);
  }
  if (fill == Fill::linear || (before == kNone && after == kNone)) return kNoValue;
  return series(region, before != kNone ? before : after);
}

}  // namespace

std::optional<std::size_t> Panel::find(std::string_view indicator) const {
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    if (indicators[i] == indicator) return i;
  }
  return std::nullopt;
}

PanelReader::PanelReader(const Regions& regions, int first_year, int last_year)
    : regions_(regions), first_year_(first_year), last_year_(last_year) {}

std::vector<double>& PanelReader::series(std::string_view indicator, std::string_view file) {
  const auto found = positions_.find(indicator);
  if (found != positions_.end()) return series_[found->second];
  positions_.emplace(indicator, series_.size());
  indicators_.emplace_back(indicator);
  files_.emplace_back(file);
  const auto years = static_cast<std::size_t>(last_year_ - first_year_ + 1);
  return series_.emplace_back(regions_.rows.size() * years, kNoValue);
}

Diagnostics PanelReader::add(const CsvTable& table) {
  Diagnostics diagnostics;
  const auto region_column = require_column(table, "region", diagnostics);
  const auto year_column = require_column(table, "year", diagnostics);
  const auto indicator_column = require_column(table, "indicator", diagnostics);
  const auto value_column = require_column(table, "value", diagnostics);
  if (diagnostics.has_errors()) return diagnostics;
  const auto years = static_cast<std::size_t>(last_year_ - first_year_ + 1);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const CsvField& year_field = table.at(r, *year_column);
    const CsvField& value_field = table.at(r, *value_column);
    const CsvField& region_field = table.at(r, *region_column);
    const auto year = parse_number(year_field.text);
    if (!year || *year != std::floor(*year)) {
      diagnostics.add({ErrorCode::syntax, text("data.panel.not_a_year", std::string(year_field.text)),
                       text("data.panel.not_a_year.hint")},
                      table.where(year_field));
      continue;
    }
    const auto region = regions_.find(region_field.text);
    if (!region) {
      diagnostics.add({ErrorCode::unknown, text("data.region.unknown", std::string(region_field.text)),
                       text("data.region.unknown.hint")},
                      table.where(region_field));
      continue;
    }
    if (value_field.text.empty()) continue;
    const auto value = parse_number(value_field.text);
    if (!value) {
      diagnostics.add({ErrorCode::syntax, text("data.csv.not_a_number", std::string(value_field.text)),
                       text("data.csv.not_a_number.hint")},
                      table.where(value_field));
      continue;
    }
    if (*year < first_year_ || *year > last_year_) continue;
    double& cell = series(table.at(r, *indicator_column).text,
                          table.file())[*region * years + static_cast<std::size_t>(*year - first_year_)];
    if (!std::isnan(cell)) {
      diagnostics.add({ErrorCode::duplicate,
                       text("data.panel.duplicate", std::string(table.at(r, *indicator_column).text),
                            std::string(region_field.text), static_cast<int>(*year)),
                       text("data.panel.duplicate.hint")},
                      table.where(region_field));
      continue;
    }
    cell = *value;
  }
  return diagnostics;
}

void PanelReader::add_constant(std::string_view indicator, std::span<const double> by_region, std::string_view file) {
  std::vector<double>& cells = series(indicator, file);
  const auto years = static_cast<std::size_t>(last_year_ - first_year_ + 1);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = by_region[i / years];
}

Panel PanelReader::take() && {
  Panel panel;
  panel.first_year = first_year_;
  panel.indicators = std::move(indicators_);
  panel.files = std::move(files_);
  const auto years = static_cast<std::size_t>(last_year_ - first_year_ + 1);
  panel.values = Array<double, Indicator, Region, Year>({series_.size(), regions_.rows.size(), years});
  auto out = panel.values.values().begin();
  for (const auto& cells : series_) out = std::copy(cells.begin(), cells.end(), out);
  return panel;
}

FilledSeries fill_series(View<const double, Region, Year> series, Fill fill) {
  const std::size_t regions = series.extent<Region>();
  const std::size_t years = series.extent<Year>();
  FilledSeries result{.values = Array<double, Region, Year>({regions, years}),
                      .imputed = std::vector<bool>(regions * years),
                      .missing = 0,
                      .open = {}};
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < years; ++t) {
      const double observed = series(r, t);
      result.values(r, t) = observed;
      if (!std::isnan(observed)) continue;
      ++result.missing;
      const double value = filled(series, r, t, fill);
      if (std::isnan(value)) {
        result.open.push_back(r * years + t);
      } else {
        result.values(r, t) = value;
        result.imputed[r * years + t] = true;
      }
    }
  }
  return result;
}

}  // namespace tidu::data
