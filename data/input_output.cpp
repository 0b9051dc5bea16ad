// SPDX-License-Identifier: Apache-2.0
#include "data/input_output.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/cell_values.h"
#include "data/results.h"

namespace tidu::data {
namespace {

void refuse_twice(const Sheet& sheet, Place place, Diagnostics& diagnostics) {
  diagnostics.add({ErrorCode::duplicate, text("data.input_output.twice"), text("data.input_output.twice.hint")},
                  sheet.where(place.row, place.column));
}

// A number, of 0 or more unless it `may_fall`; or what is wrong with the cell.
std::optional<double> amount_of(const Sheet& sheet, Place place, bool may_fall, Diagnostics& diagnostics) {
  const auto value = number_of(sheet, place, diagnostics);
  if (!value || may_fall || *value >= 0) return value;
  diagnostics.add(
      {ErrorCode::domain, text("data.input_output.negative", std::string(sheet.at(place.row, place.column))),
       text("data.input_output.negative.hint")},
      sheet.where(place.row, place.column));
  return std::nullopt;
}

bool may_fall(Margin margin) {
  return margin == Margin::net_taxes || margin == Margin::operating_surplus || margin == Margin::inventories ||
         margin == Margin::error;
}

// The positions of columns that must all be there.
template <std::size_t N>
std::optional<std::array<std::size_t, N>> columns_of(const Sheet& sheet, const std::array<std::string_view, N>& wanted,
                                                     Diagnostics& diagnostics) {
  std::array<std::size_t, N> columns{};
  bool all = true;
  for (std::size_t k = 0; k < N; ++k) {
    const auto column = require_column(sheet, wanted[k], diagnostics);
    all = all && column;
    columns[k] = column.value_or(0);
  }
  return all ? std::optional(columns) : std::nullopt;
}

std::vector<std::string> sectors_of(const Sheet& sheet, std::size_t column) {
  std::vector<std::string> sectors;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const std::string_view name = sheet.at(r, column);
    if (std::find(sectors.begin(), sectors.end(), name) == sectors.end()) sectors.emplace_back(name);
  }
  return sectors;
}

}  // namespace

std::optional<std::size_t> SectorMargins::find(std::string_view sector) const {
  const auto found = std::find(sectors.begin(), sectors.end(), sector);
  return found == sectors.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - sectors.begin()));
}

Outcome<SectorMargins> read_sector_margins(const Sheet& sheet, const Regions& regions, const RegionNames& names) {
  Outcome<SectorMargins> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto columns = columns_of<4>(sheet, {"region", "sector", "variable", "value"}, diagnostics);
  if (!columns) return outcome;
  const auto [region_column, sector_column, variable_column, value_column] = *columns;
  SectorMargins margins{.sectors = sectors_of(sheet, sector_column)};
  margins.values.fill(std::vector<double>(regions.rows.size() * margins.sectors.size(), kNoValue));
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto variable = std::find(kMarginNames.begin(), kMarginNames.end(), sheet.at(r, variable_column));
    if (variable == kMarginNames.end()) continue;
    const auto number = static_cast<std::size_t>(variable - kMarginNames.begin());
    const auto region = region_of(sheet, {r, region_column}, regions, names, diagnostics);
    const auto value = amount_of(sheet, {r, value_column}, may_fall(static_cast<Margin>(number)), diagnostics);
    if (!region) continue;
    const std::size_t at = *region * margins.sectors.size() + *margins.find(sheet.at(r, sector_column));
    if (!value) margins.blanks.push_back({static_cast<Margin>(number), at, sheet.where(r, value_column)});
    if (!value) continue;
    double& cell = margins.values[number][at];
    if (!std::isnan(cell)) refuse_twice(sheet, {r, value_column}, diagnostics);
    cell = *value;
  }
  if (!diagnostics.has_errors()) outcome.value = std::move(margins);
  return outcome;
}

Outcome<std::vector<double>> read_input_coefficients(const Sheet& sheet, const SectorMargins& margins,
                                                     const Regions& regions, const RegionNames& names) {
  Outcome<std::vector<double>> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto columns = columns_of<4>(sheet, {"region", "input_sector", "output_sector", "coefficient"}, diagnostics);
  if (!columns) return outcome;
  const auto [region_column, input_column, output_column, value_column] = *columns;
  const std::size_t n = margins.sectors.size();
  std::vector<double> coefficients(regions.rows.size() * n * n, 0);
  std::vector<bool> seen(coefficients.size(), false);
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto seller = margins.find(sheet.at(r, input_column));
    const auto buyer = margins.find(sheet.at(r, output_column));
    if (!seller || !buyer) continue;
    const auto region = region_of(sheet, {r, region_column}, regions, names, diagnostics);
    const auto value = amount_of(sheet, {r, value_column}, false, diagnostics);
    if (!region || !value) continue;
    const std::size_t cell = (*region * n + *seller) * n + *buyer;
    if (seen[cell]) refuse_twice(sheet, {r, value_column}, diagnostics);
    seen[cell] = true;
    coefficients[cell] = *value;
  }
  if (!diagnostics.has_errors()) outcome.value = std::move(coefficients);
  return outcome;
}

std::vector<double> national_sales(const std::vector<double>& coefficients, const SectorMargins& margins) {
  const std::size_t n = margins.sectors.size();
  const std::vector<double>& outputs = margins.of(Margin::gross_output);
  std::vector<double> sales(n * n, 0);
  for (std::size_t region = 0; region < outputs.size() / n; ++region) {
    for (std::size_t cell = 0; cell < n * n; ++cell) {
      const double output = outputs[region * n + cell % n];
      if (!std::isnan(output)) sales[cell] += coefficients[region * n * n + cell] * output;
    }
  }
  return sales;
}

}  // namespace tidu::data
