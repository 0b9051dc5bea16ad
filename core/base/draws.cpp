// SPDX-License-Identifier: Apache-2.0
#include "core/base/draws.h"

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
  TIDU_ASSERT(out.size() < 65536);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint32_t>(i);
  std::uint64_t i = out.size();  // 64 bits also where std::size_t has 32
  std::uint64_t fraction = 0;
  const auto next = [&] {
    const std::uint64_t low = static_cast<std::uint32_t>(fraction) * i;
    const std::uint64_t high = (fraction >> 32) * i + (low >> 32);
    fraction = high << 32 | static_cast<std::uint32_t>(low);
    std::swap(out[static_cast<std::size_t>(i - 1)], out[static_cast<std::size_t>(high >> 32)]);
    --i;
  };
  while (i > 1) {
    const auto w = rng.words(address);
    ++address.draw;
    fraction = join(w[0], w[1]);
    next();
    if (i > 1) next();
    fraction = join(w[2], w[3]);
    if (i > 1) next();
    if (i > 1) next();
  }
}

}  // namespace tidu
