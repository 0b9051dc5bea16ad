// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/diffusion/network/degree_law.h"

namespace tidu::diffusion::network {

/// The least transmission at which adoption that every adopter passes on once, over each link with probability T, can
/// reach a finite share of a random network: T_c = psi'(1)/psi''(1), one over the other links that a neighbour has.
/// [Cohen et al. 2000; Newman 2002]
/// returns  T_c > 0; above 1: no transmission is enough; infinity: no node has two links.
/// cost     O(dmax).
double critical_transmission(const DegreeLaw& degrees);

/// The share of nodes that such adoption reaches if it takes off at all, which is also the probability that it does
/// from one random node: 1 - psi(v), v = 1 - T + T u, u the smallest solution of u = psi'(v)/psi'(1).   [Newman 2002]
/// transmission  T in [0, 1].
/// returns  a share in [0, 1]; 0 for T <= T_c.
/// errors   diffusion.network.share (domain).
/// cost     O(dmax) a step of Newton's method, which runs up to u from below without passing it: psi' is convex. Some
/// ten
///          steps, near T_c about 2 more for each digit of T/T_c - 1.
Result<double> giant_share(const DegreeLaw& degrees, double transmission);

}  // namespace tidu::diffusion::network
