// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/series_scaffold.h"

#include <algorithm>

#include "app/pipeline/scaffold_text.h"

namespace tidu::app {
namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + toml_text(name);
  return "[" + list + "]";
}

// What is said of regions and indicators, which one series has not.
void check_roles(const DataRoles& roles, const Location& where, Diagnostics& diagnostics) {
  const std::pair<bool, std::string_view> given[] = {
      {!roles.indicators.empty(), "--indicators"}, {!roles.negative.empty(), "--negative"},
      {!roles.quantities.empty(), "--quantities"}, {!roles.drivers.empty(), "--drivers"},
      {!roles.population.empty(), "--population"}, {roles.first_year.has_value(), "--years"},
      {roles.fill != Fill::none, "--fill"}};
  for (const auto& [is_given, option] : given) {
    if (!is_given) continue;
    diagnostics.add({ErrorCode::unknown, text("scaffold.not_of_series", option), text("scaffold.not_of_series.hint")},
                    where);
  }
}

// { file = "data/btos.csv", only = "USA" }
std::string data_of(const ScaffoldRequest& request) {
  std::string table = "{ file = " + toml_text("data/" + request.data_name);
  const auto add = [&table](std::string_view key, const std::string& value) {
    if (!value.empty()) table.append(", ").append(key).append(" = ").append(toml_text(value));
  };
  add("sheet", request.table.sheet);
  add("region", request.table.region);
  add("date", request.table.year);
  add("only", request.roles.only);
  if (request.table.decimal) add("decimal", std::string(1, *request.table.decimal));
  return table + " }";
}

std::string breaks_of(const ScaffoldRequest& request, const std::vector<std::string>& series) {
  std::string years;
  for (const int year : request.roles.breaks) years += (years.empty() ? "" : ", ") + std::to_string(year);
  std::string all;
  for (const std::string& name : series) all += (all.empty() ? "" : ", ") + toml_text(name) + " = [" + years + "]";
  return "{ " + all + " }";
}

std::string study_of(const ScaffoldRequest& request, const std::vector<std::string>& series,
                     const std::vector<data::DatedPoint>& points) {
  const auto [first, last] =
      std::minmax_element(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.year < b.year; });
  std::string study = comment_text("scaffold.series_head", request.language);
  study += "[study]\nid = " + toml_text(request.id) + "\ntitle = " + toml_text(request.title) + "\n";
  study += "first_year = " + std::to_string(first->year) + "\nlast_year = " + std::to_string(last->year);
  study += "\nseed = 1\nadoption_series = " + list_of(series) + "\n";
  if (!request.roles.breaks.empty()) study += "adoption_breaks = " + breaks_of(request, series) + "\n";
  study += "\n[data]\nseries = " + data_of(request) + "\n";
  const std::string settings = settings_text(request.roles, {});
  return settings.empty() ? study : study + "\n" + settings;
}

}  // namespace

data::DatedRequest dated_request(const ScaffoldRequest& request) {
  data::DatedRequest dated;
  dated.date = request.table.year;
  dated.region = request.table.region;
  dated.only = request.roles.only;
  dated.series = request.roles.adoption;
  return dated;
}

Outcome<std::vector<StudyFile>> make_series_scaffold(const data::Sheet& sheet, const ScaffoldRequest& request) {
  Outcome<std::vector<StudyFile>> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  check_settings(request.roles, diagnostics);
  check_roles(request.roles, {.file = request.data_name}, diagnostics);
  data::DatedRequest dated = dated_request(request);
  const auto found = data::find_dated_series(sheet, dated);
  diagnostics.append(found.diagnostics);
  if (found.value && dated.series.empty() && found.value->series.size() > 1) {
    diagnostics.add({ErrorCode::missing, text("scaffold.several_series", list_of(found.value->series)),
                     text("scaffold.several_series.hint")},
                    {.file = request.data_name});
  }
  if (diagnostics.has_errors()) return outcome;
  if (dated.series.empty()) dated.series = found.value->series;
  const auto read = data::read_dated_series(sheet, dated);
  diagnostics.append(read.diagnostics);
  if (!read.value) return outcome;
  if (read.value->points.empty()) {
    diagnostics.add({ErrorCode::missing, text("pipeline.series_short", 0), text("pipeline.series_short.hint")},
                    {.file = request.data_name});
    return outcome;
  }
  outcome.value = std::vector<StudyFile>{{"study.toml", study_of(request, dated.series, read.value->points)},
                                         {"data/" + request.data_name, request.data}};
  return outcome;
}

}  // namespace tidu::app
