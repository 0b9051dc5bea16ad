// SPDX-License-Identifier: Apache-2.0
#include "data/facts.h"

#include "data/regions.h"

namespace tidu::data {
namespace {

// End of the named month or year, in years: "2024", "2024-06", "2024-06-30", "2024年6月".
std::optional<double> time_of(std::string_view date) {
  const std::string half = to_half_width(date);
  const std::string_view text = half;
  const auto year = parse_year(text.substr(0, 4));
  if (!year) return std::nullopt;
  constexpr std::string_view kYear = "年";
  std::string_view rest = text.substr(4);
  if (rest.empty() || rest == kYear) return *year + 1;
  rest.remove_prefix(rest.starts_with(kYear) ? kYear.size() : 1);
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::string_view ending = rest.substr(digits);
  const bool known_ending = ending.empty() || ending.starts_with('-') || ending.starts_with("月");
  const auto month = parse_number(rest.substr(0, digits));
  if (!known_ending || (text[4] != '-' && !text.substr(4).starts_with(kYear)) || !month || *month < 1 || *month > 12)
    return std::nullopt;
  return *year + *month / 12;
}

}  // namespace

Outcome<std::vector<Fact>> read_facts(const Sheet& sheet) {
  Outcome<std::vector<Fact>> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto date = require_column(sheet, "date", diagnostics);
  const auto variable = require_column(sheet, "variable", diagnostics);
  const auto value = require_column(sheet, "value", diagnostics);
  if (diagnostics.has_errors()) return outcome;
  const auto unit = sheet.find("unit");
  const auto note = sheet.find("note");
  std::vector<Fact> facts;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const auto time = time_of(sheet.at(r, *date));
    const CellNumber number = sheet.number(r, *value);
    if (!time) {
      diagnostics.add({ErrorCode::syntax, text("data.facts.not_a_date", std::string(sheet.at(r, *date))),
                       text("data.facts.not_a_date.hint")},
                      sheet.where(r, *date));
    }
    if (number.kind != CellKind::number) {
      diagnostics.add({ErrorCode::syntax, text("data.csv.not_a_number", std::string(sheet.at(r, *value))),
                       text("data.csv.not_a_number.hint")},
                      sheet.where(r, *value));
    }
    if (!time || number.kind != CellKind::number) continue;
    facts.push_back({std::string(sheet.at(r, *date)), *time, std::string(sheet.at(r, *variable)), number.value,
                     unit ? std::string(sheet.at(r, *unit)) : "", note ? std::string(sheet.at(r, *note)) : ""});
  }
  if (!diagnostics.has_errors()) outcome.value = std::move(facts);
  return outcome;
}

}  // namespace tidu::data
