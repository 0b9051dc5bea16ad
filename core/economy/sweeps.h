// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/executor.h"
#include "core/economy/anderson.h"
#include "core/economy/economy.h"
#include "core/economy/rows.h"

namespace tidu::economy {

/// What a shock makes of costs: everything the sweeps need besides factor prices.
struct SweepInput {
  const Economy* economy = nullptr;               ///< complete; must outlive the sweeps
  const TradeArray* cost = nullptr;               ///< d_hat >= 0 without tariffs, may be infinite; nullptr: 1
  const TradeArray* tariff = nullptr;             ///< tau'; nullptr: as in the base
  const RegionSector* technology = nullptr;       ///< theta gamma ln A_hat + ln T_hat, N x J; nullptr: 0
  const std::vector<double>* invested = nullptr;  ///< share of income, N; nullptr: as in the base
};

/// How far an inner loop came.
struct Loop {
  std::size_t sweeps = 0;
  double change = 0;  ///< of the last sweep: of ln P, or of X relative to itself
};

/// The two maps that are iterated, without a JN x JN matrix, over one state of ln P and X. Sums run in a fixed order
/// and every block writes to its own place: the same bits for any executor. Kernels K = pi (kappa_hat)^-theta are kept
/// by exporter for prices and by importer for sales, so that inner loops run along memory; rows are padded with zeros
/// to kRowUnit.
class Sweeps {
 public:
  Sweeps(const SweepInput& input, Executor& executor);

  /// (a1), (a2): iterates ln P for given ln omega (N x J) until a sweep changes none by more than the tolerance.
  /// Cost a sweep: J N^2 + N J^2 multiplications, J N exponentials and logarithms, to 1.1 ulp.
  Loop solve_prices(const RegionSector& log_bundle_price, double tolerance, std::size_t max_sweeps);

  /// (a4): iterates X for incomes without tariff revenue, at the prices of the last solve_prices.
  /// Cost a sweep: as above without exponentials.
  Loop solve_spending(const std::vector<double>& income_without_tariffs, double tolerance, std::size_t max_sweeps);

  RegionSector& expenditure() { return expenditure_; }
  const RegionSector& expenditure() const { return expenditure_; }
  const RegionSector& output() const { return output_; }
  RegionSector& log_price() { return log_price_; }
  const RegionSector& log_cost() const { return log_cost_; }  ///< ln c_hat
  const std::vector<double>& tariff_revenue() const { return tariff_revenue_; }
  const std::vector<double>& income() const { return income_; }
  /// Works out the two that follow, at the prices of the last solve_prices.
  void price_indices();
  const std::vector<double>& log_consumer_price() const { return log_consumer_price_; }
  const std::vector<double>& log_final_price() const { return log_final_price_; }

  /// Sector j and region n, as j N + n, that bought in the base and has no supplier left, so that its price has no
  /// bound; kNone where there is none.
  std::size_t unsupplied() const;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  TradeArray trade_share() const;  ///< pi'
  /// gamma^kj and alpha after the shock (they move with sigma alone); alpha holds investment too.
  Array<double, Region, Sector, OtherSector> input_share() const;  ///< [n, k, j]
  const RegionSector& final_share() const { return final_now_; }
  const RegionSector& consumption_share() const { return consumption_now_; }

 private:
  void kernels_of_sector(const SweepInput& input, std::size_t j);
  void costs_of_region(std::size_t n, const RegionSector& log_bundle_price);
  void prices_of_sector(std::size_t j);
  void fix_net_shares();
  void fix_shares();
  void accelerate(Anderson& accelerated, std::vector<double>& values);
  void sales_of_sector(std::size_t j);
  void spending_of_region(std::size_t n, double income_without_tariffs);

  const Economy* economy_;
  const std::vector<double>* invested_;
  Executor* executor_;
  std::size_t regions_;
  std::size_t sectors_;
  const RowKernels& kernels_;
  std::size_t region_row_;  ///< numbers in a row of regions, zeros at its end included
  std::size_t sector_row_;
  Rows by_exporter_;                 ///< K[j, i, n]
  Rows net_of_tariff_;               ///< K[j, n, i] / (1 + tau')
  Rows inputs_;                      ///< gamma[n, k, j] of the base
  Rows inputs_by_user_;              ///< [n, j, k] after the shock
  std::vector<std::uint8_t> taxed_;  ///< [j]: has tariffs
  RegionSector technology_, log_price_, log_cost_, log_materials_, expenditure_, output_, final_now_, consumption_now_;
  Rows exporter_weight_;  ///< e = c^-theta A..., [j, i]
  Rows price_power_;      ///< sum_i K e = P^-theta, [j, n]
  Rows power_log_;        ///< its logarithm, where that can be had
  Rows net_share_;        ///< sum_i pi' / (1 + tau'), [j, n]
  Rows spent_, sales_;    ///< X / P^-theta and sum_n K X / P^-theta, [j, n]
  Rows next_;             ///< spending, and ln of costs before it, [n, j]
  std::vector<double> before_, moved_, change_, tariff_revenue_, income_, log_consumer_price_, log_final_price_;
  std::vector<std::uint8_t> buys_;  ///< [j, n]: has suppliers in the base
  bool shares_fixed_ = false;       ///< those that prices do not move are there
};

}  // namespace tidu::economy
