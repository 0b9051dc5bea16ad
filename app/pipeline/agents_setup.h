// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/agents_population.h"
#include "core/simulate/agents/agent_run.h"
#include "core/simulate/agents/scheduled_rates.h"
#include "core/simulate/agents/unit_decisions.h"
#include "core/simulate/draws.h"
#include "exec/zero_pages.h"

namespace tidu::app {

/// How many times finer the steps are by which the error of the agents' own is judged.
inline constexpr int kFiner = 8;

/// A population that is ready to run.
struct AgentSetup {
  diffusion::population::Population all;        ///< everybody
  diffusion::population::Population potential;  ///< who may ever adopt: a share `market` of each kind; these are run
  diffusion::CellShape shape;  ///< of the layout: that of the populations, or with newcomers in waves (newcomers.h)
  diffusion::agents::Layout layout;
  std::vector<simulate::CalendarStep> steps;
  std::vector<simulate::CalendarStep> fine_steps;  ///< kFiner times as many: how much the length of steps matters
  diffusion::agents::AgentSettings settings;
  std::uint64_t rates_hash = 0;
  std::optional<simulate::UnitDecisions> decisions;  ///< of the population's units
};

/// Sets steps, settings and hash of the rates.
/// errors  domain (a horizon before the start)
Result<void> set_calendar(const LoadedStudy& loaded, const simulate::ParameterDraw& draw, AgentSetup& setup);

/// National users in percent of everybody, by year.
std::vector<double> national(const std::vector<simulate::YearRecord>& records, double everybody);

/// N.
std::uint64_t total_agents(const diffusion::population::Population& population);

/// levels  empty, or whom infrastructure brings in: then the population has one size
/// parts   of the sectors, those of the levels
/// errors  those of allocate, matching_plans and Layout::make; domain (a horizon before the start)
Result<AgentSetup> make_setup(const LoadedStudy& loaded, const AgentPopulation& population,
                              const simulate::ParameterDraw& draw, const simulate::MarketLevels& levels = {},
                              const simulate::SectorParts& parts = {});

/// The same population with one size, all of whom decide optionally: sizes have no rates of their own, and would make
/// four times as many cells.
AgentPopulation without_sizes(AgentPopulation population);

/// The run that a setup makes with some rates. Both outlive it.
simulate::AgentPlan plan_of(const AgentSetup& setup, const simulate::RateSource& rates);

/// What agents live in.
struct AgentBytes {
  exec::ZeroPages state;
  exec::ZeroPages contacts;
  diffusion::agents::AgentMemory memory() const { return {state.span(), contacts.span()}; }
};

/// errors  limit (the system has not so much)
Result<AgentBytes> bytes_for(const diffusion::agents::Layout& layout, bool with_contacts);

}  // namespace tidu::app
