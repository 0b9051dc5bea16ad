// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

// Where people of one skill go within a year. Rows are where they are, columns where they go; who stays is on the
// diagonal.   [Artuc, Chaudhuri & McLaren 2010; Caliendo, Dvorkin & Parro 2019; block (b) of the design]
namespace tidu::economy {

using MoveShares = Array<double, Region, OtherRegion>;  ///< mu[s, s'] >= 0, rows sum to 1

/// How strongly moves answer utility, and who considers moving at all:
///   mu'[s,s'] = (1 - phi) 1[s = s'] + phi q[s,s'] u_hat[s']^kappa e^(-dm[s,s']) / sum_h (the same of h),
/// where q is what the base year's flows say of those who reconsider, q = (mu_0 - (1 - phi) 1) / phi, so that nothing
/// changes as long as utility does not, whatever phi is. Hats are relative to the base year, not to the year before.
struct MoveRule {
  double elasticity = 0;  ///< kappa >= 0; 0: flows stay those of the base year
  double reconsider = 1;  ///< phi in (0, 1]
};

/// Static expectations: today's utility is expected for ever, beta V = beta ln u / (1 - beta), so
/// kappa = beta / ((1 - beta) nu). Yearly beta .97 and nu 1.88: ACM 2010, to be checked again.
/// errors   economy.share (domain: beta), economy.not_positive (domain: nu, 1 - beta).
Result<MoveRule> static_expectations(double beta, double nu);

/// Inertia: a share phi reconsiders and looks at this year's utility alone, kappa = 1 / nu. phi = 1 is the static hat
/// of Tombe & Zhu 2019 (kappa = 1.5 there).
/// errors   economy.share, economy.not_positive (domain: phi, nu).
Result<MoveRule> inertia(double phi, double nu);

/// The same dispersion of taste in periods of one year. What stays is the response of the log odds of moving to a
/// change of utility that lasts, beta / ((1 - beta) nu) under static expectations; as long as few move in a period,
/// flows add up over periods and odds keep their response.   (Tidu; within one year it changes nothing)
struct YearlyTaste {
  double response = 0;  ///< beta / ((1 - beta) nu), of any period
  double discount = 0;  ///< beta^(1 / years)
  double taste = 0;     ///< nu of a year, discount / ((1 - discount) response)
};

/// What is published of another period: `years` long, beta in (0, 1), nu > 0.
struct PeriodTaste {
  std::string_view source;
  double years = 1;
  double discount = 0.95;
  double taste = 1;
};
YearlyTaste yearly_taste(const PeriodTaste& published);

/// Published values: quarters (Caliendo, Dvorkin & Parro 2019), five years (Kleinman, Liu & Redding 2023, nu = 3 beta),
/// one year (Artuc, Chaudhuri & McLaren 2010).
std::span<const PeriodTaste> published_tastes();

/// Flows after a change of utility. utility_hat: N, > 0: real wage times amenity times 1 + grant, over the base year's.
/// cost_change: N x N changes of costs over nu (dm), or empty: none.
///
/// errors   economy.shape (shape), economy.negative, economy.not_positive, economy.share (domain), economy.sum (domain:
///          a row of flows that does not sum to 1 within kShareSlack), economy.moves_inertia (domain: region of which
///          fewer stay than do not reconsider).
///
/// cost     N exponentials (N^2 with cost_change), N^2 multiplications.
Result<MoveShares> moves_after(const MoveShares& base, const MoveRule& rule, const std::vector<double>& utility_hat,
                               const MoveShares& cost_change = {});

/// L'[s'] = sum_s mu[s,s'] L[s]; the sum stays within rounding. people: N.
/// errors   economy.shape (shape).
Result<std::vector<double>> moved(const MoveShares& moves, const std::vector<double>& people);

/// Hats of all skills together: sum_g L^g L_hat^g / sum_g L^g by region. hats, people: G x N.
std::vector<double> hats_together(const std::vector<std::vector<double>>& hats,
                                  const std::vector<std::vector<double>>& people);

/// What a census asks: who lived elsewhere some years ago.
struct MoveTotals {
  std::vector<double> people;      ///< N, > 0, at the begin
  std::vector<double> out;         ///< N, >= 0, below people
  std::vector<double> in;          ///< N, >= 0; sums to what `out` does
  double years = 5;                ///< >= 1, between begin and end
  MoveShares distance;             ///< N x N, > 0 off the diagonal
  double distance_elasticity = 1;  ///< of the prior, >= 0; gravity of migrants .5 to 1.5, to be varied
};

/// Flows that meet totals, and how they were found.
struct MovesFromTotals {
  MoveShares over_the_years;  ///< shares over all the years
  MoveShares yearly;
  std::size_t sweeps = 0;
  double residual = 0;  ///< largest miss of a total as a share of all moves
};

/// Moves of one year from those over T years: of the stayers over all the years s_T, the yearly share is s_T^(1/T), and
/// destinations are in proportion. Moves on and back within the years are left out, so that yearly flows are too small
/// where these matter.
/// over_the_years   shares, rows sum to 1 within kShareSlack; somebody stays everywhere
/// errors   economy.shape (shape), economy.sum (domain), economy.negative, economy.not_positive (domain: years - 1,
///          a region nobody stays in)
Result<MoveShares> yearly_moves(const MoveShares& over_the_years, double years);

/// Flows from totals alone, an assumption and no observation (Tidu): the prior people[s'] distance^-e, scaled to both
/// totals (biproportional fitting: the closest to the prior in relative entropy, Deming & Stephan 1940), and
/// yearly_moves of these.
///
/// errors   those of moves_after; economy.sum (domain: totals of in and out that differ by more than kShareSlack),
///          economy.moves_totals (no_convergence: totals that no flows between different regions can meet).
///
/// cost     some tens of sweeps of N^2; N^2 powers.
Result<MovesFromTotals> moves_from_totals(const MoveTotals& totals);

}  // namespace tidu::economy
