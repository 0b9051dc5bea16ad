// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidu::data {

/// A number as programs write it: optional sign, digits, point, exponent; surrounding blanks are ignored. Nothing else,
/// and nothing that is not finite.
std::optional<double> parse_number(std::string_view text);

/// How the numbers of a file are written.
struct NumberFormat {
  char decimal = '.';  ///< '.' or ','; the other one may separate thousands
  friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

enum class CellKind : std::uint8_t { number, missing, other };

struct CellNumber {
  CellKind kind = CellKind::other;
  double value = 0;
};

/// A cell of a table of numbers, as people and offices write them. Beside what parse_number() reads: groups of three
/// digits apart by comma (or point), blanks of any width or apostrophes; full-width digits and signs; U+2212 as minus.
/// Missing: empty, - and dashes of any length, "..", "...", "…", NA, N/A, #N/A, NaN, null, x, ".".
CellNumber read_number(std::string_view text, NumberFormat format = {});

/// What a cell says about the sign before its decimals: "1.5" and "1,234,567" speak for the point, "1,5" and "1.234,5"
/// for the comma, "1,234" and "1.234" might be either.
enum class DecimalEvidence : std::uint8_t { none, point, comma, either };
DecimalEvidence decimal_evidence(std::string_view text);

/// A year: "2013", "2013年", "２０１３", "2013年末", a date "2013-12-31" or "2013/12". Nothing outside [1000, 2999].
std::optional<int> parse_year(std::string_view text);

/// Without blanks at both ends: spaces, tabs, line breaks, no-break and ideographic spaces.
std::string_view trim(std::string_view text);

/// Full-width letters, digits and signs (U+FF01 to U+FF5E) as their ASCII forms, blanks of any width as one space each.
std::string to_half_width(std::string_view text);

}  // namespace tidu::data
