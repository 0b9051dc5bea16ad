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
///
/// What all regions have in common no region sees: where one sector's costs rise everywhere, nobody loses sales. So the
/// world, which buys everything from itself, takes the same step as one more region (theta's term is 0, h what tariffs
/// leave), and the regions are moved alike until together they do as the world does (Tidu; a two-level correction as in
/// iterative aggregation, Chatelin & Miranker 1982). It changes how many steps are needed, not where they lead.
class RegionBlocks {
 public:
  RegionBlocks(const Economy& economy, const Markets& markets);

  /// At the sweeps' state and incomes y; `together`: the regions follow the world, which helps near the solution. Where
  /// some regions have markets by sector and others have not, they never do: then the world's markets are of two kinds.
  /// Cost: N (J^3 / 3 + 5 J^2 S + S^3 / 3) multiplications for S markets a region.
  void refresh(const Sweeps& sweeps, const std::vector<double>& y, bool together);
  /// From what a sweep misses to the step: excess of markets to ln of incomes (none: they stay), ln of prices, and
  /// spending, N x J.
  /// Cost: N (5 J^2 + 3 J S) multiplications, at most.
  void step(std::vector<double>* income, double* price, double* spending);

 private:
  /// The sectors that pay a market in some region, and the shares of their output, at [j, n].
  struct Payers {
    double* at(std::size_t j, std::size_t row) { return paid.at((j - first) * row); }

    std::size_t first = 0, end = 0;
    Rows paid;
  };

  double* row(Rows& rows, std::size_t j) const { return rows.at(j * row_); }
  double* slot_row(Rows& rows, std::size_t slot, std::size_t j) const { return rows.at((slot * sectors_ + j) * row_); }
  void respond(Rows& cost, Rows& spending, Rows& output);
  void less_paid(double* out, std::size_t slot);
  void clear_markets(std::vector<double>& income);
  void find_payers();
  void lay_out(const Sweeps& sweeps, const std::vector<double>& demand);
  void weigh_regions(const Sweeps& sweeps);
  void weigh_markets(const Sweeps& sweeps, const std::vector<double>& demand);
  void add_up();
  void respond_to_market(std::size_t slot);
  void ask_world();
  void follow_world(std::vector<double>* income, double* price, double* spending) const;

  const Economy& economy_;
  const Markets& markets_;
  const RowKernels& kernels_ = row_kernels();
  std::size_t regions_, sectors_;
  std::size_t row_;                               ///< numbers in a row: the regions, then the world
  bool alike_;                                    ///< factors are equally mobile in all regions
  bool together_ = false;                         ///< regions follow the world
  std::size_t slots_ = 0;                         ///< most markets of a region or of the world
  std::vector<std::vector<std::size_t>> market_;  ///< [n]: its markets
  std::vector<std::size_t> world_slot_;           ///< [market]: the world's market that it is a part of
  std::vector<Payers> payers_;                    ///< [slot]
  std::vector<double> world_share_;               ///< [the world's slot]: of the world's income
  std::vector<double> demand_share_;              ///< [market]: of what the world's market is paid
  std::vector<double> reach_share_;               ///< [market]: of what the sectors sell that pay the world's market
  Rows bought_, made_;                            ///< a region's share of the world's spending and output, at [j, n]
  Rows inputs_;                                   ///< -gamma[n, k, j], at [k, j, n]
  Rows home_;                                     ///< h, at [j, n]
  Rows lost_;                                     ///< theta (Y - h^2 X)
  Rows cost_of_, spending_of_;                    ///< what d ln of a market's income does, at [slot, j, n]
  Rows demand_;                                   ///< 1 / demand, at [slot, n]
  RegionFactors links_, incomes_;
  Rows excess_, price_, spending_, output_, cost_, work_;
};

}  // namespace tidu::economy
