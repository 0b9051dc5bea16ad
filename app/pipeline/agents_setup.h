// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/agents_population.h"
#include "core/simulate/agents/agent_run.h"
#include "core/simulate/draws.h"

namespace tidu::app {

/// Rates of the baseline: the process's, times a region's speed, with mass media louder while the pulse lasts.
class BaselineRates final : public simulate::RateSource {
 public:
  BaselineRates(const simulate::ParameterDraw& draw, const diffusion::CellShape& shape);

  std::uint64_t epoch(const simulate::CalendarStep& step) const override;
  std::vector<diffusion::ProcessRates> at(const simulate::CalendarStep& step) const override;

 private:
  double media(const simulate::CalendarStep& step) const;

  diffusion::SpreadParameters spread_;
  std::vector<diffusion::ProcessRates> rates_;
};

/// How many times finer the steps are by which the error of the agents' own is judged.
inline constexpr int kFiner = 8;

/// A population that is ready to run.
struct AgentSetup {
  diffusion::population::Population all;        ///< everybody
  diffusion::population::Population potential;  ///< who may ever adopt: a share `market` of each kind; these are run
  diffusion::agents::Layout layout;
  std::vector<simulate::CalendarStep> steps;
  std::vector<simulate::CalendarStep> fine_steps;  ///< kFiner times as many: how much the length of steps matters
  diffusion::agents::AgentSettings settings;
  std::uint64_t rates_hash = 0;
};

/// N.
std::uint64_t total_agents(const diffusion::population::Population& population);

/// errors  those of allocate, matching_plans and Layout::make; domain (a horizon before the start)
Result<AgentSetup> make_setup(const LoadedStudy& loaded, const AgentPopulation& population,
                              const simulate::ParameterDraw& draw);

/// The run that a setup makes with some rates.
simulate::AgentPlan plan_of(const AgentSetup& setup, const simulate::RateSource& rates);

}  // namespace tidu::app
