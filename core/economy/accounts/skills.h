// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/option.h"
#include "core/economy/economy.h"

namespace tidu::economy::accounts {

/// What skills assume, keys "economy.*".
struct SkillOptions {
  double premium = 0.8;  ///< of the skilled one's wage over the others', >= 0
  double contrast = 1;   ///< exponent of the intensities' odds, >= 0; 0: all sectors alike
  double mobility = 1;   ///< how many times as often the skilled leave a region as the others do, > 0
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

/// Yearly leaving rates by skill, N x G, such that skill g leaves m_g times as often as the first and all together
/// leave as `leaving` says:   l[n,g] = l[n] m_g / sum_h c[n,h] m_h.   (Tidu) mobility  G, > 0. errors   economy.shape
/// (shape), economy.not_positive, economy.share (domain: region in which more than all would go)
Result<Array<double, Region, Group>> leaving_by_skill(std::span<const double> leaving, const SkillShares& skills,
                                                      std::span<const double> mobility);

}  // namespace tidu::economy::accounts
