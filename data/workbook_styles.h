// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tidu::data {

/// What a number format makes of a number, as far as its reading depends on it.
enum class NumberKind : std::uint8_t {
  number,
  percent,
  date,  ///< a day, perhaps with a time
  time,  ///< a time of the day alone
};

/// The kind of a format as users write it ("yyyy\"年\"m\"月\";@"). Quoted and escaped text, colours, conditions,
/// locales and fill characters do not count; elapsed time ([h]:mm) is a number of days and stays one; a format with
/// digits for a number ("0.0\"d\"") is no date. The first section decides.
NumberKind kind_of_format(std::string_view format);

/// The kind of a format that every program knows by its number (ECMA-376 part 1, 18.8.30, with those of Chinese,
/// Japanese and Korean programs).
NumberKind kind_of_builtin(std::uint32_t id);

/// The cell formats of a workbook (styles.xml): kinds by the number that a cell names.
class Styles {
 public:
  Styles() = default;
  explicit Styles(pugi::xml_node style_sheet);
  NumberKind kind(std::uint32_t cell_format) const {
    return cell_format < kinds_.size() ? kinds_[cell_format] : NumberKind::number;
  }

 private:
  std::vector<NumberKind> kinds_;
};

/// A serial number of a spreadsheet as ISO 8601: "2024-06-30", with "T12:00:00" where it has a time, milliseconds only
/// where there are any; times alone as "12:00:00". Nothing if no calendar of spreadsheets has that day (before 1900 or
/// after 9999).
/// serial    days; since 1899-12-31 with a 29th of February 1900 that never was (as all programs keep it), or since
///           1904-01-01
/// kind      date or time
std::optional<std::string> iso_date(double serial, NumberKind kind, bool since_1904);

}  // namespace tidu::data
