// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>
#include <utility>

#include "app/cli/json_text.h"
#include "app/cli/machine.h"
#include "app/cli/stages.h"
#include "app/cli/verbs.h"
#include "app/cli/version.h"
#include "data/csv_write.h"
#include "report/report.h"
#include "store/results_json.h"
#include "store/run_directory.h"
#include "study/registry.h"

namespace tidu::cli {
namespace {

store::ManifestInfo manifest_info(const StagesOutcome& outcome, const Job& job) {
  store::ManifestInfo info{.study_id = outcome.results.study_id,
                           .seed = outcome.results.seed,
                           .version = outcome.results.version,
                           .compiler = compiler(),
                           .threads = job.threads(),
                           .seconds = job.seconds(),
                           .peak_memory_bytes = peak_memory_bytes()};
  for (const auto& input : app::inputs_of(*outcome.loaded))
    info.inputs.push_back({input.name, input.sha256, input.bytes});
  for (const auto& option : study::used_options(app::study_of(*outcome.loaded))) {
    info.options.push_back({std::string(option.key), option.value, option.range.low, option.range.high});
  }
  return info;
}

/// Everything that a run leaves, file by file. The first refusal of the world ends it.
Result<std::filesystem::path> write_run(const Arguments& arguments, const StagesOutcome& outcome, const Job& job) {
  auto folder = store::RunDirectory::create(arguments.out, outcome.results.study_id);
  if (!folder) return tl::unexpected(folder.error());
  const auto add = [&](const std::string& name, const std::string& bytes) { return folder->write(name, bytes); };
  if (auto done = add("study.toml", app::study_text_of(*outcome.loaded)); !done) return tl::unexpected(done.error());
  if (auto done = add("results.json", store::to_json(outcome.results)); !done) return tl::unexpected(done.error());
  for (const data::Table& table : outcome.results.tables) {
    if (auto done = add("tables/" + table.key + ".csv", data::to_csv(table)); !done)
      return tl::unexpected(done.error());
  }
  if (auto done = add("report.html", report::render_html(outcome.results)); !done) return tl::unexpected(done.error());
  if (job.interrupted()) return tl::unexpected(interrupted());
  return folder->commit(manifest_info(outcome, job));
}

}  // namespace

ExitCode run_verb(const Arguments& arguments, Console& console) {
  Job job(arguments, console);
  const StagesOutcome outcome = run_stages(arguments, console, job, LastStage::simulate);
  if (outcome.code != ExitCode::ok) return outcome.code;
  job.executor().progress("stage.write", 0, 1);
  const auto run = write_run(arguments, outcome, job);
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
