// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/economy_setup.h"

#include <algorithm>

#include "study/registry.h"

namespace tidu::app {
namespace {

Result<economy::BaseYear> base_of(const LoadedStudy& loaded, const StudyAccounts& made,
                                  const std::optional<economy::accounts::SkillShares>& skills) {
  economy::Economy e = economy::accounts::economy_of(made.accounts, made.options.trade_elasticity);
  if (loaded.weighted) {
    const int year = std::clamp(made.options.base_year, loaded.study.first_year, loaded.study.last_year);
    e.people = loaded.weights(static_cast<std::size_t>(year - loaded.study.first_year));
    double nation = 0;
    for (const double people : e.people) nation += people;
    e.people.push_back(nation);  // of the rest of the world, whose rule looks at the change alone
  }
  if (skills) {
    auto incomes = economy::accounts::labour_by_skill(e.labour_income.front(), *skills);
    if (!incomes) return tl::unexpected(incomes.error());
    e.labour_income = std::move(*incomes);
  }
  return economy::prepare(e);
}

constexpr std::size_t kNoArgument = 9;

/// Which arguments of an error's text number a region and a sector, from 1; a sector 0 stands for all.
struct Numbered {
  std::string_view key;
  std::size_t region = 0;
  std::size_t sector = kNoArgument;
};

constexpr Numbered kNumbered[] = {{"economy.closure_income", 0},      {"economy.no_convergence", 3, 4},
                                  {"economy.no_supplier_left", 0, 1}, {"economy.base_income", 0},
                                  {"economy.no_labour", 0},           {"economy.no_factors", 0, 1},
                                  {"economy.unreachable", 0},         {"economy.no_supplier", 0, 1}};

}  // namespace

Error with_names(const LoadedStudy& loaded, Error error) {
  const auto found = std::find_if(std::begin(kNumbered), std::end(kNumbered),
                                  [&error](const Numbered& n) { return n.key == error.message.key; });
  if (found == std::end(kNumbered)) return error;
  const auto number = [&error](std::size_t argument) {
    return static_cast<std::size_t>(std::get<std::int64_t>(error.message.args[argument]));
  };
  const std::size_t region = number(found->region) - 1;
  error.message.args[found->region] =
      region == loaded.region_count() ? std::string(kAbroad) : loaded.regions.rows[region].code;
  if (found->sector != kNoArgument && number(found->sector) > 0)
    error.message.args[found->sector] = loaded.sector_margins->sectors[number(found->sector) - 1];
  return error;
}

Result<StudyEconomy> study_economy(const LoadedStudy& loaded) {
  auto made = study_accounts(loaded);
  if (!made) return tl::unexpected(made.error());
  auto skills = skill_shares(loaded, **made);
  auto base = base_of(loaded, **made, skills);
  if (!base) return tl::unexpected(with_names(loaded, base.error()));
  return StudyEconomy{.loaded = loaded,
                      .made = std::move(**made),
                      .skills = std::move(skills),
                      .options = study::parameters(loaded.study, economy::statics_options()),
                      .base = std::move(*base)};
}

OriginBuilder economy_origin(const StudyEconomy& e) {
  OriginBuilder origin = accounts_origin(e.loaded, e.made);
  skills_origin(e.loaded, origin);
  return origin.assumptions({"economy.trade_elasticity"})
      .all_assumptions(economy::statics_options())
      .formulas({"economy_costs", "economy_prices", "economy_trade", "economy_markets", "economy_welfare"});
}

}  // namespace tidu::app
