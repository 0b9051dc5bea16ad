// SPDX-License-Identifier: Apache-2.0
#include "app/cli/stages.h"

#include <string>
#include <utility>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/json_text.h"
#include "app/cli/machine.h"
#include "data/csv_write.h"
#include "report/report.h"

namespace tidu::cli {
namespace {

/// Takes over what a stage found out; false when the pipeline ends here.
template <class T>
bool accept(Outcome<T>& stage, Phase phase, StagesOutcome& outcome, Console& console, Job& job) {
  job.end_progress();
  if (job.interrupted()) {
    outcome.code = console.fail(interrupted(), ExitCode::interrupted);
    return false;
  }
  if (!stage.ok()) {
    const ExitCode code = exit_code_of(stage.diagnostics, phase);
    outcome.code = console.fail(stage.diagnostics, code == ExitCode::ok ? ExitCode::internal : code);
    return false;
  }
  console.show_briefly(stage.diagnostics);
  outcome.diagnostics.append(stage.diagnostics);
  return true;
}

const data::Table* find_table(const data::ResultSet& results, const std::string& key, Console& console,
                              ExitCode& code) {
  if (const data::Table* table = results.find(key)) return table;
  std::vector<std::string_view> names;
  for (const data::Table& table : results.tables) names.push_back(table.key);
  code = console.fail({.code = ErrorCode::unknown,
                       .message = text("cli.tables.unknown", key),
                       .hint = nearest_hint(key, std::move(names), text("cli.tables.see_list"))},
                      ExitCode::usage);
  return nullptr;
}

std::string table_list(const data::ResultSet& results, const Console& console) {
  std::string lines;
  for (const data::Table& table : results.tables) {
    lines.append(table.key).append("\t").append(std::to_string(table.rows())).append("\t");
    lines.append(report::table_title(results, table, console.language())).append("\n");
  }
  return lines;
}

std::string table_list_json(const data::ResultSet& results, const Diagnostics& diagnostics, const Console& console) {
  JsonArray tables;
  for (const data::Table& table : results.tables) {
    JsonObject object;
    object.add("key", table.key).add("rows", table.rows()).add("columns", table.columns.size());
    tables.add_raw(object.add("title", report::table_title(results, table, console.language())).str());
  }
  JsonObject object;
  object.add("ok", true).add("study", results.study_id).add_raw("tables", tables.str());
  return object.add_raw("diagnostics", to_json(diagnostics, console.language())).str() + "\n";
}

std::string table_json(const data::Table& table, const Diagnostics& diagnostics, const Console& console) {
  JsonObject object;
  object.add("ok", true).add("table", table.key).add("rows", table.rows()).add("csv", data::to_csv(table));
  return object.add_raw("diagnostics", to_json(diagnostics, console.language())).str() + "\n";
}

/// Agents as the command line asks for them.
app::AgentsOptions agents_of(const Arguments& arguments, const app::LoadedStudy& loaded, Job& job) {
  constexpr double kUsable = 0.9;  // of the memory: the rest of the program and of the machine go on
  app::AgentsOptions options{
      .agents = arguments.agent_count,
      .memory_bytes = static_cast<std::uint64_t>(kUsable * static_cast<double>(available_memory_bytes())),
      .checkpoint = arguments.checkpoint,
      .resume = arguments.resume,
      .steady = &job.steady()};
  if (arguments.agent_unit >= 0) options.unit = static_cast<app::AgentUnit>(arguments.agent_unit);
  if (options.checkpoint.empty()) options.checkpoint = options.resume;
  if (options.checkpoint.empty() && !app::runs_network(loaded, options))
    options.checkpoint = app::study_of(loaded).id + ".agents";
  return options;
}

/// Takes over how agents are to be run, before anything else is; false when they cannot be.
bool accept_agents(const Arguments& arguments, StagesOutcome& outcome, Console& console, Job& job) {
  outcome.agents = agents_of(arguments, *outcome.loaded, job);
  const Diagnostics wrong = app::check_agents(*outcome.loaded, *outcome.agents);
  if (!wrong.has_errors()) return true;
  job.end_progress();
  // What stands at no place of the study is the number that the command line asks for.
  const bool asked = wrong.items().front().where.file.empty();
  outcome.code = console.fail(wrong, asked ? ExitCode::usage : exit_code_of(wrong, Phase::reading));
  return false;
}

/// The agents, after simulate. An interruption there says what was kept, which is more than that it happened.
void run_agents(const app::AgentsOptions& options, const app::DrawPtr& draw, StagesOutcome& outcome, Console& console,
                Job& job) {
  auto done = app::simulate_agents(*outcome.loaded, std::move(outcome.results), draw, job.executor(), options);
  job.end_progress();
  if (!done.ok()) {
    const ExitCode code = exit_code_of(done.diagnostics, Phase::computing);
    outcome.code = console.fail(done.diagnostics, code == ExitCode::ok ? ExitCode::internal : code);
    return;
  }
  console.show_briefly(done.diagnostics);
  outcome.diagnostics.append(done.diagnostics);
  outcome.results = std::move(*done.value);
}

}  // namespace

Error interrupted() {
  return {.code = ErrorCode::cancelled, .message = text("cli.interrupted"), .hint = text("cli.interrupted.hint")};
}

StagesOutcome run_stages(const Arguments& arguments, Console& console, Job& job, LastStage last,
                         const std::function<Outcome<app::LoadedStudyPtr>()>& load) {
  StagesOutcome outcome;
  Executor& executor = job.executor();
  executor.progress("stage.read", 0, 1);
  auto loaded = load ? load() : app::load(arguments.target);
  if (!accept(loaded, Phase::reading, outcome, console, job)) return outcome;
  outcome.loaded = std::move(*loaded.value);
  for (const auto& input : app::inputs_of(*outcome.loaded)) {
    console.detail(text("cli.detail.input", input.name, input.bytes, input.sha256));
  }
  console.detail(text("cli.detail.threads", job.threads()));

  if (arguments.agents && !accept_agents(arguments, outcome, console, job)) return outcome;

  executor.progress("stage.measure", 0, 1);
  auto measured = app::measure(*outcome.loaded, executor);
  if (!accept(measured, Phase::computing, outcome, console, job)) return outcome;
  outcome.results = std::move(*measured.value);
  if (last == LastStage::measure) return outcome;

  if (last == LastStage::calibrate) {
    executor.progress("stage.calibrate", 0, 1);
    auto calibrated = app::calibrate(*outcome.loaded, std::move(outcome.results), executor);
    if (!accept(calibrated, Phase::computing, outcome, console, job)) return outcome;
    outcome.results = std::move(*calibrated.value);
    return outcome;
  }

  executor.progress("stage.simulate", 0, 1);
  app::DrawPtr central;
  auto simulated = app::simulate(*outcome.loaded, std::move(outcome.results), executor, &central);
  if (!accept(simulated, Phase::computing, outcome, console, job)) return outcome;
  outcome.results = std::move(*simulated.value);
  if (outcome.agents) run_agents(*outcome.agents, central, outcome, console, job);
  return outcome;
}

ExitCode print_tables(const Arguments& arguments, Console& console, LastStage last) {
  Job job(arguments, console);
  return print_tables(arguments, console, run_stages(arguments, console, job, last));
}

ExitCode print_tables(const Arguments& arguments, Console& console, const StagesOutcome& outcome) {
  if (outcome.code != ExitCode::ok) return outcome.code;
  if (arguments.table.empty()) {
    console.data(console.json() ? table_list_json(outcome.results, outcome.diagnostics, console)
                                : table_list(outcome.results, console));
    return ExitCode::ok;
  }
  ExitCode code = ExitCode::ok;
  const data::Table* table = find_table(outcome.results, arguments.table, console, code);
  if (table == nullptr) return code;
  console.data(console.json() ? table_json(*table, outcome.diagnostics, console)
                              : data::to_csv(*table, arguments.excel));
  return ExitCode::ok;
}

}  // namespace tidu::cli
