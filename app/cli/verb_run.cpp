// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "app/cli/json_text.h"
#include "app/cli/stages.h"
#include "app/cli/verbs.h"
#include "app/cli/write_run.h"

namespace tidu::cli {
ExitCode run_verb(const Arguments& arguments, Console& console) {
  Job job(arguments, console);
  const StagesOutcome outcome = run_stages(arguments, console, job, LastStage::simulate);
  if (outcome.code != ExitCode::ok) return outcome.code;
  job.executor().progress("stage.write", 0, 1);
  const auto run = write_run({.folder = arguments.out}, outcome, job);
  job.end_progress();
  if (!run) {
    const bool stopped = run.error().code == ErrorCode::cancelled;
    return console.fail(run.error(), stopped ? ExitCode::interrupted : ExitCode::internal);
  }
  const std::string report = (*run / "report.html").string();
  if (!console.json()) {
    console.data(report + "\n");
    return ExitCode::ok;
  }
  JsonObject object;
  object.add("ok", true).add("study", outcome.results.study_id).add("run", run->string()).add("report", report);
  object.add_raw("diagnostics", to_json(outcome.diagnostics, console.language()));
  console.data(object.str() + "\n");
  return ExitCode::ok;
}

}  // namespace tidu::cli
