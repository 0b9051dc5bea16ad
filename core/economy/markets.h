// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/economy.h"

namespace tidu::economy {

/// The markets of factors and what they pay. The unknowns of the equilibrium are y = ln of the income hat of each:
///   by sector   one market for all factors that cannot leave a sector of a region: under Cobb-Douglas their incomes
///               move together, w_hat L_hat = r_hat K_hat = y                                              (a7)
///   regional    one market a region and factor: w_hat L_hat = sum_j share gamma Y' / sum_j income           (C6, C7)
/// A market without income in the base does not exist. Factors are numbered 0..G-1 by skill, then structures.
class Markets {
 public:
  explicit Markets(const Economy& economy);

  std::size_t size() const { return base_.size(); }
  double base(std::size_t market) const { return base_[market]; }  ///< income in the base year
  std::size_t region(std::size_t market) const { return region_[market]; }
  std::size_t sector(std::size_t market) const { return sector_[market]; }  ///< kRegional: of all sectors
  static constexpr std::size_t kRegional = static_cast<std::size_t>(-1);
  /// What is traded there, one number for all regions: a sector, or J + factor where the market is regional.
  std::size_t kind(std::size_t market) const { return kind_[market]; }
  std::size_t factors() const { return market_.size(); }

  /// ln of the price hat of factor f in region n and sector j for a supply hat.
  double log_price(std::size_t f, std::size_t n, std::size_t j, const std::vector<double>& y,
                   const std::vector<RegionSector>& log_supply) const;
  /// ln omega_hat (N x J) = sum_f share_f ln price_f.
  void bundle_price(const std::vector<double>& y, const std::vector<RegionSector>& log_supply, RegionSector& out) const;
  /// What producers pay each market: sum of share gamma Y.
  std::vector<double> demand(const RegionSector& output) const;
  /// Factor income of each region, where it is earned.
  std::vector<double> value_added(const std::vector<double>& y) const;
  std::vector<double> value_added() const;
  /// Income of each region but tariffs and deficits: value added (at y) less what its structures pay into the pool,
  /// plus its share of the pool.
  std::vector<double> income(const std::vector<double>& y, const std::vector<double>& value_added) const;
  /// Weight of each market's own step in tatonnement, 1 / (1 + mean theta gamma): demand for a factor falls about so
  /// fast.
  const std::vector<double>& step() const { return step_; }
  /// Share of a market in the value added of region n, sector j.
  double paid(std::size_t market, std::size_t n, std::size_t j) const;
  /// Whether some factor has income in region n, sector j.
  bool earns(std::size_t n, std::size_t j) const;
  /// Share of factor f in the value added of region n, sector j.
  double share(std::size_t f, std::size_t n, std::size_t j) const { return share_[f](n, j); }

 private:
  const Economy* economy_;
  std::vector<double> base_, step_;
  std::vector<std::size_t> region_, sector_, kind_;
  std::vector<Array<std::size_t, Region, Sector>> market_;  ///< by factor; kRegional where there is none
  std::vector<RegionSector> share_, income_;
  std::vector<RegionSector> paid_;  ///< share of factor f in output
};

}  // namespace tidu::economy
