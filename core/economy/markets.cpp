// SPDX-License-Identifier: Apache-2.0
#include "core/economy/markets.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/rows.h"

namespace tidu::economy {

Markets::Markets(const Economy& e) : economy_(&e), share_(), income_(e.labour_income) {
  income_.push_back(e.structures_income);
  const std::size_t regions = e.regions();
  const std::size_t sectors = e.sectors();
  const std::size_t factors = income_.size();
  share_.assign(factors, RegionSector({regions, sectors}));
  market_.assign(factors, Array<std::size_t, Region, Sector>({regions, sectors}, kRegional));
  const auto open = [this](std::size_t n, std::size_t j, std::size_t kind) {
    base_.push_back(0);
    step_.push_back(0);
    region_.push_back(n);
    sector_.push_back(j);
    kind_.push_back(kind);
    return base_.size() - 1;
  };
  for (std::size_t n = 0; n < regions; ++n) {
    std::vector<std::size_t> of_sector(sectors, kRegional);
    for (std::size_t f = 0; f < factors; ++f) {
      const Mobility mobility = f + 1 < factors ? e.labour_market[n] : e.structures_market[n];
      std::size_t of_region = kRegional;
      for (std::size_t j = 0; j < sectors; ++j) {
        const double income = income_[f](n, j);
        if (!(income > 0)) continue;
        const bool regional = mobility == Mobility::regional;
        std::size_t& market = regional ? of_region : of_sector[j];
        if (market == kRegional) market = regional ? open(n, kRegional, sectors + f) : open(n, j, j);
        market_[f](n, j) = market;
        base_[market] += income;
        step_[market] += income * e.theta[j] * e.value_added_share(n, j);
      }
    }
    for (std::size_t j = 0; j < sectors; ++j) {
      double total = 0;
      for (const RegionSector& income : income_) total += income(n, j);
      for (std::size_t f = 0; f < factors && total > 0; ++f) share_[f](n, j) = income_[f](n, j) / total;
    }
  }
  for (std::size_t m = 0; m < base_.size(); ++m) step_[m] = 1 / (1 + step_[m] / base_[m]);
  paid_ = share_;
  for (RegionSector& paid : paid_) {
    for (std::size_t at = 0; at < paid.size(); ++at) paid.values()[at] *= e.value_added_share.values()[at];
  }
}

double Markets::log_price(std::size_t f, std::size_t n, std::size_t j, const std::vector<double>& y,
                          const std::vector<RegionSector>& log_supply) const {
  const std::size_t market = market_[f](n, j);
  return market == kRegional ? 0 : y[market] - log_supply[f](n, j);
}

double Markets::paid(std::size_t market, std::size_t n, std::size_t j) const {
  double out = 0;
  for (std::size_t f = 0; f < factors(); ++f) out += market_[f](n, j) == market ? share_[f](n, j) : 0;
  return out;
}

bool Markets::earns(std::size_t n, std::size_t j) const {
  for (const auto& market : market_) {
    if (market(n, j) != kRegional) return true;
  }
  return false;
}

void Markets::bundle_price(const std::vector<double>& y, const std::vector<RegionSector>& log_supply,
                           RegionSector& out) const {
  std::fill(out.values().begin(), out.values().end(), 0.0);
  double* price = out.values().data();
  for (std::size_t f = 0; f < factors(); ++f) {
    const double* share = share_[f].values().data();
    const double* supply = log_supply[f].values().data();
    const std::size_t* market = market_[f].values().data();
    for (std::size_t at = 0; at < out.size(); ++at) {
      if (market[at] != kRegional) price[at] += share[at] * (y[market[at]] - supply[at]);
    }
  }
}

std::vector<double> Markets::demand(const RegionSector& output) const {
  std::vector<double> out(size());
  const double* made = output.values().data();
  for (std::size_t f = 0; f < factors(); ++f) {
    const double* paid = paid_[f].values().data();
    const std::size_t* market = market_[f].values().data();
    for (std::size_t at = 0; at < output.size(); ++at) {
      if (market[at] != kRegional) out[market[at]] += paid[at] * made[at];
    }
  }
  return out;
}

std::vector<double> Markets::value_added(const std::vector<double>& y) const {
  std::vector<double> out(economy_->regions());
  std::vector<double> hats = y;
  exp_all(hats.data(), hats.size());
  for (std::size_t m = 0; m < size(); ++m) out[region_[m]] += base_[m] * hats[m];
  return out;
}

std::vector<double> Markets::value_added() const { return value_added(std::vector<double>(size(), 0.0)); }

std::vector<double> Markets::income(const std::vector<double>& y, const std::vector<double>& value_added) const {
  const Economy& e = *economy_;
  std::vector<double> out = value_added;
  std::vector<double> paid(e.regions());
  const std::size_t structures = factors() - 1;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (e.pooled[n] == 0) continue;
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      const std::size_t market = market_[structures](n, j);
      if (market != kRegional) paid[n] += income_[structures](n, j) * math::exp(y[market]);
    }
  }
  const double pool = sum(paid);
  for (std::size_t n = 0; n < e.regions(); ++n) out[n] += e.ownership[n] * pool - paid[n];
  return out;
}

}  // namespace tidu::economy
