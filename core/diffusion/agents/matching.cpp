// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/matching.h"

#include <algorithm>
#include <bit>

#include "core/base/assert.h"
#include "core/base/rng.h"

namespace tidu::diffusion::agents {
namespace {

constexpr std::uint32_t kLeastBits = 8;

}  // namespace

FeistelKey feistel_key(std::uint64_t seed, std::uint32_t matching, std::uint32_t domain, std::uint32_t size) {
  TIDU_ASSERT(size >= 1);
  FeistelKey key;
  const Rng rng(seed);
  for (std::size_t r = 0; r < kRounds; ++r) {
    key.round[r] = rng.words({.entity = domain,
                              .draw = static_cast<std::uint16_t>(matching),
                              .step = static_cast<std::uint32_t>(r / 4),
                              .purpose = Purpose::matching})[r % 4];
  }
  key.size = size;
  const auto bits = std::max(kLeastBits, static_cast<std::uint32_t>(std::bit_width(size - 1)));
  key.low_bits = bits / 2;
  const std::uint64_t width = std::uint64_t{1} << key.low_bits;
  const std::uint64_t positions = std::max(std::uint64_t{size}, std::uint64_t{1} << kLeastBits);
  key.rows = static_cast<std::uint32_t>((positions + width - 1) / width);
  return key;
}

std::uint32_t permuted(const FeistelKey& key, std::uint32_t x) {
  TIDU_ASSERT(x < key.size);
  do {
    x = feistel(key, x);
  } while (x >= key.size);
  return x;
}

std::uint32_t unpermuted(const FeistelKey& key, std::uint32_t x) {
  TIDU_ASSERT(x < key.size);
  do {
    x = feistel_back(key, x);
  } while (x >= key.size);
  return x;
}

std::uint32_t partner_position(const FeistelKey& key, std::uint32_t position) {
  const std::uint32_t mate = permuted(key, position) ^ 1U;
  return mate < key.size ? unpermuted(key, mate) : kAlone;
}

}  // namespace tidu::diffusion::agents
