// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/baseline_setup.h"
#include "app/pipeline/economy_people.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/migration.h"
#include "app/pipeline/table_builder.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using economy::Economy;
using economy::Mobility;

/// One choice of the model: what it is about, what was chosen, and its number where it has one. What else could have
/// been chosen is a text of the part.
struct Choice {
  std::string_view part;
  std::string setting;
  double value = data::kNoValue;
  std::string unit = {};
  std::string explained;  ///< where: an option or a part of the study file, or a page of the documents
};

std::string option(std::string_view key) { return std::string(key) + " (docs/options.md)"; }
constexpr std::string_view kAccounts = "[accounts] (docs/study-file.md)";
constexpr std::string_view kLibrary = "core/economy/economy.h (docs/economy.md)";

std::string market_of(const std::vector<Mobility>& markets) {
  const auto regional = std::count(markets.begin(), markets.end(), Mobility::regional);
  if (regional == std::ssize(markets)) return "regional_market";
  return regional == 0 ? "sector_market" : "mixed_market";
}

std::string trade_elasticities(const Economy& e) {
  const bool one = std::adjacent_find(e.theta.begin(), e.theta.end(), std::not_equal_to<>()) == e.theta.end();
  return one ? "one_elasticity" : "elasticity_by_sector";
}

std::string substitution(double elasticity) { return elasticity == 1 ? "cobb_douglas" : "ces"; }

bool any(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double v) { return v != 0; });
}

/// What the economy of one year is, read off the economy itself.
void add_statics(const StudyEconomy& e, std::vector<Choice>& choices) {
  const Economy& base = e.base.economy;
  const std::vector<double>& tariffs = base.tariff.values();
  const std::string accounts(kAccounts);
  const std::string library(kLibrary);
  if (e.loaded.interregional) {
    choices.push_back({.part = "flows", .setting = "flows_given", .explained = accounts});
  } else {
    choices.push_back(
        {"flows", "flows_balanced", e.made.options.recorded_weight, "", option("economy.recorded_weight")});
  }
  choices.insert(
      choices.end(),
      {{"world", "one_bloc", e.made.options.world_size, "", option("economy.world_size")},
       {"trade", trade_elasticities(base), base.theta.front(), "", option("economy.trade_elasticity")},
       {.part = "tariffs", .setting = any(tariffs) ? "tariffs_some" : "tariffs_none", .explained = library},
       {"consumption", substitution(base.final_elasticity), base.final_elasticity, "", library},
       {"inputs", substitution(base.input_elasticity), base.input_elasticity, "", library},
       {"skills", base.skills() == 1 ? "one_skill" : "several_skills", static_cast<double>(base.skills()), "",
        accounts},
       {.part = "labour_market", .setting = market_of(base.labour_market), .explained = library},
       {.part = "structures_market", .setting = market_of(base.structures_market), .explained = library},
       {.part = "ownership", .setting = any(base.ownership) ? "owned_together" : "owned_locally", .explained = library},
       {.part = "investment",
        .setting = any(base.investment_share) ? "invested_share" : "nothing_invested",
        .explained = library},
       {"deficits", std::string(economy::closure_name(e.options.closure)), e.options.deficits_kept, "",
        option("economy.closure")},
       {"numeraire", "world_value_added", e.base.world_value_added, money_unit(e.loaded), library}});
}

/// How people move, for a study that says who does.
Result<void> add_movement(const StudyEconomy& e, std::vector<Choice>& choices) {
  const auto migration = migration_of(e.loaded);
  if (!migration) return tl::unexpected(migration.error());
  const std::string accounts(kAccounts);
  if (!*migration) {
    choices.push_back({.part = "movement", .setting = "moves_none", .explained = accounts});
    return {};
  }
  const auto step = study::parameters(e.loaded.study, economy::step_options());
  const auto density = study::parameters(e.loaded.study, economy::density_options());
  const Migration& found = **migration;
  choices.push_back({"movement", found.from_totals ? "moves_totals" : "moves_given", static_cast<double>(found.year),
                     "year", accounts});
  if (found.from_totals) {
    choices.push_back({"movement_distance", "falls_with_distance", step.migration_distance, "",
                       option("economy.migration_distance")});
  }
  const bool today = step.expectations == economy::Expectations::today;
  choices.insert(
      choices.end(),
      {{.part = "expectations", .setting = today ? "today" : "for_ever", .explained = option("economy.expectations")},
       {"taste", "taste_dispersion", step.taste, "", option("economy.taste")},
       {"inertia", step.reconsider < 1 ? "some_reconsider" : "all_reconsider", step.reconsider, "",
        option("economy.reconsider")},
       {"agglomeration", density.agglomeration != 0 ? "density_helps" : "density_off", density.agglomeration, "",
        option("economy.agglomeration")},
       {"congestion", density.congestion != 0 ? "density_hurts" : "density_off", density.congestion, "",
        option("economy.congestion")}});
  if (e.skills) {
    const auto skills = study::parameters(e.loaded.study, economy::accounts::skill_options());
    choices.push_back({"sorting", "movers_sorted", skills.sorting, "", option("economy.skill_sorting")});
  }
  return {};
}

/// How much of their own trend regions keep; with years that last over all values of rho.
double kept(const economy::Trend& independent, const economy::PersistentTrend* lasting) {
  if (lasting == nullptr) return independent.shrinkage;
  double out = 0;
  for (const economy::RegionPersistence& at : lasting->region) out += at.probability * at.shrinkage;
  return out;
}

/// What drives the years of the baseline, for a study that asks for one.
Result<void> add_drivers(const LoadedStudy& loaded, std::vector<Choice>& choices) {
  if (!loaded.study.baseline) return {};
  const auto baseline = study_baseline(loaded);
  if (!baseline) return tl::unexpected(baseline.error());
  const simulate::BaselineInput& input = baseline->input;
  const economy::StepOptions& step = baseline->central.step;
  const std::string years = "[baseline] (docs/study-file.md)";
  const std::string trends = "docs/economy.md";
  const bool moves = input.moves || input.move_totals;
  const auto* lasting = input.persistence ? &*input.persistence : nullptr;
  choices.insert(
      choices.end(),
      {{"baseline_efficiency", "shrunken_trend", kept(input.efficiency, lasting ? &lasting->efficiency : nullptr), "",
        trends},
       {"baseline_first_year", "trend_from", static_cast<double>(baseline->first_year), "year", years},
       {"baseline_people", moves ? "trend_and_moves" : "trend_alone",
        kept(input.labour, lasting ? &lasting->labour : nullptr), "", trends},
       {.part = "baseline_participation", .setting = "participation_kept", .explained = trends},
       {"baseline_capital", "saved_rentals", step.depreciation, "1/year", option("economy.depreciation")},
       {"baseline_deficits", "phased", baseline->central.statics.deficits_kept, "", option("economy.deficits_kept")},
       {.part = "baseline_world", .setting = "grows_as_mean", .explained = trends},
       {.part = "baseline_shocks",
        .setting = baseline->options.yearly_shocks ? "years_good_and_bad" : "years_alike",
        .explained = option("baseline.yearly_shocks")},
       {"baseline_persistence", lasting ? "years_last" : "years_independent",
        lasting ? economy::rho_of_regions(lasting->efficiency).mean : 0, "", option("baseline.persistence")},
       {"baseline_until", "last_year_ahead", static_cast<double>(baseline->options.until), "year", years}});
  return {};
}

OriginBuilder card_origin(const StudyEconomy& e) {
  OriginBuilder origin = economy_origin(e);
  origin.all_assumptions(economy::step_options()).all_assumptions(economy::density_options());
  return origin.all_assumptions(simulate::baseline_options());
}

}  // namespace

Result<void> add_model_tables(const MeasureContext& context, data::ResultSet& results) {
  if (!context.loaded.study.accounts) return {};
  const auto e = study_economy(context.loaded);
  if (!e) return tl::unexpected(e.error());
  std::vector<Choice> choices;
  add_statics(*e, choices);
  if (auto done = add_movement(*e, choices); !done) return done;
  if (auto done = add_drivers(context.loaded, choices); !done) return done;
  TableBuilder table("economy_model",
                     {label("part"), label("setting"), real("setting_value", "1", 2), label("unit"),
                      label("alternatives"), label("explained_in")},
                     card_origin(*e).take());
  for (const Choice& choice : choices) {
    table.row({std::string(choice.part), choice.setting, choice.value, choice.unit, std::string(choice.part),
               choice.explained});
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

}  // namespace tidu::app
