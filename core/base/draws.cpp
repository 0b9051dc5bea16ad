// SPDX-License-Identifier: Apache-2.0
#include "core/base/draws.h"

#include <array>
#include <cmath>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu {
namespace {

std::uint64_t join(std::uint32_t low, std::uint32_t high) { return low | (static_cast<std::uint64_t>(high) << 32); }

// The high 64 bits of a * b, by halves: WebAssembly and g++ agree on it.
std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t a0 = static_cast<std::uint32_t>(a);
  const std::uint64_t a1 = a >> 32;
  const std::uint64_t b0 = static_cast<std::uint32_t>(b);
  const std::uint64_t b1 = b >> 32;
  const std::uint64_t middle = a1 * b0 + ((a0 * b0) >> 32);
  const std::uint64_t other = a0 * b1 + static_cast<std::uint32_t>(middle);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

// Uniform on 0 ... n - 1 from a fraction of 64 bits, of which it leaves the rest.
std::size_t take_below(std::uint64_t& fraction, std::uint64_t n) {
  const std::uint64_t low = static_cast<std::uint32_t>(fraction) * n;
  const std::uint64_t high = (fraction >> 32) * n + (low >> 32);
  fraction = high << 32 | static_cast<std::uint32_t>(low);
  return static_cast<std::size_t>(high >> 32);
}

// The words of consecutive draws, 64 bits at a time; made in batches, which the generator does faster than one by one.
class Words {
 public:
  Words(const Rng& rng, const DrawAddress& address) : rng_(rng), address_(address) {}
  std::uint64_t next() {
    if (used_ == batch_.size()) {
      rng_.fill(address_, batch_);
      address_.draw = static_cast<std::uint16_t>(address_.draw + batch_.size() / 2);
      used_ = 0;
    }
    return batch_[used_++];
  }

 private:
  const Rng& rng_;
  DrawAddress address_;
  std::array<std::uint64_t, 8> batch_{};
  std::size_t used_ = batch_.size();
};

// Positions below i, i - 1, ... for a group of them, from one word of 64 bits. Where the fraction that is left of it
// says that the word belongs to the outcomes that would occur once more often than the others, another word is taken:
// all outcomes have exactly the same probability. Their number must stay far below 2^64.
// [Brackett-Rozinsky & Lemire 2024, Software: Practice and Experience 55]
template <std::uint64_t kGroup>
std::array<std::size_t, kGroup> places_below(Words& words, std::uint64_t i) {
  std::uint64_t outcomes = 1;
  for (std::uint64_t k = 0; k < kGroup; ++k) outcomes *= i - k;
  std::array<std::size_t, kGroup> places{};
  std::uint64_t fraction = 0;
  do {
    fraction = words.next();
    for (std::size_t k = 0; k < kGroup; ++k) places[k] = take_below(fraction, i - k);
  } while (fraction < outcomes && fraction < (0 - outcomes) % outcomes);
  return places;
}

// Calls use(position, other position below or equal) for the last `count` of n positions, from the last down: the swaps
// of Fisher and Yates.
template <class Use>
void for_swaps(const Rng& rng, const DrawAddress& address, std::size_t n, std::size_t count, Use use) {
  TIDU_ASSERT(n < 65536 && count <= n);
  Words words(rng, address);
  std::uint64_t i = n;  // 64 bits also where std::size_t has 32
  const std::uint64_t end = n - count;
  const auto group = [&](const auto& places) {
    for (std::size_t k = 0; k < places.size() && i > end; ++k, --i) use(static_cast<std::size_t>(i - 1), places[k]);
  };
  while (i > end && i > 4096) group(places_below<3>(words, i));
  while (i > end && i > 4) group(places_below<4>(words, i));
  while (i > end) group(places_below<1>(words, i));
}

}  // namespace

double uniform(const Rng& rng, const DrawAddress& address) {
  const auto w = rng.words(address);
  return (static_cast<double>(join(w[0], w[1]) >> 12) + 0.5) * 0x1p-52;
}

std::uint64_t uniform_below(const Rng& rng, const DrawAddress& address, std::uint64_t n) {
  TIDU_ASSERT(n >= 1);
  const auto w = rng.words(address);
  return multiply_high(join(w[0], w[1]), n);
}

double normal(const Rng& rng, const DrawAddress& address) { return math::normal_quantile(uniform(rng, address)); }

double log_gamma_variate(const Rng& rng, DrawAddress address, double shape) {
  TIDU_ASSERT(shape > 0);
  double log_of_power = 0;
  if (shape < 1) {
    log_of_power = math::log(uniform(rng, address)) / shape;
    ++address.draw;
    ++shape;
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = normal(rng, address);
    ++address.draw;
    const double u = uniform(rng, address);
    ++address.draw;
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double log_v = 3 * math::log(root);
    if (math::log(u) < x * x / 2 + d * (1 - root * root * root + log_v)) return math::log(d) + log_v + log_of_power;
  }
}

void permutation(const Rng& rng, DrawAddress address, std::span<std::uint32_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint32_t>(i);
  for_swaps(rng, address, out.size(), out.size(), [out](std::size_t a, std::size_t b) { std::swap(out[a], out[b]); });
}

void shuffle(const Rng& rng, DrawAddress address, std::span<double> values) {
  for_swaps(rng, address, values.size(), values.size(),
            [values](std::size_t a, std::size_t b) { std::swap(values[a], values[b]); });
}

SampleDraws::SampleDraws(std::size_t n) : order_(n) {
  TIDU_ASSERT(n < 65536);
  for (std::size_t i = 0; i < n; ++i) order_[i] = static_cast<std::uint16_t>(i);
}

void SampleDraws::draw(const Rng& rng, DrawAddress address, std::span<std::uint16_t> out) {
  taken_.clear();
  for_swaps(rng, address, order_.size(), out.size(), [this, out](std::size_t a, std::size_t b) {
    std::swap(order_[a], order_[b]);
    out[taken_.size()] = order_[a];
    taken_.push_back(static_cast<std::uint16_t>(b));
  });
  for (std::size_t k = taken_.size(); k > 0; --k) {
    std::swap(order_[order_.size() - k], order_[taken_[k - 1]]);
  }
}

}  // namespace tidu
