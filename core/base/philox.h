// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// The integer arithmetic of the random numbers, for whoever makes them: core/base/rng.cpp one call at a time, the
// kernels of agents, and CUDA, which compiles it for the device.

#ifdef __CUDACC__
#define TIDU_LANE __host__ __device__ inline
#else
#define TIDU_LANE inline
#endif

namespace tidu::philox {

struct Words {
  std::uint32_t word[4];
};

inline constexpr std::uint32_t kMultiplier0 = 0xD2511F53U;
inline constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57U;
inline constexpr std::uint32_t kWeyl0 = 0x9E3779B9U;
inline constexpr std::uint32_t kWeyl1 = 0xBB67AE85U;
inline constexpr int kRounds = 10;  ///< as a rule

/// Philox4x32 (Salmon, Moraes, Dror & Shaw 2011). From seven rounds on it passes all of BigCrush there (table 2).
template <int kOfRounds = kRounds>
TIDU_LANE Words generate(Words counter, std::uint32_t key0, std::uint32_t key1) {
  std::uint32_t* c = counter.word;
  for (int round = 0; round < kOfRounds; ++round) {
    const std::uint64_t p0 = std::uint64_t{kMultiplier0} * c[0];
    const std::uint64_t p1 = std::uint64_t{kMultiplier1} * c[2];
    const std::uint32_t c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ key0;
    const std::uint32_t c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ key1;
    c[0] = c0;
    c[1] = static_cast<std::uint32_t>(p1);
    c[2] = c2;
    c[3] = static_cast<std::uint32_t>(p0);
    key0 += kWeyl0;
    key1 += kWeyl1;
  }
  return counter;
}

/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014).
TIDU_LANE std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// tidu::hash64 (core/base/rng.h).
TIDU_LANE std::uint64_t hash64(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;
  return mix(mix(a + kGolden) + kGolden + b);
}

}  // namespace tidu::philox
