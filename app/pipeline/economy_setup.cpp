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

}  // namespace

Result<StudyEconomy> study_economy(const LoadedStudy& loaded) {
  auto made = study_accounts(loaded);
  if (!made) return tl::unexpected(made.error());
  auto skills = skill_shares(loaded, **made);
  auto base = base_of(loaded, **made, skills);
  if (!base) return tl::unexpected(base.error());
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
