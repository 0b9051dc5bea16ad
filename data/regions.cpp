// SPDX-License-Identifier: Apache-2.0
#include "data/regions.h"

#include <algorithm>
#include <set>

#include "core/base/suggest.h"
#include "data/cell_values.h"
#include "data/region_names.h"
#include "data/results.h"

namespace tidu::data {
namespace {

bool is_name_column(std::string_view name) {
  return name == "region" || name == "macro_region" || name == "tile_column" || name == "tile_row" ||
         name == "aliases" || name.find("name") != std::string_view::npos;
}

void read_attributes(const Sheet& sheet, Regions& regions) {
  for (std::size_t c = 0; c < sheet.columns(); ++c) {
    if (is_name_column(sheet.name(c))) continue;
    std::vector<double> values;
    for (std::size_t r = 0; r < sheet.rows(); ++r) {
      const CellNumber number = sheet.number(r, c);
      if (number.kind != CellKind::number) break;
      values.push_back(number.value);
    }
    if (values.size() == sheet.rows()) regions.attributes.emplace(sheet.name(c), std::move(values));
  }
}

}  // namespace

std::optional<std::size_t> require_column(const Sheet& sheet, std::string_view name, Diagnostics& diagnostics) {
  if (const auto found = sheet.find(name)) return found;
  std::vector<std::string_view> names;
  for (std::size_t c = 0; c < sheet.columns(); ++c) names.push_back(sheet.name(c));
  const auto near = closest(name, names);
  diagnostics.add(
      {ErrorCode::missing, text("data.csv.no_column", std::string(name)),
       near ? text("data.csv.no_column_near", std::string(*near)) : text("data.csv.no_column.hint", std::string(name))},
      sheet.where_name(0));
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

namespace {

/// Where the columns of a regions file stand.
struct RegionColumnsFound {
  std::size_t code = 0;
  std::optional<std::size_t> name_zh;
  std::optional<std::size_t> name_en;
  std::optional<std::size_t> group;
  std::optional<std::size_t> tile_column;
  std::optional<std::size_t> tile_row;
};

std::optional<RegionColumnsFound> find_region_columns(const Sheet& sheet, Diagnostics& diagnostics) {
  const auto code = require_column(sheet, "region", diagnostics);
  RegionColumnsFound found{.name_zh = sheet.find("name_zh"),
                           .name_en = sheet.find("name_en"),
                           .group = sheet.find("macro_region"),
                           .tile_column = sheet.find("tile_column"),
                           .tile_row = sheet.find("tile_row")};
  if (!found.name_zh && !found.name_en) found.name_en = sheet.find("name");
  if (!found.name_zh && !found.name_en) found.name_en = require_column(sheet, "name_en", diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  found.code = *code;
  return found;
}

void add_aliases(const Sheet& sheet, std::size_t r, const RegionColumnsFound& columns, RegionRow& row) {
  for (std::size_t c = 0; c < sheet.columns(); ++c) {
    const std::string& name = sheet.name(c);
    const bool known = c == columns.code || c == columns.name_zh || c == columns.name_en;
    if (known || (name != "aliases" && name.find("name") == std::string::npos)) continue;
    std::string_view list = sheet.at(r, c);
    while (!list.empty()) {
      const std::size_t end = std::min(list.find(';'), list.size());
      if (const auto alias = trim(list.substr(0, end)); !alias.empty()) row.aliases.emplace_back(alias);
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }
}

/// Regions without a place on the tile map stand in the order of their file, in a block a little wider than high.
void lay_tiles(Regions& regions) {
  int width = 1;
  while (3 * width * width < 4 * static_cast<int>(regions.rows.size())) ++width;
  for (std::size_t r = 0; r < regions.rows.size(); ++r) {
    regions.rows[r].tile_column = static_cast<int>(r) % width;
    regions.rows[r].tile_row = static_cast<int>(r) / width;
  }
}

RegionRow region_row(const Sheet& sheet, std::size_t r, const RegionColumnsFound& columns, Diagnostics& diagnostics) {
  const auto cell = [&](std::optional<std::size_t> c) { return c ? std::string(sheet.at(r, *c)) : std::string(); };
  RegionRow row{.code = cell(columns.code),
                .name = {cell(columns.name_en), cell(columns.name_zh)},
                .group = columns.group ? cell(columns.group) : "all"};
  if (row.name.en.empty()) row.name.en = row.name.zh;
  if (row.name.zh.empty()) row.name.zh = row.name.en;
  add_aliases(sheet, r, columns, row);
  if (columns.tile_column && columns.tile_row) {
    const auto x = number_of(sheet, {r, *columns.tile_column}, diagnostics);
    const auto y = number_of(sheet, {r, *columns.tile_row}, diagnostics);
    row.tile_column = static_cast<int>(std::clamp(x.value_or(-1), -1.0, 1000.0));
    row.tile_row = static_cast<int>(std::clamp(y.value_or(-1), -1.0, 1000.0));
  }
  return row;
}

}  // namespace

Outcome<Regions> read_regions(const Sheet& sheet) {
  Outcome<Regions> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto columns = find_region_columns(sheet, diagnostics);
  if (!columns) return outcome;
  Regions regions;
  std::set<std::string> seen;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    RegionRow row = region_row(sheet, r, *columns, diagnostics);
    if (!seen.insert(row.code).second) {
      diagnostics.add(
          {ErrorCode::duplicate, text("data.region.duplicate", row.code), text("data.region.duplicate.hint")},
          sheet.where(r, columns->code));
    }
    for (const std::size_t c : {columns->code, columns->group.value_or(columns->code)}) {
      if (!sheet.at(r, c).empty()) continue;
      diagnostics.add({ErrorCode::missing, text("data.csv.empty_cell", sheet.name(c)), {}}, sheet.where(r, c));
      break;
    }
    regions.rows.push_back(std::move(row));
  }
  if (regions.rows.size() < 2) {
    diagnostics.add(
        {ErrorCode::shape, text("data.region.too_few", regions.rows.size()), text("data.region.too_few.hint")},
        sheet.where_name(0));
  }
  if (!columns->tile_column || !columns->tile_row) lay_tiles(regions);
  read_attributes(sheet, regions);
  if (!diagnostics.has_errors()) outcome.value = std::move(regions);
  return outcome;
}

Outcome<std::vector<Border>> read_borders(const Sheet& sheet, const Regions& regions, const RegionNames& names) {
  Outcome<std::vector<Border>> outcome;
  const auto a = require_column(sheet, "region_a", outcome.diagnostics);
  const auto b = require_column(sheet, "region_b", outcome.diagnostics);
  const auto kind = sheet.find("kind");
  if (!a || !b) return outcome;
  std::vector<Border> borders;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto first = region_of(sheet, {r, *a}, regions, names, outcome.diagnostics);
    const auto second = region_of(sheet, {r, *b}, regions, names, outcome.diagnostics);
    if (!first || !second) continue;
    if (*first == *second || !seen.insert(std::minmax(*first, *second)).second) {
      outcome.diagnostics.add(
          {ErrorCode::duplicate,
           text("data.border.duplicate", std::string(sheet.at(r, *a)), std::string(sheet.at(r, *b))),
           text("data.border.duplicate.hint")},
          sheet.where(r, *a));
      continue;
    }
    borders.push_back({*first, *second, kind ? std::string(sheet.at(r, *kind)) : std::string()});
  }
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(borders);
  return outcome;
}

Outcome<std::vector<measure::WeightEntry>> read_spatial_weights(const Sheet& sheet, const Regions& regions,
                                                                const RegionNames& names) {
  Outcome<std::vector<measure::WeightEntry>> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto a = require_column(sheet, "region_a", diagnostics);
  const auto b = require_column(sheet, "region_b", diagnostics);
  const auto weight = require_column(sheet, "weight", diagnostics);
  if (!a || !b || !weight) return outcome;
  std::vector<measure::WeightEntry> entries;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  std::vector<bool> named(regions.rows.size(), false);
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto from = region_of(sheet, {r, *a}, regions, names, diagnostics);
    const auto to = region_of(sheet, {r, *b}, regions, names, diagnostics);
    const auto value = number_of(sheet, {r, *weight}, diagnostics);
    if (!from || !to) continue;
    named[*from] = named[*to] = true;
    if (!seen.insert({*from, *to}).second) {
      diagnostics.add({ErrorCode::duplicate,
                       text("data.weights.duplicate", std::string(sheet.at(r, *a)), std::string(sheet.at(r, *b))),
                       text("data.weights.duplicate.hint")},
                      sheet.where(r, *a));
    } else if (!value || *value < 0 || (*from == *to && *value != 0)) {
      diagnostics.add({ErrorCode::domain, text("data.weights.value", std::string(sheet.at(r, *weight))),
                       text("data.weights.value.hint")},
                      sheet.where(r, *weight));
    } else if (*from != *to) {
      entries.push_back({*from, *to, *value});
    }
  }
  for (std::size_t i = 0; i < named.size() && !diagnostics.has_errors(); ++i) {
    if (named[i]) continue;
    diagnostics.add(
        {ErrorCode::missing, text("data.weights.missing", regions.rows[i].code), text("data.weights.missing.hint")},
        sheet.where_name(*a));
  }
  if (!diagnostics.has_errors()) outcome.value = std::move(entries);
  return outcome;
}

Outcome<std::vector<IndicatorRow>> read_indicators(const Sheet& sheet) {
  Outcome<std::vector<IndicatorRow>> outcome;
  const auto id = require_column(sheet, "indicator", outcome.diagnostics);
  const auto zh = require_column(sheet, "name_zh", outcome.diagnostics);
  const auto en = require_column(sheet, "name_en", outcome.diagnostics);
  const auto unit = require_column(sheet, "unit", outcome.diagnostics);
  const auto publisher = require_column(sheet, "publisher", outcome.diagnostics);
  const auto publisher_zh = sheet.find("publisher_zh");
  const auto years = require_column(sheet, "years", outcome.diagnostics);
  if (outcome.diagnostics.has_errors()) return outcome;
  std::vector<IndicatorRow> rows;
  std::set<std::string_view> seen;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto cell = [&](std::optional<std::size_t> c) { return std::string(sheet.at(r, *c)); };
    if (!seen.insert(sheet.at(r, *id)).second) {
      outcome.diagnostics.add(
          {ErrorCode::duplicate, text("data.indicator.duplicate", cell(id)), text("data.indicator.duplicate.hint")},
          sheet.where(r, *id));
    }
    const std::string_view span = sheet.at(r, *years);
    const auto first = parse_number(span.substr(0, span.find('-')));
    const auto last = parse_number(span.substr(span.find('-') + 1));
    if (!first || !last || *first < 0 || *last < *first || *last > 9999) {
      outcome.diagnostics.add(
          {ErrorCode::syntax, text("data.indicator.years", std::string(span)), text("data.indicator.years.hint")},
          sheet.where(r, *years));
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

Outcome<RegionColumns> read_region_columns(const Sheet& sheet, const Regions& regions, const RegionNames& names) {
  Outcome<RegionColumns> outcome;
  const auto code = require_column(sheet, "region", outcome.diagnostics);
  if (!code) return outcome;
  RegionColumns result;
  std::set<std::size_t> seen;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto region = region_of(sheet, {r, *code}, regions, names, outcome.diagnostics);
    if (!region) continue;
    if (!seen.insert(*region).second) {
      outcome.diagnostics.add({ErrorCode::duplicate, text("data.region.duplicate", std::string(sheet.at(r, *code))),
                               text("data.region.duplicate.hint")},
                              sheet.where(r, *code));
    }
    for (std::size_t c = 0; c < sheet.columns(); ++c) {
      if (c == *code) continue;
      auto& column =
          result.columns.try_emplace(std::string(sheet.name(c)), regions.rows.size(), kNoValue).first->second;
      if (const auto value = number_of(sheet, {r, c}, outcome.diagnostics)) column[*region] = *value;
    }
  }
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(result);
  return outcome;
}

}  // namespace tidu::data
