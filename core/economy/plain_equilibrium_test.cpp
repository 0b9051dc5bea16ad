// SPDX-License-Identifier: Apache-2.0
// The equations of equilibrium.h once more, one loop each and a small step of incomes, with nothing of the solver's.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/economy/equilibrium.h"
#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

using testing::any_shock;
using testing::random_economy;

/// A mean of powers 1 - sigma of prices; geometric where sigma is 1.
double mean_price(std::size_t count, double sigma, const std::function<double(std::size_t)>& share,
                  const std::function<double(std::size_t)>& price) {
  double total = 0;
  for (std::size_t k = 0; k < count; ++k)
    total += share(k) * (sigma == 1 ? std::log(price(k)) : std::pow(price(k), 1 - sigma));
  return sigma == 1 ? std::exp(total) : std::pow(total, 1 / (1 - sigma));
}

class Plain {
 public:
  Plain(const BaseYear& base, const Shock& shock)
      : e_(base.economy), shock_(shock), deficit_(e_.deficit), regions_(e_.regions()), sectors_(e_.sectors()) {
    incomes_ = e_.labour_income;
    incomes_.push_back(e_.structures_income);
    supply = shock.labour;
    supply.push_back(shock.structures);
    price = cost = RegionSector({regions_, sectors_}, 1);
    factor_price.assign(incomes_.size(), price);
    expenditure = base.expenditure;
    output = base.output;
    bought_ = e_.trade_share;
    for (std::size_t n = 0; n < regions_; ++n) {
      for (std::size_t j = 0; j < sectors_; ++j) world_ += earned(n, j);
    }
  }

  /// Steps until nothing moves by more than `still`; whether that came to be.
  bool settle(double still) {
    for (int step = 0; step < 100000; ++step) {
      moved_ = 0;
      prices();
      spending();
      pay_factors();
      if (moved_ < still) return true;
    }
    return false;
  }

  std::vector<RegionSector> factor_price;  ///< by skill, then structures
  std::vector<RegionSector> supply;
  RegionSector price, cost, expenditure, output;

 private:
  double earned(std::size_t n, std::size_t j) const {
    double total = 0;
    for (const RegionSector& income : incomes_) total += income(n, j);
    return total;
  }
  double share(std::size_t f, std::size_t n, std::size_t j) const { return incomes_[f](n, j) / earned(n, j); }
  bool by_sector(std::size_t f, std::size_t n) const {
    return (f + 1 < incomes_.size() ? e_.labour_market : e_.structures_market)[n] == Mobility::by_sector;
  }

  void move(double& value, double to) {
    moved_ = std::max(moved_, std::fabs(to / value - 1));
    value = to;
  }

  double materials(std::size_t n, std::size_t j) const {
    return mean_price(
        sectors_, e_.input_elasticity,
        [&](std::size_t k) { return e_.input_share(n, k, j) / (1 - e_.value_added_share(n, j)); },
        [&](std::size_t k) { return price(n, k); });
  }

  void prices() {
    for (std::size_t n = 0; n < regions_; ++n) {
      for (std::size_t j = 0; j < sectors_; ++j) {
        double bundle = 1;
        for (std::size_t f = 0; f < incomes_.size(); ++f) bundle *= std::pow(factor_price[f](n, j), share(f, n, j));
        const double own = e_.value_added_share(n, j);
        cost(n, j) = std::pow(bundle, own) * std::pow(materials(n, j), 1 - own);
      }
    }
    for (std::size_t j = 0; j < sectors_; ++j) {
      for (std::size_t n = 0; n < regions_; ++n) {
        double all = 0;
        for (std::size_t i = 0; i < regions_; ++i) {
          const double gate = cost(i, j) * std::pow(shock_.productivity(i, j), -e_.value_added_share(i, j));
          const double barrier = shock_.trade_cost(j, n, i) * (1 + shock_.tariff(j, n, i)) / (1 + e_.tariff(j, n, i));
          bought_(j, n, i) = e_.trade_share(j, n, i) * shock_.technology(i, j) * std::pow(barrier * gate, -e_.theta[j]);
          all += bought_(j, n, i);
        }
        for (std::size_t i = 0; i < regions_; ++i) bought_(j, n, i) /= all;
        move(price(n, j), std::pow(all, -1 / e_.theta[j]));
      }
    }
  }

  /// Incomes of factors, tariffs and the pool (a5).
  std::vector<double> incomes() const {
    const std::size_t structures = incomes_.size() - 1;
    std::vector<double> out = deficit_;
    double pool = 0;
    for (std::size_t n = 0; n < regions_; ++n) {
      for (std::size_t j = 0; j < sectors_; ++j) {
        for (std::size_t f = 0; f < incomes_.size(); ++f) {
          const double income = factor_price[f](n, j) * supply[f](n, j) * incomes_[f](n, j);
          const bool pooled = f == structures && e_.pooled[n] != 0;
          (pooled ? pool : out[n]) += income;
        }
        for (std::size_t i = 0; i < regions_; ++i) {
          const double rate = shock_.tariff(j, n, i);
          out[n] += expenditure(n, j) * bought_(j, n, i) * rate / (1 + rate);
        }
      }
    }
    for (std::size_t n = 0; n < regions_; ++n) out[n] += e_.ownership[n] * pool;
    return out;
  }

  void spending() {
    const std::vector<double> income = incomes();
    for (std::size_t n = 0; n < regions_; ++n) {
      const double living = mean_price(
          sectors_, e_.final_elasticity, [&](std::size_t k) { return e_.final_share(n, k); },
          [&](std::size_t k) { return price(n, k); });
      for (std::size_t k = 0; k < sectors_; ++k) {
        const double invested = e_.investment_share[n];
        double spent = income[n] * ((1 - invested) * e_.final_share(n, k) *
                                        std::pow(price(n, k) / living, 1 - e_.final_elasticity) +
                                    invested * e_.investment_basket(n, k));
        for (std::size_t j = 0; j < sectors_; ++j)
          spent +=
              e_.input_share(n, k, j) * std::pow(price(n, k) / materials(n, j), 1 - e_.input_elasticity) * output(n, j);
        move(expenditure(n, k), spent);
      }
    }
    for (std::size_t i = 0; i < regions_; ++i) {
      for (std::size_t j = 0; j < sectors_; ++j) {
        double sold = 0;
        for (std::size_t n = 0; n < regions_; ++n)
          sold += bought_(j, n, i) * expenditure(n, j) / (1 + shock_.tariff(j, n, i));
        move(output(i, j), sold);
      }
    }
  }

  /// Prices of factors go a little of the way to where their markets clear (a6, a7); the world's value added stays.
  void pay_factors() {
    double world = 0;
    for (std::size_t f = 0; f < incomes_.size(); ++f) {
      for (std::size_t n = 0; n < regions_; ++n) {
        double paid = 0;
        double held = 0;
        for (std::size_t j = 0; j < sectors_; ++j) {
          paid += share(f, n, j) * e_.value_added_share(n, j) * output(n, j);
          held += supply[f](n, j) * incomes_[f](n, j);
        }
        for (std::size_t j = 0; j < sectors_; ++j) {
          const double own = share(f, n, j) * e_.value_added_share(n, j) * output(n, j);
          const double clears = by_sector(f, n) ? own / (supply[f](n, j) * incomes_[f](n, j)) : paid / held;
          double& now = factor_price[f](n, j);
          move(now, now * std::pow(clears / now, 0.2));
          world += now * supply[f](n, j) * incomes_[f](n, j);
        }
      }
    }
    for (RegionSector& prices : factor_price) {
      for (double& value : prices.values()) value *= world_ / world;
    }
  }

  const Economy& e_;
  const Shock& shock_;
  std::vector<double> deficit_;
  std::size_t regions_, sectors_;
  std::vector<RegionSector> incomes_;
  TradeArray bought_;
  double world_ = 0;
  double moved_ = 0;
};

double farthest(const RegionSector& a, const RegionSector& b) {
  double out = 0;
  for (std::size_t k = 0; k < a.size(); ++k) out = std::max(out, std::fabs(a.values()[k] / b.values()[k] - 1));
  return out;
}

TEST(PlainEquilibrium, EquationsWrittenOutEndAtTheSamePlace) {
  // labour of some regions by sector, structures of another one regional, a pool, tariffs, two skills, deficits
  for (const double elasticity : {1.0, 0.5, 2.0}) {
    Economy e = random_economy({.regions = 5, .sectors = 4, .skills = 2, .seed = 4, .by_sector = true, .pooled = true});
    e.theta = {2.55, 11.7, 1.01, 25};
    e.final_elasticity = elasticity;
    e.input_elasticity = 1 / elasticity;
    e.structures_market = e.labour_market;
    e.structures_market[0] = Mobility::regional;
    e.investment_share.assign(5, 0.2);
    e.investment_basket = RegionSector({5, 4}, 0.25);
    const auto base = prepare(e);
    ASSERT_TRUE(base.has_value());
    Shock shock = any_shock(base->economy, 11);
    shock.closure.rule = ClosureRule::share_of_world;
    const auto after = solve(*base, shock, {.tolerance = 1e-13});
    ASSERT_TRUE(after.has_value() && after->converged);

    Plain plain(*base, shock);
    ASSERT_TRUE(plain.settle(1e-14));
    EXPECT_LT(farthest(after->price, plain.price), 1e-11);
    EXPECT_LT(farthest(after->cost, plain.cost), 1e-11);
    EXPECT_LT(farthest(after->expenditure, plain.expenditure), 1e-11);
    EXPECT_LT(farthest(after->output, plain.output), 1e-11);
    for (std::size_t g = 0; g < 2; ++g) EXPECT_LT(farthest(after->wage[g], plain.factor_price[g]), 1e-11);
    EXPECT_LT(farthest(after->rental, plain.factor_price[2]), 1e-11);
    EXPECT_GT(farthest(after->wage[0], RegionSector({5, 4}, 1)), 0.05) << "a shock that moves something";
  }
}

}  // namespace
}  // namespace tidu::economy
