// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>

#include "app/cli/command_table.h"
#include "app/cli/differences.h"
#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "app/cli/version.h"
#include "app/cli/write_run.h"
#include "data/file.h"
#include "store/compare.h"
#include "store/results_json.h"
#include "store/runs.h"

namespace tidu::cli {
namespace {

namespace fs = std::filesystem;

/// The study that a run was made from: what the run keeps, or what the user names.
fs::path study_of(const fs::path& run, const Arguments& arguments) {
  return arguments.data.empty() ? run / store::kInputsFolder : fs::path(arguments.data);
}

/// Inputs that are not there or no longer what they were. The study file has its own name wherever it came from.
Diagnostics check_inputs(const store::Manifest& manifest, const fs::path& study) {
  Diagnostics diagnostics;
  std::error_code ignored;
  const bool folder = fs::is_directory(study, ignored);
  for (const store::FileRecord& input : manifest.inputs) {
    const bool is_study = &input == &manifest.inputs.front();
    const fs::path path = is_study && !folder ? study : (folder ? study : study.parent_path()) / input.name;
    const auto file = data::read_file(path, path.string());
    if (!file) {
      diagnostics.add(
          {.code = ErrorCode::missing, .message = file.error().message, .hint = text("cli.rerun.inputs.hint")},
          {.file = path.string()});
    } else if (file->sha256 != input.sha256) {
      diagnostics.add({.code = ErrorCode::io,
                       .message = text("cli.rerun.changed", input.name),
                       .hint = text("cli.rerun.inputs.hint")},
                      {.file = path.string()});
    }
  }
  return diagnostics;
}

/// Asks for agents as the run did.
void ask_for_agents(const store::Manifest& manifest, Arguments& arguments) {
  for (const store::UsedOption& option : manifest.options) {
    if (option.key == kAgentsCount) {
      arguments.agents = true;
      arguments.agent_count = static_cast<std::uint64_t>(option.value);
    } else if (option.key == kAgentsUnit) {
      arguments.agent_unit = option.word == kUnitNames[1] ? 1 : 0;
    }
  }
}

/// The tables in which two runs differ; nothing if the results of one of them cannot be read.
std::vector<store::TableDifference> tables_that_differ(const fs::path& run, const data::ResultSet& results) {
  const auto file = data::read_file(run / "results.json", "results.json");
  if (!file) return {};
  const auto before = store::results_from_json(file->bytes, "results.json");
  return before.value ? store::compare_tables(*before.value, results) : std::vector<store::TableDifference>{};
}

ExitCode tell(const store::Manifest& before, const fs::path& again, const StagesOutcome& outcome,
              const std::vector<store::TableDifference>& tables, Console& console) {
  const auto after = store::read_manifest(again);
  if (!after) return console.fail(after.error(), ExitCode::internal);
  const auto files = store::compare_files(before.outputs, after->outputs);
  if (before.version != outcome.results.version)
    console.say(text("cli.rerun.version", before.version, outcome.results.version));
  if (console.json()) {
    JsonObject object;
    object.add("ok", files.empty()).add("repeats", before.run).add("run", again.string());
    object.add_raw("files", to_json(files)).add_raw("tables", to_json(tables));
    console.data(object.str() + "\n");
  } else {
    console.data(again.string() + "\n");
    if (files.empty()) {
      console.say(text("cli.rerun.same", before.run, after->outputs.size()));
    } else {
      console.say(text("cli.rerun.different", before.run, files.size(), after->outputs.size()));
      console.data(differences_text(files, tables, console.language()));
    }
  }
  return files.empty() ? ExitCode::ok : ExitCode::check_failed;
}

}  // namespace

ExitCode rerun_verb(const Arguments& arguments, Console& console) {
  const auto run = store::find_run(arguments.target, arguments.out);
  if (!run) return console.fail(run.error(), ExitCode::check_failed);
  const auto before = store::read_manifest(*run);
  if (!before) return console.fail(before.error(), ExitCode::check_failed);
  const fs::path study = study_of(*run, arguments);
  if (const Diagnostics wrong = check_inputs(*before, study); wrong.has_errors())
    return console.fail(wrong, ExitCode::check_failed);

  if (const ExitCode code = check_room(arguments, console); code != ExitCode::ok) return code;
  Job job(arguments, console);
  Arguments again = arguments;
  again.target = study.string();
  ask_for_agents(*before, again);
  const StagesOutcome outcome = run_stages(again, console, job, LastStage::simulate);
  if (outcome.code != ExitCode::ok) return outcome.code;
  const auto tables = tables_that_differ(*run, outcome.results);
  job.executor().progress("stage.write", 0, 1);
  const auto written = write_run({.folder = arguments.out, .repeats = before->run}, outcome, job);
  job.end_progress();
  if (!written) {
    const bool stopped = written.error().code == ErrorCode::cancelled;
    return console.fail(written.error(), stopped ? ExitCode::interrupted : ExitCode::internal);
  }
  return tell(*before, *written, outcome, tables, console);
}

}  // namespace tidu::cli
