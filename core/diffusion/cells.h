// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "core/base/formula.h"
#include "core/diffusion/options.h"

namespace tidu::diffusion {

// Aggregate adoption over cells (region r, adopter group a). Symbols: A_ra share of the cell that uses the innovation;
// m_r market (share that may ever use it); p_ra, q_ra rates of innovation and imitation; x_ra exposure, 0 nobody to 1
// everybody.
//
//   lambda_ra = p_ra media(t) + q_ra x_ra                                                        [bass_hazard]
//   x_ra      = sum_b G_ab [ (1 - o_r) F_rb + o_r ( (1 - n) sum_s W_rs F_sb + n sum_s w_s F_sb ) ]   [kronecker_mixing]
//   F_ra      = A_ra / m_r, then d_r + (1 - d_r) F for permanent demonstrations d_r
//   A(t + dt) = A + (m_r - A) (1 - exp(-lambda dt)) - A (1 - exp(-delta dt))
//
// The mixing is W_region x G_group, applied factor by factor and never as a matrix over cells. lambda is taken at the
// middle of the step by a linear predictor, which makes the map of second order in dt. Given the state it is the exact
// expectation of independent decisions, for any number of people.

inline constexpr std::size_t kGroups = 5;

/// Rogers' adopter groups: the quantile bands of a normal distribution cut at mean + 2 sd, + 1 sd, mean and - 1 sd.
inline constexpr std::array<double, kGroups> kGroupShares{0.025, 0.135, 0.34, 0.34, 0.16};

/// Mean normal score of each group, innovators first: (phi(z_low) - phi(z_high)) / share.
std::array<double, kGroups> group_scores();

/// How much faster than the mean each group adopts: exp(s z_a) over its mean over people.
std::array<double, kGroups> group_factors(double spread);

/// How regions see each other.
struct RegionLinks {
  std::vector<std::size_t> start;      ///< n + 1 offsets into `neighbour`
  std::vector<std::size_t> neighbour;  ///< neighbours of region r: start[r] .. start[r + 1]
  std::vector<double> share;           ///< n population shares, summing to 1

  std::size_t regions() const { return share.size(); }
};

/// Links from pairs of neighbours, each given once. A region without neighbours sees the nation in their stead.
/// pairs       indices below population.size()
/// population  n values > 0
RegionLinks make_links(std::span<const std::pair<std::size_t, std::size_t>> pairs, std::span<const double> population);

/// Everything that a step needs; region-major over cells (r * kGroups + a).
struct CellRates {
  std::vector<double> innovation;                  ///< p_ra
  std::vector<double> imitation;                   ///< q_ra
  std::vector<double> market;                      ///< m_r
  std::vector<double> outside;                     ///< o_r
  std::vector<double> demonstration;               ///< d_r
  double national = 0;                             ///< n
  double discontinuance = 0;                       ///< delta
  std::array<double, kGroups * kGroups> mixing{};  ///< G, rows sum to 1
};

/// Rates without any lever. The groups' factors exp(s z_a) are scaled to a mean of 1 over people, so that p and q stay
/// the population's means; likewise `speed` is expected to have a population mean of 1. speed  multiplier of each
/// region's rates, > 0
CellRates make_rates(const DiffusionParameters& parameters, std::span<const double> speed);

/// Advances the shares of adopters by one step. No allocation after the first call.
class CellMap {
 public:
  explicit CellMap(const RegionLinks& links) : links_(links) {}

  /// adopters  n * kGroups shares in [0, m_r], changed in place
  /// media     factor on p during the step
  void step(const CellRates& rates, double dt, double media, std::span<double> adopters);

 private:
  void expose(const CellRates& rates, std::span<const double> adopters);

  const RegionLinks& links_;
  std::vector<double> exposure_;
  std::vector<double> seen_;
  std::vector<double> predicted_;
};

/// The factor on p over [time, time + dt]: 1 outside the pulse, 1 + pulse within, the mean where the step is cut.
double media_factor(const DiffusionParameters& parameters, double time, double dt);

/// Share of adopters in each region: sum over groups of group share times A.
void region_shares(std::span<const double> adopters, std::span<double> out);

std::span<const FormulaRecord> formulas();

}  // namespace tidu::diffusion
