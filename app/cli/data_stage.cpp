// SPDX-License-Identifier: Apache-2.0
#include "app/cli/data_stage.h"

#include <filesystem>

#include "app/cli/command_table.h"
#include "app/cli/data_request.h"
#include "app/cli/stages.h"
#include "app/cli/verbs.h"
#include "app/cli/write_run.h"

namespace tidu::cli {
namespace {

namespace fs = std::filesystem;

// A study is a folder or a TOML file; every other file is data.
bool is_data(const std::string& target) {
  std::error_code ignored;
  return target == "-" || (!fs::is_directory(target, ignored) && fs::path(target).extension() != ".toml");
}

/// The first option that says something of a data file, or none: a study says it itself.
std::string_view data_option(const Arguments& a) {
  const std::pair<bool, std::string_view> given[] = {{!a.sheet.empty(), "--sheet"},
                                                     {!a.region_column.empty(), "--region"},
                                                     {!a.year.empty(), "--year"},
                                                     {!a.decimal.empty(), "--decimal"},
                                                     {!a.indicators.empty(), "--indicators"},
                                                     {!a.negative.empty(), "--negative"},
                                                     {!a.quantities.empty(), "--quantities"},
                                                     {!a.drivers.empty(), "--drivers"},
                                                     {!a.adoption.empty(), "--adoption"},
                                                     {!a.breaks.empty(), "--breaks"},
                                                     {!a.only.empty(), "--only"},
                                                     {!a.population.empty(), "--population"},
                                                     {!a.years.empty(), "--years"},
                                                     {a.fill != 0, "--fill"},
                                                     {!a.settings.empty(), "--set"}};
  for (const auto& [is_given, name] : given) {
    if (is_given) return name;
  }
  return {};
}

ExitCode run_data(const Arguments& arguments, Console& console, LastStage last) {
  auto roles = roles_of(arguments);
  if (!roles) return console.fail(roles.error(), ExitCode::usage);
  if (arguments.table.empty()) {
    if (const ExitCode code = check_room(arguments, console); code != ExitCode::ok) return code;
  }
  Job job(arguments, console);
  ReadSurvey read = survey_of(arguments, arguments.target);
  const std::string name = fs::path(read.name).stem().string();
  const auto [files, code] = make_study(read, std::move(*roles), name, arguments.verb, console);
  if (!files.ok()) return console.fail(files.diagnostics, code);
  console.show(files.diagnostics);
  const StagesOutcome outcome =
      run_stages(arguments, console, job, last, [&made = files] { return app::load(*made.value, "study.toml"); });
  if (!arguments.table.empty() || outcome.code != ExitCode::ok) return print_tables(arguments, console, outcome);
  return write_and_tell(arguments, console, outcome, job);
}

}  // namespace

ExitCode stage_verb(const Arguments& arguments, Console& console, LastStage last) {
  if (is_data(arguments.target)) return run_data(arguments, console, last);
  if (const std::string_view option = data_option(arguments); !option.empty()) {
    return console.fail({.code = ErrorCode::domain,
                         .message = text("cli.usage.data_option", std::string(option)),
                         .hint = text("cli.usage.data_option.hint")},
                        ExitCode::usage);
  }
  // What took minutes is kept.
  if (arguments.agents && arguments.table.empty()) return run_verb(arguments, console);
  return print_tables(arguments, console, last);
}

}  // namespace tidu::cli
