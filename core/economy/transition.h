// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <vector>

#include "core/economy/first_order.h"
#include "core/economy/years.h"

// The yearly step at the base year, to first order: how fast people and capital settle, and where a small shock leads.
// [Kleinman, Liu & Redding 2023 (KLR), whose landlords and movers look ahead; here both are myopic, as in years.h]
namespace tidu::economy {

/// One eigenvalue of P, which belongs to a pattern that shrinks by |lambda| a year.
struct Mode {
  std::complex<double> lambda;
  double half_life = 0;  ///< years, -ln 2 / ln |lambda|; 0 of lambda = 0, infinity where |lambda| >= 1
};

/// x' = c + P x + R f around the base year, with x = ln of people's hats by skill, then of capital's, and f of
/// ln productivity of each region. What does not move (no flows, no real_rental) is not in x.
struct Transition {
  std::size_t regions = 0;
  std::size_t people_blocks = 0;      ///< G, or 0 where nobody moves
  bool capital = false;               ///< whether capital is the last block
  Array<double, Row, Column> step;    ///< P, (people_blocks + capital) N square
  Array<double, Row, Column> impact;  ///< R, rows of P, N columns
  std::vector<double> drift;          ///< c: x' of the base year itself; 0 where it is at rest
  double largest_drift = 0;           ///< of |c|; half-lives are those of a path to rest where it is small
  std::vector<Mode> modes;            ///< by falling |lambda|, then falling real part, without the units below
  std::vector<double> slowest;  ///< x of the first mode, its largest entry 1; empty if lambda is complex or shared
};

/// The exact derivative of run_years' step at the base year (years.h; of its options `years` and `solve` are without
/// effect), through the derivative of the equilibrium. The number of people of each skill stays, which is an eigenvalue
/// 1 that says nothing about speed (C10): modes are those of P among the x whose people keep their sum, after taking
/// their mean from P x where the base year itself drifts. Regions that nobody leaves or reaches (a rest of the world)
/// keep their people and are left out of modes; other groups between which no people flow have units of their own.
///
/// errors   those of run_years, Linearised::at and linalg::eigenvalues; economy.linear_investment (domain:
/// `landlords_invest`). cost     as Linearised::at; for D rows of P another 10 D^3.
Result<Transition> transition(const BaseYear& base, const YearsOptions& options,
                              Executor& executor = serial_executor());

/// The first-order path x[t], t = 0 .. years - 1, from x[0] = 0, for a change of ln productivity (N) that stays;
/// `drift` is part of it. errors   economy.shape (shape). cost     years D^2.
Result<std::vector<std::vector<double>>> linear_path(const Transition& transition,
                                                     const std::vector<double>& log_productivity, std::size_t years);

}  // namespace tidu::economy
