// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/equilibrium.h"
#include "core/economy/movement.h"

// Year after year: the static equilibrium, then people move and capital grows. Nobody foresees anything (the design's
// myopic clock). Hats are relative to the base year, so that errors do not add up.   [blocks (b), (c), C6, C8]
namespace tidu::economy {

/// Landlords of each region save for themselves. With log utility (psi = 1) they save beta of what they have whatever
/// they expect; else they expect today's return for ever, which solves KLR's lemma 1 by a share saved of
/// beta^psi R^(psi - 1):
///   k' = (beta R)^psi k,  R = 1 - delta + r / P.   [Kleinman, Liu & Redding 2023 (KLR), lemma 1, eq. 10-11]
/// Rest is at R = 1 / beta whatever psi is.
struct Accumulation {
  double discount = 0.95;      ///< beta, in (0, 1); KLR .95 a year
  double depreciation = 0.05;  ///< delta, in [0, 1]; KLR .05 a year; China .0596 to .096 (literature, to be checked)
  double elasticity = 1;       ///< psi > 0, of intertemporal substitution; KLR 1

  /// r / P where capital neither grows nor shrinks: R = 1 / beta.
  double steady_rental() const { return 1 / discount - 1 + depreciation; }
};

/// k' of one region whose rental over the price of final goods is r / P.
double capital_after(const Accumulation& rule, double capital, double real_rental);

/// The r / P at which what the accounts invest in a region is what its landlords add to capital in the base year,
/// k' - (1 - delta) k (the rest of the region's capital formation would be nobody's):
///   i r / P = (beta R)^psi - (1 - delta)  for i = investment_share I / structures' income,
/// by bisection; under psi = 1 it is (1 - beta) (1 - delta) / (beta - i). Capital then grows or shrinks at once where
/// this is not steady_rental().
///
/// errors   economy.share, economy.not_positive (domain: rule), economy.investment (domain: region that invests
///          nothing, or so much of its rentals that no return makes landlords save it).
/// cost     60 powers a region.
Result<std::vector<double>> invested_rental(const BaseYear& base, const Accumulation& rule);

/// k' of one region that invests a fixed share of its real income W_hat:   k' = (1 - delta) k + (I / K)_0 W_hat
/// with K_0 = I / (g + delta), (I / K)_0 = g + delta, and k' = 1 + g in the first year.   [Solow 1956; C6]
double capital_by_investment(double depreciation, double investment_rate, double capital, double real_income);

/// Exogenous drivers, each replaceable; whatever is empty does not change.
struct Drivers {
  std::vector<RegionSector> productivity;    ///< T: A_hat of each year, relative to the base year, > 0; or empty
  std::vector<std::vector<double>> workers;  ///< T x N: natural growth factor of the year to come, > 0
  std::vector<std::vector<std::vector<double>>> skill_workers;  ///< T x G x N: of each skill on top of that, > 0
  std::vector<std::vector<double>> amenity;  ///< T x N: amenities and grants, relative to the base year, > 0
};

/// How density, people a square kilometre, feeds back (block (i)); areas do not change, so its hats are those of
/// people:
///   A_hat = A_bar_hat L_hat^alpha,  u_hat = B_bar_hat L_hat^beta w_hat / P_hat.   [Allen & Arkolakis 2014]
/// 0: off. Of people as they are in the year, all skills together.
struct DensityFeedback {
  double productivity = 0;  ///< alpha, agglomeration; see Place
  double amenity = 0;       ///< beta, below 0: congestion; matters where somebody moves
};

struct YearsOptions {
  std::size_t years = 30;                   ///< T >= 1, the base year's own first
  std::vector<MoveShares> moves;            ///< G: yearly flows of the base year by skill; empty: nobody moves
  MoveRule rule;                            ///< how moves answer real wages of the own skill
  std::vector<std::vector<double>> people;  ///< G x N, > 0: by skill, in any one unit; empty: those of the base year,
                                            ///< if there is one skill
  std::vector<double> real_rental;          ///< N, > 0: r / P of the base year; empty: capital stays
  std::vector<double> investment_rate;      ///< N, >= 0: I / K of the base year; capital_by_investment; one of the two
  Accumulation accumulation;                ///< with real_rental; its depreciation with investment_rate, too
  DensityFeedback density;
  std::vector<Closure> closure;              ///< T: of each year's deficits; empty: the default one in all years
  bool landlords_invest = false;             ///< whether goods that are invested are what landlords add to capital
  SolveOptions solve = {.tolerance = 1e-8};  ///< its start is that of the first year
};

/// What is left of each year; T x N, of skills T x G x N.
struct Years {
  bool converged = true;                              ///< every year
  std::size_t sweeps = 0;                             ///< of all years
  std::vector<std::vector<double>> people_hat;        ///< L_hat of all skills together
  std::vector<std::vector<double>> capital_hat;       ///< K_hat
  std::vector<std::vector<double>> real_income;       ///< W_hat
  std::vector<std::vector<double>> value_added;       ///< in the numeraire
  std::vector<std::vector<double>> product;           ///< real gross regional product, as hats (real_product)
  std::vector<std::vector<double>> investment_share;  ///< of income, where `landlords_invest` is on
  std::vector<std::vector<double>> net_inflow;        ///< arrivals less departures in the year before, over the people
                                                      ///< who were there before anyone moved; 0 in the first
  std::vector<std::vector<std::vector<double>>> skill_people_hat;
  std::vector<std::vector<std::vector<double>>> skill_net_inflow;  ///< of each skill, as above
  std::vector<std::vector<std::vector<double>>> real_wage;         ///< w_hat / P_hat
};

/// With `landlords_invest`, capital is made of the basket of investment, so that r is held against its price P^I, and
/// each year the region spends on it what its landlords add (C6):
///   investment share = P^I [(beta R)^psi - (1 - delta)] K / I',  K = rentals of the base year / real_rental,
/// found together with the year's equilibrium. It is the base year's own share where real_rental is invested_rental.
/// Without, the share stays that of the base year whatever capital does, and r is held against the price of final
/// goods.
///
/// T years. Regional labour and structures markets; people where somebody moves. Amenities are the same for all
/// skills. Each year's equilibrium begins at that of the year before.
///
/// errors   economy.years_base (missing: labour or structures by sector, people), economy.invest_rental (missing:
///          `landlords_invest` without real_rental), economy.two_capitals (domain: both rules of capital),
///          economy.shape, economy.not_positive, economy.negative, economy.share (domain), economy.saving (domain:
///          region and year whose landlords would save more than they have), economy.invested_share (domain: region
///          and year whose investment is below 0 or all income), those of moves_after and solve.
/// cost     T solves, with `landlords_invest` some 5 T; G T N^2. Same bits for any executor.
Result<Years> run_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options,
                        Executor& executor = serial_executor());

/// What run_years checks before anything else, and the people by skill that it begins with (G x N).
Result<void> check_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options);
std::vector<std::vector<double>> people_by_skill(const BaseYear& base, const YearsOptions& options);

}  // namespace tidu::economy
