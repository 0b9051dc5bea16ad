// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/diffusion/agents/graph.h"

namespace tidu::diffusion::agents {

/// What a reader asks of a recorded network first.
struct GraphFacts {
  std::uint64_t directions = 0;  ///< twice the contacts of an undirected graph
  std::uint64_t isolated = 0;    ///< agents that neither see anybody nor are seen
  std::uint64_t most_seen = 0;   ///< the largest degree: contacts that one agent sees
  double mean_degree = 0;        ///< (sum of d)/n
  double degree_variance = 0;    ///< sum of (d - mean)^2 / n: all agents are there, it is no sample
  std::uint64_t components = 0;  ///< of the graph without its directions; an isolated agent is one
  std::uint64_t largest = 0;     ///< agents of the largest component
};

/// cost    O(directions), nearly (Tarjan 1975); 4 bytes an agent
GraphFacts facts_of(const Graph& graph);

/// Bytes that a run on a graph takes at most besides its tables: 8 a contact of the list that it is made from; 40 an
/// agent, of which graph, state, counts and changes keep 17 and the rest is for placing members; of the graph 4 a
/// direction; what is sent in a step, 32 for each direction of those that are pushed together, up to 2^22 of them. An
/// estimate: hubs that fill a block alone may need more.
std::uint64_t graph_memory_needed(std::uint64_t agents, std::uint64_t contacts, bool directed);

}  // namespace tidu::diffusion::agents
