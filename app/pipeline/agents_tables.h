// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/pipeline/agents_setup.h"
#include "data/results.h"

namespace tidu::app {

/// Contagions that are compared, by the names that they have in tables.
inline constexpr std::pair<diffusion::Contagion, const char*> kContagionNames[] = {
    {diffusion::Contagion::linear, "linear"},
    {diffusion::Contagion::threshold, "threshold"},
    {diffusion::Contagion::hill, "hill"}};

/// National users after one contagion in a sample of the agents, in percent of everybody, by year.
struct ContagionPaths {
  std::string contagion;      ///< "linear", "threshold"
  std::vector<double> map;    ///< the aggregate map
  std::vector<double> anew;   ///< agents that see what their cell expects to see
  std::vector<double> fixed;  ///< agents with few contacts that stay the same
};

/// Everything that the tables of the agents are made from. tables.md lists the tables.
struct AgentContext {
  const LoadedStudy& loaded;
  const AgentPopulation& population;
  const AgentSetup& setup;
  const simulate::ParameterDraw& draw;
  const std::vector<simulate::YearRecord>& agents;
  const std::vector<simulate::YearRecord>& map;
  const std::vector<simulate::YearRecord>& fine_map;  ///< the map with kFiner times as many steps
  const std::vector<ContagionPaths>& contagion;
  std::uint64_t sample = 0;            ///< agents of the comparison of contagions
  std::uint64_t sample_potential = 0;  ///< of these, who may ever adopt
};

/// Appends tables, remarks, and the sources, formulas and labels that they name.
void add_agent_tables(const AgentContext& context, data::ResultSet& results);

}  // namespace tidu::app
