// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/index_stage.h"
#include "app/pipeline/pipeline.h"
#include "core/base/order.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

// Panels of earlier technologies as the calibration wants them.
std::vector<calibrate::SeriesPanel> adoption_panels(const LoadedStudy& loaded) {
  std::vector<calibrate::SeriesPanel> panels;
  for (const std::string& id : loaded.study.adoption_panels) {
    panels.push_back({loaded.variables[loaded.variable(id)].values.view(), loaded.study.first_year});
  }
  return panels;
}

// Panels must be shares strictly between 0 and 100 percent: the first cell of each that is not, named as the user knows
// it.
void check_panels(const LoadedStudy& loaded, Diagnostics& diagnostics) {
  for (const std::string& id : loaded.study.adoption_panels) {
    const auto& values = loaded.variables[loaded.variable(id)].values;
    const auto cells = values.values();
    const auto bad = std::find_if(cells.begin(), cells.end(), [](double v) { return !(v > 0 && v < 100); });
    if (bad == cells.end()) continue;
    const auto cell = static_cast<std::size_t>(bad - cells.begin());
    const int year = loaded.study.first_year + static_cast<int>(cell % loaded.year_count());
    diagnostics.add({ErrorCode::domain,
                     text("pipeline.percent", id, loaded.regions.rows[cell / loaded.year_count()].code, year, *bad),
                     text("pipeline.percent.hint")},
                    loaded.study.adoption_where);
  }
}

std::vector<calibrate::Observation> national_series(const LoadedStudy& loaded) {
  std::vector<calibrate::Observation> series;
  for (const data::Fact& fact : loaded.facts) {
    if (fact.variable == kAdoptionSeries) series.push_back({fact.time, fact.value / 100});
  }
  stable_sort(series, [](const auto& a, const auto& b) { return a.time < b.time; });
  return series;
}

// Pulls the levers of a scenario, and of those that it includes, in the regions of their tiers. A lever that is pulled
// twice works with the larger strength.
void add_strengths(const LoadedStudy& loaded, const study::Scenario& scenario,
                   std::span<const measure::RegionTier> tiers, View<double, diffusion::Lever, Region> strengths) {
  const auto levers = diffusion::levers();
  for (const study::LeverSetting& setting : scenario.levers) {
    const auto found =
        std::find_if(levers.begin(), levers.end(), [&setting](const auto& l) { return l.key == setting.lever; });
    const auto lever = static_cast<std::size_t>(found - levers.begin());
    for (std::size_t r = 0; r < tiers.size(); ++r) {
      if (scenario.tier != "all" && scenario.tier != tier_id(tiers[r].tier)) continue;
      strengths(lever, r) = std::max(strengths(lever, r), setting.strength);
    }
  }
  for (const std::string& id : scenario.includes) {
    for (const study::Scenario& other : loaded.study.scenarios) {
      if (other.id == id) add_strengths(loaded, other, tiers, strengths);
    }
  }
}

Array<double, simulate::ScenarioAxis, diffusion::Lever, Region> scenario_strengths(
    const LoadedStudy& loaded, std::span<const measure::RegionTier> tiers) {
  const std::size_t levers = diffusion::levers().size();
  const std::size_t regions = loaded.region_count();
  Array<double, simulate::ScenarioAxis, diffusion::Lever, Region> strengths(
      {loaded.study.scenarios.size() + 1, levers, regions});
  for (std::size_t s = 0; s < loaded.study.scenarios.size(); ++s) {
    add_strengths(loaded, loaded.study.scenarios[s], tiers, {&strengths(s + 1, 0, 0), {levers, regions}});
  }
  return strengths;
}

simulate::Assumptions assumptions_of(const LoadedStudy& loaded, const calibrate::RegionEffects& effects,
                                     std::span<const double> share) {
  return {.parameters = study::ranges(loaded.study, diffusion::diffusion_options()),
          .levers = study::ranges(loaded.study, diffusion::lever_options()),
          .region_effect = effects.effect,
          .region_error = effects.error,
          .population_share = {share.begin(), share.end()},
          .seed = loaded.study.seed};
}

Result<std::vector<measure::RegionTier>> tiers_of(const LoadedStudy& loaded) {
  const auto options = study::parameters(loaded.study, measure::index_options());
  const auto built = build_index(loaded, loaded.index(loaded.study.capability_index), options);
  if (!built) return tl::unexpected(built.error());
  return study_tiers(built->nodes, built->index, options);
}

// People of the last year, by region.
Result<std::vector<double>> population_of(const LoadedStudy& loaded) {
  auto population = loaded.series("population", loaded.year_count() - 1);
  for (std::size_t r = 0; r < population.size(); ++r) {
    if (!(population[r] > 0)) {
      return failure(ErrorCode::missing,
                     text("pipeline.population", loaded.regions.rows[r].code, loaded.study.last_year),
                     text("pipeline.population.hint"));
    }
  }
  return population;
}

Result<void> simulate_into(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor) {
  const auto calibrate_options = study::parameters(loaded.study, calibrate::calibrate_options());
  const auto simulate_options = study::parameters(loaded.study, simulate::simulate_options());
  const auto tiers = tiers_of(loaded);
  if (!tiers) return tl::unexpected(tiers.error());
  const auto panels = adoption_panels(loaded);
  const auto effects = calibrate::region_effects(panels);
  if (!effects) return tl::unexpected(effects.error());
  const auto population = population_of(loaded);
  if (!population) return tl::unexpected(population.error());
  const auto links = diffusion::make_links(loaded.borders, *population);
  const auto assumptions = assumptions_of(loaded, *effects, links.share);
  const auto series = national_series(loaded);
  const auto fit = calibrate::fit_national(
      {links, assumptions, series, calibrate_options, simulate_options.steps_per_year}, executor);
  if (!fit) return tl::unexpected(fit.error());
  std::vector<std::uint64_t> members = calibrate::resample(fit->weights_all, simulate_options.draws, loaded.study.seed);
  for (std::uint64_t& member : members) member = fit->candidates[member];
  const auto strengths = scenario_strengths(loaded, *tiers);
  auto ensemble = simulate::run_ensemble({links, assumptions, members, strengths, simulate_options}, executor);
  if (!ensemble) return tl::unexpected(ensemble.error());

  const AdoptionContext context{loaded, calibrate_options, simulate_options, *tiers, panels,  *effects,
                                links,  assumptions,       series,           *fit,   members, *ensemble};
  if (auto done = add_calibration_tables(context, results); !done) return done;
  return add_adoption_tables(context, results);
}

}  // namespace

Outcome<data::ResultSet> simulate(const LoadedStudy& loaded, data::ResultSet measured, Executor& executor) {
  Outcome<data::ResultSet> outcome;
  if (loaded.study.adoption_panels.empty() || loaded.study.files.facts.empty() || !loaded.panel.find("population")) {
    outcome.diagnostics.add(
        {ErrorCode::missing, text("pipeline.nothing_to_simulate"), text("pipeline.nothing_to_simulate.hint")}, {},
        Severity::note);
    outcome.value = std::move(measured);
    return outcome;
  }
  check_panels(loaded, outcome.diagnostics);
  if (outcome.diagnostics.has_errors()) return outcome;
  if (const auto done = simulate_into(loaded, measured, executor); !done) {
    outcome.diagnostics.add(done.error());
    return outcome;
  }
  outcome.value = std::move(measured);
  return outcome;
}

}  // namespace tidu::app
