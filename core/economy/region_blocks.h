// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/markets.h"
#include "core/economy/region_factors.h"
#include "core/economy/sweeps.h"

namespace tidu::economy {

/// The step of the outer loop: Newton's in each region as if the others stood still (block Jacobi, one block a region,
/// inexact). With h the share that a region buys from itself, d what a sweep misses,
///   dc = gamma d omega(dy) + sum_k gamma_k dP_k,                 dP = d_P + h dc
///   dY = h dX - theta (Y - h^2 X) dc,                            dX = d_X + sum_j gamma_j dY_j + alpha (incomes dy)
///   dy - d ln(demand)(dY) = excess
/// Prices and purchases are eliminated by the factors of one J x J matrix, 1 - gamma' h, whose transpose serves
/// purchases; what is left are the region's markets. Tariffs, transfers, the pool of rentals and substitution among
/// inputs are left out: they change how many steps are needed, not where they lead. Regions lie side by side in lanes.
class RegionBlocks {
 public:
  RegionBlocks(const Economy& economy, const Markets& markets);

  /// At the sweeps' state and incomes y. Cost: N (J^3 / 3 + 5 J^2 S + S^3 / 3) multiplications for S markets a region.
  void refresh(const Sweeps& sweeps, const std::vector<double>& y);
  /// From what a sweep misses to the step: excess of markets to ln of incomes (none: they stay), ln of prices, and
  /// spending, N x J.
  /// Cost: N (5 J^2 + 3 J S) multiplications, at most.
  void step(std::vector<double>* income, double* price, double* spending);

 private:
  /// The sectors that pay a market in some region, and the shares of their output, at [j, n].
  struct Payers {
    std::size_t first, end;
    Rows paid;
  };

  double* row(Rows& rows, std::size_t j) const { return rows.at(j * row_); }
  double* slot_row(Rows& rows, std::size_t slot, std::size_t j) const { return rows.at((slot * sectors_ + j) * row_); }
  void respond(Rows& cost, Rows& spending, Rows& output);
  void less_paid(double* out, std::size_t slot);
  void clear_markets(std::vector<double>& income);
  void lay_out(const Sweeps& sweeps);
  void add_up(const Sweeps& sweeps);
  void follow_world(std::vector<double>* income, double* price, double* spending) const;

  const Economy& economy_;
  const Markets& markets_;
  const RowKernels& kernels_ = row_kernels();
  std::size_t regions_, sectors_;
  std::size_t row_;                               ///< numbers in a row: the regions, then the world
  std::size_t slots_ = 0;                         ///< most markets of a region or of the world
  std::vector<std::vector<std::size_t>> market_;  ///< [n]: its markets
  std::vector<std::size_t> world_slot_;           ///< [market]: the world's market that it is a part of
  std::size_t world_slots_ = 0;
  std::vector<Payers> payers_;                    ///< [slot]
  Rows bought_, made_;                            ///< a region's share of the world's spending and output, at [j, n]
  std::vector<double> world_share_;
  std::vector<double> demand_share_;              ///< [market]: of the world's market
  Rows inputs_;                                   ///< -gamma[n, k, j], at [k, j, n]
  Rows home_;                                     ///< h, at [j, n]
  Rows lost_;                                     ///< theta (Y - h^2 X)
  Rows cost_of_, spending_of_;                    ///< what d ln of a market's income does, at [slot, j, n]
  Rows demand_;                                   ///< 1 / demand, at [slot, n]
  RegionFactors links_, incomes_;
  Rows excess_, price_, spending_, output_, cost_, work_;
};

}  // namespace tidu::economy
