// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace tidu {

/// What a random number is for. Two uses with different purposes never share a number, whatever their other addresses
/// are. The numbers are part of every result: never renumber, only append.
enum class Purpose : std::uint16_t {
  test = 0,                      ///< tests and benchmarks
  permutation_test = 1,          ///< entity = statistic, replicate and step = permutation, draw = position
  prior_draw = 2,                ///< calibration: entity = prior draw, draw = parameter
  resampling = 3,                ///< calibration: the offset of systematic resampling
  ensemble_draw = 4,             ///< simulation: entity = draw, draw = parameter
  region_effect = 5,             ///< simulation: entity = draw, step = region
  checksum = 6,                  ///< tidu checksum
  cluster_seed = 7,              ///< k-means: entity = restart, step = centre
  index_replicate = 8,           ///< robustness of an index: entity = replicate, draw = choice, step = indicator
  resampled_index = 9,           ///< intervals of sensitivity indices: entity = position in the sample, step = resample
  qap_permutation = 10,          ///< networks: step = permutation of the nodes
  bootstrap = 11,                ///< intervals of gaps: entity = region, step = replicate
  conditional_permutation = 12,  ///< local statistics: step = permutation
  agent_step = 13,               ///< agents: entity = 16 agents (draw 0) or 8 (draw 1), step = time step
  agent_trait = 14,              ///< agents: entity = 4 agents, draw = trait
  matching = 15,                 ///< agents: entity = domain, draw = matching
  tempering = 16,                ///< calibration: entity = particle, step = move, draw = coordinate
  baseline_option = 17,          ///< regional economy: entity = draw, draw = option
  baseline_trend = 18,           ///< regional economy: entity = draw, draw = region and trend, step = year
};

/// Where a number stands in the stream: the counter of the generator, so that any number can be had in any order.
struct DrawAddress {
  std::uint64_t entity = 0;  ///< 48 bits: region, agent, draw
  std::uint16_t draw = 0;    ///< which draw of the entity
  std::uint32_t step = 0;    ///< time step or permutation
  Purpose purpose = Purpose::test;
  std::uint16_t replicate = 0;
};

/// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, SC'11), word for word Random123's.
/// key     = hash64(seed, stream)
/// counter = entity 48 bits | draw 16 | step 32 | purpose 16 | replicate 16, from the low word up
/// No state: the same address gives the same words in any order, on any thread or rank.
class Rng {
 public:
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);
  std::array<std::uint32_t, 4> words(const DrawAddress& address) const;
  /// The key, for kernels that make many words at once (core/diffusion/agents).
  std::array<std::uint32_t, 2> key() const { return key_; }
  /// The words of the draws address.draw, address.draw + 1, ..., two words joined in each element, the first in the low
  /// half: out.size() is even. Two draws at a time where the processor can (SSE2 is part of x86-64); the same words.
  void fill(const DrawAddress& address, std::span<std::uint64_t> out) const;

 private:
  std::array<std::uint32_t, 2> key_;
};

/// The generator itself.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// Mixes two words into one (the finaliser of SplitMix64, Steele, Lea & Flood 2014, applied twice).
std::uint64_t hash64(std::uint64_t a, std::uint64_t b);

}  // namespace tidu
