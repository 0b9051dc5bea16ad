// SPDX-License-Identifier: Apache-2.0
#include "app/cli/write_run.h"

#include <array>
#include <iterator>
#include <utility>

#include "app/cli/command_table.h"
#include "app/cli/json_text.h"
#include "app/cli/machine.h"
#include "app/cli/version.h"
#include "data/csv_write.h"
#include "report/report.h"
#include "report/workbook.h"
#include "store/results_json.h"
#include "store/run_directory.h"
#include "study/registry.h"

namespace tidu::cli {
namespace {

// What the command line asked of agents, so that a rerun asks the same. A count of 0 is all of them.
void add_agents(const app::AgentsOptions& agents, store::Manifest& manifest) {
  const auto count = static_cast<double>(agents.agents);
  manifest.options.push_back({.key = std::string(kAgentsCount), .value = count, .low = count, .high = count});
  if (!agents.unit) return;
  manifest.options.push_back(
      {.key = std::string(kAgentsUnit), .word = std::string(kUnitNames[static_cast<std::size_t>(*agents.unit)])});
}

store::Manifest manifest_of(const RunTarget& target, const StagesOutcome& outcome, const Job& job) {
  store::Manifest manifest{.repeats = target.repeats,
                           .study_id = outcome.results.study_id,
                           .seed = outcome.results.seed,
                           .version = outcome.results.version,
                           .compiler = compiler(),
                           .threads = job.threads(),
                           .seconds = job.seconds(),
                           .peak_memory_bytes = peak_memory_bytes()};
  for (const auto& input : app::inputs_of(*outcome.loaded))
    manifest.inputs.push_back({input.name, input.sha256, input.bytes, input.content.has_value()});
  for (const auto& option : study::used_options(app::study_of(*outcome.loaded))) {
    const OptionRecord& record = *study::find_option(option.key);
    store::UsedOption used{.key = std::string(option.key)};
    if (record.type == OptionType::choice) {
      used.word = record.choices[static_cast<std::size_t>(option.value)];
    } else {
      used.value = option.value;
      used.low = option.range.low;
      used.high = option.range.high;
    }
    manifest.options.push_back(std::move(used));
  }
  if (outcome.agents) add_agents(*outcome.agents, manifest);
  return manifest;
}

}  // namespace

Result<std::filesystem::path> write_run(const RunTarget& target, const StagesOutcome& outcome, Job& job) {
  auto folder = store::RunDirectory::create(target.folder, outcome.results.study_id);
  if (!folder) return tl::unexpected(folder.error());
  const auto add = [&](const std::string& name, const std::string& bytes) { return folder->write(name, bytes); };
  for (const auto& input : app::inputs_of(*outcome.loaded)) {
    if (!input.content) continue;
    if (auto done = folder->keep_input(input.name, *input.content); !done) return tl::unexpected(done.error());
  }
  if (auto done = add("results.json", store::to_json(outcome.results)); !done) return tl::unexpected(done.error());
  for (const data::Table& table : outcome.results.tables) {
    if (auto done = add("tables/" + table.key + ".csv", data::to_csv(table)); !done)
      return tl::unexpected(done.error());
  }
  if (auto done = add("report.html", report::render_html(outcome.results)); !done) return tl::unexpected(done.error());
  constexpr std::pair<study::Language, const char*> kWorkbooks[] = {{study::Language::en, "tables.en.xlsx"},
                                                                    {study::Language::zh, "tables.zh.xlsx"}};
  std::array<Result<std::string>, std::size(kWorkbooks)> workbooks;
  job.executor().for_blocks(workbooks.size(), [&](std::size_t i) {
    workbooks[i] = report::render_workbook(outcome.results, kWorkbooks[i].first);
  });
  if (job.interrupted()) return tl::unexpected(interrupted());
  for (std::size_t i = 0; i < workbooks.size(); ++i) {
    if (!workbooks[i]) return tl::unexpected(workbooks[i].error());
    if (auto done = add(kWorkbooks[i].second, *workbooks[i]); !done) return tl::unexpected(done.error());
  }
  if (job.interrupted()) return tl::unexpected(interrupted());
  return folder->commit(manifest_of(target, outcome, job));
}

ExitCode check_room(const Arguments& arguments, Console& console) {
  const auto room = store::RunDirectory::try_parent(arguments.out);
  return room ? ExitCode::ok : console.fail(room.error(), ExitCode::internal);
}

ExitCode write_and_tell(const Arguments& arguments, Console& console, const StagesOutcome& outcome, Job& job) {
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
