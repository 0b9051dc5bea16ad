// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/accounts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/sum.h"
#include "core/economy/accounts/world.h"
#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

/// The tables' shares of labour, capital and taxes in value added.
void share_out(const RegionalTables& t, Accounts& out) {
  for (std::size_t n = 0; n < t.regions(); ++n) {
    for (std::size_t j = 0; j < t.sectors(); ++j) {
      // by what they sum to, so that they add up whatever the tables' rounding
      const double all = t.compensation(n, j) + t.capital_income(n, j) + t.production_taxes(n, j);
      if (!(t.value_added(n, j) > 0) || !(all > 0)) continue;
      out.labour_share(n, j) = t.compensation(n, j) / all;
      out.capital_share(n, j) = t.capital_income(n, j) / all;
      out.production_taxes(n, j) = t.production_taxes(n, j) / all;
    }
  }
}

Accounts empty_accounts(std::size_t regions, std::size_t sectors) {
  Accounts out;
  out.output = RegionSector({regions + 1, sectors});
  out.value_added = out.labour_share = out.capital_share = out.production_taxes = out.output;
  out.use = UseArray({regions + 1, sectors, sectors + kFinalUses});
  out.trade = TradeArray({sectors, regions + 1, regions + 1});
  return out;
}

/// What is sold is made, to the last digit.
void count_sales(Accounts& out) {
  const std::size_t world = out.output.extent<Region>();
  for (std::size_t i = 0; i < world; ++i) {
    for (std::size_t k = 0; k < out.sectors(); ++k) {
      double sold = 0;
      for (std::size_t n = 0; n < world; ++n) sold += out.trade(k, n, i);
      out.output(i, k) = sold;
    }
  }
}

/// Uses of one region and sector, scaled to what is bought.
Result<void> match_purchases(std::size_t n, std::size_t k, Accounts& out) {
  const std::span<double> uses(&out.use(n, k, 0), out.use.extent<User>());
  const double used = sum(uses);
  const double bought = sum(std::span(&out.trade(k, n, 0), out.regions() + 1));
  if (!(std::fabs(used - bought) <= kTableSlack * std::max(used, bought)))
    return refuse(ErrorCode::domain, "accounts.purchases", "accounts.purchases.hint", n + 1, k + 1, used, bought);
  if (used > 0) {
    for (double& use : uses) use *= bought / used;
  }
  return {};
}

Result<void> check_given(const Interregional& table, const RegionalTables& tables) {
  const std::size_t n = tables.regions();
  const std::size_t j = tables.sectors();
  if (auto right = check_tables(tables); !right) return right;
  if (auto right = check_extents("trade", table.trade, {j, n + 1, n + 1}); !right) return right;
  if (auto right = check_extents("use", table.use, {n, j, j + kFinalUses}); !right) return right;
  for (std::size_t k = 0; k < j; ++k) {
    for (std::size_t a = 0; a <= n; ++a) {
      for (std::size_t b = 0; b <= n; ++b) {
        if (auto right = check_value("trade", {k, a, b}, table.trade(k, a, b), Bound::at_least_zero); !right)
          return right;
      }
    }
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t c = 0; c < j + kFinalUses; ++c) {
        if (auto right = check_value("use", {a, k, c}, table.use(a, k, c), Bound::at_least_zero); !right) return right;
      }
    }
  }
  return {};
}

}  // namespace

Result<Accounts> make_accounts(const RegionalTables& tables, const RegionSector& value_added,
                               const Geography& geography, const AccountsOptions& options) {
  auto base = to_base_year(tables, value_added, options);
  if (!base) return tl::unexpected(base.error());
  auto domestic = domestic_trade(*base, geography, options);
  if (!domestic) return tl::unexpected(domestic.error());
  const std::size_t regions = tables.regions();
  const std::size_t sectors = tables.sectors();
  Accounts out = empty_accounts(regions, sectors);
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      out.value_added(n, k) = base->value_added(n, k);
      for (std::size_t c = 0; c < sectors + kFinalUses; ++c) out.use(n, k, c) = base->use(n, k, c);
      for (std::size_t i = 0; i < regions; ++i) out.trade(k, n, i) = domestic->flow(k, n, i);
      out.trade(k, n, regions) = base->imported(n, k);
      out.trade(k, regions, n) = base->exported(n, k);
    }
  }
  share_out(tables, out);
  count_sales(out);
  if (auto right = add_world(out, options.world_size); !right) return tl::unexpected(right.error());
  out.cells = std::move(base->cells);
  out.region_factor = std::move(base->region_factor);
  out.supply_factor = std::move(base->supply_factor);
  out.final_factor = base->final_factor;
  out.imports_moved = base->imports_moved;
  out.uses = base->uses;
  out.inflow_factor = std::move(domestic->inflow_factor);
  out.recorded_home = std::move(domestic->recorded_home);
  out.trade_balances = std::move(domestic->balances);
  return out;
}

Result<Accounts> accounts_of(const Interregional& table, const RegionalTables& tables, const AccountsOptions& options) {
  if (auto right = check_given(table, tables); !right) return tl::unexpected(right.error());
  const std::size_t regions = tables.regions();
  const std::size_t sectors = tables.sectors();
  Accounts out = empty_accounts(regions, sectors);
  out.trade = table.trade;
  for (std::size_t k = 0; k < sectors; ++k) out.trade(k, regions, regions) = 0;
  count_sales(out);
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = 0; c < sectors + kFinalUses; ++c) out.use(n, k, c) = table.use(n, k, c);
      if (auto right = match_purchases(n, k, out); !right) return tl::unexpected(right.error());
    }
  }
  share_out(tables, out);
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      double& added = out.value_added(n, j);
      added = out.output(n, j);
      for (std::size_t k = 0; k < sectors; ++k) added -= out.use(n, k, j);
      if (added < 0)
        return refuse(ErrorCode::domain, "accounts.negative_value_added", "accounts.negative_value_added.hint", n + 1,
                      j + 1, added);
      if (added > 0 && !(tables.value_added(n, j) > 0))
        return refuse(ErrorCode::domain, "accounts.no_factor_income", "accounts.no_factor_income.hint", n + 1, j + 1);
    }
  }
  out.region_factor.assign(regions, 1);
  out.supply_factor.assign(sectors, 1);
  out.inflow_factor.assign(sectors, 1);
  if (auto right = add_world(out, options.world_size); !right) return tl::unexpected(right.error());
  return out;
}

std::vector<double> deficits(const Accounts& accounts) {
  std::vector<double> out;
  const std::size_t sectors = accounts.sectors();
  for (std::size_t n = 0; n <= accounts.regions(); ++n) {
    double deficit = 0;
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = sectors; c < sectors + kFinalUses; ++c) deficit += accounts.use(n, k, c);
      deficit -= accounts.value_added(n, k);
    }
    out.push_back(deficit);
  }
  return out;
}

RegionSector home_shares(const Accounts& accounts) {
  RegionSector out = accounts.output;
  for (std::size_t n = 0; n <= accounts.regions(); ++n) {
    for (std::size_t k = 0; k < accounts.sectors(); ++k) {
      const double bought = sum(std::span(&accounts.trade(k, n, 0), accounts.regions() + 1));
      out(n, k) = bought > 0 ? accounts.trade(k, n, n) / bought : std::numeric_limits<double>::quiet_NaN();
    }
  }
  return out;
}

}  // namespace tidu::economy::accounts
