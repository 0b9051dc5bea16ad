// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/agents_setup.h"
#include "core/simulate/agents/paired.h"
#include "data/results.h"

namespace tidu::app {

/// Agents with and without one lever or scenario, and the map of them with it.
struct LeverRun {
  std::string id;
  std::vector<simulate::PairedYear> agents;
  std::vector<simulate::CellYear> map;
};

/// Levers and scenarios on a sample of the agents.
struct LeverComparison {
  AgentPopulation population;  ///< one size
  AgentSetup setup;            ///< with newcomers where some schedule brings them in
  std::vector<simulate::CellYear> without;
  std::vector<simulate::CellYear> map;  ///< without levers
  std::vector<LeverRun> scenarios;      ///< of the study file, to the horizon
  std::vector<LeverRun> levers;         ///< each at full strength for everybody, to the end of the support
};

/// How large the runs with levers are.
struct LeverSize {
  std::uint64_t agents = 0;  ///< 0: there are none
  std::uint64_t bytes = 0;   ///< that they need at most
  std::uint64_t fit = 0;     ///< agents that fit into `memory_bytes`
};

/// From the study alone, before anything is computed.
/// matchings  of all layers
LeverSize lever_size(const LoadedStudy& loaded, const AgentPopulation& population, std::size_t matchings,
                     std::uint64_t memory_bytes);

/// Paired runs of a sample of simulate.lever_agents: every scenario of the study, and every lever by itself. Nothing
/// where there are no such agents or no year in which levers could be pulled; cut short when `executor` is cancelled.
/// errors  those of capability_tiers, make_setup and bytes_for
Result<std::optional<LeverComparison>> compare_levers(const LoadedStudy& loaded, const AgentPopulation& population,
                                                      const simulate::ParameterDraw& draw, Executor& executor,
                                                      Executor& steady);

/// Appends the tables agents_effects*, agents_levers* and their remarks. tables.md lists the tables.
void add_agent_lever_tables(const LoadedStudy& loaded, const LeverComparison& comparison, data::ResultSet& results);

}  // namespace tidu::app
