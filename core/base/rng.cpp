// SPDX-License-Identifier: Apache-2.0
#include "core/base/rng.h"

#include "core/base/assert.h"
#include "core/base/philox.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tidu {
namespace {

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

using philox::kMultiplier0;
using philox::kMultiplier1;
using philox::kWeyl0;
using philox::kWeyl1;

std::array<std::uint32_t, 4> counter_of(const DrawAddress& a) {
  TIDU_ASSERT(a.entity < (std::uint64_t{1} << 48));
  const std::uint64_t first = a.entity | (static_cast<std::uint64_t>(a.draw) << 48);
  const std::uint32_t last = static_cast<std::uint32_t>(a.purpose) | (static_cast<std::uint32_t>(a.replicate) << 16);
  return {low(first), high(first), a.step, last};
}

// The counter of the next draw of the same entity.
std::array<std::uint32_t, 4> next_draw(std::array<std::uint32_t, 4> counter) {
  counter[1] += 1U << 16;
  return counter;
}

void put(std::array<std::uint32_t, 4> words, std::uint64_t* out) {
  out[0] = words[0] | static_cast<std::uint64_t>(words[1]) << 32;
  out[1] = words[2] | static_cast<std::uint64_t>(words[3]) << 32;
}

#ifdef __SSE2__
// Two counters at once. Each 64-bit lane holds a word of 32 bits; what stands above it is garbage that the products
// do not read and the last step masks out.
void philox_pair(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key, std::uint64_t* out) {
  const auto both = [](std::uint32_t a, std::uint32_t b) {
    return _mm_set_epi32(0, static_cast<int>(b), 0, static_cast<int>(a));
  };
  const auto second = next_draw(counter);
  __m128i c0 = both(counter[0], second[0]);
  __m128i c1 = both(counter[1], second[1]);
  __m128i c2 = both(counter[2], second[2]);
  __m128i c3 = both(counter[3], second[3]);
  const __m128i m0 = both(kMultiplier0, kMultiplier0);
  const __m128i m1 = both(kMultiplier1, kMultiplier1);
  for (int round = 0; round < philox::kRounds; ++round) {
    const __m128i p0 = _mm_mul_epu32(m0, c0);
    const __m128i p1 = _mm_mul_epu32(m1, c2);
    c0 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(p1, 32), c1), both(key[0], key[0]));
    c1 = p1;
    c2 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(p0, 32), c3), both(key[1], key[1]));
    c3 = p0;
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  const __m128i mask = both(0xFFFFFFFFU, 0xFFFFFFFFU);
  const __m128i first_half = _mm_or_si128(_mm_and_si128(c0, mask), _mm_slli_epi64(c1, 32));
  const __m128i second_half = _mm_or_si128(_mm_and_si128(c2, mask), _mm_slli_epi64(c3, 32));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_unpacklo_epi64(first_half, second_half));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 2), _mm_unpackhi_epi64(first_half, second_half));
}
#else
void philox_pair(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key, std::uint64_t* out) {
  put(philox4x32_10(counter, key), out);
  put(philox4x32_10(next_draw(counter), key), out + 2);
}
#endif

}  // namespace

std::uint64_t hash64(std::uint64_t a, std::uint64_t b) { return philox::hash64(a, b); }

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  const philox::Words made = philox::generate({{counter[0], counter[1], counter[2], counter[3]}}, key[0], key[1]);
  return {made.word[0], made.word[1], made.word[2], made.word[3]};
}

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
  const std::uint64_t key = hash64(seed, stream);
  key_ = {low(key), high(key)};
}

std::array<std::uint32_t, 4> Rng::words(const DrawAddress& address) const {
  return philox4x32_10(counter_of(address), key_);
}

void Rng::fill(const DrawAddress& address, std::span<std::uint64_t> out) const {
  TIDU_ASSERT(out.size() % 2 == 0);
  auto counter = counter_of(address);
  std::size_t k = 0;
  for (; k + 4 <= out.size(); k += 4) {
    philox_pair(counter, key_, out.data() + k);
    counter = next_draw(next_draw(counter));
  }
  if (k < out.size()) put(philox4x32_10(counter, key_), out.data() + k);
}

}  // namespace tidu
