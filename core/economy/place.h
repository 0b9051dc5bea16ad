// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/equilibrium.h"

// Where people settle once nothing hinders them but taste, and how density feeds back on productivity and amenities.
// [Allen & Arkolakis 2014 (AA); Redding 2016; blocks (b iii) and (i) of the design]
namespace tidu::economy {

/// Density and choice, for L of all skills together and L^g, w^g of skill g:
///   A_hat = A_bar_hat L_hat^alpha,  u_hat^g = B_bar_hat L_hat^beta w_hat^g / P_hat,
///   ln u_hat^g[n] - dispersion ln L_hat^g[n] equal in all regions, and people of each skill keep their sum.
/// Areas do not change, so hats of density are hats of people.
struct Place {
  double productivity = 0;          ///< alpha; 0: off. .06 (AA's review of the literature; DNR 2018), .02 to .1
  double amenity = 0;               ///< beta, below 0: congestion; 0: off. -.32 (DNR 2018), -.1 to -.5
  double dispersion = 0;            ///< 1 / kappa >= 0; 0: free movement; 1 / 1.5 Tombe & Zhu 2019; large: immobility
  std::vector<double> amenity_hat;  ///< N, > 0: B_bar_hat, grants as 1 + s; empty: 1
  std::vector<std::vector<double>> people;  ///< G x N, > 0: by skill, in any one unit; empty: those of the base year,
                                            ///< if there is one skill
  std::vector<bool> settled;  ///< N; regions whose people stay whatever others offer (a rest of the world); the sums
                              ///< and equal utilities above are those of the others; empty: none
};

struct PlaceOptions {
  double tolerance = 1e-10;      ///< on the spread of ln u_hat - dispersion ln L_hat, over 1 + dispersion
  double step = 0.5;             ///< of ln L_hat, times the spread / (1 + dispersion); in (0, 1]
  std::size_t max_steps = 2000;  ///< solves of the static equilibrium
  std::vector<double> start;     ///< N, > 0: people's hats to begin with, of every skill; empty: 1
};

struct Settlement {
  bool converged = false;
  double residual = 0;
  std::size_t steps = 0;
  std::vector<double> people;                         ///< L' of all skills together, sum as in the base
  std::vector<double> people_hat;                     ///< L_hat
  std::vector<std::vector<double>> skill_people_hat;  ///< G x N
  std::vector<std::vector<double>> utility_hat;       ///< u_hat, G x N
  Equilibrium equilibrium;
};

/// The equilibrium after a shock with people where they want to be: a fixed point around the static solve, each begun
/// from the one before, since productivity is an input of the static solve and its markets stay the same. Needs people
/// by skill and regional labour markets; the shock's labour is multiplied by L_hat.
///
/// returns  the last iterate, even where it did not converge. Where place_criterion fails there can be others: see
///          settlements.
/// errors   economy.place_base (missing: no people, none by skill, labour by sector), economy.shape,
///          economy.negative, economy.not_positive, economy.share, economy.all_settled (domain), those of solve.
/// cost     some tens to hundreds of solves.
Result<Settlement> settle(const BaseYear& base, const Shock& shock, const Place& place,
                          const PlaceOptions& options = {}, const SolveOptions& solve_options = {},
                          Executor& executor = serial_executor());

/// All settlements that a search from several beginnings found.
struct Settlements {
  std::vector<Settlement> distinct;  ///< in the order of the beginnings that first led there
  std::vector<std::size_t> reached;  ///< of each of these: how many beginnings ended there
  std::size_t lost = 0;              ///< beginnings that did not converge
};

struct SearchOptions {
  std::vector<std::vector<double>> starts;  ///< each N, > 0; empty: nothing changed, then each region favoured in turn
  double favour = 5;                        ///< > 0: hat of the favoured region's people, before they keep their sum
  double apart = 1e-6;                      ///< > 0: difference of ln L_hat from which on settlements are two
};

/// `settle` from each beginning in turn. It finds settlements that its iteration reaches, not all that there are: one
/// that repels is found only from itself, as the middle between equal regions is.   [C10 of the design]
///
/// errors   those of settle; economy.not_positive (domain).
/// cost     as many settles as beginnings; N + 1 where none are given.
Result<Settlements> settlements(const BaseYear& base, const Shock& shock, const Place& place,
                                const SearchOptions& search = {}, const PlaceOptions& options = {},
                                const SolveOptions& solve_options = {}, Executor& executor = serial_executor());

/// AA's criterion for one sector, symmetric trade costs and free movement, sigma = theta + 1:
///   gamma_1 = 1 - alpha (sigma - 1) - beta sigma,  gamma_2 = 1 + alpha sigma + (sigma - 1) beta;
/// unique (and reached by iteration) if gamma_2 / gamma_1 lies in (-1, 1]. Sufficient only: with input-output links or
/// many sectors it is a rule of thumb, and where it fails nothing is shown.
struct PlaceCriterion {
  double gamma_1 = 0;
  double gamma_2 = 0;
  double ratio = 0;
  bool unique = false;
};
PlaceCriterion place_criterion(double sigma, double productivity, double amenity);

/// What settle and certify check of a place first, and the people by skill that they begin with (G x N).
Result<void> check_place(const BaseYear& base, const Place& place);
std::vector<std::vector<double>> people_by_skill(const BaseYear& base, const Place& place);

/// Regions whose people go where they want to be.
std::vector<std::size_t> free_regions(const Place& place, std::size_t regions);

}  // namespace tidu::economy
