// SPDX-License-Identifier: Apache-2.0
#include "app/cli/data_request.h"

#include <algorithm>
#include <filesystem>

#include "app/pipeline/series_scaffold.h"
#include "data/file.h"

namespace tidu::cli {
namespace {

constexpr std::size_t kFewestRegions = 2;

std::string study_id(const std::string& name) {
  std::string id;
  for (const char c : name) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (allowed) id += c;
    if (!allowed && !id.empty() && id.back() != '_') id += '_';
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  return id.empty() ? "study" : id;
}

}  // namespace

Result<app::DataRoles> roles_of(const Arguments& arguments) {
  app::DataRoles roles{.indicators = arguments.indicators,
                       .negative = arguments.negative,
                       .quantities = arguments.quantities,
                       .drivers = arguments.drivers,
                       .adoption = arguments.adoption,
                       .adoption_wanted = arguments.verb == Verb::simulate,
                       .only = arguments.only,
                       .population = arguments.population};
  roles.fill = static_cast<Fill>(arguments.fill);
  if (!arguments.years.empty()) {
    const std::size_t dash = arguments.years.find('-');
    const auto first = data::parse_year(arguments.years.substr(0, dash));
    const auto last = dash == std::string::npos ? first : data::parse_year(arguments.years.substr(dash + 1));
    if (!first || !last || *last < *first)
      return failure(ErrorCode::syntax, text("cli.usage.years", arguments.years), text("cli.usage.years.hint"));
    roles.first_year = *first;
    roles.last_year = *last;
  }
  for (const std::string& word : arguments.breaks) {
    const auto year = data::parse_year(word);
    if (!year) return failure(ErrorCode::syntax, text("cli.usage.breaks", word), text("cli.usage.breaks.hint"));
    roles.breaks.push_back(*year);
  }
  for (const std::string& setting : arguments.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == setting.size())
      return failure(ErrorCode::syntax, text("cli.usage.set", setting), text("cli.usage.set.hint"));
    const std::string key = setting.substr(0, equals);
    const bool whole = key.find('.') != std::string::npos;
    roles.settings.emplace_back(whole ? key : "measure." + key, setting.substr(equals + 1));
  }
  return roles;
}

app::ScaffoldRequest scaffold_request(ReadSurvey& read, app::DataRoles roles, const std::string& name,
                                      study::Language language) {
  return {.id = study_id(name),
          .title = name,
          .data_name = read.name,
          .data = std::move(read.bytes),
          .table = read.request,
          .roles = std::move(roles),
          .language = language};
}

ExitCode scaffold_exit_code(const Diagnostics& diagnostics) {
  const auto& items = diagnostics.items();
  const bool misnamed =
      std::any_of(items.begin(), items.end(), [](const Diagnostic& d) { return d.error.code == ErrorCode::unknown; });
  return misnamed ? ExitCode::usage : ExitCode::data;
}

MadeStudy make_study(ReadSurvey& read, app::DataRoles roles, const std::string& name, Verb verb, Console& console) {
  MadeStudy made;
  const bool only = !roles.only.empty();
  const bool regions = read.survey.ok() && read.survey.value->regions.rows.size() >= kFewestRegions;
  if (verb != Verb::measure && !read.bytes.empty() && (only || !regions)) {
    const auto request = scaffold_request(read, roles, name, console.language());
    const auto sheet = data::read_sheet(request.data, request.data_name, request.table.of_sheet());
    if (sheet.value && (only || data::is_dated_series(*sheet.value, app::dated_request(request)))) {
      made.files = app::make_series_scaffold(*sheet.value, request);
      if (!made.files.ok()) made.code = scaffold_exit_code(made.files.diagnostics);
      return made;
    }
    read.bytes = request.data;
  }
  if (!read.survey.ok()) {
    made.files.diagnostics = read.survey.diagnostics;
    made.code = ExitCode::data;
    return made;
  }
  if (verb == Verb::init) {
    console.show(read.survey.diagnostics);
  } else {
    console.show_briefly(read.survey.diagnostics);
  }
  made.files =
      app::make_scaffold(*read.survey.value, scaffold_request(read, std::move(roles), name, console.language()));
  if (!made.files.ok()) made.code = scaffold_exit_code(made.files.diagnostics);
  return made;
}

ReadSurvey survey_of(const Arguments& arguments, const std::string& path) {
  ReadSurvey read;
  read.request.sheet = arguments.sheet;
  read.request.region = arguments.region_column;
  if (const auto year = data::parse_year(arguments.year)) {
    read.request.in_year = *year;
  } else {
    read.request.year = arguments.year;
  }
  if (!arguments.decimal.empty()) read.request.decimal = arguments.decimal.front();
  const std::string shown = path == "-" ? "stdin" : path;
  read.name = path == "-" ? "data.csv" : std::filesystem::path(path).filename().string();
  auto file = data::read_file(path, shown);
  if (!file) {
    read.survey.diagnostics.add(file.error());
    return read;
  }
  read.bytes = file->bytes;
  read.survey = data::survey(std::move(file->bytes), path == "-" ? shown : read.name, read.request);
  return read;
}

}  // namespace tidu::cli
