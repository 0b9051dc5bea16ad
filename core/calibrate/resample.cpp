// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/resample.h"

#include "core/base/assert.h"
#include "core/base/draws.h"
#include "core/base/order.h"
#include "core/base/sum.h"

namespace tidu::calibrate {

std::vector<std::uint64_t> resample(std::span<const double> weights, std::uint64_t count, std::uint64_t seed) {
  std::vector<std::uint64_t> chosen;
  const double offset = uniform(Rng(seed), {.purpose = Purpose::resampling});
  double cumulated = 0;
  std::size_t i = 0;
  for (std::uint64_t k = 0; k < count; ++k) {
    const double position = (static_cast<double>(k) + offset) / static_cast<double>(count);
    while (i + 1 < weights.size() && cumulated + weights[i] < position) cumulated += weights[i++];
    chosen.push_back(i);
  }
  return chosen;
}

double weighted_quantile(std::span<const double> values, std::span<const double> weights, double p) {
  TIDU_ASSERT(values.size() == weights.size() && !values.empty());
  const auto order =
      stable_order(values.size(), [values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  double cumulated = 0;
  for (const std::size_t i : order) {
    cumulated += weights[i];
    if (cumulated >= p) return values[i];
  }
  return values[order.back()];
}

double effective_size(std::span<const double> weights) {
  const double squares = dot(weights, weights);
  return squares > 0 ? 1 / squares : 0;
}

}  // namespace tidu::calibrate
