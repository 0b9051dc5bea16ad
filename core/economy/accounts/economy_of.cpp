// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "core/base/sum.h"
#include "core/economy/accounts/accounts.h"

namespace tidu::economy::accounts {
namespace {

constexpr std::size_t kConsumers = 2;  ///< households and government, before investment

void set_trade(const Accounts& a, Economy& e) {
  const std::size_t world = e.regions();
  e.trade_share = a.trade;
  for (std::size_t k = 0; k < e.sectors(); ++k) {
    for (std::size_t n = 0; n < world; ++n) {
      const std::span<double> row(&e.trade_share(k, n, 0), world);
      const double bought = sum(row);
      if (!(bought > 0)) continue;
      for (double& share : row) share /= bought;
    }
  }
}

/// Of region n's sector j; the rest of the world, which makes everything, lends what a region lacks.
void set_inputs(const Accounts& a, std::size_t n, std::size_t j, Economy& e) {
  const std::size_t from = a.output(n, j) > 0 ? n : a.regions();
  e.value_added_share(n, j) = 1;
  for (std::size_t k = 0; k < e.sectors(); ++k) {
    const double share = a.output(from, j) > 0 ? a.use(from, k, j) / a.output(from, j) : 0;
    e.input_share(n, k, j) = share;
    e.value_added_share(n, j) -= share;
  }
  e.value_added_share(n, j) = std::max(0.0, e.value_added_share(n, j));
}

void set_incomes(const Accounts& a, std::size_t n, std::size_t j, Economy& e) {
  const double labour = a.labour_share(n, j);
  const double capital = std::max(0.0, a.capital_share(n, j));
  const double added = e.value_added_share(n, j) * a.output(n, j);
  if (!(added > 0) || !(labour + capital > 0)) return;
  e.structures_income(n, j) = added * capital / (labour + capital);
  e.labour_income.front()(n, j) = added - e.structures_income(n, j);
}

void set_finals(const Accounts& a, std::size_t n, Economy& e) {
  const std::size_t sectors = e.sectors();
  double consumed = 0;
  double invested = 0;
  for (std::size_t k = 0; k < sectors; ++k) {
    for (std::size_t c = 0; c < kConsumers; ++c) e.final_share(n, k) += a.use(n, k, sectors + c);
    e.investment_basket(n, k) = a.use(n, k, sectors + kConsumers);
    consumed += e.final_share(n, k);
    invested += e.investment_basket(n, k);
  }
  for (std::size_t k = 0; k < sectors; ++k) {
    if (consumed > 0) e.final_share(n, k) /= consumed;
    if (invested > 0) e.investment_basket(n, k) /= invested;
  }
  e.investment_share[n] = invested / (consumed + invested);
}

}  // namespace

Economy economy_of(const Accounts& a, double trade_elasticity) {
  const std::size_t world = a.output.extent<Region>();
  const std::size_t sectors = a.sectors();
  Economy e;
  e.value_added_share = RegionSector({world, sectors});
  e.input_share = Array<double, Region, Sector, OtherSector>({world, sectors, sectors});
  e.final_share = e.investment_basket = e.structures_income = e.value_added_share;
  e.labour_income.assign(1, e.value_added_share);
  e.theta.assign(sectors, trade_elasticity);
  e.investment_share.assign(world, 0);
  e.nation.assign(world, 0);
  e.nation.back() = 1;
  set_trade(a, e);
  for (std::size_t n = 0; n < world; ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      set_inputs(a, n, j, e);
      set_incomes(a, n, j, e);
    }
    set_finals(a, n, e);
  }
  e.deficit = deficits(a);
  return e;
}

}  // namespace tidu::economy::accounts
