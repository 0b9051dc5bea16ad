// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/series_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double logit(double share) { return math::log(share / (1 - share)); }

Result<void> check(std::span<const SeriesPoint> points, const SeriesOptions& options) {
  if (points.size() < options.held_out + 2) {
    return failure(ErrorCode::shape, text("calibrate.series_short", points.size(), options.held_out),
                   text("calibrate.series_short.hint"));
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool later = i == 0 || points[i].time >= points[i - 1].time;
    if (std::isfinite(points[i].time) && later && points[i].share > 0 && points[i].share < 1) continue;
    return failure(ErrorCode::domain, text("calibrate.series_point", i + 1, points[i].time, points[i].share),
                   text("calibrate.series_point.hint"));
  }
  for (const double sd : {options.observation_sd, options.shock_sd}) {
    if (sd > 0 && std::isfinite(sd)) continue;
    return failure(ErrorCode::domain, text("calibrate.series_sd", sd), text("calibrate.series_sd.hint"));
  }
  for (std::size_t i = 0; i < options.course.size(); ++i) {
    const double least = i == 0 ? points[0].time : options.course[i - 1];
    const bool later = i == 0 ? options.course[i] >= least : options.course[i] > least;
    if (later && std::isfinite(options.course[i])) continue;
    return failure(ErrorCode::domain, text("calibrate.series_course", i + 1, options.course[i], least),
                   text("calibrate.series_course.hint"));
  }
  return {};
}

bool held_out(std::span<const SeriesPoint> points, const SeriesOptions& options, std::size_t i) {
  return i + options.held_out >= points.size();
}

std::vector<double> times_of(std::span<const SeriesPoint> points, std::span<const double> course) {
  std::vector<double> times(course.begin(), course.end());
  for (const SeriesPoint& point : points) times.push_back(point.time);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

// The rows in the engine's order, and which point each is: first the points, then the course.
std::vector<std::size_t> set_rows(std::span<const SeriesPoint> points, const SeriesOptions& options,
                                  PathFitInput& input) {
  const std::vector<double>& times = input.setting.times = times_of(points, options.course);
  std::vector<std::size_t> which;
  for (const Measure measure : {Measure::users, Measure::aware}) {
    const auto add = [&](std::size_t point, double time, std::size_t wording, double share) {
      const auto when = static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), time) - times.begin());
      input.rows.push_back({.time = when, .measure = measure, .wording = wording, .share = share});
      which.push_back(point);
    };
    std::size_t next = 0;
    const auto add_course = [&](double until) {
      if (measure == Measure::aware) return;
      for (; next < options.course.size() && options.course[next] < until; ++next) {
        add(points.size() + next, options.course[next], 0, kMissing);
      }
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].measure != measure) continue;
      add_course(points[i].time);
      add(i, points[i].time, points[i].wording, held_out(points, options, i) ? kMissing : points[i].share);
      input.wordings = std::max(input.wordings, points[i].wording + 1);
    }
    add_course(std::numeric_limits<double>::infinity());
  }
  return which;
}

PathFitInput input_of(const SeriesOptions& options) {
  PathFitInput input;
  input.setting.process = options.process;
  input.setting.population = {1.0};
  input.setting.groups = true;
  input.setting.steps_per_year = options.steps_per_year;
  input.setting.pulses = options.pulses;
  input.region_effects = false;
  input.priors = options.priors;
  input.priors.log_observation_sd.sd = input.priors.log_shock_sd.sd = 0;
  // Counts of different surveys: their errors have nothing to do with each other.
  input.start = {.sigma = options.observation_sd, .rho = 0, .group = {1, options.shock_sd}};
  return input;
}

void set_parameters(SeriesFit& fit) {
  const PathFit& p = fit.posterior;
  const auto sd = [&p](std::size_t j) { return std::sqrt(p.covariance(j, j)); };
  const auto logarithm = [&](std::size_t j) { return from_logarithm(p.mean[j], sd(j)); };
  fit.innovation = logarithm(PathLayout::kInnovation);
  fit.imitation = logarithm(PathLayout::kImitation);
  fit.market = from_logit(p.mean[PathLayout::kMarket], sd(PathLayout::kMarket));
  fit.discontinuance = logarithm(PathLayout::kDiscontinuance);
  fit.knowledge = logarithm(PathLayout::kKnowledge);
  fit.aware = from_logit(p.mean[PathLayout::kAware], sd(PathLayout::kAware));
  for (std::size_t i = 0; i < p.layout.pulses; ++i) fit.pulse.push_back(logarithm(p.layout.pulse + i));
  fit.wording.push_back({1, 1, 1});
  for (std::size_t w = 0; w < p.layout.wordings; ++w) fit.wording.push_back(logarithm(p.layout.wording + w));
}

// What the last one or two fitted points of the same measure say about a later time.
struct Simple {
  double no_change = kMissing;
  double own_trend = kMissing;
};

Simple simple_at(std::span<const SeriesPoint> points, std::size_t fitted, const SeriesPoint& at) {
  const SeriesPoint* last = nullptr;
  const SeriesPoint* before = nullptr;
  for (const SeriesPoint& point : points.first(fitted)) {
    if (point.measure != at.measure) continue;
    if (last == nullptr || point.time > last->time) before = last;
    last = &point;
  }
  Simple out;
  if (last == nullptr) return out;
  out.no_change = last->share;
  if (before == nullptr) return out;
  const double slope = (logit(last->share) - logit(before->share)) / (last->time - before->time);
  out.own_trend = math::logistic(logit(last->share) + slope * (at.time - last->time));
  return out;
}

void set_score(std::span<const SeriesPoint> points, std::size_t fitted, SeriesFit& fit) {
  SeriesScore& score = fit.score;
  for (std::size_t i = fitted; i < points.size(); ++i) {
    const Estimate& share = fit.points[i].share;
    const double y = points[i].share;
    const Simple simple = simple_at(points, fitted, points[i]);
    const auto square = [y](double x) { return 1e4 * (x - y) * (x - y); };
    ++score.predictions;
    score.rmse += square(share.value);
    score.rmse_no_change += square(simple.no_change);
    score.rmse_own_trend += square(simple.own_trend);
    score.coverage += share.low <= y && y <= share.high ? 1 : 0;
  }
  if (score.predictions == 0) return;
  const double n = static_cast<double>(score.predictions);
  for (double* value : {&score.rmse, &score.rmse_no_change, &score.rmse_own_trend}) *value = std::sqrt(*value / n);
  score.coverage /= n;
  score.skill = 1 - score.rmse / score.rmse_no_change;
  score.skill_own_trend = 1 - score.rmse / score.rmse_own_trend;
}

}  // namespace

Result<SeriesFit> fit_series(std::span<const SeriesPoint> points, const SeriesOptions& options, Executor& executor) {
  if (auto fits = check(points, options); !fits) return tl::unexpected(fits.error());
  SeriesFit fit;
  fit.input = input_of(options);
  const std::vector<std::size_t> which = set_rows(points, options, fit.input);
  auto posterior = fit_paths(fit.input, executor);
  if (!posterior) return tl::unexpected(posterior.error());
  fit.posterior = std::move(*posterior);
  set_parameters(fit);
  fit.points.resize(points.size());
  fit.course.resize(options.course.size());
  const auto rows = predict_rows(fit.posterior);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const std::size_t i = which[k];
    const Estimate share = from_logit(rows[k].mean, rows[k].sd);
    if (i < points.size()) fit.points[i] = {points[i].time, held_out(points, options, i), points[i].share, share};
    if (i >= points.size()) fit.course[i - points.size()] = share;
  }
  set_score(points, points.size() - options.held_out, fit);
  return fit;
}

}  // namespace tidu::calibrate
