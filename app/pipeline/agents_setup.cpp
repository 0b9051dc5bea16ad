// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_setup.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "core/base/rng.h"
#include "core/simulate/agents/newcomers.h"
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
  for (const simulate::DecisionUnit& unit : draw.decisions) {
    add(static_cast<double>(unit.kind));
    add(unit.share);
    add(unit.from);
  }
  for (const simulate::CalendarStep& step : steps) {
    add(step.time);
    add(step.dt);
  }
  return hash;
}

// Contacts are those of the sizes: units of one size meet alike.
Result<std::vector<diffusion::agents::MatchingPlan>> matchings_of(diffusion::CellShape shape,
                                                                  const AgentPopulation& population) {
  const std::size_t units = std::max<std::size_t>(1, population.units.size());
  shape.sizes /= units;
  auto plans = diffusion::population::matching_plans(shape, population.contacts, population.pairings);
  if (!plans || units == 1) return plans;
  return simulate::among_units(*plans, shape, units);
}

}  // namespace

std::uint64_t total_agents(const diffusion::population::Population& population) {
  return std::accumulate(population.region_agents.begin(), population.region_agents.end(), std::uint64_t{0});
}

Result<void> set_calendar(const LoadedStudy& loaded, const simulate::ParameterDraw& draw, AgentSetup& setup) {
  const auto options = study::parameters(loaded.study, simulate::simulate_options());
  if (!(options.last_year + 1 > draw.spread.start)) {
    return failure(ErrorCode::domain, text("pipeline.agents.horizon", options.last_year, draw.spread.start),
                   text("pipeline.agents.horizon.hint"));
  }
  const int steps = std::max(kSteps, options.steps_per_year);
  setup.steps = simulate::calendar(draw.spread.start, options.last_year, steps);
  setup.fine_steps = simulate::calendar(draw.spread.start, options.last_year, kFiner * steps);
  const diffusion::ProcessParameters& process = draw.process;
  setup.settings = {.seed = loaded.study.seed,
                    .decided_visible = process.decided_visible,
                    .heterophily = {process.heterophily_local, process.heterophily_chain, process.heterophily_online}};
  setup.rates_hash = hash_of(draw, setup.steps);
  return {};
}

std::vector<double> national(const std::vector<simulate::YearRecord>& records, double everybody) {
  std::vector<double> out;
  for (const simulate::YearRecord& record : records) {
    double users = 0;
    for (std::size_t r = 0; r < record.regions.size(); r += diffusion::kStages)
      users += simulate::users(std::span(record.regions).subspan(r, diffusion::kStages));
    out.push_back(100 * users / everybody);
  }
  return out;
}

Result<AgentSetup> make_setup(const LoadedStudy& loaded, const AgentPopulation& population,
                              const simulate::ParameterDraw& draw, const simulate::MarketLevels& levels,
                              const simulate::SectorParts& parts) {
  AgentSetup setup;
  if (auto set = set_calendar(loaded, draw, setup); !set) return tl::unexpected(set.error());
  auto all = diffusion::population::allocate(population.margins);
  if (!all) return tl::unexpected(all.error());
  diffusion::population::Margins margins = population.margins;
  margins.agents = static_cast<std::uint64_t>(draw.spread.market * static_cast<double>(margins.agents) + 0.5);
  auto potential = diffusion::population::allocate(margins);
  if (!potential) return tl::unexpected(potential.error());
  const auto matchings = matchings_of(potential->shape, population);
  if (!matchings) return tl::unexpected(matchings.error());
  if (!population.units.empty()) {
    const auto plain = diffusion::population::allocate(without_units(population));
    if (!plain) return tl::unexpected(plain.error());
    all->assumed = plain->assumed;
    setup.decisions.emplace(draw, potential->shape);
  }
  simulate::GrownPopulation run{potential->shape, potential->cells, *matchings};
  if (!levels.empty()) run = simulate::with_newcomers(*all, *potential, *matchings, levels, draw.spread.market, parts);
  auto layout = diffusion::agents::Layout::make(run.cells, run.matchings, loaded.study.seed);
  if (!layout) return tl::unexpected(layout.error());
  setup.all = std::move(*all);
  setup.potential = std::move(*potential);
  setup.shape = run.shape;
  setup.layout = std::move(*layout);
  return setup;
}

AgentPopulation without_sizes(AgentPopulation population) {
  population.sizes.clear();
  population.units.clear();
  population.margins.sizes = {1};
  population.margins.sector_sizes.clear();
  return population;
}

simulate::AgentPlan plan_of(const AgentSetup& setup, const simulate::RateSource& rates) {
  return {.layout = setup.layout,
          .shape = setup.shape,
          .rates = rates,
          .steps = setup.steps,
          .settings = setup.settings,
          .rates_hash = setup.rates_hash,
          .decisions = setup.decisions ? &*setup.decisions : nullptr};
}

Result<AgentBytes> bytes_for(const diffusion::agents::Layout& layout, bool with_contacts) {
  const std::size_t bytes = diffusion::agents::padded_agents(layout);
  auto state = exec::ZeroPages::make(bytes);
  if (!state) return tl::unexpected(state.error());
  auto contacts = exec::ZeroPages::make(with_contacts ? bytes : 0);
  if (!contacts) return tl::unexpected(contacts.error());
  return AgentBytes{std::move(*state), std::move(*contacts)};
}

}  // namespace tidu::app
