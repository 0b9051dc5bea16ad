// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tidu::data {

/// A unit of measurement: factor x base. "亿元", "1e8 CNY", "100 million yuan" are 1e8 x "cny"; "万人" is 1e4 x
/// "person".
struct Unit {
  double factor = 1;
  std::string base;    ///< in small letters, with synonyms joined; "cny/person" for ratios; "1" for shares
  bool known = false;  ///< the base is one of those that are listed
};

/// Reads a unit in Chinese or English: a number or words for it (1e8, 10,000, 万, 亿, thousand, million) before the
/// name of a thing; ratios with /, "per" or 每. A name that is not known is its own base. Nothing for an empty text.
std::optional<Unit> parse_unit(std::string_view text);

/// From one unit into another. One of the two numbers is 1, so that a value is rounded once.
struct Conversion {
  double multiply = 1;
  double divide = 1;
  double operator()(double value) const { return value * multiply / divide; }
  bool is_identity() const { return multiply == divide; }
};

/// Nothing if the units measure different things.
std::optional<Conversion> conversion(std::string_view from, std::string_view to);

/// A name that may end with its unit in brackets: "地区生产总值(亿元)", "GDP [1e8 CNY]", "人口（万人）".
struct NameWithUnit {
  std::string name;
  std::string unit;  ///< empty: none is given
};
NameWithUnit split_unit(std::string_view name);

}  // namespace tidu::data
