// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

// What is compiled for two, four and eight lanes, and which of it this processor can run.

namespace tidu {

/// How many of SSE2, AVX2 and AVX-512 this processor has, in this order: 1 to 3.
inline std::size_t lane_sets() {
#ifdef __x86_64__
  if (!__builtin_cpu_supports("avx2")) return 1;
  const bool wide =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return wide ? 3 : 2;
#else
  return 1;
#endif
}

/// Of kernels by number of lanes those that this processor can run, the widest last.
template <class Kernels, std::size_t kSets>
std::span<const Kernels> runnable(const std::array<Kernels, kSets>& by_lanes) {
  return std::span<const Kernels>(by_lanes).first(lane_sets() < kSets ? lane_sets() : kSets);
}

}  // namespace tidu
