// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/pipeline/agents_setup.h"
#include "core/diffusion/agents/graph.h"
#include "core/simulate/agents/graph_mixing.h"
#include "data/results.h"

namespace tidu::app {

/// The members of a recorded network, ready to run.
struct NetworkSetup {
  AgentPopulation population;
  AgentSetup run;  ///< cells of those who may ever adopt and of those who never will: CellShape::sizes is 2
  diffusion::agents::Graph graph;
  simulate::GraphMixing mixing;
};

/// Whether the network can be run as asked.
/// errors  domain (a number of agents: a network has no samples), missing (a checkpoint: there is none), limit (memory)
Diagnostics check_network(const LoadedStudy& loaded, const AgentsOptions& options);

/// Members of loaded.network as agents.
/// errors  those of Graph::make and Layout::make; domain (a horizon before the start)
Result<NetworkSetup> make_network(const LoadedStudy& loaded, const simulate::ParameterDraw& draw);

/// simulate_agents for a recorded network.
Outcome<data::ResultSet> simulate_network(const LoadedStudy& loaded, data::ResultSet simulated,
                                          const simulate::ParameterDraw& draw, Executor& executor, Executor& steady);

}  // namespace tidu::app
