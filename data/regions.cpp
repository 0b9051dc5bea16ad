// SPDX-License-Identifier: Apache-2.0
#include "data/regions.h"

#include <algorithm>
#include <set>

#include "core/base/suggest.h"
#include "data/results.h"

namespace tidu::data {
namespace {

// The region of a field, or an error with the nearest code.
std::optional<std::size_t> region_of(const CsvTable& table, const CsvField& field, const Regions& regions,
                                     Diagnostics& diagnostics) {
  const auto found = regions.find(field.text);
  if (!found) {
    diagnostics.add(
        {ErrorCode::unknown, text("data.region.unknown", std::string(field.text)), text("data.region.unknown.hint")},
        table.where(field));
  }
  return found;
}

std::optional<double> number_of(const CsvTable& table, const CsvField& field, Diagnostics& diagnostics) {
  const auto value = parse_number(field.text);
  if (!value) {
    diagnostics.add(
        {ErrorCode::syntax, text("data.csv.not_a_number", std::string(field.text)), text("data.csv.not_a_number.hint")},
        table.where(field));
  }
  return value;
}

bool is_name_column(std::string_view name) {
  return name == "region" || name == "macro_region" || name == "tile_column" || name == "tile_row" ||
         name.find("name") != std::string_view::npos;
}

void read_attributes(const CsvTable& table, Regions& regions) {
  for (std::size_t c = 0; c < table.header().size(); ++c) {
    if (is_name_column(table.header()[c].text)) continue;
    std::vector<double> values;
    for (std::size_t r = 0; r < table.rows(); ++r) {
      const auto value = parse_number(table.at(r, c).text);
      if (!value) break;
      values.push_back(*value);
    }
    if (values.size() == table.rows()) regions.attributes.emplace(table.header()[c].text, std::move(values));
  }
}

}  // namespace

std::optional<std::size_t> require_column(const CsvTable& table, std::string_view name, Diagnostics& diagnostics) {
  if (const auto found = table.find(name)) return found;
  std::vector<std::string_view> names;
  for (const CsvField& field : table.header()) names.push_back(field.text);
  const auto near = closest(name, names);
  diagnostics.add(
      {ErrorCode::missing, text("data.csv.no_column", std::string(name)),
       near ? text("data.csv.no_column_near", std::string(*near)) : text("data.csv.no_column.hint", std::string(name))},
      table.where(table.header().front()));
  return std::nullopt;
}

std::optional<std::size_t> Regions::find(std::string_view code) const {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].code == code) return i;
  }
  return std::nullopt;
}

std::vector<std::string> Regions::groups() const {
  std::vector<std::string> groups;
  for (const RegionRow& row : rows) {
    if (std::find(groups.begin(), groups.end(), row.group) == groups.end()) groups.push_back(row.group);
  }
  return groups;
}

Outcome<Regions> read_regions(const CsvTable& table) {
  Outcome<Regions> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto code = require_column(table, "region", diagnostics);
  const auto name_zh = require_column(table, "name_zh", diagnostics);
  const auto name_en = require_column(table, "name_en", diagnostics);
  const auto group = require_column(table, "macro_region", diagnostics);
  if (diagnostics.has_errors()) return outcome;
  const auto tile_column = table.find("tile_column");
  const auto tile_row = table.find("tile_row");
  Regions regions;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    RegionRow row{.code = std::string(table.at(r, *code).text),
                  .name = {std::string(table.at(r, *name_en).text), std::string(table.at(r, *name_zh).text)},
                  .group = std::string(table.at(r, *group).text)};
    if (regions.find(row.code)) {
      diagnostics.add(
          {ErrorCode::duplicate, text("data.region.duplicate", row.code), text("data.region.duplicate.hint")},
          table.where(table.at(r, *code)));
    }
    for (const std::size_t c : {*code, *group}) {
      if (table.at(r, c).text.empty()) {
        diagnostics.add({ErrorCode::missing, text("data.csv.empty_cell", std::string(table.header()[c].text)), {}},
                        table.where(table.at(r, c)));
      }
    }
    if (tile_column && tile_row) {
      const auto x = number_of(table, table.at(r, *tile_column), diagnostics);
      const auto y = number_of(table, table.at(r, *tile_row), diagnostics);
      row.tile_column = static_cast<int>(std::clamp(x.value_or(-1), -1.0, 1000.0));
      row.tile_row = static_cast<int>(std::clamp(y.value_or(-1), -1.0, 1000.0));
    }
    regions.rows.push_back(std::move(row));
  }
  if (regions.rows.size() < 2) {
    diagnostics.add(
        {ErrorCode::shape, text("data.region.too_few", regions.rows.size()), text("data.region.too_few.hint")},
        table.where(table.header()[0]));
  }
  read_attributes(table, regions);
  if (!diagnostics.has_errors()) outcome.value = std::move(regions);
  return outcome;
}

Outcome<std::vector<std::pair<std::size_t, std::size_t>>> read_borders(const CsvTable& table, const Regions& regions) {
  Outcome<std::vector<std::pair<std::size_t, std::size_t>>> outcome;
  const auto a = require_column(table, "region_a", outcome.diagnostics);
  const auto b = require_column(table, "region_b", outcome.diagnostics);
  if (!a || !b) return outcome;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const auto first = region_of(table, table.at(r, *a), regions, outcome.diagnostics);
    const auto second = region_of(table, table.at(r, *b), regions, outcome.diagnostics);
    if (!first || !second) continue;
    if (*first == *second || !seen.insert(std::minmax(*first, *second)).second) {
      outcome.diagnostics.add(
          {ErrorCode::duplicate,
           text("data.border.duplicate", std::string(table.at(r, *a).text), std::string(table.at(r, *b).text)),
           text("data.border.duplicate.hint")},
          table.where(table.at(r, *a)));
      continue;
    }
    pairs.emplace_back(*first, *second);
  }
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(pairs);
  return outcome;
}

Outcome<std::vector<IndicatorRow>> read_indicators(const CsvTable& table) {
  Outcome<std::vector<IndicatorRow>> outcome;
  const auto id = require_column(table, "indicator", outcome.diagnostics);
  const auto zh = require_column(table, "name_zh", outcome.diagnostics);
  const auto en = require_column(table, "name_en", outcome.diagnostics);
  const auto unit = require_column(table, "unit", outcome.diagnostics);
  const auto publisher = require_column(table, "publisher", outcome.diagnostics);
  const auto publisher_zh = table.find("publisher_zh");
  const auto years = require_column(table, "years", outcome.diagnostics);
  if (outcome.diagnostics.has_errors()) return outcome;
  std::vector<IndicatorRow> rows;
  std::set<std::string_view> seen;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const auto cell = [&](std::optional<std::size_t> c) { return std::string(table.at(r, *c).text); };
    if (!seen.insert(table.at(r, *id).text).second) {
      outcome.diagnostics.add(
          {ErrorCode::duplicate, text("data.indicator.duplicate", cell(id)), text("data.indicator.duplicate.hint")},
          table.where(table.at(r, *id)));
    }
    const std::string_view span = table.at(r, *years).text;
    const auto first = parse_number(span.substr(0, span.find('-')));
    const auto last = parse_number(span.substr(span.find('-') + 1));
    if (!first || !last || *first < 0 || *last < *first || *last > 9999) {
      outcome.diagnostics.add(
          {ErrorCode::syntax, text("data.indicator.years", std::string(span)), text("data.indicator.years.hint")},
          table.where(table.at(r, *years)));
      continue;
    }
    rows.push_back({cell(id),
                    {cell(en), cell(zh)},
                    cell(unit),
                    {cell(publisher), cell(publisher_zh.value_or(*publisher))},
                    static_cast<int>(*first),
                    static_cast<int>(*last)});
  }
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(rows);
  return outcome;
}

Outcome<RegionColumns> read_region_columns(const CsvTable& table, const Regions& regions) {
  Outcome<RegionColumns> outcome;
  const auto code = require_column(table, "region", outcome.diagnostics);
  if (!code) return outcome;
  RegionColumns result;
  std::set<std::size_t> seen;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const auto region = region_of(table, table.at(r, *code), regions, outcome.diagnostics);
    if (!region) continue;
    if (!seen.insert(*region).second) {
      outcome.diagnostics.add(
          {ErrorCode::duplicate, text("data.region.duplicate", std::string(table.at(r, *code).text)),
           text("data.region.duplicate.hint")},
          table.where(table.at(r, *code)));
    }
    for (std::size_t c = 0; c < table.header().size(); ++c) {
      if (c == *code) continue;
      auto& column =
          result.columns.try_emplace(std::string(table.header()[c].text), regions.rows.size(), kNoValue).first->second;
      if (const auto value = number_of(table, table.at(r, c), outcome.diagnostics)) column[*region] = *value;
    }
  }
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(result);
  return outcome;
}

}  // namespace tidu::data
