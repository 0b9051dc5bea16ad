// SPDX-License-Identifier: Apache-2.0
#include "core/economy/equilibrium.h"

#include "core/economy/checks.h"
#include "core/economy/markets.h"
#include "core/economy/solver.h"

namespace tidu::economy {

Result<Equilibrium> solve(const BaseYear& base, const Shock& shock, const SolveOptions& options, Executor& executor) {
  return Solver(base, executor).solve(shock, options);
}

Result<void> require_converged(const Equilibrium& equilibrium, const SolveOptions& options) {
  if (equilibrium.converged) return {};
  const std::size_t sector = equilibrium.worst_sector ? *equilibrium.worst_sector + 1 : 0;
  return refuse(ErrorCode::no_convergence, "economy.no_convergence", "economy.no_convergence.hint", equilibrium.steps,
                equilibrium.residual, options.tolerance, equilibrium.worst_region + 1, sector);
}

Result<BaseYear> as_base(const BaseYear& base, const Shock& shock, const Equilibrium& after) {
  Economy next = base.economy;
  const Markets markets(base.economy);
  next.trade_share = after.trade_share;
  next.tariff = after.tariff;
  next.input_share = after.input_share;
  next.final_share = after.final_share;
  next.deficit = after.deficit;
  if (!shock.investment_share.empty()) next.investment_share = shock.investment_share;
  for (std::size_t n = 0; n < next.regions(); ++n) {
    for (std::size_t j = 0; j < next.sectors(); ++j) {
      const double paid = next.value_added_share(n, j) * after.output(n, j);
      for (std::size_t g = 0; g < next.skills(); ++g) next.labour_income[g](n, j) = markets.share(g, n, j) * paid;
      next.structures_income(n, j) = markets.share(next.skills(), n, j) * paid;
    }
    if (!shock.people.empty() && !next.people.empty()) next.people[n] *= shock.people[n];
  }
  return prepare(next, base.as_given ? Shares::as_given : Shares::renormalised);
}

}  // namespace tidu::economy
