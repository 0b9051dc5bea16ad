// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_levers.h"

#include <algorithm>
#include <cmath>

#include "app/pipeline/index_stage.h"
#include "app/pipeline/scenarios.h"
#include "core/diffusion/agents/memory.h"
#include "core/simulate/options.h"
#include "core/simulate/programmes.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using simulate::Schedule;

simulate::SimulateOptions options_of(const LoadedStudy& loaded) {
  return study::parameters(loaded.study, simulate::simulate_options());
}

/// What is run: schedules with their names and the years at whose ends they are judged last.
struct Programmes {
  std::vector<std::string> ids;
  std::vector<Schedule> schedules;
  std::vector<int> last_years;
  std::size_t scenarios = 0;  ///< of these, the first, are scenarios of the study

  void add(std::string id, Schedule schedule, int last_year) {
    ids.push_back(std::move(id));
    schedules.push_back(std::move(schedule));
    last_years.push_back(last_year);
  }
};

Result<Programmes> programmes_of(const LoadedStudy& loaded, const simulate::SimulateOptions& options) {
  Programmes programmes;
  if (!loaded.study.scenarios.empty() && !loaded.study.capability_index.empty()) {
    const auto tiers = capability_tiers(loaded);
    if (!tiers) return tl::unexpected(tiers.error());
    auto schedules = make_schedules(loaded, *tiers, options.policy_year, options.last_year);
    for (std::size_t s = 1; s < schedules.size(); ++s)
      programmes.add(loaded.study.scenarios[s - 1].id, std::move(schedules[s]), options.last_year);
  }
  programmes.scenarios = programmes.ids.size();
  const int last = std::min(options.last_year, options.policy_year + options.support_years - 1);
  for (const simulate::Programme& programme : simulate::support_programmes()) {
    if (programme.group) continue;
    programmes.add(std::string(diffusion::levers()[programme.lever].key),
                   simulate::programme_schedule(programme, loaded.region_count(), options.policy_year, last), last);
  }
  return programmes;
}

// The first year in which something is pulled, after diffusion has begun.
int first_year_of(const Programmes& programmes, double start) {
  int first = programmes.schedules.back().front().first_year;
  for (const Schedule& schedule : programmes.schedules) {
    for (const simulate::LeverPull& pull : schedule) first = std::min(first, pull.first_year);
  }
  return std::max(first, static_cast<int>(std::ceil(start)));
}

AgentPopulation sample_of(AgentPopulation population, std::uint64_t agents) {
  population = without_sizes(std::move(population));
  population.margins.agents = std::min(population.margins.agents, agents);
  return population;
}

/// Runs one programme after another in the memory of the first.
Result<void> run_all(const Programmes& programmes, const simulate::ParameterDraw& draw,
                     const diffusion::LeverSizes& sizes, const simulate::MarketLevels& levels,
                     const simulate::SectorParts& parts, Executor& executor, Executor& steady, LeverComparison& out) {
  auto bytes = bytes_for(out.setup.layout, true);
  if (!bytes) return tl::unexpected(bytes.error());
  const int first_year = first_year_of(programmes, draw.spread.start);
  const int horizon = out.setup.steps.back().closes_year;
  const simulate::ScheduledRates plain(draw, out.setup.shape, {}, sizes, levels, parts);
  const simulate::AgentPlan plan = plan_of(out.setup, plain);
  simulate::PairedRuns runs(plan, first_year, bytes->memory());
  const std::size_t count = programmes.ids.size();
  executor.progress("stage.agents_levers", 0, count + 1);
  out.without = runs.run_baseline(steady, executor);
  out.map = simulate::map_course(plan, first_year, horizon, steady, executor);
  for (std::size_t k = 0; k < count && !executor.cancelled(); ++k) {
    executor.progress("stage.agents_levers", k + 1, count + 1);
    const simulate::ScheduledRates rates(draw, out.setup.shape, programmes.schedules[k], sizes, levels, parts);
    auto& list = k < programmes.scenarios ? out.scenarios : out.levers;
    list.push_back(
        {programmes.ids[k], runs.run(rates, programmes.last_years[k], steady, executor),
         simulate::map_course(plan_of(out.setup, rates), first_year, programmes.last_years[k], steady, executor)});
  }
  return {};
}

}  // namespace

LeverSize lever_size(const LoadedStudy& loaded, const AgentPopulation& population, std::size_t matchings,
                     std::uint64_t memory_bytes) {
  const simulate::SimulateOptions options = options_of(loaded);
  // Newcomers: a wave for each strength of a lever on the market at most, and one for the lever by itself.
  std::size_t waves = 2;
  int first_year = options.policy_year;
  for (const study::Scenario& scenario : loaded.study.scenarios) {
    waves += scenario.levers.size();
    first_year = std::min(first_year, scenario.first_year.value_or(first_year));
  }
  const diffusion::agents::RunSize run{.cells = loaded.region_count() *
                                                std::max<std::size_t>(1, population.sectors.size()) *
                                                population.margins.groups.size() * waves,
                                       .matchings = matchings};
  const auto years = static_cast<std::size_t>(std::max(0, options.last_year - first_year + 1));
  const auto bytes = [&](std::uint64_t agents) {
    return diffusion::agents::memory_needed(agents, true, run) + simulate::PairedRuns::history_bytes(agents, years);
  };
  LeverSize size{.agents = std::min(population.margins.agents, options.lever_agents)};
  size.bytes = size.agents == 0 ? 0 : bytes(size.agents);
  std::uint64_t above = size.agents + 1;
  while (memory_bytes > 0 && above - size.fit > 1) {
    const std::uint64_t middle = size.fit + (above - size.fit) / 2;
    (bytes(middle) <= memory_bytes ? size.fit : above) = middle;
  }
  return size;
}

Result<std::optional<LeverComparison>> compare_levers(const LoadedStudy& loaded, const AgentPopulation& population,
                                                      const simulate::ParameterDraw& draw, Executor& executor,
                                                      Executor& steady) {
  const simulate::SimulateOptions options = options_of(loaded);
  const bool in_time = options.policy_year >= draw.spread.start && options.policy_year <= options.last_year;
  if (options.lever_agents == 0 || !in_time) return std::nullopt;
  const auto programmes = programmes_of(loaded, options);
  if (!programmes) return tl::unexpected(programmes.error());
  const auto sizes = study::parameters(loaded.study, diffusion::lever_options());
  AgentPopulation sample = sample_of(population, options.lever_agents);
  const auto parts = simulate::part_sectors(programmes->schedules, {sample.sectors.size(), sample.margins.sectors});
  const auto levels = simulate::market_levels(draw, programmes->schedules, sizes, parts);
  auto setup = make_setup(loaded, sample, draw, levels, parts);
  if (!setup) return tl::unexpected(setup.error());
  std::optional<LeverComparison> out(LeverComparison{.population = std::move(sample), .setup = std::move(*setup)});
  if (auto done = run_all(*programmes, draw, sizes, levels, parts, executor, steady, *out); !done)
    return tl::unexpected(done.error());
  return out;
}

}  // namespace tidu::app
