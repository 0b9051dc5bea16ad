// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/base/executor.h"
#include "core/economy/closure.h"
#include "core/economy/economy.h"

namespace tidu::economy {

/// What differs from the base year. Hats are ratios x' / x; whatever is empty does not change.
struct Shock {
  TradeArray trade_cost;      ///< d_hat[j,n,i] > 0 of n's purchases from i, without tariffs; infinity ends that trade
  TradeArray tariff;          ///< the new rate tau', not a ratio; > -1
  RegionSector productivity;  ///< A_hat > 0 of value added: unit costs fall by A_hat^gamma
  RegionSector technology;    ///< T_hat > 0, Frechet scale: unit costs fall by T_hat^(1/theta)
  std::vector<RegionSector> labour;      ///< L_hat > 0 by skill; one value a region where its labour market is regional
  RegionSector structures;               ///< K_hat > 0, likewise
  std::vector<double> people;            ///< N, > 0: for the rule per head alone
  std::vector<double> investment_share;  ///< N, in [0, 1]: the new share of income that is invested, not a ratio; above
                                         ///< 0 only where the base year invests. Price indices keep the base year's.
  Closure closure;
};

struct Equilibrium;

struct SolveOptions {
  double tolerance = 1e-10;     ///< on ln(demand / income) of every market of factors; in [1e-14, 1)
  std::size_t max_steps = 500;  ///< outer steps, >= 1
  std::size_t depth = 5;        ///< of Anderson's acceleration; 0: regions' steps alone
  /// Where to begin, all of the same base: one equilibrium; or those of the two or three years before, newest first:
  /// where the polynomial through them leads, in ln of incomes, prices and spending.
  std::vector<const Equilibrium*> start;
  bool shares = true;  ///< whether trade_share, tariff and input_share are filled in: J N^2 and N J^2 numbers
};

/// How well accounts hold after the shock, whatever the residual of the markets: all below 1e-12 unless
/// shares were left as given.
struct Identities {
  double trade_share = 0;  ///< largest |sum_i pi' - 1|
  double budget = 0;       ///< largest |spending - inputs - I'| / spending of a region
  double walras = 0;       ///< |sum over regions of imports - exports - D'| / value added of the world
  double leak = 0;         ///< |what producers pay factors / what factors earn - 1| in the world
  double numeraire = 0;    ///< |value added' / value added - 1| of the world
};

/// The economy after the shock. Prices and incomes are in the numeraire: the world's value added is as in the base.
struct Equilibrium {
  bool converged = false;
  double residual = 0;                      ///< largest |ln(demand / income)| over markets of factors
  std::size_t worst_region = 0;             ///< where that is
  std::optional<std::size_t> worst_sector;  ///< none: a market of the whole region
  std::size_t steps = 0;                    ///< outer steps
  std::size_t sweeps = 0;                   ///< of prices and of spending together
  Identities identities;

  std::vector<double> log_income;  ///< y, the unknowns: ln of the income hat of each market
  TradeArray trade_share;          ///< pi'
  TradeArray tariff;               ///< tau'
  RegionSector price;              ///< P_hat
  RegionSector cost;               ///< c_hat, before productivity
  RegionSector gate_price;         ///< c_hat A_hat^-gamma T_hat^(-1/theta): what a seller's price becomes
  RegionSector expenditure;        ///< X'
  RegionSector output;             ///< Y'
  RegionSector final_share;        ///< alpha' of consumption
  Array<double, Region, Sector, OtherSector> input_share;  ///< gamma'[n,k,j]
  std::vector<RegionSector> wage;                          ///< w_hat by skill
  RegionSector rental;                                     ///< r_hat
  std::vector<double> value_added, income, tariff_revenue, deficit;
  std::vector<double> consumer_price;  ///< P_hat of consumption
  std::vector<double> final_price;     ///< of consumption and investment
  std::vector<double> real_income;     ///< W_hat = I_hat / final price, exact
};

/// Solves for the equilibrium after a shock in exact hat algebra.   [CP 2015 eq. 8-12; CDP 2019; block (a), C4, C6, C7]
///   c_hat = omega_hat^gamma prod_k P_hat_k^gamma_k                                                        (a1)
///   P_hat = [sum_i pi (kappa_hat c_hat_i)^-theta A_hat_i^(theta gamma_i) T_hat_i]^(-1/theta)              (a2, a3)
///   X'_k = sum_j gamma_kj Y'_j + alpha_k I',  Y'_i = sum_n pi' X'_n / (1 + tau')                          (a4)
///   I' = factor incomes + share of pooled rentals + R' + D'                                               (a5)
///   income of each market of factors = what producers pay it                                              (a6, a7)
/// with (1 - sigma)-power means instead of the Cobb-Douglas ones where an elasticity is not 1. A step is one sweep of
/// prices and spending; then each region's incomes, prices and spending take Newton's step as if the other regions
/// stood still (RegionBlocks), and the steps of ln of incomes, ln of prices and spending are accelerated together, none
/// of ln income above 1. At the end prices and spending are finished to 1e-13. Solver does the same for many shocks.
///
/// returns  the last iterate, even where it did not converge (require_converged makes an error of that).
///
/// errors   economy.shape (shape), economy.not_positive (domain: a hat), economy.supply_differs (domain: several hats
///          of one regional market), economy.share, economy.no_basket (domain: investment), economy.tolerance,
///          economy.max_steps (domain), a start of another size (shape), those of check_closure;
///          economy.no_supplier_left (domain: region, sector), economy.closure_income (domain: region whose income
///          falls to 0 or below under this closure), economy.cancelled.
///
/// cost     a year's shock of a few per cent to 1e-8: some 9 sweeps of 2 J N^2 + 2 N J^2 multiplications (NAFTA 17,
///          with tariffs J N^2 more), as many steps of N (5 J^2 + 3 J S) for S markets a region, N (J^3 / 3 + 5 J^2 S)
///          once or twice; J N^2 doubles (2 with tariffs) and N J (3 J + 3 S), and those of the result. Same bits for
///          any executor.
Result<Equilibrium> solve(const BaseYear& base, const Shock& shock, const SolveOptions& options = {},
                          Executor& executor = serial_executor());

/// errors   economy.no_convergence (no_convergence: residual, tolerance, steps, region and sector of the worst market).
Result<void> require_converged(const Equilibrium& equilibrium, const SolveOptions& options);

/// The economy after a shock as the base of another one: CP first take deficits away, then change tariffs. People are
/// those of the base times the shock's.
/// errors   those of prepare.
Result<BaseYear> as_base(const BaseYear& base, const Shock& shock, const Equilibrium& equilibrium);

}  // namespace tidu::economy
