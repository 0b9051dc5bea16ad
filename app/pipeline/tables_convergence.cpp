// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include "app/pipeline/dynamics_subject.h"
#include "app/pipeline/table_builder.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/dynamics/clubs.h"

namespace tidu::app {
namespace {

using Panel = View<const double, Region, Year>;

// What the tables of one quantity have in common.
struct Work {
  const MeasureContext& context;
  std::string id;
  Panel y;
  measure::DynamicsOptions options;
  std::vector<double> first_weights;  // population of the first year; empty: regions count alike
  data::ResultSet& results;

  std::string table(std::string_view family) const { return std::string(family) + "_" + id; }
  std::size_t years() const { return y.extent<Year>(); }
  double year(std::size_t t) const { return context.loaded.study.first_year + static_cast<double>(t); }
  OriginBuilder origin(std::initializer_list<std::string_view> formulas, bool weighted = true) const {
    OriginBuilder builder(context.loaded);
    builder.variable(id).formulas(formulas);
    if (weighted && !first_weights.empty()) builder.source(context.loaded.study.analysis.population);
    return builder;
  }
  void add(TableBuilder table) const {
    table.about(id);
    results.tables.push_back(std::move(table).take());
  }
};

std::vector<double> year_values(Panel y, std::size_t t) {
  std::vector<double> out(y.extent<Region>());
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = y(r, t);
  return out;
}

// Population of every region and year, in the order of a panel; empty: regions count alike.
std::vector<double> all_weights(const Work& work) {
  std::vector<double> out;
  if (work.first_weights.empty()) return out;
  out.resize(work.y.size());
  for (std::size_t t = 0; t < work.years(); ++t) {
    const auto people = work.context.loaded.weights(t);
    for (std::size_t r = 0; r < people.size(); ++r) out[r * work.years() + t] = people[r];
  }
  return out;
}

void add_sigma(const Work& work) {
  const auto weights = all_weights(work);
  const auto found = measure::sigma_convergence(
      work.y,
      {.divisor = work.options.sigma_divisor, .weights = weights, .trend_of = measure::SigmaMeasure::variation});
  if (!found) return leave_out(work.table("density_shape"), found.error(), work.results);
  TableBuilder table(
      "sigma", {integer("year", "year"), real("variation", "1", 4), real("log_sd", "1", 4), real("trend", "1", 4)},
      work.origin({"sigma_convergence", "sigma_trend"}).take());
  for (std::size_t t = 0; t < work.years(); ++t) {
    const double fitted =
        found->trend ? found->trend->level + found->trend->slope.value * static_cast<double>(t) : data::kNoValue;
    table.row({work.year(t), found->variation[t], found->log_sd[t], fitted});
  }
  work.add(std::move(table));
  if (found->trend) {
    const measure::Coefficient& slope = found->trend->slope;
    work.results.remarks.push_back({work.table("sigma"),
                                    "remark.sigma_trend",
                                    {slope.value, slope.error, slope.p, static_cast<std::int64_t>(found->trend->lags),
                                     static_cast<std::int64_t>(found->trend->degrees)}});
  }
  const bool population = work.options.sigma_divisor == measure::Divisor::n;
  work.results.remarks.push_back({work.table("sigma"),
                                  weights.empty() ? "remark.sigma_unweighted" : "remark.sigma_weighted",
                                  {std::string(population ? "n" : "n − 1")}});
  work.context.audit.add(12, Verdict::passed, text(population ? "audit.g12.sigma_n" : "audit.g12.sigma_sample"));
}

// The drivers' values of the first year as standard scores, those alone that vary.
struct Conditions {
  std::vector<std::string> ids;
  Array<double, Region, Column> values;
};

Conditions conditions_of(const Work& work) {
  Conditions out;
  std::vector<std::vector<double>> columns;
  for (const std::string& id : work.context.loaded.study.analysis.drivers) {
    std::vector<double> x = year_values(work.context.loaded.variables[work.context.loaded.variable(id)].values, 0);
    const double center = mean(x);
    for (double& value : x) value -= center;
    const double sd = std::sqrt(dot(x, x) / static_cast<double>(x.size() - 1));
    if (!(sd > 0)) continue;
    for (double& value : x) value /= sd;
    out.ids.push_back(id);
    columns.push_back(std::move(x));
  }
  out.values = Array<double, Region, Column>({work.y.extent<Region>(), columns.size()});
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (std::size_t r = 0; r < columns[c].size(); ++r) out.values(r, c) = columns[c][r];
  }
  return out;
}

void term_row(TableBuilder& table, std::string_view model, std::string_view term, const measure::Coefficient& c,
              const measure::BetaFit& fit, bool level) {
  const bool speed = level && fit.speed;
  table.row({std::string(model), std::string(term), c.value, c.error, c.p,
             speed ? 100 * fit.speed->lambda : data::kNoValue, speed ? 100 * fit.speed->lambda_error : data::kNoValue,
             speed && fit.speed->half_life ? *fit.speed->half_life : data::kNoValue, fit.r_squared,
             static_cast<double>(fit.observations), static_cast<double>(fit.degrees)});
}

void model_rows(TableBuilder& table, std::string_view model, const measure::BetaFit& fit,
                const std::vector<std::string>& conditions) {
  term_row(table, model, "initial_level", fit.beta, fit, true);
  for (std::size_t c = 0; c < fit.conditions.size(); ++c) {
    term_row(table, model, conditions[c], fit.conditions[c], fit, false);
  }
}

void add_scatter(const Work& work, const measure::BetaFit& fit, const measure::BetaRequest& request) {
  const bool annual = request.growth == measure::Growth::annual;
  TableBuilder table(
      "beta", {label("region"), real("log_initial"), real("growth", "percent", 2), real("fitted_growth", "percent", 2)},
      work.origin({"beta_absolute"}).take());
  for (std::size_t r = 0; r < request.initial.size(); ++r) {
    const double level = math::log(request.initial[r]);
    const double growth = (math::log(request.final[r]) - level) / (annual ? request.years : 1);
    table.row({work.context.loaded.regions.rows[r].code, level, 100 * growth,
               100 * (fit.intercept.value + fit.beta.value * level)});
  }
  work.add(std::move(table));
}

// Both panel estimates and what their signs say.
void add_panel_models(const Work& work, TableBuilder& table) {
  std::optional<measure::BetaFit> region_effects;
  for (const auto effects : {measure::Effects::region, measure::Effects::two_way}) {
    const auto fit = measure::panel_beta({.y = work.y, .effects = effects, .weights = work.first_weights});
    if (!fit) return leave_out(work.table("beta_models"), fit.error(), work.results);
    model_rows(table, effects == measure::Effects::region ? "panel_region" : "panel_two_way", *fit, {});
    if (!region_effects) {
      region_effects = *fit;
      continue;
    }
    const bool trap = measure::sign_trap(*region_effects, *fit);
    if (trap) {
      work.results.remarks.push_back(
          {work.table("beta_models"), "remark.sign_trap", {region_effects->beta.value, fit->beta.value}});
    }
    work.context.audit.add(
        13, trap ? Verdict::warned : Verdict::passed,
        text(trap ? "audit.g13.sign_turns" : "audit.g13.same_sign", region_effects->beta.value, fit->beta.value));
  }
}

void add_beta(const Work& work) {
  const auto initial = year_values(work.y, 0);
  const auto last = year_values(work.y, work.years() - 1);
  measure::BetaRequest request{.initial = initial,
                               .final = last,
                               .years = static_cast<double>(work.years() - 1),
                               .growth = work.options.growth,
                               .weights = work.first_weights,
                               .errors = measure::covariance_rule(work.options.growth_errors)};
  const auto absolute = measure::beta_convergence(request);
  if (!absolute) return leave_out(work.table("density_shape"), absolute.error(), work.results);
  add_scatter(work, *absolute, request);
  constexpr std::string_view kErrors[] = {"iid", "HC1", "HC3"};
  work.results.remarks.push_back({work.table("beta"),
                                  request.weights.empty() ? "remark.beta_unweighted" : "remark.beta_weighted",
                                  {std::string(kErrors[static_cast<std::size_t>(work.options.growth_errors)])}});

  OriginBuilder origin = work.origin({"beta_absolute", "beta_conditional", "beta_panel", "beta_speed"});
  for (const std::string& id : work.context.loaded.study.analysis.drivers) origin.variable(id);
  TableBuilder table("beta_models",
                     {label("beta_model"), label("term"), real("coefficient", "1", 5), real("standard_error", "1", 5),
                      real("two_sided_p", "1", 4), real("convergence_speed", "percent", 2),
                      real("convergence_speed_error", "percent", 2), real("half_life", "years", 1), real("r_squared"),
                      integer("observations"), integer("degrees")},
                     origin.take());
  model_rows(table, "absolute", *absolute, {});
  const Conditions conditions = conditions_of(work);
  if (!conditions.ids.empty()) {
    request.conditions = conditions.values;
    const auto conditional = measure::beta_convergence(request);
    if (conditional) {
      model_rows(table, "conditional", *conditional, conditions.ids);
      work.results.remarks.push_back(
          {work.table("beta_models"),
           "remark.beta_degrees",
           {static_cast<std::int64_t>(conditional->observations), static_cast<std::int64_t>(conditional->degrees)}});
    } else {
      leave_out(work.table("beta_models"), conditional.error(), work.results);
    }
  }
  add_panel_models(work, table);
  work.add(std::move(table));
  work.context.audit.add(13, Verdict::passed,
                         text(work.options.growth == measure::Growth::annual ? "audit.g13.annual" : "audit.g13.total"));
}

void test_row(TableBuilder& table, const std::string& club, std::size_t members, const measure::LogT& test) {
  table.row({club, static_cast<double>(members), test.gamma, test.error, test.t, test.p,
             static_cast<double>(test.observations)});
}

void add_clubs(const Work& work) {
  const auto paths = measure::convergence_paths(work.y, {.filter = work.options.club_filter});
  if (!paths) return leave_out(work.table("density_shape"), paths.error(), work.results);
  const auto found = measure::convergence_clubs(*paths, {.discard = work.options.club_discard});
  if (!found) return leave_out(work.table("density_shape"), found.error(), work.results);
  const data::Origin origin =
      work.origin({"log_t", "convergence_clubs"}, false).assumptions({"measure.club_discard"}).take();
  TableBuilder tests("club_tests",
                     {label("club"), integer("members"), real("gamma"), real("standard_error"), real("t_value", "1", 2),
                      real("one_sided_p", "1", 4), integer("observations")},
                     origin);
  TableBuilder members("clubs", {label("region"), label("club"), real("relative_first"), real("relative_last")},
                       origin);
  tests.origin("club", origin);
  members.origin("club", origin);
  test_row(tests, "all", work.y.extent<Region>(), found->all);
  std::vector<std::string> club_of(work.y.extent<Region>(), "divergent");
  for (std::size_t c = 0; c < found->clubs.size(); ++c) {
    const std::string name = std::to_string(c + 1);
    test_row(tests, name, found->clubs[c].members.size(), found->clubs[c].test);
    for (const std::size_t region : found->clubs[c].members) club_of[region] = name;
  }
  const double first_mean = mean(year_values(*paths, 0));
  const double last_mean = mean(year_values(*paths, work.years() - 1));
  for (std::size_t r = 0; r < club_of.size(); ++r) {
    members.row({work.context.loaded.regions.rows[r].code, club_of[r], (*paths)(r, 0U) / first_mean,
                 (*paths)(r, work.years() - 1) / last_mean});
  }
  work.results.remarks.push_back(
      {work.table("club_tests"),
       "remark.clubs_years",
       {static_cast<std::int64_t>(work.years()), static_cast<std::int64_t>(found->all.observations)}});
  work.add(std::move(members));
  work.add(std::move(tests));
}

}  // namespace

Result<void> add_convergence_tables(const MeasureContext& context, data::ResultSet& results) {
  for (const DynamicsSubject& subject : dynamics_subjects(context)) {
    if (subject.score) continue;  // a score has no ratio zero: its growth rate and variation mean nothing
    const LoadedStudy& loaded = context.loaded;
    const auto options = dynamics_options_of(context);
    const Work work{context,
                    subject.id,
                    loaded.variables[loaded.variable(subject.id)].values,
                    options,
                    options.convergence_weighted ? loaded.weights(0) : std::vector<double>{},
                    results};
    add_sigma(work);
    add_beta(work);
    add_clubs(work);
  }
  return {};
}

}  // namespace tidu::app
