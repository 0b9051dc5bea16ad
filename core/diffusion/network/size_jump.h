// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/diffusion/network/cascade.h"

namespace tidu::diffusion::network {

/// The largest jump of a cascade's final size as the share of random first adopters grows.
struct SizeJump {
  bool exists = false;  ///< false: the final size grows without a jump
  double seed = 0;      ///< rho at the jump; 0: any seed is enough
  double before = 0;    ///< final size just below
  double after = 0;     ///< and just above
};

inline constexpr std::size_t kJumpGrid = 1024;

/// The structural critical mass of any degrees and thresholds, without simulation. The recursion of cascade.h rests at
/// q where rho = r(q) = (q - G)/(1 - G), G(q) = sum_d (d p_d/z) P(Bin(d - 1, q) >= m_d), and from below it reaches the
/// first q with r(q) >= rho: the final size jumps where r falls below a maximum that it has reached, over all q until
/// it passes it again. r is scanned on kJumpGrid intervals, and the ends of the widest jump are refined. For equal
/// degrees critical_seed.h is exact and cheaper.   [Gleeson & Cahalane 2007; the form of r is ours] returns  seed to
/// about 1e-12, sizes to about 1e-7 (r is flat at its maximum); a jump whose q spans less than two
///          intervals of the grid may be missed.
/// errors   diffusion.network.rule (domain).
/// cost     kJumpGrid + 200 evaluations of G: tenths of a second for Poisson degrees.
Result<SizeJump> largest_jump(const DegreeLaw& degrees, const AdoptionRule& rule);

}  // namespace tidu::diffusion::network
