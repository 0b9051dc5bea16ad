// SPDX-License-Identifier: Apache-2.0
#include "data/facts.h"

#include "data/regions.h"

namespace tidu::data {
namespace {

// End of the named month or year, in years.
std::optional<double> time_of(std::string_view date) {
  const auto year = parse_number(date.substr(0, 4));
  if (!year || date.size() < 4) return std::nullopt;
  if (date.size() == 4) return *year + 1;
  const auto month = date.size() == 7 && date[4] == '-' ? parse_number(date.substr(5)) : std::nullopt;
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  return *year + *month / 12;
}

}  // namespace

Outcome<std::vector<Fact>> read_facts(const CsvTable& table) {
  Outcome<std::vector<Fact>> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto date = require_column(table, "date", diagnostics);
  const auto variable = require_column(table, "variable", diagnostics);
  const auto value = require_column(table, "value", diagnostics);
  if (diagnostics.has_errors()) return outcome;
  const auto unit = table.find("unit");
  const auto note = table.find("note");
  std::vector<Fact> facts;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const auto time = time_of(table.at(r, *date).text);
    const auto number = parse_number(table.at(r, *value).text);
    if (!time) {
      diagnostics.add({ErrorCode::syntax, text("data.facts.not_a_date", std::string(table.at(r, *date).text)),
                       text("data.facts.not_a_date.hint")},
                      table.where(table.at(r, *date)));
    }
    if (!number) {
      diagnostics.add({ErrorCode::syntax, text("data.csv.not_a_number", std::string(table.at(r, *value).text)),
                       text("data.csv.not_a_number.hint")},
                      table.where(table.at(r, *value)));
    }
    if (!time || !number) continue;
    facts.push_back({std::string(table.at(r, *date).text), *time, std::string(table.at(r, *variable).text), *number,
                     unit ? std::string(table.at(r, *unit).text) : "",
                     note ? std::string(table.at(r, *note).text) : ""});
  }
  if (!diagnostics.has_errors()) outcome.value = std::move(facts);
  return outcome;
}

}  // namespace tidu::data
