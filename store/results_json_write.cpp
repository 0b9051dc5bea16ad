// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "store/results_format.h"
#include "store/results_json.h"

namespace tidu::store {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isnan(value) ? Json(nullptr) : Json(value); }

Json name(const Name& name) { return {{"en", name.en}, {"zh", name.zh}}; }

template <class T, class Make>
Json list(const std::vector<T>& items, Make make) {
  Json array = Json::array();
  for (const T& item : items) array.push_back(make(item));
  return array;
}

Json values(const data::Column& column) {
  return column.type == data::ColumnType::label ? Json(column.texts) : list(column.numbers, number);
}

Json column(const data::Column& column) {
  const data::Origin& origin = column.origin;
  return {{"key", column.key},
          {"type", data::kColumnTypeNames[static_cast<std::size_t>(column.type)]},
          {"unit", column.unit},
          {"decimals", column.decimals},
          {"origin", {{"sources", origin.sources}, {"formulas", origin.formulas}, {"assumptions", origin.assumptions}}},
          {"values", values(column)}};
}

Json table(const data::Table& table) {
  return {{"key", table.key}, {"subject", table.subject}, {"columns", list(table.columns, column)}};
}

Json region(const data::RegionInfo& region) {
  return {{"code", region.code},
          {"name", name(region.name)},
          {"group", region.group},
          {"tile_column", region.tile_column},
          {"tile_row", region.tile_row}};
}

Json outline(const data::RegionOutline& outline) { return {{"code", outline.code}, {"path", outline.path}}; }

Json source(const data::Source& source) {
  return {{"id", source.id},
          {"name", name(source.name)},
          {"unit", source.unit},
          {"publisher", name(source.publisher)},
          {"file", source.file},
          {"first_year", source.first_year},
          {"last_year", source.last_year},
          {"cells", source.cells},
          {"missing", source.missing},
          {"imputed", source.imputed}};
}

Json assumption(const data::Assumption& assumption) {
  return {{"key", assumption.key},           {"value", number(assumption.value)}, {"low", number(assumption.low)},
          {"high", number(assumption.high)}, {"unit", assumption.unit},           {"source", assumption.source}};
}

Json formula(const data::Formula& formula) {
  return {{"id", formula.id}, {"expression", formula.expression}, {"source", formula.source}};
}

Json label(const data::Label& label) { return {{"id", label.id}, {"name", name(label.name)}}; }

/// The kind of an argument decides how it is shown, so a real number stays one: {"real": 2} is no whole number.
Json argument(const TextArg& argument) {
  if (const auto* whole = std::get_if<std::int64_t>(&argument)) return *whole;
  if (const auto* real = std::get_if<double>(&argument)) return Json::object({{"real", number(*real)}});
  return std::get<std::string>(argument);
}

Json remark(const data::Remark& remark) {
  return {{"table", remark.table}, {"key", remark.key}, {"arguments", list(remark.args, argument)}};
}

}  // namespace

std::string to_json(const data::ResultSet& results) {
  const Json json{{"format", kResultsFormat},
                  {"study", results.study_id},
                  {"title", name(results.title)},
                  {"seed", results.seed},
                  {"version", results.version},
                  {"regions", list(results.regions, region)},
                  {"outlines", list(results.outlines, outline)},
                  {"outline_first", results.outline_first},
                  {"labels", list(results.labels, label)},
                  {"sources", list(results.sources, source)},
                  {"formulas", list(results.formulas, formula)},
                  {"assumptions", list(results.assumptions, assumption)},
                  {"tables", list(results.tables, table)},
                  {"remarks", list(results.remarks, remark)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tidu::store
