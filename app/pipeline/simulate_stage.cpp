// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/baseline_setup.h"
#include "app/pipeline/index_stage.h"
#include "app/pipeline/panel_stage.h"
#include "app/pipeline/perception.h"
#include "app/pipeline/pipeline.h"
#include "app/pipeline/scenarios.h"
#include "app/pipeline/series_stage.h"
#include "core/base/order.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

constexpr int kCourseYears = 10;  // how far panels are carried on after their last year

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

// The points of the named surveys, in order of time. The position of a survey in its list is its wording.
void add_points(const LoadedStudy& loaded, const std::vector<std::string>& surveys, calibrate::Asked asked,
                std::vector<SeriesPoint>& points, Diagnostics& diagnostics) {
  for (std::size_t w = 0; w < surveys.size(); ++w) {
    const std::size_t before = points.size();
    for (const data::Fact& fact : loaded.facts) {
      if (fact.variable == surveys[w])
        points.push_back({{fact.time, fact.value / 100, asked, w}, fact.date, surveys[w]});
    }
    if (points.size() > before) continue;
    diagnostics.add({ErrorCode::unknown, text("pipeline.no_series", surveys[w], loaded.study.files.facts),
                     text("pipeline.no_series.hint")},
                    loaded.study.series_where);
  }
}

std::vector<SeriesPoint> national_series(const LoadedStudy& loaded, Diagnostics& diagnostics) {
  std::vector<SeriesPoint> points;
  add_points(loaded, loaded.study.awareness_series, calibrate::Asked::awareness, points, diagnostics);
  add_points(loaded, loaded.study.adoption_series, calibrate::Asked::use, points, diagnostics);
  stable_sort(points, [](const auto& a, const auto& b) { return a.observed.time < b.observed.time; });
  for (const SeriesPoint& point : points) {
    if (point.observed.share > 0 && point.observed.share < 1) continue;
    diagnostics.add(
        {ErrorCode::domain, text("pipeline.fact_percent", point.survey, point.date, 100 * point.observed.share),
         text("pipeline.percent.hint")},
        loaded.study.series_where);
  }
  return points;
}

// The range of one option.
template <class P>
Range& range_of(std::vector<Range>& ranges, std::span<const Option<P>> options, std::string_view key) {
  const auto found =
      std::find_if(options.begin(), options.end(), [key](const Option<P>& o) { return o.record.key == key; });
  return ranges[static_cast<std::size_t>(found - options.begin())];
}

// What the panels say of the scale of attributes, each as far as it knows, within the option's limits; as it is assumed
// where none says anything.
Range pooled_scale(const std::vector<PanelSpeeds>& panels, const Range& assumed) {
  constexpr double kNormal95 = 1.6448536269514722;
  double precision = 0;
  double weighted = 0;
  for (const PanelSpeeds& panel : panels) {
    if (!panel.scale || !(panel.scale_sd > 0)) continue;
    const double weight = 1 / (panel.scale_sd * panel.scale_sd);
    precision += weight;
    weighted += weight * *panel.scale;
  }
  if (!(precision > 0)) return assumed;
  const double half = kNormal95 / std::sqrt(precision);
  const auto& options = diffusion::process_options();
  const auto record = std::find_if(options.begin(), options.end(),
                                   [](const auto& o) { return o.record.key == "adoption.attribute_scale"; });
  const auto legal = [&](double v) { return std::clamp(v, record->record.minimum, record->record.maximum); };
  return {legal(weighted / precision - half), legal(weighted / precision + half)};
}

simulate::Assumptions assumptions_of(const LoadedStudy& loaded, const calibrate::RegionEffects& effects,
                                     std::span<const double> share) {
  simulate::Assumptions out{.process = study::ranges(loaded.study, diffusion::process_options()),
                            .spread = study::ranges(loaded.study, diffusion::spread_options()),
                            .levers = study::ranges(loaded.study, diffusion::lever_options()),
                            .region_effect = effects.effect,
                            .region_error = effects.error,
                            .population_share = {share.begin(), share.end()},
                            .attribute_score = {},
                            .decisions = decision_units(loaded.study),
                            .seed = loaded.study.seed};
  // Where nothing stands for an attribute its effect is none, and no number of the ensemble is spent on it.
  if (loaded.study.attributes.empty()) {
    range_of(out.spread, diffusion::spread_options(), "diffusion.attribute_effect") = {0, 0};
  }
  return out;
}

// By levels of the panels or by their fitted speeds, as the study says.
Result<calibrate::RegionEffects> effects_of(std::span<const calibrate::SeriesPanel> panels,
                                            const std::vector<PanelSpeeds>& speeds, calibrate::RegionBasis basis) {
  if (basis == calibrate::RegionBasis::levels) return calibrate::region_effects(panels);
  Array<double, Region, Group> by_panel({speeds.front().log_speed.size(), speeds.size()});
  for (std::size_t j = 0; j < speeds.size(); ++j) {
    for (std::size_t r = 0; r < speeds[j].log_speed.size(); ++r) by_panel(r, j) = speeds[j].log_speed[r];
  }
  return calibrate::pooled_effects(by_panel.view());
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

/// What is asked of the stage.
struct Asked {
  bool runs = true;            ///< of the economy and of adoption, besides the calibration
  DrawPtr* central = nullptr;  ///< where to put the draw that comes nearest to the national series
};

Result<void> simulate_into(const LoadedStudy& loaded, const std::vector<SeriesPoint>& points,
                           const std::vector<PanelSpeeds>& speeds, const SectorAllocation& sectors,
                           data::ResultSet& results, Executor& executor, const Asked& asked) {
  const auto calibrate_options = study::parameters(loaded.study, calibrate::calibrate_options());
  const auto simulate_options = study::parameters(loaded.study, simulate::simulate_options());
  const auto tiers = capability_tiers(loaded);
  if (!tiers) return tl::unexpected(tiers.error());
  const auto panels = adoption_panels(loaded);
  const auto effects = effects_of(panels, speeds, calibrate_options.region_basis);
  if (!effects) return tl::unexpected(effects.error());
  const auto population = population_of(loaded);
  if (!population) return tl::unexpected(population.error());
  const auto links = diffusion::make_links(loaded.borders, *population);
  auto assumptions = assumptions_of(loaded, *effects, links.share);
  auto scores = attribute_scores(loaded, *population);
  if (!scores) return tl::unexpected(scores.error());
  assumptions.attribute_score = std::move(*scores);
  if (calibrate_options.attribute_basis == calibrate::AttributeBasis::panels) {
    Range& scale = range_of(assumptions.process, diffusion::process_options(), "adoption.attribute_scale");
    scale = pooled_scale(speeds, scale);
  }
  std::vector<calibrate::Observation> series;
  for (const SeriesPoint& point : points) series.push_back(point.observed);
  const auto fit = calibrate::fit_national(
      {links, assumptions, series, calibrate_options, simulate_options.steps_per_year}, executor);
  if (!fit) return tl::unexpected(fit.error());
  if (asked.central != nullptr) {
    const auto best = std::max_element(fit->weights_all.begin(), fit->weights_all.end()) - fit->weights_all.begin();
    *asked.central = std::make_shared<const simulate::ParameterDraw>(fit->draws[static_cast<std::size_t>(best)]);
  }
  std::vector<simulate::ParameterDraw> members;
  for (const std::uint64_t draw : calibrate::resample(fit->weights_all, simulate_options.draws, loaded.study.seed)) {
    members.push_back(fit->draws[static_cast<std::size_t>(draw)]);
  }
  const auto scenarios = make_schedules(loaded, *tiers, simulate_options.policy_year, simulate_options.last_year);
  Result<simulate::Ensemble> ensemble;
  if (asked.runs) {
    ensemble = simulate::run_ensemble(
        {links, assumptions, members, scenarios, simulate_options, {sectors.ids.size(), sectors.share}}, executor);
    if (!ensemble) return tl::unexpected(ensemble.error());
  }

  const AdoptionContext context{loaded,  calibrate_options, simulate_options, *tiers, panels,  *effects,
                                links,   assumptions,       points,           *fit,   members, *ensemble,
                                sectors, scenarios};
  if (auto done = add_calibration_tables(context, results); !done || !asked.runs) return done;
  if (auto done = add_adoption_tables(context, results); !done) return done;
  if (auto done = add_critical_tables(context, results, executor); !done) return done;
  if (auto done = add_lever_tables(context, results, executor); !done) return done;
  return add_sector_tables(context, results, executor);
}

Outcome<data::ResultSet> model_results(const LoadedStudy& loaded, data::ResultSet measured, Executor& executor,
                                       const Asked& asked) {
  Outcome<data::ResultSet> outcome;
  if (loaded.study.of_series()) {
    outcome.diagnostics = add_series_tables(loaded, measured, executor);
    if (!outcome.diagnostics.has_errors()) outcome.value = std::move(measured);
    return outcome;
  }
  if (asked.runs) {
    if (const auto done = add_baseline_tables(loaded, measured, executor); !done) {
      outcome.diagnostics.add(with_names(loaded, done.error()), *loaded.study.baseline);
      return outcome;
    }
  }
  if (loaded.study.adoption_panels.empty()) {
    outcome.diagnostics.add(
        {ErrorCode::missing, text("pipeline.nothing_to_simulate"), text("pipeline.nothing_to_simulate.hint")}, {},
        Severity::note);
    outcome.value = std::move(measured);
    return outcome;
  }
  const bool nation = !loaded.study.adoption_series.empty() && loaded.panel.find("population");
  if (!nation) {
    outcome.diagnostics.add({ErrorCode::missing, text("pipeline.panels_alone"), text("pipeline.panels_alone.hint")}, {},
                            Severity::note);
  }
  check_panels(loaded, outcome.diagnostics);
  const std::vector<SeriesPoint> points = national_series(loaded, outcome.diagnostics);
  const auto options = study::parameters(loaded.study, simulate::simulate_options());
  check_scenarios(loaded, loaded.study.first_year, options.last_year, outcome.diagnostics);
  auto sectors = nation ? allocated_sectors(loaded) : Outcome<SectorAllocation>{};
  outcome.diagnostics.append(sectors.diagnostics);
  if (outcome.diagnostics.has_errors()) return outcome;
  const int course_end = std::min(options.last_year, loaded.study.last_year + kCourseYears);
  const auto speeds = add_panel_tables(loaded, course_end, measured, executor);
  if (!speeds) {
    outcome.diagnostics.add(speeds.error());
    return outcome;
  }
  const auto done =
      nation ? simulate_into(loaded, points, *speeds, *sectors.value, measured, executor, asked) : Result<void>();
  if (!done) {
    outcome.diagnostics.add(done.error());
    return outcome;
  }
  outcome.value = std::move(measured);
  return outcome;
}

}  // namespace

Outcome<data::ResultSet> calibrate(const LoadedStudy& loaded, data::ResultSet measured, Executor& executor) {
  return model_results(loaded, std::move(measured), executor, {.runs = false});
}

Outcome<data::ResultSet> simulate(const LoadedStudy& loaded, data::ResultSet measured, Executor& executor,
                                  DrawPtr* central) {
  return model_results(loaded, std::move(measured), executor, {.central = central});
}

}  // namespace tidu::app
