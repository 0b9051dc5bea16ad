// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/diffusion/network/cascade.h"

namespace tidu::diffusion::network {

// The two sums of Gleeson & Cahalane's recursion (cascade.h); q in [0, 1], O(degrees with p_d > 0).

/// G(q) = sum_d d p_d/z P(Bin(d - 1, q) >= m_d): the end of a link, reached without the link itself.
double through_link(const DegreeLaw& degrees, const AdoptionRule& rule, double q);

/// sum_d p_d P(Bin(d, q) >= m_d)
double at_node(const DegreeLaw& degrees, const AdoptionRule& rule, double q);

/// Either contacts or a share in (0, 1].
/// errors   diffusion.network.rule (domain).
Result<void> check_rule(const AdoptionRule& rule);

}  // namespace tidu::diffusion::network
