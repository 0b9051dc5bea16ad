// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/band_record.h"
#include "app/pipeline/baseline_setup.h"
#include "app/pipeline/economy_skills.h"
#include "app/pipeline/table_builder.h"
#include "core/simulate/economy/ensemble.h"

namespace tidu::app {
namespace {

using simulate::NationOutcome;
using simulate::Outcomes;
using simulate::RegionOutcome;

/// What the tables of the baseline share.
struct BaselineContext {
  const LoadedStudy& loaded;
  const StudyBaseline& baseline;
  const Outcomes& central;
  const simulate::BaselineEnsemble& ensemble;

  std::size_t years() const { return central.nation.extent<Year>(); }
  double year(std::size_t t) const { return static_cast<double>(baseline.base_year()) + static_cast<double>(t); }
  double central_of(NationOutcome outcome, std::size_t t) const { return or_none(central.of(outcome, t)); }
  double quantile(NationOutcome outcome, std::size_t t, std::size_t q) const {
    return or_none(ensemble.nation(static_cast<std::size_t>(outcome), t, q));
  }
  double quantile(RegionOutcome outcome, std::size_t t, std::size_t n, std::size_t q) const {
    return or_none(ensemble.region(static_cast<std::size_t>(outcome), t, n, q));
  }
  static double or_none(double v) { return std::isfinite(v) ? v : data::kNoValue; }
};

/// The nation's outcome that a region's level grows with, if all regions grow alike.
NationOutcome national(RegionOutcome outcome) {
  switch (outcome) {
    case RegionOutcome::product:
      return NationOutcome::product;
    case RegionOutcome::product_per_head:
      return NationOutcome::product_per_head;
    case RegionOutcome::income:
      return NationOutcome::income;
    case RegionOutcome::income_per_head:
      return NationOutcome::income_per_head;
    default:
      return NationOutcome::people;
  }
}

bool is_level(RegionOutcome outcome) { return outcome <= RegionOutcome::people; }

/// Units of what is counted in them: money, people, money a head; of the rest what the table says.
std::string unit_of(const BaselineContext& c, std::string_view outcome) {
  const std::string money = money_unit(c.loaded);
  data::Source people{.id = c.loaded.study.analysis.population};
  name_source(c.loaded, people);
  if (outcome == "product" || outcome == "income") return money;
  if (outcome == "people") return people.unit;
  if (outcome == "relative_growth") return "percentage points";
  if (outcome == "net_inflow" || outcome == "moved") return "per thousand";
  return money + "/" + people.unit;
}

/// What the outcome would be if every region grew as the nation does in the central run, and nobody moved.
double same_growth(const BaselineContext& c, RegionOutcome outcome, std::size_t t, std::size_t n) {
  if (!is_level(outcome)) return t == 0 ? data::kNoValue : 0;
  const NationOutcome nation = national(outcome);
  return c.central.of(outcome, 0, n) * c.central.of(nation, t) / c.central.of(nation, 0);
}

data::Table regions_table(const BaselineContext& c) {
  TableBuilder table("economy_baseline",
                     {label("outcome"), label("unit"), label("region"), integer("year", "year"), real("p05", "1", 2),
                      real("p50", "1", 2), real("p95", "1", 2), real("central", "1", 2), real("same_growth", "1", 2)},
                     baseline_origin(c.loaded, c.baseline).take());
  for (std::size_t k = 0; k < simulate::kRegionOutcomes.size(); ++k) {
    const auto outcome = static_cast<RegionOutcome>(k);
    const std::string unit = unit_of(c, simulate::kRegionOutcomes[k]);
    for (std::size_t n = 0; n < c.loaded.region_count(); ++n) {
      for (std::size_t t = is_level(outcome) ? 0 : 1; t < c.years(); ++t)
        table.row({std::string(simulate::kRegionOutcomes[k]), unit, c.loaded.regions.rows[n].code, c.year(t),
                   c.quantile(outcome, t, n, 0), c.quantile(outcome, t, n, 1), c.quantile(outcome, t, n, 2),
                   BaselineContext::or_none(c.central.of(outcome, t, n)), same_growth(c, outcome, t, n)});
    }
  }
  return std::move(table).take();
}

data::Table nation_table(const BaselineContext& c) {
  TableBuilder table("economy_baseline_nation",
                     {label("outcome"), label("unit"), integer("year", "year"), real("p05", "1", 2),
                      real("p50", "1", 2), real("p95", "1", 2), real("central", "1", 2)},
                     baseline_origin(c.loaded, c.baseline).take());
  for (const NationOutcome outcome : {NationOutcome::product, NationOutcome::product_per_head, NationOutcome::income,
                                      NationOutcome::income_per_head, NationOutcome::people, NationOutcome::moved}) {
    const std::string name(simulate::kNationOutcomes[static_cast<std::size_t>(outcome)]);
    const std::string unit = unit_of(c, name);
    for (std::size_t t = outcome == NationOutcome::moved ? 1 : 0; t < c.years(); ++t)
      table.row({name, unit, c.year(t), c.quantile(outcome, t, 0), c.quantile(outcome, t, 1), c.quantile(outcome, t, 2),
                 c.central_of(outcome, t)});
  }
  return std::move(table).take();
}

/// Real wages and net inflow by skill, where there are several.
void add_skills(const BaselineContext& c, data::ResultSet& results) {
  const std::vector<std::string> skills = skill_ids(c.loaded);
  if (skills.size() < 2) return;
  TableBuilder table("economy_baseline_skills",
                     {label("outcome"), label("unit"), label("workers"), label("region"), integer("year", "year"),
                      real("p05", "1", 2), real("p50", "1", 2), real("p95", "1", 2), real("central", "1", 2)},
                     baseline_origin(c.loaded, c.baseline).take());
  for (std::size_t k = 0; k < simulate::kSkillOutcomes.size(); ++k) {
    const bool wage = k == static_cast<std::size_t>(simulate::SkillOutcome::real_wage);
    const std::string unit = wage ? "base year = 100" : "per thousand";
    const double scale = wage ? 100 : 1;
    for (std::size_t g = 0; g < skills.size(); ++g) {
      for (std::size_t n = 0; n < c.loaded.region_count(); ++n) {
        for (std::size_t t = wage ? 0 : 1; t < c.years(); ++t) {
          const auto at = [&](std::size_t q) { return scale * c.ensemble.skill(k, g, t, n, q); };
          table.row({std::string(simulate::kSkillOutcomes[k]), unit, skills[g], c.loaded.regions.rows[n].code,
                     c.year(t), at(0), at(1), at(2), scale * c.central.skill(k, g, t, n)});
        }
      }
    }
  }
  results.tables.push_back(std::move(table).take());
}

data::Table convergence_table(const BaselineContext& c) {
  TableBuilder table("economy_convergence_ahead",
                     {label("outcome"), integer("year", "year"), real("p05", "1", 4), real("p50", "1", 4),
                      real("p95", "1", 4), real("central", "1", 4), real("same_growth", "1", 4)},
                     baseline_origin(c.loaded, c.baseline)
                         .formulas({"theil_t", "gini", "log_sd", "beta_absolute", "wolfson", "esteban_ray"})
                         .take());
  for (std::size_t k = static_cast<std::size_t>(NationOutcome::theil_product);
       k < static_cast<std::size_t>(NationOutcome::moved); ++k) {
    const auto outcome = static_cast<NationOutcome>(k);
    const bool slope = outcome == NationOutcome::beta;
    for (std::size_t t = slope ? 1 : 0; t < c.years(); ++t)
      table.row({std::string(simulate::kNationOutcomes[k]), c.year(t), c.quantile(outcome, t, 0),
                 c.quantile(outcome, t, 1), c.quantile(outcome, t, 2), c.central_of(outcome, t),
                 slope ? 0 : c.central_of(outcome, 0)});
  }
  return std::move(table).take();
}

Result<void> add_variance(const BaselineContext& c, data::ResultSet& results, Executor& executor) {
  if (c.baseline.rows() < 2) return {};
  const auto found = simulate::baseline_variance(c.baseline.input, c.baseline.assumptions, c.ensemble, executor);
  if (!found) return tl::unexpected(found.error());
  TableBuilder table(
      "economy_variance",
      {label("outcome"), label("source_kind"), real("first_order", "1", 2), real("first_order_error", "1", 2),
       real("total_order", "1", 2), real("total_order_error", "1", 2)},
      baseline_origin(c.loaded, c.baseline).formulas({"sobol_first", "sobol_total"}).take());
  for (std::size_t h = 0; h < found->headline.size(); ++h) {
    if (!found->headline[h] || !(found->headline[h]->variance > 0)) continue;
    for (std::size_t g = 0; g < simulate::kSourceGroups.size(); ++g) {
      const measure::FactorSensitivity& share = found->headline[h]->factors[g];
      table.row({std::string(simulate::kNationOutcomes[static_cast<std::size_t>(simulate::kHeadlines[h])]),
                 std::string(source_kind_name(simulate::kSourceGroups[g])), share.first, share.first_error, share.total,
                 share.total_error});
    }
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back(
      {"economy_variance",
       "remark.baseline_variance",
       {static_cast<std::int64_t>(found->rows), static_cast<std::int64_t>(c.baseline.options.until)}});
  return {};
}

constexpr std::string_view kPersistent = "economy_persistent";  ///< model of the back-test

/// How such forecasts did out of sample, from the earliest origin: the longest look ahead.
void add_record(std::string_view table, data::ResultSet& results) {
  for (const data::Remark& said : std::vector(results.remarks)) {
    if (said.table == "growth_backtest" &&
        (said.key == "remark.growth_economy_fails" || said.key == "remark.growth_economy_beats" ||
         said.key == "remark.growth_economy_persistent"))
      results.remarks.push_back({std::string(table), said.key, said.args});
  }
  const data::Table* scores = results.find("growth_backtest");
  if (scores == nullptr) return;
  const data::Column& model = *scores->find("model");
  const data::Column& origin = *scores->find("origin");
  const data::Column& rmse = *scores->find("rmse");
  // what the baseline rests on, where the back-test has it
  const std::string own =
      std::ranges::find(model.texts, kPersistent) == model.texts.end() ? "economy" : std::string(kPersistent);
  std::optional<double> same;
  for (std::size_t r = 0; r < scores->rows(); ++r) {
    if (model.texts[r] == "same_growth") same = rmse.numbers[r];
    if (model.texts[r] != own || !same) continue;
    results.remarks.push_back({std::string(table),
                               "remark.baseline_record",
                               {static_cast<std::int64_t>(origin.numbers[r]), rmse.numbers[r], *same}});
    return;
  }
}

Text how_years_last(const StudyBaseline& baseline) {
  if (!baseline.input.persistence) return text("remark.baseline_independent");
  const economy::PersistentTrend& efficiency = baseline.input.persistence->efficiency;
  const economy::RhoEstimate own = economy::rho_of_regions(efficiency);
  const economy::RhoEstimate all = economy::rho_of_all(efficiency);
  return text("remark.baseline_persistence", own.mean, own.sd, all.mean, all.sd);
}

/// What any forecast rests on.
void add_remarks(const BaselineContext& c, data::ResultSet& results) {
  for (const std::string_view table : forecast_tables(results)) {
    results.remarks.push_back({std::string(table),
                               "remark.baseline_trend",
                               {std::int64_t{c.baseline.first_year}, std::int64_t{c.baseline.base_year()}}});
    const Text lasting = how_years_last(c.baseline);
    results.remarks.push_back({std::string(table), std::string(lasting.key), lasting.args});
    results.remarks.push_back({std::string(table),
                               "remark.baseline_draws",
                               {static_cast<std::int64_t>(c.ensemble.draws - c.ensemble.refused),
                                static_cast<std::int64_t>(c.ensemble.draws)}});
    if (c.baseline.moves_year)
      results.remarks.push_back({std::string(table), "remark.baseline_moves", {std::int64_t{*c.baseline.moves_year}}});
    else
      results.remarks.push_back({std::string(table), "remark.baseline_nobody_moves", {}});
  }
}

}  // namespace

Result<void> add_baseline_tables(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor) {
  if (!loaded.study.baseline) return {};
  const auto baseline = study_baseline(loaded);
  if (!baseline) return tl::unexpected(baseline.error());
  const auto central = simulate::run_baseline(baseline->input, baseline->central);
  if (!central) return tl::unexpected(central.error());
  const auto ensemble = simulate::run_baselines(
      baseline->input, baseline->assumptions,
      {.draws = static_cast<std::size_t>(baseline->options.draws), .rows = baseline->rows()}, executor);
  if (!ensemble) return tl::unexpected(ensemble.error());
  const BaselineContext context{.loaded = loaded, .baseline = *baseline, .central = *central, .ensemble = *ensemble};
  for (const auto build : {regions_table, nation_table, convergence_table}) results.tables.push_back(build(context));
  add_skills(context, results);
  if (auto done = add_variance(context, results, executor); !done) return done;
  // its record first: of many remarks the page leaves four open
  for (const std::string_view table : forecast_tables(results)) add_record(table, results);
  if (auto done = add_band_record(loaded, results, executor); !done) return done;
  add_remarks(context, results);
  return {};
}

}  // namespace tidu::app
