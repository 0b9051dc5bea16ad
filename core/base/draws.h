// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/rng.h"

namespace tidu {

/// Uniform on (0, 1), never 0 or 1: (k + 1/2) / 2^52 with k of 52 bits. One call of the generator.
double uniform(const Rng& rng, const DrawAddress& address);

/// Uniform on 0 ... n - 1, n >= 1: the high word of u * n (Lemire 2019) with u of 64 bits. The bias is below n / 2^64,
/// which no sample of this century can show; so every address costs one call and no loop.
std::uint64_t uniform_below(const Rng& rng, const DrawAddress& address, std::uint64_t n);

/// Standard normal, by inversion of one uniform: monotone in it, so that common random numbers stay common.
double normal(const Rng& rng, const DrawAddress& address);

/// Logarithm of a gamma variate with scale 1, by Marsaglia & Tsang (2000); below shape 1, G(a) = G(a + 1) U^(1/a). In
/// logarithms, so that small shapes do not underflow. Variates of several shapes, divided by their sum, are Dirichlet.
/// shape  > 0. Uses address.draw = 0, 1, ...; two to four of them nearly always.
double log_gamma_variate(const Rng& rng, DrawAddress address, double shape);

/// A random order of 0 ... out.size() - 1 (Fisher-Yates); out.size() < 2^16. All orders are exactly equally likely (up
/// to the generator): three or four positions are taken from each 64 bits, and the rare words that would favour some
/// orders are passed over. Uses address.draw = 0 ... out.size() / 6 and a few more.
void permutation(const Rng& rng, DrawAddress address, std::span<std::uint32_t> out);

/// Puts values into the order that permutation() gives their positions.
void shuffle(const Rng& rng, DrawAddress address, std::span<double> values);

/// Draws without replacement from 0 ... n - 1, n < 2^16: the start of a random order, with every ordered choice
/// exactly equally likely. A draw of the same address that asks for more positions starts with the same ones. Uses
/// address.draw as permutation() does.
class SampleDraws {
 public:
  explicit SampleDraws(std::size_t n);
  /// Fills out with out.size() <= n different positions. cost O(out.size()).
  void draw(const Rng& rng, DrawAddress address, std::span<std::uint16_t> out);

 private:
  std::vector<std::uint16_t> order_;  // 0 ... n - 1 between draws
  std::vector<std::uint16_t> taken_;  // what each swap swapped with, to undo it
};

}  // namespace tidu
