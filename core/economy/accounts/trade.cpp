// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/trade.h"

#include <cmath>
#include <numbers>
#include <optional>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

constexpr double kPriorTolerance = 1e-6;  ///< of what is balanced again afterwards
constexpr std::size_t kPriorRounds = 500;

Result<void> check(const BaseTables& base, const Geography& geography) {
  const std::size_t n = base.output.extent<Region>();
  if (auto right = check_extents("distance", geography.distance, {n, n}); !right) return right;
  if (auto right = check_size("area", geography.area.size(), n); !right) return right;
  for (std::size_t a = 0; a < n; ++a) {
    if (auto right = check_value("area", {a}, geography.area[a], Bound::above_zero); !right) return right;
    for (std::size_t b = 0; b < n; ++b) {
      if (a == b) continue;
      if (auto right = check_value("distance", {a, b}, geography.distance(a, b), Bound::above_zero); !right)
        return right;
    }
  }
  return {};
}

/// d^-e, row-major from buyer to seller.
std::vector<double> friction(const Geography& geography, double elasticity) {
  const std::size_t regions = geography.area.size();
  std::vector<double> out;
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t i = 0; i < regions; ++i) {
      const double km = n == i ? 2.0 / 3 * std::sqrt(geography.area[n] / std::numbers::pi) : geography.distance(n, i);
      out.push_back(math::pow(km, -elasticity));
    }
  }
  return out;
}

/// One sector: what regions sell and buy in the nation, and what of it is recorded as outflow and inflow.
struct Margins {
  std::vector<double> sales, purchases, outflow, inflow;
  double inflow_factor = 1;
};

Margins margins_of(const BaseTables& base, std::size_t k) {
  Margins out;
  const std::size_t users = base.use.extent<User>();
  for (std::size_t n = 0; n < base.output.extent<Region>(); ++n) {
    out.sales.push_back(base.output(n, k) - base.exported(n, k));
    out.purchases.push_back(sum(std::span(&base.use(n, k, 0), users)) - base.imported(n, k));
    out.outflow.push_back(base.outflow_share(n, k) * out.sales[n]);
    out.inflow.push_back(base.inflow_share(n, k) * out.purchases[n]);
  }
  const double in = sum(out.inflow);
  if (in > 0) out.inflow_factor = sum(out.outflow) / in;
  for (double& value : out.inflow) value *= out.inflow_factor;
  return out;
}

std::vector<double> gravity(const Margins& m, const std::vector<double>& friction) {
  const std::size_t regions = m.sales.size();
  std::vector<double> out = friction;
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t i = 0; i < regions; ++i) out[n * regions + i] *= m.purchases[n] * m.sales[i];
  }
  rake({.matrix = out,
        .row_totals = m.purchases,
        .column_totals = m.sales,
        .tolerance = kPriorTolerance,
        .max_rounds = kPriorRounds});
  return out;
}

std::vector<double> recorded(const Margins& m, const std::vector<double>& friction) {
  const std::size_t regions = m.sales.size();
  std::vector<double> out = friction;
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t i = 0; i < regions; ++i) out[n * regions + i] *= n == i ? 0 : m.inflow[n] * m.outflow[i];
  }
  // One region may send or take more than half: then these margins have no balance, and what comes near them does.
  rake({.matrix = out,
        .row_totals = m.inflow,
        .column_totals = m.outflow,
        .tolerance = kPriorTolerance,
        .max_rounds = kPriorRounds});
  for (std::size_t n = 0; n < regions; ++n) out[n * regions + n] = m.sales[n] - m.outflow[n];
  return out;
}

/// A sector's flows under a weight w of records, before they are balanced.
std::vector<double> blend(const std::vector<double>& known, std::vector<double> flow, double w) {
  for (std::size_t cell = 0; cell < flow.size(); ++cell) flow[cell] = w * known[cell] + (1 - w) * flow[cell];
  return flow;
}

/// Records alone may have no balance: who records no inflow cannot buy what it lacks, and zeros stay. The largest
/// weight tried below w under which every sector has one.
std::optional<double> balanced_weight(const BaseTables& base, const std::vector<double>& decay, double w) {
  constexpr double kTried[] = {0.999, 0.99, 0.9, 0.75, 0.5, 0.25, 0};
  for (const double tried : kTried) {
    bool all = tried < w;
    for (std::size_t k = 0; all && k < base.output.extent<Sector>(); ++k) {
      const Margins m = margins_of(base, k);
      std::vector<double> flow = blend(recorded(m, decay), gravity(m, decay), tried);
      const auto balanced = balance({.matrix = flow, .row_totals = m.purchases, .column_totals = m.sales});
      all = balanced && balanced->converged;
    }
    if (all) return tried;
  }
  return std::nullopt;
}

tl::unexpected<Error> unbalanced(std::size_t k, double miss, double w, const std::optional<double>& works) {
  if (!works) return refuse(ErrorCode::no_convergence, "accounts.unbalanced", "accounts.unbalanced.hint", k + 1, miss);
  return failure(ErrorCode::no_convergence, text("accounts.unbalanced_records", k + 1, miss, w),
                 text("accounts.unbalanced_records.hint", *works));
}

}  // namespace

Result<DomesticTrade> domestic_trade(const BaseTables& base, const Geography& geography,
                                     const AccountsOptions& options) {
  if (auto right = check(base, geography); !right) return tl::unexpected(right.error());
  const std::size_t regions = base.output.extent<Region>();
  const std::size_t sectors = base.output.extent<Sector>();
  const std::vector<double> decay = friction(geography, options.distance_elasticity);
  const double w = options.recorded_weight;
  DomesticTrade out{.flow = TradeArray({sectors, regions, regions}), .recorded_home = RegionSector({regions, sectors})};
  for (std::size_t k = 0; k < sectors; ++k) {
    const Margins m = margins_of(base, k);
    const std::vector<double> known = recorded(m, decay);
    std::vector<double> flow = blend(known, gravity(m, decay), w);
    const auto balanced = balance({.matrix = flow, .row_totals = m.purchases, .column_totals = m.sales});
    if (!balanced || !balanced->converged)
      return unbalanced(k, balanced ? balanced->miss : 1.0, w, balanced_weight(base, decay, w));
    for (std::size_t n = 0; n < regions; ++n) {
      for (std::size_t i = 0; i < regions; ++i) out.flow(k, n, i) = flow[n * regions + i];
      const double use = m.purchases[n] + base.imported(n, k);
      if (use > 0) out.recorded_home(n, k) = known[n * regions + n] / use;
    }
    out.inflow_factor.push_back(m.inflow_factor);
    out.balances.push_back(*balanced);
  }
  return out;
}

}  // namespace tidu::economy::accounts
