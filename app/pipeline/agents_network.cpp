// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_network.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/pipeline/agents_subjects.h"
#include "app/pipeline/agents_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/diffusion/agents/graph_facts.h"
#include "core/simulate/agents/graph_run.h"
#include "core/simulate/agents/members.h"

namespace tidu::app {
namespace {

namespace agents = diffusion::agents;
using diffusion::population::Population;

/// A level that no market reaches: a wave behind it never comes in.
constexpr double kNever = 2;

const study::RecordedNetwork& recorded(const LoadedStudy& loaded) { return *loaded.study.agents->network; }

AgentPopulation population_of(const NetworkData& network, std::size_t regions) {
  AgentPopulation population;
  population.whole = network.members.ids.size();
  population.sectors = network.members.sectors;
  population.sources = {"members", "contacts"};
  population.recorded = true;
  population.margins.agents = population.whole;
  population.margins.counts.assign(regions, 0);
  for (const std::uint32_t region : network.members.region) population.margins.counts[region] += 1;
  return population;
}

// Cells without the parting into those who may adopt and those who never will: all, or the former alone.
Population folded(const simulate::PlacedMembers& placed, bool outside_too) {
  Population out{.shape = placed.shape, .region_agents = std::vector<std::uint64_t>(placed.shape.regions, 0)};
  out.shape.sizes = 1;
  const std::size_t groups = placed.shape.groups;
  for (std::size_t c = 0; c < out.shape.cells(); ++c) {
    const std::size_t inside = c / groups * 2 * groups + c % groups;
    agents::CellPlan cell = placed.cells[inside];
    if (outside_too) cell.agents += placed.cells[inside + groups].agents;
    out.region_agents[cell.region] += cell.agents;
    out.cells.push_back(cell);
  }
  return out;
}

simulate::ScheduledRates rates_of(const NetworkSetup& network, const simulate::ParameterDraw& draw) {
  const simulate::MarketLevels never(network.run.shape.regions * network.run.shape.groups, {kNever});
  return {draw, network.run.shape, {}, {}, never};
}

/// Runs of one network: by the map, and one by one.
class NetworkRuns {
 public:
  NetworkRuns(const NetworkSetup& network, const simulate::ParameterDraw& draw)
      : network_(network), by_layer_(rates_of(network, draw)), rates_(by_layer_), plan_(plan_of(network.run, rates_)) {
    plan_.mixing = &network.mixing;
  }

  std::vector<simulate::YearRecord> map(Executor& executor) const { return simulate::run_map(plan_, executor); }

  std::vector<simulate::YearRecord> fine_map(Executor& executor) const {
    simulate::AgentPlan fine = plan_;
    fine.steps = network_.run.fine_steps;
    return simulate::run_map(fine, executor);
  }

  /// Nothing when `executor` was cancelled.
  std::optional<std::vector<simulate::YearRecord>> members(bool with_contacts, Executor& executor,
                                                           Executor& steady) const {
    simulate::GraphRun run(plan_, network_.graph, with_contacts);
    run.start(steady);
    while (!run.over()) {
      if (executor.cancelled()) return std::nullopt;
      executor.progress("stage.agents", run.steps_done(), plan_.steps.size());
      run.step(steady);
    }
    return std::vector(run.records().begin(), run.records().end());
  }

 private:
  const NetworkSetup& network_;
  simulate::ScheduledRates by_layer_;
  simulate::OneLayerRates rates_;
  simulate::AgentPlan plan_;
};

std::vector<ContagionPaths> contagions_of(const NetworkSetup& network, simulate::ParameterDraw draw, Executor& executor,
                                          Executor& steady) {
  std::vector<ContagionPaths> out;
  const auto everybody = static_cast<double>(network.population.whole);
  for (const auto& [contagion, name] : kContagionNames) {
    draw.process.contagion = contagion;
    const NetworkRuns runs(network, draw);
    const auto anew = runs.members(false, executor, steady);
    const auto fixed = runs.members(true, executor, steady);
    if (!anew || !fixed) break;
    out.push_back(
        {name, national(runs.map(steady), everybody), national(*anew, everybody), national(*fixed, everybody)});
  }
  return out;
}

data::Table network_table(const LoadedStudy& loaded, const NetworkSetup& network) {
  OriginBuilder origin(loaded);
  origin.sources(network.population.sources).formulas({"network_facts"});
  TableBuilder table("agents_network", {label("property"), real("value", "1", 3)}, origin.take());
  const agents::GraphFacts facts = agents::facts_of(network.graph);
  const auto whole = static_cast<double>(network.graph.agents());
  const auto row = [&table](const char* property, double value) { table.row({property, value}); };
  row("members", whole);
  row("contacts", static_cast<double>(loaded.network->contacts.size()));
  row("mean_degree", facts.mean_degree);
  row("degree_variance", facts.degree_variance);
  row("largest_degree", static_cast<double>(facts.most_seen));
  row("isolated", static_cast<double>(facts.isolated));
  row("components", static_cast<double>(facts.components));
  row("largest_component", 100 * static_cast<double>(facts.largest) / whole);
  row("within_regions", 100 * network.mixing.within_regions());
  return std::move(table).take();
}

Error interruption() {
  return {ErrorCode::cancelled, text("pipeline.network.interrupted"), text("pipeline.network.interrupted.hint")};
}

}  // namespace

bool runs_network(const LoadedStudy& loaded, const AgentsOptions& options) {
  return loaded.network.has_value() && options.unit.value_or(AgentUnit::entities) == AgentUnit::entities;
}

Diagnostics check_network(const LoadedStudy& loaded, const AgentsOptions& options) {
  Diagnostics findings;
  const NetworkData& network = *loaded.network;
  const std::uint64_t members = network.members.ids.size();
  if (options.agents != 0) {
    findings.add({ErrorCode::domain, text("pipeline.network.sample", options.agents, members),
                  text("pipeline.network.sample.hint", recorded(loaded).members)});
  }
  if (!options.checkpoint.empty() || !options.resume.empty())
    findings.add({ErrorCode::missing, text("pipeline.network.checkpoint"), text("pipeline.network.checkpoint.hint")});
  const std::uint64_t bytes = agents::graph_memory_needed(members, network.contacts.size(), recorded(loaded).directed);
  if (options.memory_bytes != 0 && bytes > options.memory_bytes) {
    findings.add({ErrorCode::limit,
                  text("pipeline.network.memory", members, network.contacts.size(), static_cast<double>(bytes) / 1e9,
                       static_cast<double>(options.memory_bytes) / 1e9),
                  text("pipeline.network.memory.hint")});
  }
  return findings;
}

Result<NetworkSetup> make_network(const LoadedStudy& loaded, const simulate::ParameterDraw& draw) {
  const NetworkData& network = *loaded.network;
  AgentSetup setup;
  if (auto set = set_calendar(loaded, draw, setup); !set) return tl::unexpected(set.error());
  AgentPopulation population = population_of(network, loaded.region_count());
  const simulate::Members members{.regions = loaded.region_count(),
                                  .sectors = std::max<std::size_t>(1, population.sectors.size()),
                                  .region = network.members.region,
                                  .sector = network.members.sector,
                                  .group = network.members.group};
  const auto placed = simulate::place_members(members, draw.spread.market, loaded.study.seed);
  auto layout = agents::Layout::make(placed.cells, {}, loaded.study.seed);
  if (!layout) return tl::unexpected(layout.error());
  auto graph = agents::Graph::make(simulate::renumbered(network.contacts, placed.agent),
                                   {.agents = layout->agents(), .directed = recorded(loaded).directed});
  if (!graph) return tl::unexpected(graph.error());
  setup.all = folded(placed, true);
  setup.potential = folded(placed, false);
  setup.shape = placed.shape;
  setup.layout = std::move(*layout);
  simulate::GraphMixing mixing(setup.layout, *graph, draw.process.heterophily_local);
  return NetworkSetup{std::move(population), std::move(setup), std::move(*graph), std::move(mixing)};
}

Outcome<data::ResultSet> simulate_network(const LoadedStudy& loaded, data::ResultSet simulated,
                                          const simulate::ParameterDraw& draw, Executor& executor, Executor& steady) {
  Outcome<data::ResultSet> outcome;
  const auto network = make_network(loaded, draw);
  if (!network) {
    outcome.diagnostics.add(network.error());
    return outcome;
  }
  const NetworkRuns runs(*network, draw);
  const auto members = runs.members(true, executor, steady);
  if (!members) {
    outcome.diagnostics.add(interruption());
    return outcome;
  }
  const auto contagions = contagions_of(*network, draw, executor, steady);
  if (executor.cancelled()) {
    outcome.diagnostics.add(interruption());
    return outcome;
  }
  const std::uint64_t whole = network->population.whole;
  add_agent_tables({loaded, network->population, network->run, draw, *members, runs.map(steady), runs.fine_map(steady),
                    contagions, whole, total_agents(network->run.potential)},
                   simulated);
  simulated.tables.push_back(network_table(loaded, *network));
  if (loaded.network->members.group.empty())
    simulated.remarks.push_back({"agents_groups", "remark.agents_groups_drawn", {}});
  simulated.remarks.push_back({"agents_adoption", "remark.agents_network_levers", {}});
  outcome.value = std::move(simulated);
  return outcome;
}

}  // namespace tidu::app
