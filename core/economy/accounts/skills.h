// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/option.h"
#include "core/economy/economy.h"
#include "core/economy/movement.h"

namespace tidu::economy::accounts {

/// What skills assume, keys "economy.*".
struct SkillOptions {
  double premium = 0.8;  ///< of the skilled one's wage over the others', >= 0
  double contrast = 1;   ///< exponent of the intensities' odds, >= 0; 0: all sectors alike
  double mobility = 1;   ///< m: how many times as often the skilled go from one place to another as the others do, > 0
  double sorting = 0.5;  ///< b in [0, 1]: how far those who move are like people where they go to
};

std::span<const Option<SkillOptions>> skill_options();

/// What is known of workers by skill: G skills, N regions, J sectors.
struct SkillShares {
  Array<double, Group, Sector> intensity;  ///< s, in (0, 1), of a sector's workers in the nation; sums over g to 1
  Array<double, Region, Group> people;     ///< c, in (0, 1), of a region's workers; sums over g to 1
  std::vector<double> wage;                ///< omega > 0, G: relative wages, the same in all regions
  double contrast = 1;                     ///< k >= 0
};

/// Labour income by skill. Nobody counts workers of a region by sector and skill; of all tables with the sectors'
/// labour income and each skill's share of it in its region,
///   z[n,g,j] = A[n,g] s[g,j]^k B[n,j],  sum_g z = L[n,j],  sum_j z = sum_j L[n,j] omega_g c[n,g] / sum_h omega_h
///   c[n,h],
/// is nearest to the nation's intensities in relative entropy (RAS: a region's sectors keep the odds ratios of s^k; the
/// level of s is without effect).   [C7 of the design; Bacharach 1970; Tidu] A skill has one wage in a region whatever
/// the sector, so that income shares are omega-weighted shares of workers. With k = 0 each sector has its region's
/// shares; with equal s the same. One skill called two gives the same economy as the one.
///
/// labour_income  N x J, >= 0, positive in each region.
/// returns  G times N x J; sums over skills are labour_income to rounding.
/// errors   economy.shape (shape); economy.negative, economy.not_positive, economy.share, economy.sum (domain),
///          economy.no_labour (domain: region), economy.skills (no_convergence: region)
/// cost     N times some tens of rounds of G J.
Result<std::vector<RegionSector>> labour_by_skill(const RegionSector& labour_income, const SkillShares& skills);

/// The nation's shares of skills in a sector's workers that incomes by skill imply, G x J: what became of `intensity`.
/// A sector in which nobody works has NaN. workers: N, > 0.
Array<double, Group, Sector> implied_intensity(const std::vector<RegionSector>& incomes, const SkillShares& skills,
                                               std::span<const double> workers);

/// Yearly flows by skill, where flows of all people are known. Who goes from s to t is a mixture of the skills in both:
///   mu_g[s,t] = mu[s,t] q[g] / c[s,g],  q[g] = m_g c[s,g]^(1-b) c[t,g]^b / sum_h m_h c[s,h]^(1-b) c[t,h]^b,
/// so that all together go as mu says. (Tidu) b = 0: each skill goes wherever all do, m_g times as often; where many
/// are skilled, few of those who come are then. b = 1: who comes is as those who are there. b = 1/2: where as many go
/// from s to t as back, so does each skill.
///
/// moves    N x N, rows sum to 1; mobility G, > 0; sorting in [0, 1]
/// errors   economy.shape (shape), economy.not_positive, economy.share (domain: sorting; region which more than all of
///          a skill would leave)
Result<std::vector<MoveShares>> moves_by_skill(const MoveShares& moves, const SkillShares& skills,
                                               std::span<const double> mobility, double sorting);

}  // namespace tidu::economy::accounts
