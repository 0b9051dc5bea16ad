// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/equilibrium.h"
#include "core/economy/movement.h"

// Year after year: the static equilibrium, then people move and capital grows. Nobody foresees anything (the design's
// myopic clock). Hats are relative to the base year, so that errors do not add up.   [blocks (b), (c), C6, C8]
namespace tidu::economy {

/// Landlords of each region save for themselves with log utility (psi = 1), so without expectations:
///   k' = beta R k,  R = 1 - delta + r / P.   [Kleinman, Liu & Redding 2023 (KLR), lemma 1]
struct Accumulation {
  double discount = 0.95;      ///< beta, in (0, 1); KLR .95 a year
  double depreciation = 0.05;  ///< delta, in [0, 1]; KLR .05 a year; China .0596 to .096 (literature, to be checked)

  /// r / P where capital neither grows nor shrinks: R = 1 / beta.
  double steady_rental() const { return 1 / discount - 1 + depreciation; }
};

/// k' of one region whose rental over the price of final goods is r / P.
double capital_after(const Accumulation& rule, double capital, double real_rental);

/// k' of one region that invests a fixed share of its real income W_hat:   k' = (1 - delta) k + (I / K)_0 W_hat
/// with K_0 = I / (g + delta), (I / K)_0 = g + delta, and k' = 1 + g in the first year.   [Solow 1956; C6]
double capital_by_investment(double depreciation, double investment, double capital, double real_income);

/// Exogenous drivers, each replaceable; whatever is empty does not change.
struct Drivers {
  std::vector<RegionSector> productivity;    ///< T: A_hat of each year, relative to the base year, > 0
  std::vector<std::vector<double>> workers;  ///< T x N: natural growth factor of the year to come, > 0
  std::vector<std::vector<double>> amenity;  ///< T x N: amenities and grants, relative to the base year, > 0
};

struct YearsOptions {
  std::size_t years = 30;                    ///< T >= 1, the base year's own first
  MoveShares moves;                          ///< yearly flows of the base year; empty: nobody moves
  MoveRule rule;                             ///< how moves answer real wages
  std::vector<double> real_rental;           ///< N, > 0: r / P of the base year; empty: capital stays, or
  std::vector<double> investment;            ///< N, >= 0: I / K of the base year; capital_by_investment; one of the two
  Accumulation accumulation;                 ///< used where real_rental is given; its depreciation with investment
  SolveOptions solve = {.tolerance = 1e-8};  ///< its start is that of the first year
};

/// What is left of each year; T x N.
struct Years {
  bool converged = true;                         ///< every year
  std::size_t sweeps = 0;                        ///< of all years
  std::vector<std::vector<double>> people_hat;   ///< L_hat
  std::vector<std::vector<double>> capital_hat;  ///< K_hat
  std::vector<std::vector<double>> real_income;  ///< W_hat
  std::vector<std::vector<double>> real_wage;    ///< w_hat / P_hat
  std::vector<std::vector<double>> value_added;  ///< in the numeraire
  std::vector<std::vector<double>> product;      ///< real gross regional product, as hats (real_product)
};

/// T years. One skill, regional labour and structures markets; people of the base where somebody moves. Each year's
/// equilibrium begins at that of the year before.
///
/// errors   economy.place_base (missing), economy.shape, economy.not_positive, economy.negative, economy.share,
///          economy.max_steps (domain), economy.two_capitals (domain: both rules of capital), those of moves_after and
///          solve.
/// cost     T solves, T N^2. Same bits for any executor.
Result<Years> run_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options,
                        Executor& executor = serial_executor());

}  // namespace tidu::economy
