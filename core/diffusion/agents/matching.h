// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/diffusion/agents/round.h"

namespace tidu::diffusion::agents {

// A matching is a keyed bijection pi of 0 ... size - 1: a Feistel network of six rounds (round.h) over a few positions
// more than there are, walked until the result is in range again (cycle walking; Black & Rogaway 2002). The pairing of
// positions is partner(i) = pi^-1(pi(i) xor 1): symmetric, without a fixed point, and computed from either end.

/// The key of a domain of a matching. 1 <= size < 2^32. Networks of fewer than 256 positions are biased: smaller
/// domains walk in one of 256.
FeistelKey feistel_key(std::uint64_t seed, std::uint32_t matching, std::uint32_t domain, std::uint32_t size);

/// pi(x) and its inverse, x < key.size.
std::uint32_t permuted(const FeistelKey& key, std::uint32_t x);
std::uint32_t unpermuted(const FeistelKey& key, std::uint32_t x);

inline constexpr std::uint32_t kAlone = ~std::uint32_t{0};

/// The position paired with `position`, kAlone for the last one of an odd size. Cost of two Feistel networks and rarely
/// one more.
std::uint32_t partner_position(const FeistelKey& key, std::uint32_t position);

}  // namespace tidu::diffusion::agents
