// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "app/cli/verbs.h"

namespace tidu::cli {
namespace {

ExitCode dispatch(const Arguments& arguments, Console& console) {
  if (arguments.help) return show_help(arguments, console);
  if (arguments.version) return show_version(arguments, console);
  switch (arguments.verb) {
    case Verb::run:
      return run_verb(arguments, console);
    case Verb::measure:
      return measure_verb(arguments, console);
    case Verb::calibrate:
      return calibrate_verb(arguments, console);
    case Verb::simulate:
      return simulate_verb(arguments, console);
    case Verb::report:
      return report_verb(arguments, console);
    case Verb::check:
      return check_verb(arguments, console);
    case Verb::schema:
      return schema_verb(arguments, console);
    case Verb::checksum:
      return checksum_verb(arguments, console);
    case Verb::doctor:
      return doctor_verb(arguments, console);
    case Verb::verify:
      return verify_verb(arguments, console);
    case Verb::completion:
      return completion_verb(arguments, console);
    case Verb::man:
      return man_verb(arguments, console);
    case Verb::describe:
      return describe_verb(arguments, console);
    case Verb::init:
      return init_verb(arguments, console);
    case Verb::rerun:
      return rerun_verb(arguments, console);
    case Verb::runs_list:
    case Verb::runs_show:
    case Verb::runs_diff:
    case Verb::runs_rescan:
    case Verb::runs_gc:
      return runs_verb(arguments, console);
    case Verb::runs:  // never without one of the commands below it
    case Verb::none:
      break;
  }
  return ExitCode::usage;
}

ExitCode guarded(const Arguments& arguments, Console& console) {
  // Of exceptions the kind alone is told: their texts are for programmers, and may hold paths.
  try {
    return dispatch(arguments, console);
  } catch (const std::bad_alloc&) {
    return console.fail(
        {.code = ErrorCode::limit, .message = text("cli.no_memory"), .hint = text("cli.no_memory.hint")},
        ExitCode::internal);
  } catch (const std::exception&) {
    return console.fail({.code = ErrorCode::io, .message = text("cli.unexpected"), .hint = text("cli.unexpected.hint")},
                        ExitCode::internal);
  }
}

ExitCode start(const std::vector<std::string>& words) {
  Console console(choose_language(words), asks_for_json(words));
  const auto arguments = parse_arguments(words);
  if (!arguments) return console.finish(console.fail(arguments.error(), ExitCode::usage));
  console.configure(*arguments);
  return console.finish(guarded(*arguments, console));
}

}  // namespace
}  // namespace tidu::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is met at the write
  return static_cast<int>(tidu::cli::start({argv + (argc > 0 ? 1 : 0), argv + argc}));
}
