// SPDX-License-Identifier: Apache-2.0
#include "core/economy/sweeps.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"

namespace tidu::economy {
namespace {

constexpr std::size_t kInnerDepth = 3;

/// Largest element; 0 of none.
double largest(const std::vector<double>& x) {
  double out = 0;
  for (const double value : x) out = std::max(out, value);
  return out;
}

/// ln of a CES price index with weights w over ln p; the Cobb-Douglas index is the limit at elasticity 1.
double log_index(const double* weight, const double* log_price, std::size_t n, double elasticity) {
  double out = 0;
  if (elasticity == 1) {
    for (std::size_t k = 0; k < n; ++k) out += weight[k] * log_price[k];
    return out;
  }
  const double power = 1 - elasticity;
  for (std::size_t k = 0; k < n; ++k) out += weight[k] * math::expm1(power * log_price[k]);
  return math::log1p(out) / power;
}

}  // namespace

Sweeps::Sweeps(const SweepInput& input, Executor& executor)
    : economy_(input.economy),
      executor_(&executor),
      regions_(economy_->regions()),
      sectors_(economy_->sectors()),
      by_exporter_({sectors_, regions_, regions_}),
      net_of_tariff_({sectors_, regions_, regions_}),
      inputs_by_user_({regions_, sectors_, sectors_}),
      technology_({regions_, sectors_}),
      log_price_(technology_),
      log_cost_(technology_),
      log_materials_(technology_),
      expenditure_(technology_),
      output_(technology_),
      final_now_(technology_),
      consumption_now_(technology_),
      exporter_weight_({sectors_, regions_}),
      price_power_(exporter_weight_),
      net_share_(exporter_weight_),
      sales_(exporter_weight_),
      next_(technology_),
      tariff_revenue_(regions_),
      income_(regions_),
      log_consumer_price_(regions_),
      log_final_price_(regions_),
      buys_(sectors_ * regions_) {
  if (input.technology != nullptr) technology_ = *input.technology;
  const Economy& e = *economy_;
  executor_->for_blocks(sectors_, [&](std::size_t j) {
    for (std::size_t n = 0; n < regions_; ++n) {
      for (std::size_t i = 0; i < regions_; ++i) {
        const double share = e.trade_share(j, n, i);
        const double gross = 1 + (input.tariff != nullptr ? (*input.tariff)(j, n, i) : e.tariff(j, n, i));
        double cost = input.cost != nullptr ? (*input.cost)(j, n, i) : 1.0;
        if (input.tariff != nullptr) cost *= gross / (1 + e.tariff(j, n, i));
        const double kernel = cost == 1 || share == 0 ? share : share * math::exp(-e.theta[j] * math::log(cost));
        by_exporter_(j, i, n) = kernel;
        net_of_tariff_(j, n, i) = kernel / gross;
        if (share > 0) buys_[j * regions_ + n] = 1;
      }
    }
  });
}

void Sweeps::costs_of_region(std::size_t n, const RegionSector& log_bundle_price) {
  const Economy& e = *economy_;
  double* cost = &log_cost_(n, 0);
  const double* price = &log_price_(n, 0);
  if (e.input_elasticity == 1) {
    std::fill(cost, cost + sectors_, 0.0);
    for (std::size_t k = 0; k < sectors_; ++k) {
      const double* share = &e.input_share(n, k, 0);
      for (std::size_t j = 0; j < sectors_; ++j) cost[j] += share[j] * price[k];
    }
  } else {
    const double power = 1 - e.input_elasticity;
    std::vector<double> sum(sectors_);
    for (std::size_t k = 0; k < sectors_; ++k) {
      const double* share = &e.input_share(n, k, 0);
      const double grown = math::expm1(power * price[k]);
      for (std::size_t j = 0; j < sectors_; ++j) sum[j] += share[j] * grown;
    }
    for (std::size_t j = 0; j < sectors_; ++j) {
      const double materials = 1 - e.value_added_share(n, j);
      log_materials_(n, j) = materials > 0 ? math::log1p(sum[j] / materials) / power : 0;
      cost[j] = materials * log_materials_(n, j);
    }
  }
  for (std::size_t j = 0; j < sectors_; ++j) {
    cost[j] += e.value_added_share(n, j) * log_bundle_price(n, j);
    exporter_weight_(j, n) = math::exp(technology_(n, j) - e.theta[j] * cost[j]);
  }
}

void Sweeps::prices_of_sector(std::size_t j) {
  double* power = &price_power_(j, 0);
  std::fill(power, power + regions_, 0.0);
  for (std::size_t i = 0; i < regions_; ++i) {
    const double weight = exporter_weight_(j, i);
    const double* kernel = &by_exporter_(j, i, 0);
    for (std::size_t n = 0; n < regions_; ++n) power[n] += kernel[n] * weight;
  }
  const double scale = -1 / economy_->theta[j];
  double change = 0;
  for (std::size_t n = 0; n < regions_; ++n) {
    if (buys_[j * regions_ + n] == 0) continue;
    const double log_price = scale * math::log(power[n]);
    change = std::max(change, std::fabs(log_price - log_price_(n, j)));
    log_price_(n, j) = log_price;
  }
  change_[j] = change;
}

/// From the values before and after a sweep to those of the next one.
void Sweeps::accelerate(Anderson& accelerated, std::vector<double>& values) {
  moved_.resize(values.size());
  for (std::size_t at = 0; at < values.size(); ++at) moved_[at] = values[at] - before_[at];
  values = accelerated.next(before_, moved_);
}

Loop Sweeps::solve_prices(const RegionSector& log_bundle_price, double tolerance, std::size_t max_sweeps) {
  Loop out;
  change_.assign(sectors_, 0);
  Anderson accelerated(kInnerDepth);
  while (true) {
    before_ = log_price_.values();
    executor_->for_blocks(regions_, [&](std::size_t n) { costs_of_region(n, log_bundle_price); });
    executor_->for_blocks(sectors_, [&](std::size_t j) { prices_of_sector(j); });
    ++out.sweeps;
    out.change = largest(change_);
    if (!(out.change > tolerance) || out.sweeps >= max_sweeps || unsupplied() != kNone) break;
    accelerate(accelerated, log_price_.values());
  }
  fix_shares();
  return out;
}

std::size_t Sweeps::unsupplied() const {
  for (std::size_t at = 0; at < buys_.size(); ++at) {
    const double power = price_power_.values()[at];
    if (buys_[at] != 0 && !(power > 0 && std::isfinite(power))) return at;
  }
  return kNone;
}

void Sweeps::fix_shares() {
  const Economy& e = *economy_;
  executor_->for_blocks(sectors_, [&](std::size_t j) {
    for (std::size_t n = 0; n < regions_; ++n) {
      double net = 0;
      const double* kernel = &net_of_tariff_(j, n, 0);
      for (std::size_t i = 0; i < regions_; ++i) net += kernel[i] * exporter_weight_(j, i);
      net_share_(j, n) = buys_[j * regions_ + n] != 0 ? net / price_power_(j, n) : 1;
    }
  });
  executor_->for_blocks(regions_, [&](std::size_t n) {
    const double* price = &log_price_(n, 0);
    const double consumption = log_index(&e.final_share(n, 0), price, sectors_, e.final_elasticity);
    const double invested = e.investment_share[n];
    const double investment = invested > 0 ? log_index(&e.investment_basket(n, 0), price, sectors_, 1) : 0;
    log_consumer_price_[n] = consumption;
    log_final_price_[n] = (1 - invested) * consumption + invested * investment;
    for (std::size_t k = 0; k < sectors_; ++k) {
      double share = e.final_share(n, k);
      if (e.final_elasticity != 1) share *= math::exp((1 - e.final_elasticity) * (price[k] - consumption));
      consumption_now_(n, k) = share;
      final_now_(n, k) = (1 - invested) * share + invested * e.investment_basket(n, k);
    }
    for (std::size_t j = 0; j < sectors_; ++j) {
      for (std::size_t k = 0; k < sectors_; ++k) {
        double share = e.input_share(n, k, j);
        if (e.input_elasticity != 1 && share != 0)
          share *= math::exp((1 - e.input_elasticity) * (price[k] - log_materials_(n, j)));
        inputs_by_user_(n, j, k) = share;
      }
    }
  });
}

void Sweeps::sales_of_sector(std::size_t j) {
  double* sales = &sales_(j, 0);
  std::fill(sales, sales + regions_, 0.0);
  for (std::size_t n = 0; n < regions_; ++n) {
    if (buys_[j * regions_ + n] == 0) continue;
    const double spent = expenditure_(n, j) / price_power_(j, n);
    const double* kernel = &net_of_tariff_(j, n, 0);
    for (std::size_t i = 0; i < regions_; ++i) sales[i] += kernel[i] * spent;
  }
  for (std::size_t i = 0; i < regions_; ++i) output_(i, j) = sales[i] * exporter_weight_(j, i);
}

void Sweeps::spending_of_region(std::size_t n, double income_without_tariffs) {
  double revenue = 0;
  for (std::size_t j = 0; j < sectors_; ++j) revenue += (1 - net_share_(j, n)) * expenditure_(n, j);
  tariff_revenue_[n] = revenue;
  income_[n] = income_without_tariffs + revenue;
  double* next = &next_(n, 0);
  for (std::size_t k = 0; k < sectors_; ++k) next[k] = final_now_(n, k) * income_[n];
  for (std::size_t j = 0; j < sectors_; ++j) {
    const double output = output_(n, j);
    const double* share = &inputs_by_user_(n, j, 0);
    for (std::size_t k = 0; k < sectors_; ++k) next[k] += share[k] * output;
  }
  double change = 0;
  for (std::size_t k = 0; k < sectors_; ++k) {
    const double scale = std::fabs(next[k]);
    if (scale > 0) change = std::max(change, std::fabs(next[k] - expenditure_(n, k)) / scale);
    expenditure_(n, k) = next[k];
  }
  change_[n] = change;
}

Loop Sweeps::solve_spending(const std::vector<double>& income_without_tariffs, double tolerance,
                            std::size_t max_sweeps) {
  Loop out;
  change_.assign(regions_, 0);
  Anderson accelerated(kInnerDepth);
  while (true) {
    before_ = expenditure_.values();
    executor_->for_blocks(sectors_, [&](std::size_t j) { sales_of_sector(j); });
    executor_->for_blocks(regions_, [&](std::size_t n) { spending_of_region(n, income_without_tariffs[n]); });
    ++out.sweeps;
    out.change = largest(change_);
    if (!(out.change > tolerance) || out.sweeps >= max_sweeps) break;
    accelerate(accelerated, expenditure_.values());
  }
  return out;
}

TradeArray Sweeps::trade_share() const {
  TradeArray out({sectors_, regions_, regions_});
  for (std::size_t j = 0; j < sectors_; ++j) {
    for (std::size_t n = 0; n < regions_; ++n) {
      if (buys_[j * regions_ + n] == 0) continue;
      for (std::size_t i = 0; i < regions_; ++i)
        out(j, n, i) = by_exporter_(j, i, n) * exporter_weight_(j, i) / price_power_(j, n);
    }
  }
  return out;
}

}  // namespace tidu::economy
