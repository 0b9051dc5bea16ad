// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/diffusion/agents/round.h"

namespace tidu::diffusion::agents {

/// A keyed bijection pi of 0 ... size - 1: an unbalanced Feistel network of six rounds over the next power of two,
/// walked until the result is in range again (cycle walking; Black & Rogaway 2002). The pairing of positions is
/// partner(i) = pi^-1(pi(i) xor 1): symmetric, without a fixed point, and computed from either end.
struct FeistelKey {
  std::uint32_t round[kRounds] = {};  ///< plain, since CUDA compiles it
  std::uint32_t size = 0;
  std::uint32_t high_bits = 0;  ///< a position has high_bits + low_bits >= 6 bits: networks of fewer are biased
  std::uint32_t low_bits = 0;
};

/// The key of a domain of a matching. size >= 1.
FeistelKey feistel_key(std::uint64_t seed, std::uint32_t matching, std::uint32_t domain, std::uint32_t size);

/// pi(x) and its inverse, x < key.size.
std::uint32_t permuted(const FeistelKey& key, std::uint32_t x);
std::uint32_t unpermuted(const FeistelKey& key, std::uint32_t x);

inline constexpr std::uint32_t kAlone = ~std::uint32_t{0};

/// The position paired with `position`, kAlone for the last one of an odd size. Mean cost about 3 Feistel networks.
std::uint32_t partner_position(const FeistelKey& key, std::uint32_t position);

}  // namespace tidu::diffusion::agents
