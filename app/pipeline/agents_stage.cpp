// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/agents_levers.h"
#include "app/pipeline/agents_network.h"
#include "app/pipeline/agents_tables.h"
#include "app/pipeline/perception.h"
#include "core/diffusion/agents/memory.h"
#include "data/file.h"
#include "store/checkpoint.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

namespace agents = diffusion::agents;

/// Agents of the comparison of contagions: enough for a tenth of a percentage point, and done in a second.
constexpr std::uint64_t kSampleAgents = 1'000'000;

diffusion::ProcessParameters process_of(const LoadedStudy& loaded) {
  return study::parameters(loaded.study, diffusion::process_options());
}

// The study's values, every region alike.
simulate::ParameterDraw study_draw(const LoadedStudy& loaded) {
  return {.process = process_of(loaded),
          .spread = study::parameters(loaded.study, diffusion::spread_options()),
          .speed = std::vector<double>(loaded.region_count(), 1),
          .decisions = decision_units(loaded.study)};
}

std::size_t matchings_of(const AgentPopulation& population) {
  const auto& contacts = population.contacts;
  return std::size_t{contacts.cell} + contacts.district + contacts.chain + contacts.online;
}

std::size_t cells_of(const LoadedStudy& loaded, const AgentPopulation& population) {
  return loaded.region_count() * std::max<std::size_t>(1, population.sectors.size()) * population.margins.sizes.size() *
         population.margins.groups.size();
}

// Refuses more agents than the memory holds, and says how many it does hold.
Result<void> check_memory(const LoadedStudy& loaded, const AgentPopulation& population, const AgentsOptions& options) {
  if (options.memory_bytes == 0) return {};
  const agents::RunSize run{.cells = cells_of(loaded, population), .matchings = matchings_of(population)};
  const std::uint64_t fit = agents::agents_that_fit(options.memory_bytes, true, run);
  const std::uint64_t asked = population.margins.agents;
  const double usable = static_cast<double>(options.memory_bytes) / 1e9;
  if (asked > fit) {
    const double gigabytes = static_cast<double>(agents::memory_needed(asked, true, run)) / 1e9;
    return failure(ErrorCode::limit, text("pipeline.agents.memory", asked, gigabytes, usable),
                   text("pipeline.agents.memory.hint", fit));
  }
  const LeverSize levers = lever_size(loaded, population, run.matchings, options.memory_bytes);
  if (levers.agents <= levers.fit) return {};
  return failure(ErrorCode::limit,
                 text("pipeline.agents.lever_memory", levers.agents, static_cast<double>(levers.bytes) / 1e9, usable),
                 text("pipeline.agents.lever_memory.hint", levers.fit));
}

/// What a checkpoint belongs to: every input of the study and the program's version.
std::string study_hash(const LoadedStudy& loaded) {
  std::string all = TIDU_VERSION;
  for (const InputFile& input : loaded.inputs) all += "\n" + input.name + "\n" + input.sha256;
  return data::sha256_hex(all);
}

/// Which run a checkpoint must be of, before there is one.
agents::RunIdentity identity_of(const AgentSetup& setup) {
  return {.seed = setup.settings.seed,
          .replicate = setup.settings.replicate,
          .layout = agents::layout_hash(setup.layout),
          .settings = agents::settings_hash(setup.settings),
          .rates = setup.rates_hash,
          .agents = setup.layout.agents(),
          .with_contacts = true};
}

/// The run of all agents, from the beginning or from a checkpoint.
class WholeRun {
 public:
  WholeRun(const LoadedStudy& loaded, const AgentsOptions& options, const simulate::AgentPlan& plan, AgentBytes bytes)
      : options_(options),
        bytes_(std::move(bytes)),
        study_(study_hash(loaded)),
        run_(plan, bytes_.memory()),
        census_(agents::census_size(plan.layout)),
        steps_(plan.steps.size()),
        agents_(plan.layout.agents()) {}

  /// The years; nothing after a mistake or an interruption, which is then among the findings.
  std::optional<std::vector<simulate::YearRecord>> go(Executor& executor, Executor& steady, Diagnostics& findings) {
    if (!begin(steady, findings)) return std::nullopt;
    while (!run_.over()) {
      if (executor.cancelled()) {
        findings.add(keep(steady));
        return std::nullopt;
      }
      executor.progress("stage.agents", run_.steps_done(), steps_);
      run_.step(steady);
    }
    return std::vector(run_.records().begin(), run_.records().end());
  }

 private:
  bool begin(Executor& steady, Diagnostics& findings) {
    if (options_.resume.empty()) {
      run_.start(steady);
      return true;
    }
    auto read = store::read_checkpoint({options_.resume, study_}, run_.identity(), census_, bytes_.memory());
    findings.append(read.diagnostics);
    if (!read.ok()) return false;
    const auto done = run_.resume(read.value->snapshot, read.value->records, steady);
    if (!done) findings.add(done.error(), {.file = options_.resume.string()});
    return done.has_value();
  }

  /// Keeps what has been done; the finding that says so, or why it could not be.
  Error keep(Executor& steady) {
    const std::string path = options_.checkpoint.string();
    const auto done = static_cast<std::uint64_t>(run_.steps_done());
    if (path.empty() || done == 0)
      return {ErrorCode::cancelled, text("pipeline.agents.interrupted"), text("pipeline.agents.interrupted.hint")};
    const store::Checkpoint checkpoint{run_.snapshot(steady), simulate::record_words(run_.records())};
    const auto kept = store::write_checkpoint({options_.checkpoint, study_}, checkpoint,
                                              {bytes_.state.span(), bytes_.contacts.span()});
    if (!kept) return kept.error();
    return {ErrorCode::cancelled, text("pipeline.agents.kept", done, steps_, path, 2 * agents_ / 1'000'000),
            text("pipeline.agents.kept.hint", path)};
  }

  const AgentsOptions& options_;
  AgentBytes bytes_;
  std::string study_;
  simulate::AgentRun run_;
  std::uint64_t census_;
  std::uint64_t steps_;
  std::uint64_t agents_;
};

Result<std::vector<double>> sample_path(const AgentSetup& setup, const simulate::RateSource& rates, bool with_contacts,
                                        Executor& executor) {
  auto bytes = bytes_for(setup.layout, with_contacts);
  if (!bytes) return tl::unexpected(bytes.error());
  simulate::AgentRun run(plan_of(setup, rates), bytes->memory());
  run.start(executor);
  while (!run.over()) run.step(executor);
  return national({run.records().begin(), run.records().end()}, static_cast<double>(total_agents(setup.all)));
}

/// A sample under each contagion, in the map, in mean field and on fixed contacts: where they differ and where not.
struct Contagions {
  std::vector<ContagionPaths> paths;
  std::uint64_t agents = 0;
  std::uint64_t potential = 0;
};

Result<Contagions> compare_contagions(const LoadedStudy& loaded, AgentPopulation population,
                                      simulate::ParameterDraw draw, Executor& executor, Executor& steady) {
  population = without_sizes(std::move(population));
  population.margins.agents = std::min(population.margins.agents, kSampleAgents);
  Contagions out;
  for (const auto& [contagion, name] : kContagionNames) {
    if (executor.cancelled()) break;
    executor.progress("stage.contagion", out.paths.size(), std::size(kContagionNames));
    draw.process.contagion = contagion;
    const auto setup = make_setup(loaded, population, draw);
    if (!setup) return tl::unexpected(setup.error());
    out.agents = total_agents(setup->all);
    out.potential = setup->layout.agents();
    const simulate::ScheduledRates rates(draw, setup->shape);
    auto anew = sample_path(*setup, rates, false, steady);
    if (!anew) return tl::unexpected(anew.error());
    auto fixed = sample_path(*setup, rates, true, steady);
    if (!fixed) return tl::unexpected(fixed.error());
    auto map = national(simulate::run_map(plan_of(*setup, rates), steady), static_cast<double>(out.agents));
    out.paths.push_back({name, std::move(map), std::move(*anew), std::move(*fixed)});
  }
  return out;
}

// Where decision units are left out of what is run.
void note_decisions(const LoadedStudy& loaded, const char* remark, data::ResultSet& results) {
  if (!loaded.study.decisions.empty()) results.remarks.push_back({"agents_adoption", remark, {}});
}

}  // namespace

Diagnostics check_agents(const LoadedStudy& loaded, const AgentsOptions& options) {
  if (loaded.study.of_series()) {
    Diagnostics refused;
    refused.add({ErrorCode::shape, text("pipeline.agents_of_series"), text("pipeline.agents_of_series.hint")});
    return refused;
  }
  if (runs_network(loaded, options)) return check_network(loaded, options);
  auto population = agent_population(loaded, process_of(loaded), options);
  if (!population.ok()) return population.diagnostics;
  if (const auto fits = check_memory(loaded, *population.value, options); !fits)
    population.diagnostics.add(fits.error());
  if (!options.resume.empty())
    population.diagnostics.append(store::check_checkpoint({options.resume, study_hash(loaded)}));
  return population.diagnostics;
}

Outcome<data::ResultSet> simulate_agents(const LoadedStudy& loaded, data::ResultSet simulated, const DrawPtr& central,
                                         Executor& executor, const AgentsOptions& options) {
  Outcome<data::ResultSet> outcome;
  Diagnostics& findings = outcome.diagnostics;
  Executor& steady = options.steady != nullptr ? *options.steady : executor;
  const simulate::ParameterDraw draw = central ? *central : study_draw(loaded);
  if (runs_network(loaded, options)) {
    outcome = simulate_network(loaded, std::move(simulated), draw, executor, steady);
    if (outcome.value) note_decisions(loaded, "remark.agents_optional", *outcome.value);
    return outcome;
  }
  auto population = agent_population(loaded, draw.process, options);
  findings.append(population.diagnostics);
  if (!population.ok()) return outcome;
  const auto refuse = [&](const Error& error) {
    findings.add(error);
    return std::move(outcome);
  };
  if (const auto fits = check_memory(loaded, *population.value, options); !fits) return refuse(fits.error());
  const auto setup = make_setup(loaded, *population.value, draw);
  if (!setup) return refuse(setup.error());
  if (!options.resume.empty()) {
    const agents::RunIdentity run = identity_of(*setup);
    findings.append(store::check_checkpoint({options.resume, study_hash(loaded)}, &run));
    if (findings.has_errors()) return outcome;
  }
  auto contagions = compare_contagions(loaded, *population.value, draw, executor, steady);
  if (!contagions) return refuse(contagions.error());
  const auto levers = compare_levers(loaded, *population.value, draw, executor, steady);
  if (!levers) return refuse(levers.error());
  const simulate::ScheduledRates rates(draw, setup->shape);
  const simulate::AgentPlan plan = plan_of(*setup, rates);
  const auto map = simulate::run_map(plan, steady);
  simulate::AgentPlan fine = plan;
  fine.steps = setup->fine_steps;
  const auto fine_map = simulate::run_map(fine, steady);
  auto bytes = bytes_for(setup->layout, true);
  if (!bytes) return refuse(bytes.error());
  const auto years = WholeRun(loaded, options, plan, std::move(*bytes)).go(executor, steady, findings);
  if (!years) return outcome;
  add_agent_tables({loaded, *population.value, *setup, draw, *years, map, fine_map, contagions->paths,
                    contagions->agents, contagions->potential},
                   simulated);
  if (*levers) add_agent_lever_tables(loaded, **levers, simulated);
  note_decisions(loaded, "remark.agents_units", simulated);
  outcome.value = std::move(simulated);
  return outcome;
}

}  // namespace tidu::app
