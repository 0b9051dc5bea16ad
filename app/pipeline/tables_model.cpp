// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/economy_setup.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/table_builder.h"

namespace tidu::app {
namespace {

using economy::Economy;
using economy::Mobility;

/// One choice of the model: what it is about, what was chosen, and its number where it has one.
struct Choice {
  std::string_view part;
  std::string setting;
  double value = data::kNoValue;
};

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

/// What the economy is, read off the economy itself.
std::vector<Choice> choices_of(const StudyEconomy& e) {
  const Economy& base = e.base.economy;
  const std::vector<double>& tariffs = base.tariff.values();
  return {
      {"flows", e.loaded.interregional ? "flows_given" : "flows_balanced",
       e.loaded.interregional ? data::kNoValue : e.made.options.recorded_weight},
      {"world", "one_bloc", e.made.options.world_size},
      {"trade", trade_elasticities(base), base.theta.front()},
      {"tariffs", any(tariffs) ? "tariffs_some" : "tariffs_none"},
      {"consumption", substitution(base.final_elasticity), base.final_elasticity},
      {"inputs", substitution(base.input_elasticity), base.input_elasticity},
      {"skills", base.skills() == 1 ? "one_skill" : "several_skills", static_cast<double>(base.skills())},
      {"labour_market", market_of(base.labour_market)},
      {"structures_market", market_of(base.structures_market)},
      {"ownership", any(base.ownership) ? "owned_together" : "owned_locally"},
      {"investment", any(base.investment_share) ? "invested_share" : "nothing_invested"},
      {"deficits", std::string(economy::closure_name(e.options.closure)), e.options.deficits_kept},
      {"numeraire", "world_value_added", e.base.world_value_added},
  };
}

}  // namespace

Result<void> add_model_tables(const MeasureContext& context, data::ResultSet& results) {
  if (!context.loaded.study.accounts) return {};
  const auto e = study_economy(context.loaded);
  if (!e) return tl::unexpected(e.error());
  TableBuilder table("economy_model", {label("part"), label("setting"), real("setting_value", "1", 1)},
                     economy_origin(*e).take());
  for (const Choice& choice : choices_of(*e)) table.row({std::string(choice.part), choice.setting, choice.value});
  results.tables.push_back(std::move(table).take());
  return {};
}

}  // namespace tidu::app
