// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/executor.h"
#include "core/economy/economy.h"
#include "core/economy/rows.h"

namespace tidu::economy {

/// What a shock makes of costs: everything the sweeps need besides factor prices.
struct SweepInput {
  const TradeArray* cost = nullptr;               ///< d_hat >= 0 without tariffs, may be infinite; nullptr: 1
  const TradeArray* tariff = nullptr;             ///< tau'; nullptr: as in the base
  const RegionSector* technology = nullptr;       ///< theta gamma ln A_hat + ln T_hat, N x J; nullptr: 0
  const std::vector<double>* invested = nullptr;  ///< share of income, N; nullptr: as in the base
};

/// What a sweep changes at most: of ln P, and of X relative to itself.
struct Change {
  double price = 0;
  double spending = 0;
};

/// The map that is iterated, without a JN x JN matrix, over one state of ln P and X. Sums run in a fixed order and
/// every block writes to its own place: the same bits for any executor. Kernels K = pi (kappa_hat)^-theta are kept by
/// exporter, once for prices and sales where nothing is taxed; rows are padded with zeros to kRowUnit.
class Sweeps {
 public:
  /// The economy is complete and must outlive the sweeps; so must what begin() is given, until the next begin().
  Sweeps(const Economy& economy, Executor& executor);

  /// Takes a shock. Kernels are laid out anew where costs or tariffs change, now or at the begin() before: J N^2.
  void begin(const SweepInput& input);

  /// (a1), (a2), then (a4) at those prices and at the purchases of the sweep before, for given ln omega (N x J) and
  /// incomes without tariff revenue.
  /// Cost: 2 J N^2 + 2 N J^2 multiplications (J N^2 more with tariffs), J N exponentials and logarithms, to 1.1 ulp.
  Change sweep(const RegionSector& log_bundle_price, const std::vector<double>& income_without_tariffs);

  RegionSector& expenditure() { return expenditure_; }
  const RegionSector& expenditure() const { return expenditure_; }
  const RegionSector& output() const { return output_; }
  RegionSector& log_price() { return log_price_; }
  const RegionSector& log_cost() const { return log_cost_; }  ///< ln c_hat
  const std::vector<double>& tariff_revenue() const { return tariff_revenue_; }
  const std::vector<double>& income() const { return income_; }
  /// Works out the two that follow, at the prices of the last sweep.
  void price_indices();
  const std::vector<double>& log_consumer_price() const { return log_consumer_price_; }
  const std::vector<double>& log_final_price() const { return log_final_price_; }

  /// Sector j and region n, as j N + n, that bought in the base and has no supplier left, so that its price has no
  /// bound; kNone where there is none.
  std::size_t unsupplied() const;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  TradeArray trade_share() const;  ///< pi'
  /// Share that n buys of j from itself, and gamma^kj of region n, both after the shock.
  double home_share(std::size_t n, std::size_t j) const;
  double input_share_now(std::size_t n, std::size_t k, std::size_t j) const {
    return *inputs_now().at((n * sectors_ + k) * sector_row_ + j);
  }
  /// gamma^kj and alpha after the shock (they move with sigma alone); alpha holds investment too.
  Array<double, Region, Sector, OtherSector> input_share() const;  ///< [n, k, j]
  const RegionSector& final_share() const { return final_now_; }
  const RegionSector& consumption_share() const { return consumption_now_; }

 private:
  void kernels_of_sector(std::size_t j);
  void costs_of_region(std::size_t n, const RegionSector& log_bundle_price);
  void prices_of_sector(std::size_t j);
  void sales_of_sector(std::size_t j);
  void fix_shares();
  double spending_of_region(std::size_t n, double income_without_tariffs);
  const Rows& inputs_now() const { return economy_->input_elasticity == 1 ? inputs_ : inputs_moved_; }
  const double* net_of_tariff(std::size_t j) const {
    return (taxed_[j] != 0 ? net_of_tariff_ : by_exporter_).at(j * regions_ * region_row_);
  }

  const Economy* economy_;
  SweepInput input_;
  bool laid_out_ = false;  ///< kernels without a shock are there
  Executor* executor_;
  std::size_t regions_;
  std::size_t sectors_;
  const RowKernels& kernels_;
  std::size_t region_row_;  ///< numbers in a row of regions, zeros at its end included
  std::size_t sector_row_;
  Rows by_exporter_;                 ///< K[j, i, n]
  Rows net_of_tariff_;               ///< K[j, i, n] / (1 + tau') of the sectors that are taxed
  Rows inputs_;                      ///< gamma[n, k, j] of the base
  Rows inputs_moved_;                ///< after the shock, where inputs are substituted
  std::vector<std::uint8_t> taxed_;  ///< [j]: has tariffs
  RegionSector log_price_, log_cost_, log_materials_, expenditure_, output_, final_now_, consumption_now_;
  Rows exporter_weight_;  ///< e = c^-theta A..., [j, i]
  Rows price_power_;      ///< sum_i K e = P^-theta, [j, n]
  Rows power_log_;        ///< its logarithm, where that can be had
  Rows net_share_;        ///< sum_i pi' / (1 + tau'), [j, n]
  Rows spent_, sales_;    ///< X / P^-theta and sum_n K X / P^-theta, [j, n]
  Rows next_, made_;      ///< spending, and ln of costs before it, and output, [n, j]
  std::vector<double> change_, spending_change_, tariff_revenue_, income_, log_consumer_price_, log_final_price_;
  std::vector<std::uint8_t> buys_;  ///< [j, n]: has suppliers in the base
  bool shares_fixed_ = false;       ///< those that prices do not move are there
};

}  // namespace tidu::economy
