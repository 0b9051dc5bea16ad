// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/equilibrium.h"

// The equilibrium's derivative at the base year: what small shocks do, all of them from one linear system.
// [Kleinman, Liu & Redding 2020, 2024 (KLR); Baqaee & Farhi 2024]
namespace tidu::economy {

/// Changes of what is given, as d ln; whatever is empty does not change.
struct SmallShock {
  RegionSector productivity;         ///< d ln A, N x J
  RegionSector technology;           ///< d ln T, N x J
  std::vector<RegionSector> labour;  ///< d ln L by skill; one value a region where its labour market is regional
  RegionSector structures;           ///< d ln K, likewise
  std::vector<double> people;        ///< N, for the rule per head alone
};

/// What follows, as d ln unless said otherwise; prices and incomes in the numeraire (the world's value added).
struct SmallResponse {
  std::vector<double> log_income;      ///< of each market of factors, in their order
  std::vector<double> value_added;     ///< N, in money
  std::vector<double> income;          ///< N, I in money
  std::vector<double> consumer_price;  ///< N
  std::vector<double> final_price;     ///< N
  std::vector<double> real_income;     ///< N, W = I / final price
  RegionSector price;                  ///< N x J
  std::vector<RegionSector> wage;      ///< N x J by skill
  RegionSector rental;                 ///< N x J
};

/// The derivative of `solve` at a base year. Prices and spending are eliminated by Neumann series (linear sweeps, many
/// right-hand sides at a time), so that the one dense matrix is that of the M markets of factors:
///   dP = sum_i pi (dc_i - dT_i / theta - gamma dA_i),  dc = gamma d omega + sum_k gamma_k dP_k
///   dY_i = sum_n pi / (1 + tau) [dX_n - theta X_n (dg_i - dP_n)],  dX_k = sum_j gamma_kj dY_j + alpha_k dI + CES parts
///   d ln demand_m = dy_m, with w'dy = 0 for the markets' shares w of the world's value added.
/// M is 2 N where markets are regional (N more for each skill), and up to J N where they are by sector.
///
/// Exact to rounding for a base whose markets balance (BaseYear::imbalance); full solves differ by terms of second
/// order in the shock.
class Linearised {
 public:
  /// errors   those of check_closure; economy.linear_closure (domain: keep below 1 with deficits, whose solution is not
  ///          the base year), linalg.singular (domain: incomes that a small shock does not determine),
  ///          economy.base_diverges (no_convergence), economy.cancelled.
  /// cost     some tens of linear sweeps of prices and of spending, as many as 1e-14 takes, for each of the M markets;
  ///          M^2 doubles, and by the executor's thread J N^2 and 600 J N. Same bits for any executor.
  static Result<Linearised> at(const BaseYear& base, const Closure& closure = {},
                               Executor& executor = serial_executor());

  /// errors   economy.shape (shape), economy.negative (domain: a change that is no number),
  ///          economy.supply_differs (domain), economy.base_diverges (no_convergence).
  /// cost     as two markets of `at` for each shock, M^3 / 3.
  Result<std::vector<SmallResponse>> respond(const std::vector<SmallShock>& shocks,
                                             Executor& executor = serial_executor()) const;

  /// d ln(demand / income)[m] / d y[m'], M x M: -1 times it is what tatonnement follows. It has a zero eigenvalue where
  /// deficits follow the numeraire: prices are relative.
  const Array<double, Row, Column>& excess_jacobian() const { return jacobian_; }
  const BaseYear& base() const { return *base_; }

 private:
  Linearised(const BaseYear& base, Closure closure) : base_(&base), closure_(std::move(closure)) {}

  const BaseYear* base_;  ///< must outlive this
  Closure closure_;
  Array<double, Row, Column> jacobian_;
};

/// Who gains from whose productivity: d ln W[n] / d ln A[i], A of all sectors of i at once.   [KLR 2020]
/// errors, cost   those of Linearised::at and, N times, respond.
Result<Array<double, Region, OtherRegion>> friend_enemy(const BaseYear& base, const Closure& closure = {},
                                                        Executor& executor = serial_executor());

}  // namespace tidu::economy
