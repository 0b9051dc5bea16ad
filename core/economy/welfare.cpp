// SPDX-License-Identifier: Apache-2.0
#include "core/economy/welfare.h"

#include "core/base/math.h"
#include "core/economy/rows.h"

namespace tidu::economy {

FirstOrderWelfare first_order_welfare(const BaseYear& base, const Equilibrium& after) {
  const Economy& e = base.economy;
  const std::size_t regions = e.regions();
  FirstOrderWelfare out;
  out.terms_of_trade.assign(regions, 0);
  out.volume_of_trade.assign(regions, 0);
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    for (std::size_t n = 0; n < regions; ++n) {
      for (std::size_t i = 0; i < regions; ++i) {
        const double tariff = e.tariff(j, n, i);
        const double imports = e.trade_share(j, n, i) * base.expenditure(n, j) / (1 + tariff);
        if (imports == 0) continue;
        const double next = after.trade_share(j, n, i) * after.expenditure(n, j) / (1 + after.tariff(j, n, i));
        const double price = after.gate_price(i, j) - 1;
        // The same flow is the seller's export.
        out.terms_of_trade[n] -= imports * price;
        out.terms_of_trade[i] += imports * price;
        out.volume_of_trade[n] += tariff * ((next - imports) - imports * price);
      }
    }
  }
  for (std::size_t n = 0; n < regions; ++n) {
    out.terms_of_trade[n] /= base.income[n];
    out.volume_of_trade[n] /= base.income[n];
    out.total.push_back(out.terms_of_trade[n] + out.volume_of_trade[n]);
  }
  return out;
}

std::vector<RegionSector> real_wages(const Equilibrium& after) {
  std::vector<RegionSector> out = after.wage;
  for (RegionSector& skill : out) {
    for (std::size_t n = 0; n < skill.extent<Region>(); ++n) {
      for (std::size_t j = 0; j < skill.extent<Sector>(); ++j) skill(n, j) /= after.consumer_price[n];
    }
  }
  return out;
}

namespace {

RegionSector factor_incomes(const Economy& e) {
  RegionSector out = e.structures_income;
  for (const RegionSector& labour : e.labour_income) {
    for (std::size_t at = 0; at < out.size(); ++at) out.values()[at] += labour.values()[at];
  }
  return out;
}

/// Price hats of value added, before productivity, 1 where there is none.
RegionSector value_added_price(const Economy& e, const Equilibrium& after, const RegionSector& value_added) {
  RegionSector out(value_added.extents());
  std::vector<double> logs(out.size());
  for (std::size_t f = 0; f <= e.skills(); ++f) {
    const std::vector<double>& income = (f < e.skills() ? e.labour_income[f] : e.structures_income).values();
    const std::vector<double>& price = (f < e.skills() ? after.wage[f] : after.rental).values();
    log_all(logs.data(), price.data(), logs.size());
    for (std::size_t at = 0; at < out.size(); ++at) {
      if (income[at] > 0) out.values()[at] += income[at] / value_added.values()[at] * logs[at];
    }
  }
  exp_all(out.values().data(), out.size());
  return out;
}

}  // namespace

std::vector<double> real_product(const BaseYear& base, const Equilibrium& after, const RegionSector& productivity) {
  const Economy& e = base.economy;
  const RegionSector value_added = factor_incomes(e);
  const RegionSector price = value_added_price(e, after, value_added);
  std::vector<double> out;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    double before = 0;
    double now = 0;
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      if (!(value_added(n, j) > 0)) continue;
      const double better = productivity.size() == 0 ? 1 : productivity(n, j);
      before += value_added(n, j);
      now += e.value_added_share(n, j) * after.output(n, j) * better / price(n, j);
    }
    out.push_back(now / before);
  }
  return out;
}

RealWageParts real_wage_parts(const BaseYear& base, const Equilibrium& after, std::size_t region) {
  const Economy& e = base.economy;
  RealWageParts out;
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    const double share = e.final_share(region, j);
    const double own = e.trade_share(j, region, region);
    const double gamma = e.value_added_share(region, j);
    if (share == 0 || own == 0 || gamma == 0) continue;
    const double home = share / e.theta[j] * math::log(after.trade_share(j, region, region) / own);
    out.final_goods -= home;
    out.intermediate_goods -= home * (1 - gamma) / gamma;
    for (std::size_t k = 0; k < e.sectors(); ++k)
      out.linkages -=
          share / gamma * e.input_share(region, k, j) * math::log(after.price(region, k) / after.price(region, j));
  }
  return out;
}

}  // namespace tidu::economy
