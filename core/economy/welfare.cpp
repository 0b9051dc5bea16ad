// SPDX-License-Identifier: Apache-2.0
#include "core/economy/welfare.h"

#include "core/base/math.h"

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

/// Value added of a cell and the logarithm of its price after the shock, before productivity.
struct ValueAddedPrice {
  double value_added = 0;
  double log_price = 0;
};

/// Logarithms of numbers that are mostly the same as the one before: a region's sectors pay one wage.
class RepeatedLog {
 public:
  double of(double x) {
    if (x != x_) {
      x_ = x;
      log_ = math::log(x);
    }
    return log_;
  }

 private:
  double x_ = 1;
  double log_ = 0;
};

/// Of the factors' prices: each skill's wage, then the rental.
using FactorLogs = std::vector<RepeatedLog>;

ValueAddedPrice value_added_price(const Economy& e, const Equilibrium& after, std::size_t n, std::size_t j,
                                  FactorLogs& logs) {
  ValueAddedPrice out{.value_added = e.structures_income(n, j)};
  for (const RegionSector& labour : e.labour_income) out.value_added += labour(n, j);
  if (!(out.value_added > 0)) return out;
  for (std::size_t g = 0; g < e.skills(); ++g) {
    if (e.labour_income[g](n, j) > 0)
      out.log_price += e.labour_income[g](n, j) / out.value_added * logs[g].of(after.wage[g](n, j));
  }
  if (e.structures_income(n, j) > 0)
    out.log_price += e.structures_income(n, j) / out.value_added * logs.back().of(after.rental(n, j));
  return out;
}

}  // namespace

std::vector<double> real_product(const BaseYear& base, const Equilibrium& after, const RegionSector& productivity) {
  const Economy& e = base.economy;
  std::vector<double> out;
  FactorLogs logs(e.skills() + 1);
  for (std::size_t n = 0; n < e.regions(); ++n) {
    double before = 0;
    double now = 0;
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      const ValueAddedPrice cell = value_added_price(e, after, n, j, logs);
      if (!(cell.value_added > 0)) continue;
      const double better = productivity.size() == 0 ? 1 : productivity(n, j);
      before += cell.value_added;
      now += e.value_added_share(n, j) * after.output(n, j) * better / math::exp(cell.log_price);
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
