// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include "app/pipeline/growth_economy.h"
#include "app/pipeline/growth_history.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/base/math.h"
#include "core/calibrate/growth_backtest.h"

namespace tidu::app {
namespace {

using calibrate::GrowthPanel;

constexpr int kLastYearWithoutAi = 2023;
constexpr std::string_view kBenchmarks[calibrate::kGrowthBenchmarks] = {"same_growth", "own_trend", "shrunken_trend",
                                                                        "ar1"};

// What an industry mix of the origin says, given how the nation's sectors grew afterwards; none where a sector's value
// added is not known in both years.
std::optional<std::vector<double>> industry_mix(const LoadedStudy& loaded, int origin) {
  const auto& sectors = loaded.study.analysis.growth_sectors;
  const int last = loaded.study.last_year;
  if (sectors.empty()) return std::nullopt;
  Array<double, Region, Column> share({loaded.region_count(), sectors.size()});
  std::vector<double> growth;
  for (std::size_t j = 0; j < sectors.size(); ++j) {
    const std::size_t series = *loaded.panel.find(sectors[j]);
    if (!is_complete(loaded, series, origin) || !is_complete(loaded, series, last)) return std::nullopt;
    double before = 0;
    double after = 0;
    for (std::size_t r = 0; r < loaded.region_count(); ++r) {
      share(r, j) = value_of(loaded, series, r, origin);
      before += share(r, j);
      after += value_of(loaded, series, r, last);
    }
    growth.push_back(100 * math::log(after / before) / (last - origin));
  }
  for (std::size_t r = 0; r < loaded.region_count(); ++r) {
    double total = 0;
    for (std::size_t j = 0; j < sectors.size(); ++j) total += share(r, j);
    for (std::size_t j = 0; j < sectors.size(); ++j) share(r, j) /= total;
  }
  auto mix = calibrate::shift_share(share.view(), growth);
  TIDU_ASSERT(mix.has_value());
  return std::move(*mix);
}

struct Foretold {
  std::string_view model;
  std::vector<double> growth;
};

struct Origin {
  int year = 0;
  calibrate::GrowthForecasts benchmarks;
  std::vector<Foretold> models;
  std::optional<EconomyForetold> economy;
  std::optional<Text> no_economy;  ///< why there is none, where the study has accounts
};

Result<Origin> from_origin(const LoadedStudy& loaded, const GrowthPanel& panel, int year, Executor& executor) {
  auto found = calibrate::growth_forecasts(panel, year, loaded.study.last_year);
  if (!found) return tl::unexpected(found.error());
  Origin origin{.year = year, .benchmarks = std::move(*found)};
  for (std::size_t b = 0; b < calibrate::kGrowthBenchmarks; ++b)
    origin.models.push_back({kBenchmarks[b], origin.benchmarks.forecast[b]});
  if (auto mix = industry_mix(loaded, year)) origin.models.push_back({"shift_share", std::move(*mix)});
  if (!has_own_forecast(loaded)) return origin;
  auto economy = economy_foretells(loaded, panel, year, executor);
  if (!economy) {
    origin.no_economy = economy.error().message;
    return origin;
  }
  origin.economy = std::move(*economy);
  origin.models.push_back({"economy", origin.economy->economy});
  origin.models.push_back({"economy_known", origin.economy->economy_known});
  if (origin.economy->economy_persistent)
    origin.models.push_back({"economy_persistent", *origin.economy->economy_persistent});
  return origin;
}

// Sectors are known from some origin on: the last one that has accounts rests on most.
OriginBuilder growth_origin(const LoadedStudy& loaded, const std::vector<Origin>& origins) {
  const auto last =
      std::find_if(origins.rbegin(), origins.rend(), [](const Origin& o) { return o.economy.has_value(); });
  const bool economy = last != origins.rend();
  OriginBuilder origin = economy ? accounts_origin(loaded, last->economy->accounts) : OriginBuilder(loaded);
  if (economy) {
    origin.source(loaded.study.analysis.population)
        .assumptions({"economy.trade_elasticity"})
        .all_assumptions(economy::statics_options())
        .formulas({"economy_trend", "economy_persistence", "economy_forecast", "real_product"});
  }
  origin.source(loaded.study.analysis.growth).sources(loaded.study.analysis.growth_sectors);
  return origin.formulas({"relative_growth", "growth_shrunken_trend", "growth_ar1", "shift_share"});
}

double rmse_of(const Origin& origin, std::string_view model) {
  const auto found = std::find_if(origin.models.begin(), origin.models.end(),
                                  [model](const Foretold& foretold) { return foretold.model == model; });
  return calibrate::growth_score(origin.benchmarks.actual, found->growth).rmse;
}

// From how many origins a model's errors are smaller than another's, where the economy has a forecast.
std::int64_t wins(const std::vector<Origin>& origins, std::string_view model, std::string_view other) {
  return std::count_if(origins.begin(), origins.end(), [&](const Origin& origin) {
    return origin.economy && rmse_of(origin, model) < rmse_of(origin, other);
  });
}

// Plainly whether the economy foretells better than nothing does, from what, and why where it says nothing.
void add_economy_remarks(const LoadedStudy& loaded, const std::vector<Origin>& origins, data::ResultSet& results) {
  const auto say = [&results](std::string_view key, std::vector<TextArg> args) {
    results.remarks.push_back({"growth_backtest", std::string(key), std::move(args)});
  };
  const std::int64_t asked =
      std::count_if(origins.begin(), origins.end(), [](const Origin& origin) { return origin.economy.has_value(); });
  if (asked > 0) {
    const std::int64_t alone = wins(origins, "economy", kBenchmarks[0]);
    const std::int64_t known = wins(origins, "economy_known", kBenchmarks[0]);
    say(alone == asked ? "remark.growth_economy_beats" : "remark.growth_economy_fails", {alone, asked, known});
    say("remark.growth_economy_trend",
        {wins(origins, "economy", kBenchmarks[2]), asked, wins(origins, "economy_known", kBenchmarks[2])});
    if (const auto& first = std::ranges::find_if(origins, [](const Origin& o) { return o.economy.has_value(); });
        first->economy->economy_persistent)
      say("remark.growth_economy_persistent",
          {wins(origins, "economy_persistent", kBenchmarks[0]), asked, wins(origins, "economy_persistent", "economy")});
    if (loaded.study.last_year <= kLastYearWithoutAi)
      say("remark.growth_economy_ai", {std::int64_t{origins.front().year} + 1, std::int64_t{loaded.study.last_year}});
    say("remark.growth_economy_inputs", {});
  }
  for (const Origin& origin : origins) {
    if (origin.no_economy) say(origin.no_economy->key, origin.no_economy->args);
  }
}

// What the economy's forecasts rest on, and what trade and capital add to the trends that go into them.
void add_economy_parts(const LoadedStudy& loaded, const std::vector<Origin>& origins, data::ResultSet& results) {
  TableBuilder table(
      "growth_economy",
      {integer("origin", "year"), label("accounts_from"), label("closure"), real("deficits_kept", "1", 2),
       real("productivity_kept", "1", 2), real("population_kept", "1", 2), real("persistence", "1", 2),
       real("persistence_error", "1", 2), real("trends_rmse", "percentage points", 2),
       real("economy_rmse", "percentage points", 2), real("trends_known_rmse", "percentage points", 2),
       real("economy_known_rmse", "percentage points", 2)},
      growth_origin(loaded, origins).take());
  bool some = false;
  for (const Origin& origin : origins) {
    if (!origin.economy) continue;
    some = true;
    const EconomyForetold& e = *origin.economy;
    const auto rmse = [&](const std::vector<double>& foretold) {
      return calibrate::growth_score(origin.benchmarks.actual, foretold).rmse;
    };
    table.row({static_cast<double>(origin.year), std::string(e.accounts.by_industry ? "industries" : "product"),
               std::string(economy::closure_name(e.statics.closure)), e.statics.deficits_kept, e.productivity_kept,
               e.population_kept, e.economy_persistent ? e.rho.mean : data::kNoValue,
               e.economy_persistent ? e.rho.sd : data::kNoValue, rmse(e.drivers), rmse(e.economy),
               rmse(e.drivers_known), rmse(e.economy_known)});
  }
  if (some) results.tables.push_back(std::move(table).take());
}

void add_scores(const LoadedStudy& loaded, const std::vector<Origin>& origins, data::ResultSet& results) {
  TableBuilder table(
      "growth_backtest",
      {integer("origin", "year"), integer("years_ahead"), label("model"), real("rmse", "percentage points", 2),
       real("mae", "percentage points", 2), real("skill_same", "1", 2), real("actual_slope", "1", 2),
       real("slope_error", "1", 2), real("r_squared", "1", 2), real("permutation_p", "1", 3)},
      growth_origin(loaded, origins).formulas({"kehoe_regression", "paired_permutation"}).take());
  const std::vector<std::size_t> groups = loaded.group_of();
  std::optional<Text> untested;
  const auto or_none = [](double v) { return std::isfinite(v) ? v : data::kNoValue; };
  std::size_t clusters = 0;
  for (const Origin& origin : origins) {
    const std::vector<double>& actual = origin.benchmarks.actual;
    for (const Foretold& model : origin.models) {
      const calibrate::GrowthScore score = calibrate::growth_score(actual, model.growth);
      const auto test = calibrate::paired_permutation(actual, model.growth, origin.models.front().growth, groups);
      if (test) clusters = test->clusters;
      if (!test) untested = test.error().message;
      const bool compared = test && &model != &origin.models.front();
      table.row({static_cast<double>(origin.year), static_cast<double>(loaded.study.last_year - origin.year),
                 std::string(model.model), score.rmse, score.mae, or_none(score.skill), or_none(score.slope),
                 or_none(score.slope_error), or_none(score.r_squared), compared ? test->p : data::kNoValue});
    }
  }
  results.tables.push_back(std::move(table).take());
  add_economy_remarks(loaded, origins, results);
  if (untested) {
    results.remarks.push_back({"growth_backtest", std::string(untested->key), untested->args});
  } else {
    const auto smallest = 2 / static_cast<double>(std::uint64_t{1} << clusters);
    results.remarks.push_back(
        {"growth_backtest", "remark.growth_clusters", {static_cast<std::int64_t>(clusters), smallest}});
  }
  for (const Origin& origin : origins)
    results.remarks.push_back(
        {"growth_backtest",
         "remark.growth_estimates",
         {std::int64_t{origin.year}, origin.benchmarks.shrinkage, origin.benchmarks.autoregression}});
  if (!loaded.study.analysis.growth_sectors.empty())
    results.remarks.push_back({"growth_backtest", "remark.growth_mix", {}});
}

void add_foretold(const LoadedStudy& loaded, const std::vector<Origin>& origins, data::ResultSet& results) {
  TableBuilder table(
      "growth_foretold",
      {integer("origin", "year"), label("region"), label("model"), real("actual_growth", "percentage points", 2),
       real("foretold_growth", "percentage points", 2), real("growth_miss", "percentage points", 2)},
      growth_origin(loaded, origins).take());
  TableBuilder groups("growth_misses",
                      {integer("origin", "year"), label("group"), label("model"), integer("n"),
                       real("mean_miss", "percentage points", 2), real("rmse", "percentage points", 2)},
                      growth_origin(loaded, origins).take());
  const std::vector<std::size_t> group_of = loaded.group_of();
  const std::vector<std::string> names = loaded.regions.groups();
  for (const Origin& origin : origins) {
    for (const Foretold& model : origin.models) {
      std::vector<double> count(names.size(), 0), total(names.size(), 0), squares(names.size(), 0);
      for (std::size_t r = 0; r < loaded.region_count(); ++r) {
        const double actual = origin.benchmarks.actual[r];
        const double miss = model.growth[r] - actual;
        table.row({static_cast<double>(origin.year), loaded.regions.rows[r].code, std::string(model.model), actual,
                   model.growth[r], miss});
        count[group_of[r]] += 1;
        total[group_of[r]] += miss;
        squares[group_of[r]] += miss * miss;
      }
      for (std::size_t g = 0; g < names.size(); ++g)
        groups.row({static_cast<double>(origin.year), names[g], std::string(model.model), count[g], total[g] / count[g],
                    std::sqrt(squares[g] / count[g])});
    }
  }
  results.tables.push_back(std::move(table).take());
  results.tables.push_back(std::move(groups).take());
}

}  // namespace

Result<void> add_growth_tables(const MeasureContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  if (loaded.study.analysis.growth.empty()) return {};
  const auto panel = growth_of(loaded);
  if (!panel) {
    results.remarks.push_back({"growth_backtest", "remark.growth_years", {loaded.study.analysis.growth}});
    return {};
  }
  std::vector<Origin> origins;
  for (int year = panel->first_year + kFewestGrowthYears - 1; year < loaded.study.last_year; ++year) {
    auto origin = from_origin(loaded, *panel, year, context.executor);
    if (!origin) return tl::unexpected(origin.error());
    origins.push_back(std::move(*origin));
  }
  add_scores(loaded, origins, results);
  add_economy_parts(loaded, origins, results);
  add_foretold(loaded, origins, results);
  return {};
}

}  // namespace tidu::app
