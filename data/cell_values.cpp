// SPDX-License-Identifier: Apache-2.0
#include "data/cell_values.h"

namespace tidu::data {

std::optional<std::size_t> region_of(const Sheet& sheet, Place place, const Regions& regions, const RegionNames& names,
                                     Diagnostics& diagnostics) {
  const std::string_view cell = sheet.at(place.row, place.column);
  const RegionReading reading = names.read(cell);
  if (reading.kind == RegionReading::Kind::region) return reading.region;
  report_region(cell, names, regions.rows, sheet.where(place.row, place.column), diagnostics);
  return std::nullopt;
}

std::optional<double> number_of(const Sheet& sheet, Place place, Diagnostics& diagnostics) {
  const CellNumber number = sheet.number(place.row, place.column);
  if (number.kind == CellKind::number) return number.value;
  if (number.kind == CellKind::other) {
    diagnostics.add({ErrorCode::syntax, text("data.csv.not_a_number", std::string(sheet.at(place.row, place.column))),
                     text("data.csv.not_a_number.hint")},
                    sheet.where(place.row, place.column));
  }
  return std::nullopt;
}

}  // namespace tidu::data
