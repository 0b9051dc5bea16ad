// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/series_stage.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/base/math.h"
#include "core/base/order.h"
#include "core/calibrate/identifiability.h"
#include "core/calibrate/options.h"
#include "core/calibrate/prior_options.h"
#include "core/calibrate/series_fit.h"
#include "core/simulate/options.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using calibrate::Estimate;
using Layout = calibrate::PathLayout;

constexpr int kCourseYears = 10;    // how far a series is carried on after its last year
constexpr int kStepsAYear = 4;      // of the course
constexpr std::size_t kFewest = 2;  // points of a fit

// A way of asking, by the name that tables give it.
struct Wording {
  std::string name;
  double last = 0;  ///< time of its last point
};

struct Point {
  calibrate::SeriesPoint fitted;
  std::string date;
  std::string survey;
  std::string wording;
};

// Everything about the series.
struct Series {
  std::vector<Point> points;          ///< in order of time
  std::vector<std::string> wordings;  ///< by position in the fit
  calibrate::SeriesOptions options;
  std::optional<calibrate::SeriesFit> test;  ///< not where too few points would be left to fit
  calibrate::SeriesFit fit;                  ///< to all points
  calibrate::Identifiability known;
};

// Its years between breaks: "–2025", "2026–".
std::string years_of(const std::vector<int>& breaks, int year) {
  std::optional<int> since;
  std::optional<int> before;
  for (const int first : breaks) {
    if (first <= year && (!since || first > *since)) since = first;
    if (first > year && (!before || first < *before)) before = first;
  }
  const std::string from = since ? std::to_string(*since) : std::string();
  return from + "–" + (before ? std::to_string(*before - 1) : std::string());
}

// What the table says of its wording, or else the series itself; and its years where breaks divide them.
std::string wording_of(const LoadedStudy& loaded, const data::DatedPoint& point) {
  const study::Study& study = loaded.study;
  const bool alone = study.adoption_series.size() + study.awareness_series.size() == 1;
  std::string name = point.wording.empty() || !alone ? point.series : point.wording;
  if (!point.wording.empty() && !alone) name += ": " + point.wording;
  const auto breaks = study.adoption_breaks.find(point.series);
  return breaks == study.adoption_breaks.end() ? name : name + ", " + years_of(breaks->second, point.year);
}

// The wordings of the named series in their order, of each the one that was asked last first: what the first one calls
// use is taken for use.
std::vector<std::string> wordings_of(const LoadedStudy& loaded, const std::vector<std::string>& surveys) {
  std::vector<std::string> names;
  for (const std::string& survey : surveys) {
    std::vector<Wording> found;
    for (const data::DatedPoint& point : loaded.dated.points) {
      if (point.series != survey) continue;
      const std::string name = wording_of(loaded, point);
      const auto same = [&name](const Wording& w) { return w.name == name; };
      const auto at = std::find_if(found.begin(), found.end(), same);
      if (at == found.end()) {
        found.push_back({name, point.time});
      } else {
        at->last = std::max(at->last, point.time);
      }
    }
    stable_sort(found, [](const Wording& a, const Wording& b) { return a.last > b.last; });
    for (Wording& wording : found) names.push_back(std::move(wording.name));
  }
  return names;
}

void add_points(const LoadedStudy& loaded, const std::vector<std::string>& surveys, calibrate::Measure measure,
                Series& series) {
  const std::vector<std::string> names = wordings_of(loaded, surveys);
  const std::size_t before = series.wordings.size();
  // The first wording of either measure is its reference.
  const auto position = [&](std::size_t k) { return k == 0 ? std::size_t{0} : before + k - (before == 0 ? 0 : 1); };
  for (std::size_t k = before == 0 ? 0 : 1; k < names.size(); ++k) series.wordings.push_back(names[k]);
  for (const data::DatedPoint& point : loaded.dated.points) {
    if (std::find(surveys.begin(), surveys.end(), point.series) == surveys.end()) continue;
    std::string wording = wording_of(loaded, point);
    const auto k = static_cast<std::size_t>(std::find(names.begin(), names.end(), wording) - names.begin());
    series.points.push_back(
        {{point.time, point.percent / 100, measure, position(k)}, point.date, point.series, std::move(wording)});
  }
}

std::vector<double> course_of(const LoadedStudy& loaded, const Series& series) {
  const int horizon = study::parameters(loaded.study, simulate::simulate_options()).last_year;
  const double last = series.points.back().fitted.time;
  const double end = std::max(last, std::min(horizon + 1.0, std::ceil(last) + kCourseYears));
  std::vector<double> times;
  for (double q = std::ceil(kStepsAYear * series.points.front().fitted.time); q <= kStepsAYear * end; q += 1) {
    times.push_back(q / kStepsAYear);
  }
  return times;
}

Series make_series(const LoadedStudy& loaded) {
  Series series;
  add_points(loaded, loaded.study.adoption_series, calibrate::Measure::users, series);
  add_points(loaded, loaded.study.awareness_series, calibrate::Measure::aware, series);
  stable_sort(series.points, [](const Point& a, const Point& b) { return a.fitted.time < b.fitted.time; });
  const auto options = study::parameters(loaded.study, calibrate::calibrate_options());
  series.options.priors = calibrate::path_priors(study::parameters(loaded.study, calibrate::prior_options()));
  series.options.observation_sd = options.series_observation_sd;
  series.options.shock_sd = options.series_shock_sd;
  series.options.held_out = options.held_out;
  return series;
}

Result<void> fit(const LoadedStudy& loaded, Series& series, Executor& executor) {
  std::vector<calibrate::SeriesPoint> points;
  for (const Point& point : series.points) points.push_back(point.fitted);
  if (points.size() >= series.options.held_out + kFewest) {
    auto test = calibrate::fit_series(points, series.options, executor);
    if (!test) return tl::unexpected(test.error());
    series.test = std::move(*test);
  }
  calibrate::SeriesOptions all = series.options;
  all.held_out = 0;
  all.course = course_of(loaded, series);
  auto whole = calibrate::fit_series(points, all, executor);
  if (!whole) return tl::unexpected(whole.error());
  series.fit = std::move(*whole);
  auto known = calibrate::identify(series.fit.input, series.fit.posterior, {}, executor);
  if (!known) return tl::unexpected(known.error());
  series.known = std::move(*known);
  return {};
}

OriginBuilder series_origin(const LoadedStudy& loaded) {
  OriginBuilder origin(loaded);
  origin.sources(loaded.study.adoption_series).sources(loaded.study.awareness_series);
  origin.formulas({"decision_stages", "decision_hazard", "attitude", "cell_map", "group_factor", "measurement",
                   "start_rule", "penalised_squares", "posterior_mean"});
  return origin.all_assumptions(calibrate::prior_options())
      .assumptions({"calibrate.series_observation_sd", "calibrate.series_shock_sd"});
}

void add_points_table(const LoadedStudy& loaded, const Series& series, data::ResultSet& results) {
  TableBuilder table(
      "series_points",
      {label("date"), real("time", "year", 2), label("survey"), label("wording"), label("role"),
       real("observed", "percent", 1), real("p05", "percent", 1), real("p50", "percent", 1), real("p95", "percent", 1)},
      series_origin(loaded).take());
  const calibrate::SeriesFit& fit = series.test ? *series.test : series.fit;
  std::int64_t inside = 0;
  std::int64_t fitted = 0;
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const Point& point = series.points[i];
    const calibrate::SeriesPrediction& said = fit.points[i];
    table.row({point.date, point.fitted.time, point.survey, point.wording,
               std::string(said.held_out ? "held_out" : "fit"), 100 * said.observed, 100 * said.share.low,
               100 * said.share.value, 100 * said.share.high});
    if (said.held_out) continue;
    ++fitted;
    if (said.share.low <= said.observed && said.observed <= said.share.high) ++inside;
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back({"series_points", "remark.series_inside", {inside, fitted}});
}

// Wordings of held-out points that no fitted one has: what is known of their factors is the prior alone.
void warn_of_new_wordings(const Series& series, data::ResultSet& results) {
  const std::size_t fitted = series.points.size() - series.options.held_out;
  const auto asked_before = [&](const std::string& wording) {
    return std::any_of(series.points.begin(), series.points.begin() + static_cast<std::ptrdiff_t>(fitted),
                       [&](const Point& p) { return p.wording == wording; });
  };
  constexpr double kNormal95 = 1.6448536269514722;
  const double spread = math::exp(kNormal95 * series.options.priors.log_wording.sd);
  for (std::size_t i = fitted; i < series.points.size(); ++i) {
    const std::string& wording = series.points[i].wording;
    if (asked_before(wording)) continue;
    results.remarks.push_back(
        {"series_backtest", "remark.series_new_wording", {series.points[i].date, wording, 1 / spread, spread}});
  }
}

void add_backtest(const LoadedStudy& loaded, const Series& series, data::ResultSet& results) {
  if (!series.test) {
    results.remarks.push_back(
        {"series_points",
         "remark.series_untested",
         {static_cast<std::int64_t>(series.points.size()), static_cast<std::int64_t>(series.options.held_out)}});
    return;
  }
  const calibrate::SeriesScore& score = series.test->score;
  TableBuilder table("series_backtest",
                     {label("model"), integer("n"), real("rmse", "percentage points", 2),
                      real("coverage", "percent", 0), real("skill", "1", 2), real("skill_own_trend", "1", 2)},
                     series_origin(loaded).take());
  const auto n = static_cast<double>(score.predictions);
  constexpr double kNone = data::kNoValue;
  table.row({"no_change", n, score.rmse_no_change, kNone, kNone, kNone});
  table.row({"own_trend", n, score.rmse_own_trend, kNone, kNone, kNone});
  table.row({"process", n, score.rmse, 100 * score.coverage, score.skill, score.skill_own_trend});
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back({"series_backtest",
                             "remark.series_backtest",
                             {static_cast<std::int64_t>(score.predictions),
                              static_cast<std::int64_t>(series.points.size() - score.predictions)}});
  warn_of_new_wordings(series, results);
}

void add_parameters(const LoadedStudy& loaded, const Series& series, data::ResultSet& results) {
  TableBuilder table(
      "series_parameters",
      {label("parameter"), label("wording"), real("value", "1", 3), real("low", "1", 3), real("high", "1", 3),
       real("prior_p05", "1", 3), real("prior_p50", "1", 3), real("prior_p95", "1", 3)},
      series_origin(loaded).take());
  const calibrate::SeriesFit& fit = series.fit;
  const auto row = [&](std::string_view parameter, const std::string& wording, const Estimate& e, std::size_t at) {
    const calibrate::GaussianPrior& prior = fit.posterior.prior[at];
    const bool share = at == Layout::kMarket || at == Layout::kAware;
    const Estimate before =
        share ? calibrate::from_logit(prior.mean, prior.sd) : calibrate::from_logarithm(prior.mean, prior.sd);
    table.row({std::string(parameter), wording, e.value, e.low, e.high, before.low, before.value, before.high});
  };
  row("innovation", {}, fit.innovation, Layout::kInnovation);
  row("imitation", {}, fit.imitation, Layout::kImitation);
  row("market", {}, fit.market, Layout::kMarket);
  row("discontinuance", {}, fit.discontinuance, Layout::kDiscontinuance);
  row("knowledge", {}, fit.knowledge, Layout::kKnowledge);
  row("aware_at_start", {}, fit.aware, Layout::kAware);
  for (std::size_t w = 1; w < fit.wording.size(); ++w) {
    row("wording_factor", series.wordings[w], fit.wording[w], fit.posterior.layout.wording + w - 1);
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back({"series_parameters", "remark.series_reference", {series.wordings.front()}});
  for (const Text& finding : series.known.findings) {
    if (finding.key != "calibrate.identify.combination")
      results.remarks.push_back({"series_parameters", std::string(finding.key), finding.args});
  }
}

void add_profile(const LoadedStudy& loaded, const Series& series, data::ResultSet& results) {
  OriginBuilder origin = series_origin(loaded);
  origin.formulas({"market_profile"});
  TableBuilder table("series_profile",
                     {real("market", "percent", 0), real("log_likelihood", "1", 2), real("innovation", "1/year", 4),
                      real("imitation", "1/year", 3), real("discontinuance", "1/year", 3)},
                     origin.take());
  for (const calibrate::MarketPoint& point : series.known.profile.points) {
    if (!std::isfinite(point.log_likelihood)) continue;  // below what has been seen
    table.row({100 * point.market, point.log_likelihood, point.innovation, point.imitation, point.discontinuance});
  }
  results.tables.push_back(std::move(table).take());
}

void add_course(const LoadedStudy& loaded, const Series& series, data::ResultSet& results) {
  TableBuilder table(
      "series_course",
      {real("time", "year", 2), real("p05", "percent", 1), real("p50", "percent", 1), real("p95", "percent", 1)},
      series_origin(loaded).take());
  const std::vector<double> times = course_of(loaded, series);
  for (std::size_t t = 0; t < times.size(); ++t) {
    const Estimate& share = series.fit.course[t];
    table.row({times[t], 100 * share.low, 100 * share.value, 100 * share.high});
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back({"series_course", "remark.series_reference", {series.wordings.front()}});
}

}  // namespace

Diagnostics add_series_tables(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor) {
  Diagnostics diagnostics;
  Series series = make_series(loaded);
  if (series.points.size() < kFewest) {
    diagnostics.add(
        {ErrorCode::shape, text("pipeline.series_short", series.points.size()), text("pipeline.series_short.hint")},
        {.file = loaded.study.files.series->file});
    return diagnostics;
  }
  if (auto done = fit(loaded, series, executor); !done) {
    diagnostics.add(done.error(), {.file = loaded.study.files.series->file});
    return diagnostics;
  }
  add_points_table(loaded, series, results);
  add_backtest(loaded, series, results);
  add_parameters(loaded, series, results);
  add_profile(loaded, series, results);
  add_course(loaded, series, results);
  return diagnostics;
}

}  // namespace tidu::app
