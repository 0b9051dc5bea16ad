// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/result.h"
#include "core/diffusion/network/critical_seed.h"

namespace tidu::diffusion::network {

/// A group of nodes with a threshold of its own, spread over the network at random.
struct ThresholdGroup {
  std::size_t contacts = 0;  ///< k: neighbours that have to have adopted; 0: adopts on its own
  double share = 0;          ///< of all nodes, >= 0
};

struct GroupSeed {
  SeedOutcome outcome = SeedOutcome::never;
  double seed = 0;      ///< rho_c
  double before = 0;    ///< final size just below rho_c (never: as rho goes to 1)
  double unseeded = 0;  ///< final size without any seed: those who adopt on their own, and whom they bring along
};

inline constexpr std::size_t kGroupSeedGrid = 4096;

/// critical_seed.h for groups of different thresholds on a network of equal degrees: the least share of random first
/// adopters from which everybody adopts, rho_c = max(0, max_q r(q)) with r(q) = (q - G)/(1 - G) and
/// G(q) = sum_a s_a P(Bin(d - 1, q) >= k_a).   [Gleeson & Cahalane 2007, thresholds mixed; the form of r is ours]
/// Those who adopt on their own are no seeds: what they set off is `unseeded`, and rho_c = 0 where that is everybody.
/// degree  1 <= d <= kMaximumDegree
/// groups  k_a <= d; shares sum to 1 within 1e-9
/// returns outcome any: rho_c = 0; jump, gradual and never as for one threshold. r is scanned on kGroupSeedGrid
///         intervals and refined around its largest value, so that a maximum narrower than two of them may be missed;
///         rho_c to about 1e-12, before to about 1e-6 (r is flat there).
/// errors  diffusion.network.degree (domain), diffusion.network.group_contacts (domain: group from 1, k_a, d),
///         diffusion.network.share (domain: a share outside [0, 1]), diffusion.network.group_shares (domain: their sum)
/// cost    some 4300 binomial tails a group
Result<GroupSeed> group_critical_seed(std::size_t degree, std::span<const ThresholdGroup> groups);

}  // namespace tidu::diffusion::network
