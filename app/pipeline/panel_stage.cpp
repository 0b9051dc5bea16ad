// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/panel_stage.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/pipeline/origins.h"
#include "app/pipeline/perception.h"
#include "app/pipeline/table_builder.h"
#include "app/pipeline/warning_table.h"
#include "core/base/math.h"
#include "core/calibrate/identifiability.h"
#include "core/calibrate/marginal.h"
#include "core/calibrate/options.h"
#include "core/calibrate/panel_backtest.h"
#include "core/calibrate/prior_options.h"
#include "core/diffusion/society.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using calibrate::Estimate;

constexpr std::string_view kModels[] = {"no_change", "own_trend", "hierarchical"};
constexpr int kFewestYears = 3;  // of a fit of the models beside the map

// Everything about one panel.
struct Panel {
  std::string id;
  calibrate::PanelInput input;
  calibrate::PanelFit fit;
  calibrate::Identifiability known;
  Estimate discontinuance;                             ///< by its marginal: the normal interval is too narrow below
  std::optional<Text> no_marginal;                     ///< why the discontinuance is by the normal interval after all
  std::optional<calibrate::ProcessBacktest> backtest;  ///< not where too few years could be fitted
};

// The last year that the backtest's fits see; by default half of the years, rounded down, is left to predict.
int train_last_year(const LoadedStudy& loaded) {
  const auto options = study::parameters(loaded.study, calibrate::calibrate_options());
  if (options.train_last_year != 0) return options.train_last_year;
  const auto years = static_cast<int>(loaded.year_count());
  return loaded.study.last_year - std::max(1, years / 2);
}

OriginBuilder panel_origin(const LoadedStudy& loaded) {
  OriginBuilder origin(loaded);
  for (const std::string& id : loaded.study.adoption_panels) origin.variable(id);
  if (loaded.panel.find("population")) origin.source("population");
  if (!loaded.borders.empty()) origin.source("borders");
  add_attribute_origin(loaded, origin);
  origin.formulas({"decision_stages", "decision_hazard", "attitude", "cell_map", "measurement", "region_speed_prior",
                   "start_rule", "penalised_squares", "posterior_mean", "evidence"});
  return origin.all_assumptions(calibrate::prior_options());
}

void add_scores(const LoadedStudy& loaded, const std::vector<Panel>& panels, data::ResultSet& results) {
  OriginBuilder origin = panel_origin(loaded);
  origin.formulas({"sen_slope", "shrunken_slope"});
  TableBuilder table("heterogeneity_backtest",
                     {label("series"), label("model"), integer("n"), real("rmse", "percentage points", 2),
                      real("mae", "percentage points", 2), real("coverage", "percent", 0), real("skill", "1", 2),
                      real("skill_own_trend", "1", 2)},
                     origin.take());
  const auto row = [&table](const std::string& id, std::string_view model, const calibrate::Score& score) {
    table.row({id, std::string(model), static_cast<double>(score.predictions), score.rmse, score.mae,
               100 * score.coverage, score.skill, score.skill_own_trend});
  };
  for (const Panel& panel : panels) {
    if (!panel.backtest) continue;
    for (std::size_t m = 0; m < calibrate::kModels; ++m) row(panel.id, kModels[m], panel.backtest->models[m]);
    row(panel.id, "process", panel.backtest->process);
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back(
      {"heterogeneity_backtest",
       "remark.panel_backtest",
       {static_cast<std::int64_t>(loaded.study.first_year), static_cast<std::int64_t>(train_last_year(loaded)),
        static_cast<std::int64_t>(loaded.study.last_year)}});
}

// By the marginal, but for a rate that the study says is known, and where the map can be fitted at too few rates: then
// it is said that the interval is the normal one.
Result<void> set_discontinuance(Panel& panel, Executor& executor) {
  constexpr std::size_t kRate = calibrate::PathLayout::kDiscontinuance;
  const calibrate::PanelFit& fit = panel.fit;
  panel.discontinuance = fit.discontinuance;
  if (!(fit.input.priors.log_discontinuance.sd > 0)) return {};
  const auto marginal = calibrate::posterior_marginal(fit.input, fit.posterior, kRate, executor);
  if (!marginal && marginal.error().code != ErrorCode::no_convergence) return tl::unexpected(marginal.error());
  if (!marginal) {
    panel.no_marginal = marginal.error().message;
    return {};
  }
  const auto quantile = [&](double p) { return math::exp(marginal->quantile(p)); };
  panel.discontinuance = {quantile(0.5), quantile(0.05), quantile(0.95)};
  return {};
}

void add_parameters(const LoadedStudy& loaded, const std::vector<Panel>& panels, data::ResultSet& results) {
  OriginBuilder origin = panel_origin(loaded);
  origin.formulas({"laplace_marginal"});
  TableBuilder table(
      "panel_parameters",
      {label("series"), label("parameter"), real("value", "1", 3), real("low", "1", 3), real("high", "1", 3)},
      origin.take());
  for (const Panel& panel : panels) {
    const calibrate::PanelFit& fit = panel.fit;
    const auto row = [&](std::string_view parameter, const Estimate& e) {
      table.row({panel.id, std::string(parameter), e.value, e.low, e.high});
    };
    row("innovation", fit.innovation);
    row("imitation", fit.imitation);
    row("market", fit.market);
    row("discontinuance", panel.discontinuance);
    row("aware_at_start", fit.aware);
    for (std::size_t w = 0; w + 1 < fit.wording.size(); ++w) row("wording", fit.wording[w]);
    if (fit.scale) {
      row("attribute_scale", *fit.scale);
      row("attributes_explain", {fit.explained, data::kNoValue, data::kNoValue});
    }
    row("region_sd", {fit.region_sd, data::kNoValue, data::kNoValue});
    row("observation_sd", {fit.observation_sd, data::kNoValue, data::kNoValue});
    row("shock_sd", {fit.shock_sd, data::kNoValue, data::kNoValue});
  }
  results.tables.push_back(std::move(table).take());
}

void add_courses(const LoadedStudy& loaded, const std::vector<Panel>& panels, data::ResultSet& results) {
  TableBuilder table("panel_course",
                     {label("series"), label("region"), integer("year", "year"), real("observed", "percent", 1),
                      real("p05", "percent", 1), real("p50", "percent", 1), real("p95", "percent", 1)},
                     panel_origin(loaded).take());
  for (const Panel& panel : panels) {
    const calibrate::PanelFit& fit = panel.fit;
    for (std::size_t r = 0; r < loaded.region_count(); ++r) {
      for (std::size_t t = 0; t < fit.predicted.extent<Year>(); ++t) {
        const double observed = t < loaded.year_count() ? panel.input.percent(r, t) : data::kNoValue;
        table.row({panel.id, loaded.regions.rows[r].code, fit.first_year + static_cast<double>(t), observed,
                   fit.low(r, t), fit.predicted(r, t), fit.high(r, t)});
      }
    }
  }
  results.tables.push_back(std::move(table).take());
}

PanelSpeeds speeds_of(const calibrate::PanelFit& fit) {
  PanelSpeeds out{.log_speed = fit.log_speed, .scale = {}, .scale_sd = 0};
  if (!fit.scale) return out;
  const std::size_t at = fit.posterior.layout.scale;
  out.scale = fit.scale->value;
  out.scale_sd = std::sqrt(fit.posterior.covariance(at, at));
  return out;
}

// In words what the data of a panel say; the weights of combinations stay in the fit.
void say_what_is_identified(const Panel& panel, data::ResultSet& results) {
  results.remarks.push_back({"panel_parameters", "remark.panel_named", {panel.id}});
  if (panel.no_marginal) {
    results.remarks.push_back({"panel_parameters", std::string(panel.no_marginal->key), panel.no_marginal->args});
  }
  for (const Text& finding : panel.known.findings) {
    if (finding.key != "calibrate.identify.combination") {
      results.remarks.push_back({"panel_parameters", std::string(finding.key), finding.args});
    }
  }
}

Result<void> fit(Panel& panel, Executor& executor) {
  auto fit = calibrate::fit_panel(panel.input, executor);
  if (!fit) return tl::unexpected(fit.error());
  panel.fit = std::move(*fit);
  auto known = calibrate::identify(panel.fit.input, panel.fit.posterior, {}, executor);
  if (!known) return tl::unexpected(known.error());
  panel.known = std::move(*known);
  return set_discontinuance(panel, executor);
}

Result<void> test(Panel& panel, int train, Executor& executor) {
  auto backtest = calibrate::backtest_process(panel.input, train, executor);
  if (!backtest) return tl::unexpected(backtest.error());
  panel.backtest = std::move(*backtest);
  return {};
}

// Each panel's fit and its test are work of their own: side by side. The first one that fails is told.
Result<void> fit_and_test(const LoadedStudy& loaded, std::vector<Panel>& panels, Executor& executor) {
  const int train = train_last_year(loaded);
  const bool tested = train - loaded.study.first_year + 1 >= kFewestYears && train < loaded.study.last_year;
  std::vector<Result<void>> done(2 * panels.size());
  executor.for_blocks(done.size(), [&](std::size_t job) {
    Panel& panel = panels[job / 2];
    if (job % 2 == 0) done[job] = fit(panel, executor);
    if (job % 2 == 1 && tested) done[job] = test(panel, train, executor);
  });
  for (Result<void>& each : done) {
    if (!each) return std::move(each);
  }
  return {};
}

}  // namespace

Result<std::vector<PanelSpeeds>> add_panel_tables(const LoadedStudy& loaded, int last_year, data::ResultSet& results,
                                                  Executor& executor) {
  std::vector<double> population;
  if (loaded.panel.find("population")) population = loaded.series("population", loaded.year_count() - 1);
  if (std::any_of(population.begin(), population.end(), [](double p) { return !(p > 0); })) population.clear();
  const std::vector<double> equal(loaded.region_count(), 1.0);
  const auto links = diffusion::make_links(loaded.borders, population.empty() ? equal : population);
  const auto scores = attribute_scores(loaded, population.empty() ? equal : population);
  if (!scores) return tl::unexpected(scores.error());
  const auto attributes = central_attributes(loaded, *scores);
  const auto priors = study::parameters(loaded.study, calibrate::prior_options());
  std::vector<Panel> panels;
  for (const std::string& id : loaded.study.adoption_panels) {
    Panel panel{.id = id, .input = {}, .fit = {}, .known = {}, .discontinuance = {}, .no_marginal = {}, .backtest = {}};
    panel.input.percent = loaded.variables[loaded.variable(id)].values.view();
    panel.input.first_year = loaded.study.first_year;
    panel.input.population = population;
    panel.input.attributes = attributes;
    panel.input.links = loaded.borders.empty() ? nullptr : &links;
    panel.input.options.priors = calibrate::path_priors(priors);
    panel.input.options.correlation = priors.correlation;
    panel.input.options.last_year = std::max(loaded.study.last_year, last_year);
    const auto breaks = loaded.study.adoption_breaks.find(id);
    if (breaks != loaded.study.adoption_breaks.end()) panel.input.options.breaks = breaks->second;
    panels.push_back(std::move(panel));
  }
  if (auto done = fit_and_test(loaded, panels, executor); !done) return tl::unexpected(done.error());
  add_scores(loaded, panels, results);
  add_parameters(loaded, panels, results);
  add_courses(loaded, panels, results);
  for (const Panel& panel : panels) say_what_is_identified(panel, results);
  std::vector<WarningPanel> watched;
  for (const Panel& panel : panels) watched.push_back({panel.id, panel.input, panel.fit});
  add_warning_table(loaded, watched, panel_origin(loaded), results);
  std::vector<PanelSpeeds> speeds;
  for (const Panel& panel : panels) speeds.push_back(speeds_of(panel.fit));
  return speeds;
}

}  // namespace tidu::app
