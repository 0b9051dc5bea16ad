// SPDX-License-Identifier: Apache-2.0
#include "core/economy/shock.h"

#include <cmath>
#include <limits>

#include "core/economy/checks.h"
#include "core/economy/rows.h"

namespace tidu::economy {
namespace {

/// Logarithms of hats that must be positive and finite; zeros where there are none.
Result<RegionSector> logs(std::string_view name, const RegionSector& hats, const Economy& e) {
  RegionSector out({e.regions(), e.sectors()});
  if (hats.size() == 0) return out;
  if (auto right = check_extents(name, hats, out.extents()); !right) return tl::unexpected(right.error());
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      const double hat = hats(n, j);
      if (hat > 0 && hat <= std::numeric_limits<double>::max()) continue;
      if (auto right = check_value(name, {n, j}, hat, Bound::above_zero); !right) return tl::unexpected(right.error());
    }
  }
  log_all(out.values().data(), hats.values().data(), out.size());
  return out;
}

/// Supply hats of a factor: one for all sectors where its market is regional.
Result<RegionSector> supply(std::string_view name, const RegionSector& hats, const Economy& e,
                            const std::vector<Mobility>& market) {
  auto out = logs(name, hats, e);
  if (!out || hats.size() == 0) return out;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (market[n] != Mobility::regional) continue;
    for (std::size_t j = 1; j < e.sectors(); ++j) {
      if (hats(n, j) != hats(n, 0))
        return refuse(ErrorCode::domain, "economy.supply_differs", "economy.supply_differs.hint", copy(name), n + 1,
                      j + 1);
    }
  }
  return out;
}

Result<void> check_trade(const Economy& e, const Shock& shock) {
  for (const auto* array : {&shock.trade_cost, &shock.tariff}) {
    if (array->size() == 0) continue;
    const bool rate = array == &shock.tariff;
    const std::string_view name = rate ? "1 + tariff" : "trade_cost";
    if (auto right = check_extents(name, *array, e.trade_share.extents()); !right) return right;
    const double offset = rate ? 1 : 0;
    const double most = rate ? std::numeric_limits<double>::max() : std::numeric_limits<double>::infinity();
    const std::size_t regions = e.regions();
    const std::vector<double>& values = array->values();
    for (std::size_t at = 0; at < values.size(); ++at) {
      const double value = values[at] + offset;
      if (value > 0 && value <= most) continue;
      const std::size_t n = at / regions;
      if (auto right = check_value(name, {n / regions, n % regions, at % regions}, value, Bound::above_zero); !right)
        return right;
    }
  }
  return {};
}

Result<void> check_investment(const Economy& e, const std::vector<double>& share) {
  if (share.empty()) return {};
  if (auto right = check_size("investment_share", share.size(), e.regions()); !right) return right;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (auto right = check_value("investment_share", {n}, share[n], Bound::at_most_one); !right) return right;
    if (share[n] > 0 && e.investment_share[n] == 0)
      return refuse(ErrorCode::domain, "economy.no_basket", "economy.no_basket.hint", n + 1, share[n]);
  }
  return {};
}

Result<void> check_options(const SolveOptions& options) {
  if (!(options.tolerance >= 1e-14 && options.tolerance < 1))
    return refuse(ErrorCode::domain, "economy.tolerance", "economy.tolerance.hint", options.tolerance);
  if (options.max_steps == 0) return refuse(ErrorCode::domain, "economy.max_steps", "economy.max_steps.hint");
  return {};
}

/// Whether an equilibrium is one of this base.
Result<void> check_start(const BaseYear& base, const Markets& markets, const Equilibrium* start) {
  if (auto right = check_size("start.log_income", start->log_income.size(), markets.size()); !right) return right;
  if (auto right = check_size("start.price", start->price.size(), base.expenditure.size()); !right) return right;
  return check_size("start.expenditure", start->expenditure.size(), base.expenditure.size());
}

}  // namespace

Result<ShockLogs> check_shock(const BaseYear& base, const Markets& markets, const Shock& shock,
                              const SolveOptions& options) {
  const Economy& e = base.economy;
  if (auto right = check_options(options); !right) return tl::unexpected(right.error());
  for (const Equilibrium* start : options.start) {
    if (auto right = check_start(base, markets, start); !right) return tl::unexpected(right.error());
  }
  if (auto right = check_trade(e, shock); !right) return tl::unexpected(right.error());
  if (auto right = check_investment(e, shock.investment_share); !right) return tl::unexpected(right.error());
  if (auto right = check_closure(base, shock.closure, shock.people); !right) return tl::unexpected(right.error());
  auto technology = logs("technology", shock.technology, e);
  if (!technology) return tl::unexpected(technology.error());
  const auto productivity = logs("productivity", shock.productivity, e);
  if (!productivity) return tl::unexpected(productivity.error());
  ShockLogs out{.technology = std::move(*technology), .log_supply = {}};
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j)
      out.technology(n, j) += e.theta[j] * e.value_added_share(n, j) * (*productivity)(n, j);
  }
  if (!shock.labour.empty()) {
    if (auto right = check_size("labour", shock.labour.size(), e.skills()); !right)
      return tl::unexpected(right.error());
  }
  for (std::size_t g = 0; g < e.skills(); ++g) {
    auto skill = supply("labour", shock.labour.empty() ? RegionSector() : shock.labour[g], e, e.labour_market);
    if (!skill) return tl::unexpected(skill.error());
    out.log_supply.push_back(std::move(*skill));
  }
  auto structures = supply("structures", shock.structures, e, e.structures_market);
  if (!structures) return tl::unexpected(structures.error());
  out.log_supply.push_back(std::move(*structures));
  return out;
}

}  // namespace tidu::economy
