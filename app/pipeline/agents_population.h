// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/diffusion/population/matchings.h"
#include "core/diffusion/population/population.h"
#include "core/diffusion/process/rates.h"

namespace tidu::app {

/// Who the agents are, from the study's margins: docs/decisions.md says which data make them.
struct AgentPopulation {
  AgentUnit unit = AgentUnit::entities;
  std::uint64_t whole = 0;                 ///< in the nation; agents are all of them or a sample; 0: not known
  diffusion::population::Margins margins;  ///< of everybody; margins.agents are those asked for
  std::vector<std::string> sectors;        ///< ids; empty: one sector
  std::vector<std::string> sizes;          ///< ids; empty: one size
  /// Ids of those who decide collectively or by order, and last "others"; empty: all decide optionally. Each size of
  /// the margins is parted into them (simulate::UnitDecisions).
  std::vector<std::string> units;
  std::vector<std::string> sources;  ///< series and files that the margins come from
  bool recorded = false;  ///< members of a network (agents_network.h): nothing is shared out, contacts are given
  diffusion::population::ContactDesign contacts;
  std::vector<diffusion::population::Pairing> pairings;
};

/// The margins without units: one size for each of the study's.
diffusion::population::Margins without_units(const AgentPopulation& population);

/// Who works in which sector, as far as the study says it.
struct SectorAllocation {
  std::vector<std::string> ids;      ///< of [agents]; empty: the study does not need it, or has none
  std::vector<double> share;         ///< regions x sectors, summing to 1 in each region: shares of value added
  std::vector<std::string> sources;  ///< series and files that they come from
};

/// Whether a scenario is for some sectors alone.
bool names_sectors(const study::Study& study);

/// The allocation that agents have, where a scenario names sectors; nothing otherwise.
/// errors  those of the agents' sectors, at their place in the study file; domain (a scenario for a sector in which
///         nobody works)
Outcome<SectorAllocation> allocated_sectors(const LoadedStudy& loaded);

/// Margins and contacts of the agents that are asked for. All that is wrong is found at once, at its place in the study
/// file: a series that is not there, a negative or missing value, a region without value added, more agents than the
/// nation has, persons whose number is not known.
/// Persons have sectors where a scenario names some.
/// process  how many contacts there are in each layer. Without trade between sectors there are none in the chain.
Outcome<AgentPopulation> agent_population(const LoadedStudy& loaded, const diffusion::ProcessParameters& process,
                                          const AgentsOptions& options);

}  // namespace tidu::app
