// SPDX-License-Identifier: Apache-2.0
#include "core/economy/sweeps.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"

namespace tidu::economy {
namespace {

constexpr double kSmall = 1e-300;  ///< beyond it and its inverse logarithms are taken one by one

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

Sweeps::Sweeps(const Economy& economy, Executor& executor)
    : economy_(&economy),
      executor_(&executor),
      regions_(economy_->regions()),
      sectors_(economy_->sectors()),
      kernels_(row_kernels()),
      region_row_(full_row(regions_)),
      sector_row_(full_row(sectors_)),
      by_exporter_(sectors_ * regions_ * region_row_),
      inputs_(regions_ * sectors_ * sector_row_),
      inputs_moved_(economy.input_elasticity == 1 ? 0 : regions_ * sectors_ * sector_row_),
      taxed_(sectors_),
      log_price_({regions_, sectors_}),
      log_cost_(log_price_),
      log_materials_(log_price_),
      expenditure_(log_price_),
      output_(log_price_),
      final_now_(log_price_),
      consumption_now_(log_price_),
      exporter_weight_(sectors_ * region_row_),
      price_power_(sectors_ * region_row_),
      power_log_(sectors_ * region_row_),
      net_share_(sectors_ * region_row_),
      spent_(sectors_ * region_row_),
      sales_(sectors_ * region_row_),
      next_(regions_ * sector_row_),
      made_(regions_ * sector_row_),
      change_(sectors_),
      spending_change_(regions_),
      tariff_revenue_(regions_),
      income_(regions_),
      log_consumer_price_(regions_),
      log_final_price_(regions_),
      buys_(sectors_ * regions_) {
  const Economy& e = *economy_;
  for (std::size_t row = 0; row < regions_ * sectors_; ++row)
    std::copy_n(&e.input_share.values()[row * sectors_], sectors_, inputs_.at(row * sector_row_));
}

void Sweeps::begin(const SweepInput& input) {
  input_ = input;
  if (input_.invested == nullptr) input_.invested = &economy_->investment_share;
  shares_fixed_ = false;
  const bool shocked = input.cost != nullptr || input.tariff != nullptr;
  if (laid_out_ && !shocked) return;
  laid_out_ = !shocked;
  const TradeArray& tariff = input.tariff != nullptr ? *input.tariff : economy_->tariff;
  for (std::size_t j = 0; j < sectors_; ++j) {
    const double* rate = &tariff(j, 0, 0);
    taxed_[j] = std::any_of(rate, rate + regions_ * regions_, [](double one) { return one != 0; }) ? 1 : 0;
  }
  const bool taxed = std::find(taxed_.begin(), taxed_.end(), 1) != taxed_.end();
  if (taxed) net_of_tariff_ = Rows(sectors_ * regions_ * region_row_);
  executor_->for_blocks(sectors_, [&](std::size_t j) { kernels_of_sector(j); });
}

void Sweeps::kernels_of_sector(std::size_t j) {
  const Economy& e = *economy_;
  double* kernel = by_exporter_.at(j * regions_ * region_row_);
  double* net = taxed_[j] != 0 ? net_of_tariff_.at(j * regions_ * region_row_) : nullptr;
  const double* shares = e.trade_share.values().data();
  const double* before = e.tariff.values().data();
  const double* tariffs = input_.tariff != nullptr ? input_.tariff->values().data() : before;
  const double* costs = input_.cost != nullptr ? input_.cost->values().data() : nullptr;
  // Eight importers at a time, so that both sides are read and written by whole lines of the cache.
  std::vector<double> moved(kRowUnit * regions_);
  std::vector<double> taken(kRowUnit * regions_);
  for (std::size_t first = 0; first < regions_; first += kRowUnit) {
    const std::size_t count = std::min(kRowUnit, regions_ - first);
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t row = (j * regions_ + first + n) * regions_;
      double* share = &moved[n * regions_];
      std::copy_n(shares + row, regions_, share);
      buys_[j * regions_ + first + n] =
          std::any_of(share, share + regions_, [](double one) { return one > 0; }) ? 1 : 0;
      const bool shocked = costs != nullptr || !std::equal(tariffs + row, tariffs + row + regions_, before + row);
      for (std::size_t i = 0; i < regions_ && shocked; ++i) {
        double cost = costs != nullptr ? costs[row + i] : 1.0;
        if (tariffs[row + i] != before[row + i]) cost *= (1 + tariffs[row + i]) / (1 + before[row + i]);
        if (cost != 1 && share[i] != 0) share[i] *= math::exp(-e.theta[j] * math::log(cost));
      }
      for (std::size_t i = 0; i < regions_ && net != nullptr; ++i)
        taken[n * regions_ + i] = share[i] / (1 + tariffs[row + i]);
    }
    for (std::size_t i = 0; i < regions_; ++i) {
      for (std::size_t n = 0; n < count; ++n) {
        const std::size_t to = i * region_row_ + first + n;
        kernel[to] = moved[n * regions_ + i];
        if (net != nullptr) net[to] = taken[n * regions_ + i];
      }
    }
  }
}

void Sweeps::costs_of_region(std::size_t n, const RegionSector& log_bundle_price) {
  const Economy& e = *economy_;
  const double* price = &log_price_(n, 0);
  const double* inputs = inputs_.at(n * sectors_ * sector_row_);
  double* cost = next_.at(n * sector_row_);
  if (e.input_elasticity == 1) {
    kernels_.weighted_sum(cost, inputs, price, sectors_, sector_row_);
  } else {
    const double power = 1 - e.input_elasticity;
    std::vector<double> grown(sectors_);
    for (std::size_t k = 0; k < sectors_; ++k) grown[k] = math::expm1(power * price[k]);
    kernels_.weighted_sum(cost, inputs, grown.data(), sectors_, sector_row_);
    for (std::size_t j = 0; j < sectors_; ++j) {
      const double materials = 1 - e.value_added_share(n, j);
      log_materials_(n, j) = materials > 0 ? math::log1p(cost[j] / materials) / power : 0;
      cost[j] = materials * log_materials_(n, j);
    }
  }
  double* exponent = exporter_weight_.at(n);
  const double* own = &e.value_added_share(n, 0);
  const double* bundle = &log_bundle_price(n, 0);
  const double* technology = input_.technology != nullptr ? &(*input_.technology)(n, 0) : nullptr;
  double* log_cost = &log_cost_(n, 0);
  for (std::size_t j = 0; j < sectors_; ++j) {
    log_cost[j] = cost[j] + own[j] * bundle[j];
    exponent[j * region_row_] = (technology != nullptr ? technology[j] : 0) - e.theta[j] * log_cost[j];
  }
}

void Sweeps::prices_of_sector(std::size_t j) {
  double* weight = exporter_weight_.at(j * region_row_);
  double* power = price_power_.at(j * region_row_);
  double* power_log = power_log_.at(j * region_row_);
  kernels_.exponentials(weight, region_row_);
  kernels_.weighted_sum(power, by_exporter_.at(j * regions_ * region_row_), weight, regions_, region_row_);
  kernels_.logarithms(power_log, power, region_row_);
  const double scale = -1 / economy_->theta[j];
  double change = 0;
  for (std::size_t n = 0; n < regions_; ++n) {
    if (buys_[j * regions_ + n] == 0) continue;
    const bool plain = power[n] > kSmall && power[n] < 1 / kSmall;
    const double log_price = scale * (plain ? power_log[n] : math::log(power[n]));
    change = std::max(change, std::fabs(log_price - log_price_(n, j)));
    log_price_(n, j) = log_price;
  }
  change_[j] = change;
}

Change Sweeps::sweep(const RegionSector& log_bundle_price, const std::vector<double>& income_without_tariffs) {
  executor_->for_blocks(regions_, [&](std::size_t n) { costs_of_region(n, log_bundle_price); });
  executor_->for_blocks(sectors_, [&](std::size_t j) {  // prices and sales while the sector's kernels are near
    prices_of_sector(j);
    sales_of_sector(j);
  });
  fix_shares();
  executor_->for_blocks(regions_,
                        [&](std::size_t n) { spending_change_[n] = spending_of_region(n, income_without_tariffs[n]); });
  return {.price = largest(change_), .spending = largest(spending_change_)};
}

std::size_t Sweeps::unsupplied() const {
  for (std::size_t j = 0; j < sectors_; ++j) {
    const double* power = price_power_.at(j * region_row_);
    for (std::size_t n = 0; n < regions_; ++n) {
      if (buys_[j * regions_ + n] != 0 && !(power[n] > 0 && std::isfinite(power[n]))) return j * regions_ + n;
    }
  }
  return kNone;
}

void Sweeps::price_indices() {
  const Economy& e = *economy_;
  executor_->for_blocks(regions_, [&](std::size_t n) {
    const double* price = &log_price_(n, 0);
    const double consumption = log_index(&e.final_share(n, 0), price, sectors_, e.final_elasticity);
    const double invested = e.investment_share[n];
    const double investment = invested > 0 ? log_index(&e.investment_basket(n, 0), price, sectors_, 1) : 0;
    log_consumer_price_[n] = consumption;
    log_final_price_[n] = (1 - invested) * consumption + invested * investment;
  });
}

void Sweeps::fix_shares() {
  const Economy& e = *economy_;
  const bool fixed = e.final_elasticity == 1 && e.input_elasticity == 1;
  if (fixed && shares_fixed_) return;
  shares_fixed_ = true;
  price_indices();
  executor_->for_blocks(regions_, [&](std::size_t n) {
    const double* price = &log_price_(n, 0);
    const double invested = (*input_.invested)[n];
    for (std::size_t k = 0; k < sectors_; ++k) {
      double share = e.final_share(n, k);
      if (e.final_elasticity != 1) share *= math::exp((1 - e.final_elasticity) * (price[k] - log_consumer_price_[n]));
      consumption_now_(n, k) = share;
      final_now_(n, k) = (1 - invested) * share + invested * e.investment_basket(n, k);
    }
    if (e.input_elasticity == 1) return;
    for (std::size_t k = 0; k < sectors_; ++k) {
      double* inputs = inputs_moved_.at((n * sectors_ + k) * sector_row_);
      for (std::size_t j = 0; j < sectors_; ++j) {
        const double share = e.input_share(n, k, j);
        const double dearer = price[k] - log_materials_(n, j);
        inputs[j] = share != 0 ? share * math::exp((1 - e.input_elasticity) * dearer) : 0;
      }
    }
  });
}

/// Sales at the prices of the sector, and what tariffs leave of spending.
void Sweeps::sales_of_sector(std::size_t j) {
  const double* weight = exporter_weight_.at(j * region_row_);
  const double* power = price_power_.at(j * region_row_);
  double* sales = sales_.at(j * region_row_);
  double* spent = spent_.at(j * region_row_);
  double* share = net_share_.at(j * region_row_);
  const double* net = net_of_tariff(j);
  for (std::size_t n = 0; n < regions_; ++n) {
    if (buys_[j * regions_ + n] != 0) spent[n] = expenditure_(n, j) / power[n];
  }
  kernels_.row_dots(sales, net, spent, regions_, region_row_);
  for (std::size_t i = 0; i < regions_; ++i) output_(i, j) = sales[i] * weight[i];
  if (taxed_[j] != 0) kernels_.weighted_sum(share, net, weight, regions_, region_row_);
  for (std::size_t n = 0; n < regions_; ++n)
    share[n] = taxed_[j] != 0 && buys_[j * regions_ + n] != 0 ? share[n] / power[n] : 1;
}

double Sweeps::spending_of_region(std::size_t n, double income_without_tariffs) {
  double* spending = &expenditure_(n, 0);
  double revenue = 0;
  for (std::size_t j = 0; j < sectors_; ++j) revenue += (1 - *net_share_.at(j * region_row_ + n)) * spending[j];
  tariff_revenue_[n] = revenue;
  income_[n] = income_without_tariffs + revenue;
  double* next = next_.at(n * sector_row_);
  double* made = made_.at(n * sector_row_);
  std::copy_n(&output_(n, 0), sectors_, made);
  kernels_.row_dots(next, inputs_now().at(n * sectors_ * sector_row_), made, sectors_, sector_row_);
  const double* final_share = &final_now_(n, 0);
  double change = 0;
  for (std::size_t k = 0; k < sectors_; ++k) {
    const double value = next[k] + final_share[k] * income_[n];
    const double scale = std::fabs(value);
    if (scale > 0) change = std::max(change, std::fabs(value - spending[k]) / scale);
    spending[k] = value;
  }
  return change;
}

double Sweeps::home_share(std::size_t n, std::size_t j) const {
  if (buys_[j * regions_ + n] == 0) return 0;
  const std::size_t own = j * region_row_ + n;
  return *by_exporter_.at((j * regions_ + n) * region_row_ + n) * *exporter_weight_.at(own) / *price_power_.at(own);
}

TradeArray Sweeps::trade_share() const {
  TradeArray out({sectors_, regions_, regions_});
  executor_->for_blocks(sectors_, [&](std::size_t j) {
    const double* weight = exporter_weight_.at(j * region_row_);
    const double* power = price_power_.at(j * region_row_);
    for (std::size_t first = 0; first < regions_; first += kRowUnit) {
      const std::size_t end = std::min(first + kRowUnit, regions_);
      for (std::size_t i = 0; i < regions_; ++i) {
        const double* kernel = by_exporter_.at((j * regions_ + i) * region_row_);
        for (std::size_t n = first; n < end; ++n) {
          if (buys_[j * regions_ + n] != 0) out(j, n, i) = kernel[n] * weight[i] / power[n];
        }
      }
    }
  });
  return out;
}

Array<double, Region, Sector, OtherSector> Sweeps::input_share() const {
  Array<double, Region, Sector, OtherSector> out = economy_->input_share;
  if (economy_->input_elasticity == 1) return out;
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t k = 0; k < sectors_; ++k) {
      for (std::size_t j = 0; j < sectors_; ++j) out(n, k, j) = input_share_now(n, k, j);
    }
  }
  return out;
}

}  // namespace tidu::economy
