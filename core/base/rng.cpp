// SPDX-License-Identifier: Apache-2.0
#include "core/base/rng.h"

#include "core/base/assert.h"

namespace tidu {
namespace {

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

}  // namespace

std::uint64_t hash64(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;
  return mix(mix(a + kGolden) + kGolden + b);
}

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
  constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = kMultiplier0 * counter[0];
    const std::uint64_t p1 = kMultiplier1 * counter[2];
    counter = {high(p1) ^ counter[1] ^ key[0], low(p1), high(p0) ^ counter[3] ^ key[1], low(p0)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
  const std::uint64_t key = hash64(seed, stream);
  key_ = {low(key), high(key)};
}

std::array<std::uint32_t, 4> Rng::words(const DrawAddress& a) const {
  TIDU_ASSERT(a.entity < (std::uint64_t{1} << 48));
  const std::uint64_t first = a.entity | (static_cast<std::uint64_t>(a.draw) << 48);
  const std::uint32_t last = static_cast<std::uint32_t>(a.purpose) | (static_cast<std::uint32_t>(a.replicate) << 16);
  return philox4x32_10({low(first), high(first), a.step, last}, key_);
}

}  // namespace tidu
