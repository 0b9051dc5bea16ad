// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_setup.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "core/base/math.h"
#include "core/base/rng.h"
#include "core/simulate/options.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

/// Steps of agents in a year at least: each makes one move a step, which is of first order in its length.
constexpr int kSteps = 12;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

// Of everything that the rates of a run follow from, the calendar included.
std::uint64_t hash_of(const simulate::ParameterDraw& draw, const std::vector<simulate::CalendarStep>& steps) {
  std::uint64_t hash = 0;
  const auto add = [&hash](double value) { hash = hash64(hash, bits(value)); };
  for (const auto& option : diffusion::process_options()) add(option.get(draw.process));
  for (const auto& option : diffusion::spread_options()) add(option.get(draw.spread));
  for (const double speed : draw.speed) add(speed);
  for (const diffusion::Attributes& a : draw.attributes) {
    for (const double value : {a.relative_advantage, a.compatibility, a.complexity, a.trialability, a.observability}) {
      add(value);
    }
  }
  for (const simulate::CalendarStep& step : steps) {
    add(step.time);
    add(step.dt);
  }
  return hash;
}

}  // namespace

BaselineRates::BaselineRates(const simulate::ParameterDraw& draw, const diffusion::CellShape& shape)
    : spread_(draw.spread) {
  std::vector<diffusion::CellConditions> conditions(shape.cells());
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    conditions[c].residual = math::log(draw.speed[c / shape.per_region()]);
    conditions[c].incidents = draw.spread.incidents;
    if (!draw.attributes.empty()) conditions[c].attributes = draw.attributes[c / shape.per_region()];
  }
  rates_ = diffusion::make_process_rates(draw.process, shape, {}, conditions);
}

double BaselineRates::media(const simulate::CalendarStep& step) const {
  return diffusion::media_factor(spread_, step.time, step.dt);
}

std::uint64_t BaselineRates::epoch(const simulate::CalendarStep& step) const { return bits(media(step)); }

std::vector<diffusion::ProcessRates> BaselineRates::at(const simulate::CalendarStep& step) const {
  std::vector<diffusion::ProcessRates> rates = rates_;
  for (diffusion::ProcessRates& each : rates) each.media *= media(step);
  return rates;
}

std::uint64_t total_agents(const diffusion::population::Population& population) {
  return std::accumulate(population.region_agents.begin(), population.region_agents.end(), std::uint64_t{0});
}

Result<AgentSetup> make_setup(const LoadedStudy& loaded, const AgentPopulation& population,
                              const simulate::ParameterDraw& draw) {
  const auto options = study::parameters(loaded.study, simulate::simulate_options());
  if (!(options.last_year + 1 > draw.spread.start)) {
    return failure(ErrorCode::domain, text("pipeline.agents.horizon", options.last_year, draw.spread.start),
                   text("pipeline.agents.horizon.hint"));
  }
  auto all = diffusion::population::allocate(population.margins);
  if (!all) return tl::unexpected(all.error());
  diffusion::population::Margins margins = population.margins;
  margins.agents = static_cast<std::uint64_t>(draw.spread.market * static_cast<double>(margins.agents) + 0.5);
  auto potential = diffusion::population::allocate(margins);
  if (!potential) return tl::unexpected(potential.error());
  const auto matchings =
      diffusion::population::matching_plans(potential->shape, population.contacts, population.pairings);
  if (!matchings) return tl::unexpected(matchings.error());
  auto layout = diffusion::agents::Layout::make(potential->cells, *matchings, loaded.study.seed);
  if (!layout) return tl::unexpected(layout.error());
  AgentSetup setup{.all = std::move(*all), .potential = std::move(*potential), .layout = std::move(*layout)};
  const int steps = std::max(kSteps, options.steps_per_year);
  setup.steps = simulate::calendar(draw.spread.start, options.last_year, steps);
  setup.fine_steps = simulate::calendar(draw.spread.start, options.last_year, kFiner * steps);
  const diffusion::ProcessParameters& process = draw.process;
  setup.settings = {.seed = loaded.study.seed,
                    .decided_visible = process.decided_visible,
                    .heterophily = {process.heterophily_local, process.heterophily_chain, process.heterophily_online}};
  setup.rates_hash = hash_of(draw, setup.steps);
  return setup;
}

simulate::AgentPlan plan_of(const AgentSetup& setup, const simulate::RateSource& rates) {
  return {.layout = setup.layout,
          .shape = setup.potential.shape,
          .rates = rates,
          .steps = setup.steps,
          .settings = setup.settings,
          .rates_hash = setup.rates_hash};
}

}  // namespace tidu::app
