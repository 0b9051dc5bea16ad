// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/function_ref.h"
#include "core/base/result.h"

namespace tidu::diffusion::network {

// Granovetter's crowd: everybody sees everybody, and a person adopts once the share that has adopted reaches the
// person's threshold.   [Granovetter 1978]

struct Equilibrium {
  double share = 0;        ///< F
  std::size_t steps = 0;   ///< of the recursion
  bool converged = false;  ///< false where kMaximumCrowdSteps were not enough, at a jump; share is then a lower bound
};

inline constexpr std::size_t kMaximumCrowdSteps = 1'000'000;

/// Where adoption that starts from nobody comes to rest: the smallest solution of F = cdf(F), reached by F <- cdf(F)
/// from 0 until it rises no more.   [Granovetter 1978]
/// cdf      distribution function of the thresholds: P(threshold <= x) for x in [0, 1]; in [0, 1], not falling,
///          continuous from the right. cdf(0) > 0 are those who adopt on their own.
/// returns  F in [0, 1], to the rounding of cdf over 1 - cdf'(F): 1e-12 unless a jump is near.
/// errors   diffusion.network.distribution (domain; the place and the value that is outside [0, 1] or below an earlier
///          one).
/// cost     O(1/sqrt(distance to a jump)) calls of cdf, at most kMaximumCrowdSteps.
Result<Equilibrium> threshold_equilibrium(FunctionRef<double(double)> cdf);

/// The same for normal thresholds, cdf(x) = Phi((x - mean)/sd): not cut off, so that those below 0 adopt on their own
/// and those above 1 never do.   [Granovetter 1978] sd       > 0, finite. errors   diffusion.network.normal (domain:
/// mean not finite, or sd).
Result<Equilibrium> normal_equilibrium(double mean, double sd);

/// The standard deviation at which the equilibrium of normal thresholds jumps.
struct CriticalSpread {
  double sd = 0;     ///< sd_c; a little more, and nearly all adopt
  double share = 0;  ///< equilibrium just below the jump
};

/// sd_c where cdf touches the diagonal: F = Phi(s) and sd = phi(s) with s = (F - mean)/sd, so that Phi(s) - s phi(s) =
/// mean, whose left side rises from 0 to 1/2 on s < 0.   [Granovetter 1978 finds it by trial; the condition of tangency
/// is ours] mean     in (0, 1/2): above it the jump is downwards or none. returns  sd_c in (0, 0.399), to about 1e-15.
/// errors   diffusion.network.crowd_mean (domain).
/// cost     some 60 normal distribution functions.
Result<CriticalSpread> critical_spread(double mean);

/// A crowd of n persons, one by one: the number of adopters in the end, the least m with #{i: threshold_i <= m} = m,
/// reached from 0. Thresholds are numbers of adopters: 0 adopts on one's own, n or more never.   [Granovetter 1978]
/// thresholds  any order; none: 0 adopters.
/// cost     O(n).
std::size_t crowd_equilibrium(std::span<const std::size_t> thresholds);

}  // namespace tidu::diffusion::network
