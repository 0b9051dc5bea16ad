// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/base/sum.h"
#include "core/economy/anderson.h"
#include "core/economy/checks.h"
#include "core/economy/economy.h"
#include "core/economy/markets.h"
#include "core/economy/sweeps.h"

namespace tidu::economy {
namespace {

constexpr double kTight = 1e-14;
constexpr std::size_t kDepth = 3;  ///< of the acceleration
constexpr std::size_t kMaxSweeps = 20000;
constexpr double kLeak = 1e-3;  ///< far above what given shares may miss, far below what endless inputs do

/// Holds what producers pay against what factors earn, and notes by how much markets miss.
Result<void> check_payments(BaseYear& base, const Markets& markets, std::size_t sweeps, double change) {
  const Economy& e = base.economy;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      if (base.output(n, j) * e.value_added_share(n, j) > 0 && !markets.earns(n, j))
        return refuse(ErrorCode::domain, "economy.no_factors", "economy.no_factors.hint", n + 1, j + 1);
    }
  }
  const std::vector<double> demand = markets.demand(base.output);
  // Where inputs have no end, spending grows until nothing is seen to move: then no income is paid for it.
  const double leak = sum(demand) / base.world_value_added - 1;
  if (!(change <= kTight && std::fabs(leak) < kLeak))
    return refuse(ErrorCode::no_convergence, "economy.base_diverges", "economy.base_diverges.hint", sweeps, change);
  for (std::size_t m = 0; m < markets.size(); ++m)
    base.imbalance = std::max(base.imbalance, std::fabs(demand[m] / markets.base(m) - 1));
  return {};
}

}  // namespace

Result<BaseYear> prepare(const Economy& economy, Shares shares) {
  auto checked = complete(economy, shares);
  if (!checked) return tl::unexpected(checked.error());
  BaseYear out{.economy = std::move(checked->economy),
               .corrections = checked->corrections,
               .as_given = shares == Shares::as_given};
  const Economy& e = out.economy;
  const Markets markets(e);
  out.value_added = markets.value_added();
  out.world_value_added = sum(out.value_added);

  std::vector<double> income = markets.income(std::vector<double>(markets.size(), 0.0), out.value_added);
  for (std::size_t n = 0; n < e.regions(); ++n) {
    income[n] += e.deficit[n];
    // Tariffs may yet add to it; an income that they alone make positive is no economy.
    if (!(income[n] > 0))
      return refuse(ErrorCode::domain, "economy.base_income", "economy.base_income.hint", n + 1, income[n]);
  }
  Sweeps sweeps(e, serial_executor());
  sweeps.begin({});
  const RegionSector unchanged({e.regions(), e.sectors()});
  Anderson accelerated(kDepth);
  double change = 1;
  std::size_t done = 0;
  while (true) {
    sweeps.log_price() = unchanged;
    const std::vector<double> before = sweeps.expenditure().values();
    change = sweeps.sweep(unchanged, income).spending;
    if (!(change > kTight) || ++done == kMaxSweeps) break;
    std::vector<double>& spending = sweeps.expenditure().values();
    std::vector<double> moved(spending.size());
    row_kernels().subtract(moved.data(), spending.data(), before.data(), moved.size());
    spending = accelerated.next(before, moved);
  }
  out.expenditure = sweeps.expenditure();
  out.output = sweeps.output();
  out.income = sweeps.income();
  out.tariff_revenue = sweeps.tariff_revenue();
  if (auto right = check_payments(out, markets, done, change); !right) return tl::unexpected(right.error());
  return out;
}

}  // namespace tidu::economy
