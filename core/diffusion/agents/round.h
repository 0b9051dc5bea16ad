// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/base/philox.h"

// The network of the matchings (matching.h), for every kernel: the plain ones call it, those with vectors repeat it
// lane by lane, and CUDA compiles it for the device.

namespace tidu::diffusion::agents {

inline constexpr std::uint32_t kRoundMultiplier1 = 0x9E3779B1U;
inline constexpr std::uint32_t kRoundMultiplier2 = 0x85EBCA77U;

/// The round function of the Feistel network.
TIDU_LANE std::uint32_t scramble(std::uint32_t x, std::uint32_t key) {
  x = (x + key) * kRoundMultiplier1;
  x = (x ^ (x >> 15)) * kRoundMultiplier2;
  return x ^ (x >> 13);
}

/// Rounds of the network. Four leave a bias that 200,000 keys show in domains of up to 4,096 (chi-square of partners 2
/// to 40 times its mean); six leave none from 64 positions on.
inline constexpr int kRounds = 6;

TIDU_LANE std::uint32_t feistel(const std::uint32_t* key, std::uint32_t high_bits, std::uint32_t low_bits,
                                std::uint32_t x) {
  const std::uint32_t high_mask = (1U << high_bits) - 1;
  const std::uint32_t low_mask = (1U << low_bits) - 1;
  std::uint32_t high = x >> low_bits;
  std::uint32_t low = x & low_mask;
  for (int r = 0; r < kRounds; r += 2) {
    high ^= scramble(low, key[r]) & high_mask;
    low ^= scramble(high, key[r + 1]) & low_mask;
  }
  return high << low_bits | low;
}

TIDU_LANE std::uint32_t feistel_back(const std::uint32_t* key, std::uint32_t high_bits, std::uint32_t low_bits,
                                     std::uint32_t x) {
  const std::uint32_t high_mask = (1U << high_bits) - 1;
  const std::uint32_t low_mask = (1U << low_bits) - 1;
  std::uint32_t high = x >> low_bits;
  std::uint32_t low = x & low_mask;
  for (int r = kRounds - 2; r >= 0; r -= 2) {
    low ^= scramble(high, key[r + 1]) & low_mask;
    high ^= scramble(low, key[r]) & high_mask;
  }
  return high << low_bits | low;
}

}  // namespace tidu::diffusion::agents
