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
/// to 40 times its mean); six leave none from 256 positions on.
inline constexpr int kRounds = 6;

/// The key of a network over rows x 2^low_bits positions, rows taken so that hardly one is beyond `size`: x has the row
/// x >> low_bits. Odd rounds add to the row modulo `rows`, even ones change the low bits.
struct FeistelKey {
  std::uint32_t round[kRounds] = {};
  std::uint32_t size = 0;
  std::uint32_t rows = 0;
  std::uint32_t low_bits = 0;
};

/// 0 ... rows - 1 from 32 random bits.
TIDU_LANE std::uint32_t row_of(std::uint32_t bits, std::uint32_t rows) {
  return static_cast<std::uint32_t>(std::uint64_t{bits} * rows >> 32);
}

TIDU_LANE std::uint32_t feistel(const FeistelKey& key, std::uint32_t x) {
  const std::uint32_t mask = (1U << key.low_bits) - 1;
  std::uint32_t row = x >> key.low_bits;
  std::uint32_t low = x & mask;
  for (int r = 0; r < kRounds; r += 2) {
    row += row_of(scramble(low, key.round[r]), key.rows);
    if (row >= key.rows) row -= key.rows;
    low ^= scramble(row, key.round[r + 1]) & mask;
  }
  return row << key.low_bits | low;
}

TIDU_LANE std::uint32_t feistel_back(const FeistelKey& key, std::uint32_t x) {
  const std::uint32_t mask = (1U << key.low_bits) - 1;
  std::uint32_t row = x >> key.low_bits;
  std::uint32_t low = x & mask;
  for (int r = kRounds - 2; r >= 0; r -= 2) {
    low ^= scramble(row, key.round[r + 1]) & mask;
    const std::uint32_t back = row_of(scramble(low, key.round[r]), key.rows);
    row += row < back ? key.rows - back : 0U - back;
  }
  return row << key.low_bits | low;
}

}  // namespace tidu::diffusion::agents
