// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidu {

inline constexpr std::size_t kSobolDimensions = 37;
inline constexpr int kSobolBits = 32;

/// Sobol' sequence in base 2 with the direction numbers of Joe and Kuo (2008, new-joe-kuo-6), in the order of the Gray
/// code and with its first point, 0: the first 2^m points are a (t, m, s)-net, which leaving out a point destroys. No
/// state: any point can be had in any order, on any thread.   [Sobol' 1967; Antonov & Saleev 1979]
class SobolSequence {
 public:
  /// dimensions  1 .. kSobolDimensions.
  explicit SobolSequence(std::size_t dimensions);

  std::size_t dimensions() const { return directions_.size(); }

  /// Point k in [0, 1)^d, each coordinate a multiple of 2^-32.
  /// k < 2^32; out.size() == dimensions(). cost O(d log k).
  void point(std::uint64_t k, std::span<double> out) const;

 private:
  std::vector<std::array<std::uint32_t, kSobolBits>> directions_;
};

}  // namespace tidu
