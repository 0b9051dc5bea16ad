// SPDX-License-Identifier: Apache-2.0
#include "core/economy/linear_sweeps.h"

#include <algorithm>
#include <cmath>

namespace tidu::economy {
namespace {

constexpr std::size_t kMaxSweeps = 20000;

}  // namespace

LinearSweeps::LinearSweeps(const BaseYear& base, std::size_t columns)
    : base_(base),
      kernels_(row_kernels()),
      regions_(base.economy.regions()),
      sectors_(base.economy.sectors()),
      row_(full_row(columns)),
      taken_({sectors_, regions_}),
      net_({sectors_, regions_, regions_}),
      own_cost_(regions_ * sectors_ * row_),
      technology_(regions_ * sectors_ * row_),
      gate_(regions_ * sectors_ * row_),
      price_(regions_ * sectors_ * row_),
      sold_(regions_ * sectors_ * row_),
      bought_(regions_ * sectors_ * row_),
      output_(regions_ * sectors_ * row_),
      spending_(regions_ * sectors_ * row_),
      before_(regions_ * sectors_ * row_),
      income_(regions_ * row_),
      revenue_(regions_ * row_),
      untaxed_(regions_ * row_) {
  const Economy& e = base.economy;
  for (std::size_t j = 0; j < sectors_; ++j) {
    for (std::size_t n = 0; n < regions_; ++n) {
      for (std::size_t i = 0; i < regions_; ++i) {
        const double rate = e.tariff(j, n, i);
        taken_(j, n) += e.trade_share(j, n, i) * rate / (1 + rate);
        net_(j, i, n) = e.trade_share(j, n, i) / (1 + rate);
      }
    }
  }
}

void LinearSweeps::set(std::size_t n, std::size_t j, std::size_t c, double own_cost, double technology) {
  *own_cost_.at(at(n, j) + c) = own_cost;
  *technology_.at(at(n, j) + c) = technology;
}

RegionSector LinearSweeps::column(const Rows& values, std::size_t c) const {
  RegionSector out({regions_, sectors_});
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t j = 0; j < sectors_; ++j) out(n, j) = *values.at(at(n, j) + c);
  }
  return out;
}

Loop LinearSweeps::repeat(Rows& values, FunctionRef<void()> sweep) {
  const std::size_t size = regions_ * sectors_ * row_;
  Loop out;
  do {
    std::copy(values.at(0), values.at(size), before_.at(0));
    sweep();
    double change = 0;
    double largest = 0;
    for (std::size_t k = 0; k < size; ++k) {
      change = std::max(change, std::fabs(*values.at(k) - *before_.at(k)));
      largest = std::max(largest, std::fabs(*values.at(k)));
    }
    out.change = largest > 0 ? change / largest : 0;
    ++out.sweeps;
  } while (!(out.change <= kNeumann) && out.sweeps < kMaxSweeps);
  return out;
}

void LinearSweeps::price_sweep() {
  const Economy& e = base_.economy;
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t j = 0; j < sectors_; ++j) {
      double* gate = gate_.at(at(n, j));
      kernels_.subtract(gate, own_cost_.at(at(n, j)), technology_.at(at(n, j)), row_);
      for (std::size_t k = 0; k < sectors_; ++k) {
        const double share = e.input_share(n, k, j);
        if (share != 0) kernels_.add(gate, price_.at(at(n, k)), share, row_);
      }
    }
  }
  for (std::size_t j = 0; j < sectors_; ++j) {
    for (std::size_t n = 0; n < regions_; ++n) {
      kernels_.weighted_sum(price_.at(at(n, j)), gate_.at(at(0, j)), &e.trade_share(j, n, 0), regions_, row_);
    }
  }
}

/// What changed prices do to sales, tariffs and purchases while spending stays.
void LinearSweeps::fix_demand() {
  const Economy& e = base_.economy;
  for (std::size_t n = 0; n < regions_; ++n) std::fill(revenue_.at(n * row_), revenue_.at((n + 1) * row_), 0.0);
  for (std::size_t j = 0; j < sectors_; ++j) {
    const double theta = e.theta[j];
    for (std::size_t i = 0; i < regions_; ++i) {
      double* sold = sold_.at(at(i, j));
      std::fill(sold, sold + row_, 0.0);
      kernels_.add(sold, gate_.at(at(i, j)), -theta * base_.output(i, j), row_);
    }
    for (std::size_t n = 0; n < regions_; ++n) {
      const double spent = base_.expenditure(n, j);
      double* revenue = revenue_.at(n * row_);
      kernels_.add(revenue, price_.at(at(n, j)), theta * spent * taken_(j, n), row_);
      for (std::size_t i = 0; i < regions_; ++i) {
        const double share = e.trade_share(j, n, i);
        if (share == 0) continue;
        const double rate = e.tariff(j, n, i);
        kernels_.add(sold_.at(at(i, j)), price_.at(at(n, j)), theta * spent * share / (1 + rate), row_);
        if (rate != 0) kernels_.add(revenue, gate_.at(at(i, j)), -theta * spent * share * rate / (1 + rate), row_);
      }
    }
  }
  fix_substitution();
}

/// Shares of inputs and of consumption move with prices where an elasticity is not 1.
void LinearSweeps::fix_substitution() {
  const Economy& e = base_.economy;
  std::fill(bought_.at(0), bought_.at(regions_ * sectors_ * row_), 0.0);
  const double inputs = 1 - e.input_elasticity;
  const double consumption = 1 - e.final_elasticity;
  if (inputs == 0 && consumption == 0) return;
  Rows index(row_);
  const auto clear = [&] { std::fill(index.at(0), index.at(row_), 0.0); };
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t j = 0; j < sectors_ && inputs != 0; ++j) {
      const double materials = 1 - e.value_added_share(n, j);
      if (!(materials > 0)) continue;
      clear();
      for (std::size_t k = 0; k < sectors_; ++k)
        kernels_.add(index.at(0), price_.at(at(n, k)), e.input_share(n, k, j) / materials, row_);
      for (std::size_t k = 0; k < sectors_; ++k) {
        const double weight = inputs * e.input_share(n, k, j) * base_.output(n, j);
        kernels_.add(bought_.at(at(n, k)), price_.at(at(n, k)), weight, row_);
        kernels_.add(bought_.at(at(n, k)), index.at(0), -weight, row_);
      }
    }
    if (consumption == 0) continue;
    clear();
    for (std::size_t k = 0; k < sectors_; ++k)
      kernels_.add(index.at(0), price_.at(at(n, k)), e.final_share(n, k), row_);
    for (std::size_t k = 0; k < sectors_; ++k) {
      const double weight = consumption * (1 - e.investment_share[n]) * e.final_share(n, k) * base_.income[n];
      kernels_.add(bought_.at(at(n, k)), price_.at(at(n, k)), weight, row_);
      kernels_.add(bought_.at(at(n, k)), index.at(0), -weight, row_);
    }
  }
}

void LinearSweeps::spending_sweep() {
  const Economy& e = base_.economy;
  for (std::size_t j = 0; j < sectors_; ++j) {
    for (std::size_t i = 0; i < regions_; ++i) {
      kernels_.weighted_sum(output_.at(at(i, j)), spending_.at(at(0, j)), &net_(j, i, 0), regions_, row_);
      kernels_.add(output_.at(at(i, j)), sold_.at(at(i, j)), 1, row_);
    }
  }
  for (std::size_t n = 0; n < regions_; ++n) {
    double* income = income_.at(n * row_);
    std::copy(untaxed_.at(n * row_), untaxed_.at((n + 1) * row_), income);
    kernels_.add(income, revenue_.at(n * row_), 1, row_);
    for (std::size_t j = 0; j < sectors_; ++j) {
      if (taken_(j, n) != 0) kernels_.add(income, spending_.at(at(n, j)), taken_(j, n), row_);
    }
    const double invested = e.investment_share[n];
    for (std::size_t k = 0; k < sectors_; ++k) {
      double* spending = spending_.at(at(n, k));
      std::copy(bought_.at(at(n, k)), bought_.at(at(n, k) + row_), spending);
      const double basket = invested > 0 ? e.investment_basket(n, k) : 0;
      kernels_.add(spending, income, (1 - invested) * e.final_share(n, k) + invested * basket, row_);
      for (std::size_t j = 0; j < sectors_; ++j) {
        const double share = e.input_share(n, k, j);
        if (share != 0) kernels_.add(spending, output_.at(at(n, j)), share, row_);
      }
    }
  }
}

Loop LinearSweeps::solve() {
  std::copy(income_.at(0), income_.at(regions_ * row_), untaxed_.at(0));
  const Loop prices = repeat(price_, [&] { price_sweep(); });
  fix_demand();
  const Loop spending = repeat(spending_, [&] { spending_sweep(); });
  return {.sweeps = prices.sweeps + spending.sweeps, .change = std::max(prices.change, spending.change)};
}

}  // namespace tidu::economy
