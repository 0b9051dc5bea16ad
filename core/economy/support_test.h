// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/base/draws.h"
#include "core/economy/economy.h"
#include "core/economy/equilibrium.h"

namespace tidu::economy::testing {

/// Expects a failed result with this message key and a hint of the same name.
#define EXPECT_REFUSED(result, error_code, message_key)                       \
  do {                                                                        \
    const auto refused_ = (result);                                           \
    ASSERT_FALSE(refused_.has_value());                                       \
    EXPECT_EQ(refused_.error().code, error_code);                             \
    EXPECT_EQ(refused_.error().message.key, message_key);                     \
    EXPECT_EQ(refused_.error().hint.key, std::string(message_key) + ".hint"); \
  } while (false)

struct Kind {
  std::size_t regions = 3;
  std::size_t sectors = 2;
  std::size_t skills = 1;
  std::uint64_t seed = 1;
  bool deficits = true;
  bool tariffs = true;
  bool structures = true;
  bool by_sector = false;  ///< labour and structures of every second region
  bool pooled = false;
};

/// Accounts that balance to the last digit but rounding, from random flows: sales first, then inputs that fit into what
/// is bought; final spending, value added and deficits are what is left.
class RandomAccounts {
 public:
  explicit RandomAccounts(const Kind& kind) : kind_(kind), rng_(kind.seed) {}

  Economy make() {
    const std::size_t n = kind_.regions;
    const std::size_t j = kind_.sectors;
    e_.trade_share = TradeArray({j, n, n});
    e_.tariff = e_.trade_share;
    e_.value_added_share = RegionSector({n, j});
    e_.input_share = Array<double, Region, Sector, OtherSector>({n, j, j});
    e_.final_share = e_.structures_income = bought_ = made_ = e_.value_added_share;
    e_.labour_income.assign(kind_.skills, e_.value_added_share);
    e_.theta.resize(j);
    e_.deficit.resize(n);
    flows();
    for (std::size_t r = 0; r < n; ++r) region(r);
    if (kind_.by_sector) {
      for (std::size_t r = 0; r < n; ++r)
        e_.labour_market.push_back(r % 2 == 0 ? Mobility::by_sector : Mobility::regional);
    }
    if (kind_.pooled) pool();
    if (!kind_.deficits) e_.deficit.clear();
    return e_;
  }

  double unit() { return uniform(rng_, {.entity = next_++, .purpose = Purpose::test}); }

 private:
  void flows() {
    for (std::size_t j = 0; j < kind_.sectors; ++j) {
      e_.theta[j] = 1 + 9 * unit();
      for (std::size_t n = 0; n < kind_.regions; ++n) {
        for (std::size_t i = 0; i < kind_.regions; ++i) {
          const double flow = (n == i ? 3 : 1) * (0.1 + unit());
          const double rate = kind_.tariffs && n != i ? 0.3 * unit() : 0;
          e_.tariff(j, n, i) = rate;
          e_.trade_share(j, n, i) = flow * (1 + rate);
          bought_(n, j) += flow * (1 + rate);
          made_(i, j) += flow;
        }
        for (std::size_t i = 0; i < kind_.regions; ++i) e_.trade_share(j, n, i) /= bought_(n, j);
      }
    }
  }

  void region(std::size_t n) {
    const std::size_t sectors = kind_.sectors;
    double made = 0;
    for (std::size_t j = 0; j < sectors; ++j) made += made_(n, j);
    double spent = 0;
    double earned = 0;
    for (std::size_t k = 0; k < sectors; ++k) {
      e_.final_share(n, k) = bought_(n, k);
      for (std::size_t j = 0; j < sectors; ++j) {
        const double share = 0.6 * unit() * std::min(1.0 / static_cast<double>(sectors), bought_(n, k) / made);
        e_.input_share(n, k, j) = share;
        e_.final_share(n, k) -= share * made_(n, j);
      }
      spent += e_.final_share(n, k);
    }
    for (std::size_t k = 0; k < sectors; ++k) e_.final_share(n, k) /= spent;
    for (std::size_t j = 0; j < sectors; ++j) {
      double share = 1;
      for (std::size_t k = 0; k < sectors; ++k) share -= e_.input_share(n, k, j);
      e_.value_added_share(n, j) = share;
      double rest = share * made_(n, j);
      earned += rest;
      if (kind_.structures) {
        e_.structures_income(n, j) = rest * (0.1 + 0.4 * unit());
        rest -= e_.structures_income(n, j);
      }
      for (std::size_t g = 0; g + 1 < kind_.skills; ++g) {
        e_.labour_income[g](n, j) = rest * (0.2 + 0.3 * unit());
        rest -= e_.labour_income[g](n, j);
      }
      e_.labour_income.back()(n, j) = rest;
      for (std::size_t i = 0; i < kind_.regions; ++i)
        earned += bought_(n, j) * e_.trade_share(j, n, i) * e_.tariff(j, n, i) / (1 + e_.tariff(j, n, i));
    }
    e_.deficit[n] = spent - earned;
  }

  /// Structures of all regions but the last go into a pool that those regions share by their value added.
  void pool() {
    const std::size_t inside = kind_.regions - 1;
    double total = 0;
    e_.ownership.assign(kind_.regions, 0);
    e_.pooled.assign(kind_.regions, 1);
    e_.pooled.back() = 0;
    for (std::size_t n = 0; n < inside; ++n) total += e_.ownership[n] = 0.5 + unit();
    double pooled = 0;
    for (std::size_t n = 0; n < inside; ++n) {
      e_.ownership[n] /= total;
      for (std::size_t j = 0; j < kind_.sectors; ++j) pooled += e_.structures_income(n, j);
    }
    for (std::size_t n = 0; n < inside; ++n) {
      for (std::size_t j = 0; j < kind_.sectors; ++j) e_.deficit[n] += e_.structures_income(n, j);
      e_.deficit[n] -= e_.ownership[n] * pooled;
    }
  }

  Kind kind_;
  Rng rng_;
  std::uint64_t next_ = 0;
  Economy e_;
  RegionSector bought_, made_;
};

inline Economy random_economy(const Kind& kind) { return RandomAccounts(kind).make(); }

/// Everything that a shock can hold, ratios between 0.8 and 1.2; one supply a market.
inline Shock any_shock(const Economy& e, std::uint64_t seed) {
  const std::size_t n = e.regions();
  const std::size_t j = e.sectors();
  const Rng rng(seed);
  std::uint64_t next = 0;
  const auto hat = [&] { return 0.8 + 0.4 * uniform(rng, {.entity = next++, .purpose = Purpose::test}); };
  Shock out{.trade_cost = TradeArray({j, n, n}),
            .tariff = TradeArray({j, n, n}),
            .productivity = RegionSector({n, j}),
            .technology = RegionSector({n, j}),
            .labour = std::vector<RegionSector>(e.skills(), RegionSector({n, j})),
            .structures = RegionSector({n, j})};
  for (double& value : out.trade_cost.values()) value = hat();
  for (double& value : out.tariff.values()) value = 0.5 * (hat() - 0.8);
  for (double& value : out.productivity.values()) value = hat();
  for (double& value : out.technology.values()) value = hat();
  const auto supply = [&](RegionSector& hats, const std::vector<Mobility>& market) {
    for (std::size_t r = 0; r < n; ++r) {
      const bool tied = !market.empty() && market[r] == Mobility::by_sector;
      for (std::size_t s = 0; s < j; ++s) hats(r, s) = s == 0 || tied ? hat() : hats(r, 0);
    }
  };
  for (RegionSector& skill : out.labour) supply(skill, e.labour_market);
  supply(out.structures, e.structures_market.empty() ? e.labour_market : e.structures_market);
  return out;
}

}  // namespace tidu::economy::testing
