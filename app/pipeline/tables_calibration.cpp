// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/perception.h"
#include "app/pipeline/table_builder.h"

namespace tidu::app {
namespace {

// The national share of each draw at one point, in percent.
std::vector<double> percent_at(const Array<double, Draw, calibrate::Point>& shares, std::size_t point) {
  std::vector<double> percent(shares.extent<Draw>());
  for (std::size_t i = 0; i < percent.size(); ++i) percent[i] = 100 * shares(i, point);
  return percent;
}

void add_national_fit(const AdoptionContext& context, data::ResultSet& results) {
  TableBuilder table(
      "national_fit",
      {label("date"), label("survey"), label("role"), real("observed", "percent", 1), real("p05", "percent", 1),
       real("p50", "percent", 1), real("p95", "percent", 1), real("prior_p05", "percent", 1),
       real("prior_p50", "percent", 1), real("prior_p95", "percent", 1)},
      model_origin(context).take());
  const std::vector<double> even(context.fit.prior.extent<Draw>(),
                                 1.0 / static_cast<double>(context.fit.prior.extent<Draw>()));
  const std::size_t fitted = context.series.size() - context.calibrate_options.held_out;
  std::int64_t inside = 0;
  for (std::size_t k = 0; k < context.series.size(); ++k) {
    const std::vector<double> predicted = percent_at(context.fit.predicted, k);
    const std::vector<double> prior = percent_at(context.fit.prior, k);
    const auto q = [&](double p) { return calibrate::weighted_quantile(predicted, context.fit.weights_fit, p); };
    const auto q_prior = [&](double p) { return calibrate::weighted_quantile(prior, even, p); };
    const double observed = 100 * context.series[k].observed.share;
    table.row({context.series[k].date, context.series[k].survey, std::string(k < fitted ? "fit" : "held_out"), observed,
               q(0.05), q(0.5), q(0.95), q_prior(0.05), q_prior(0.5), q_prior(0.95)});
    if (k < fitted && q(0.05) <= observed && observed <= q(0.95)) ++inside;
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back({"national_fit", "remark.fit_inside", {inside, static_cast<std::int64_t>(fitted)}});
  results.remarks.push_back(
      {"national_fit",
       "remark.effective_sample",
       {static_cast<std::int64_t>(context.fit.draws.size()), static_cast<std::int64_t>(context.fit.evaluations),
        context.fit.effective_fit, context.fit.effective_all}});
}

Result<void> add_profile(const AdoptionContext& context, data::ResultSet& results) {
  std::vector<calibrate::Observation> series;
  for (const SeriesPoint& point : context.series) series.push_back(point.observed);
  const auto profile = calibrate::market_profile(
      {context.links, context.assumptions, series, context.calibrate_options, context.simulate_options.steps_per_year});
  if (!profile) return tl::unexpected(profile.error());
  TableBuilder table("national_profile",
                     {real("market", "percent", 0), real("log_likelihood", "1", 2), real("log_posterior", "1", 2),
                      real("media", "1/year", 3), real("innovation", "1/year", 4), real("imitation", "1/year", 3),
                      real("pulse", "1", 1)},
                     model_origin(context).take());
  for (const calibrate::ProfilePoint& point : *profile) {
    table.row({100 * point.market, point.log_likelihood, point.log_posterior, point.media, point.innovation,
               point.imitation, point.pulse});
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

void add_speeds(const AdoptionContext& context, data::ResultSet& results) {
  TableBuilder table("heterogeneity",
                     {label("region"), real("speed", "1", 2), real("low", "1", 2), real("high", "1", 2)},
                     model_origin(context).take());
  std::vector<std::vector<double>> speeds(context.loaded.region_count());
  for (const simulate::ParameterDraw& draw : context.members) {
    for (std::size_t r = 0; r < speeds.size(); ++r) speeds[r].push_back(draw.speed[r]);
  }
  for (std::size_t r = 0; r < speeds.size(); ++r) {
    table.row({context.loaded.regions.rows[r].code, simulate::quantile(speeds[r], 0.5),
               simulate::quantile(speeds[r], 0.05), simulate::quantile(speeds[r], 0.95)});
  }
  results.tables.push_back(std::move(table).take());
}

}  // namespace

OriginBuilder model_origin(const AdoptionContext& context) {
  OriginBuilder origin(context.loaded);
  for (const std::string& id : context.loaded.study.adoption_panels) origin.variable(id);
  origin.source("population").source("borders");
  add_attribute_origin(context.loaded, origin);
  origin.sources(context.loaded.study.adoption_series).sources(context.loaded.study.awareness_series);
  origin.formulas({"decision_stages", "decision_hazard", "attitude", "attribute_rates", "cell_mixing", "cell_map",
                   "group_factor", "media_pulse", "region_layers", "region_speed", "random_effect",
                   "tempered_posterior", "importance_weights"});
  origin.all_assumptions(diffusion::process_options()).all_assumptions(diffusion::spread_options());
  return origin.assumptions({"calibrate.observation_sd", "calibrate.wording_sd"});
}

Result<void> add_calibration_tables(const AdoptionContext& context, data::ResultSet& results) {
  add_national_fit(context, results);
  if (auto done = add_profile(context, results); !done) return done;
  add_speeds(context, results);
  return {};
}

}  // namespace tidu::app
