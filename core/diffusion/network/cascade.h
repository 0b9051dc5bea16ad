// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/result.h"
#include "core/diffusion/network/degree_law.h"

namespace tidu::diffusion::network {

// Adoption that needs several contacts (complex contagion) on random networks with given degrees, from a share rho of
// random first adopters; nobody gives up.

/// When a node adopts: one of the two.
struct AdoptionRule {
  std::size_t contacts = 0;  ///< k >= 1: once k neighbours have adopted
  double share = 0;          ///< phi in (0, 1]: once a share phi of the neighbours has adopted, m/d >= phi

  /// The number of adopting neighbours that a node of degree d needs, at least 1; above d: it never adopts.
  std::size_t needed(std::size_t degree) const;
};

struct Cascade {
  double size = 0;         ///< share of all nodes that adopts in the end
  double link = 0;         ///< probability that the node at the end of a link has adopted before its other end: q
  std::size_t steps = 0;   ///< of the recursion
  bool converged = false;  ///< false where kMaximumCascadeSteps were not enough, at a jump; size is then a lower bound
};

inline constexpr std::size_t kMaximumCascadeSteps = 20'000;

/// Final size of a cascade: q <- rho + (1 - rho) sum_d (d p_d/z) P(Bin(d - 1, q) >= m_d) from q = rho until it rises no
/// more, then size = rho + (1 - rho) sum_d p_d P(Bin(d, q) >= m_d), m_d = rule.needed(d).   [Gleeson & Cahalane 2007]
/// seed     rho in [0, 1].
/// returns  size in [rho, 1].
/// errors   diffusion.network.share (domain: rho), diffusion.network.rule (domain: neither contacts nor a share in (0,
///          1], or both).
/// cost     O(degrees with p_d > 0) tails of a binomial distribution a step; steps grow as 1/sqrt(distance to a jump).
Result<Cascade> cascade_size(const DegreeLaw& degrees, const AdoptionRule& rule, double seed);

/// Whether a single adopter can set off a cascade: sum_d d (d - 1) p_d [1/d >= phi] / z, the mean number of further
/// vulnerable links behind a link; above 1: it can.   [Watts 2002]
/// errors   diffusion.network.rule (domain: phi outside (0, 1]).
/// cost     O(dmax).
Result<double> cascade_condition(const DegreeLaw& degrees, double share);

/// Mean degrees of Poisson networks between which the cascade condition is above 1.
struct CascadeWindow {
  bool exists = false;
  double low = 0;
  double high = 0;
};

/// The window of Watts' model: the two solutions of z P(Poisson(z) <= K - 2) = 1, K the largest degree with 1/K >= phi;
/// the left side rises to one maximum and falls. Networks below are too sparse to hold together, above too dense to be
/// moved by one neighbour.   [Watts 2002]
/// share    phi in [1/kMaximumDegree, 1].
/// returns  no window for phi > 1/4: the maximum stays below 1.
/// errors   diffusion.network.rule (domain).
/// cost     some 200 incomplete gamma functions; both ends to the nearest double or two of the function's rounding.
Result<CascadeWindow> cascade_window(double share);

}  // namespace tidu::diffusion::network
