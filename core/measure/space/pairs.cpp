// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/pairs.h"

#include <algorithm>

namespace tidu::measure {

Pairs pairs_of(const SpatialWeights& w) {
  const std::size_t n = w.regions();
  // Regions j < i that have i for a neighbour although i has not them.
  std::vector<std::vector<std::uint32_t>> one_sided(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (const std::uint32_t j : w.neighbours(i)) {
      if (j < i && w.at(j, i) == 0) one_sided[j].push_back(static_cast<std::uint32_t>(i));
    }
  }
  Pairs out;
  out.start.push_back(0);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::uint32_t> others = std::move(one_sided[i]);
    for (const std::uint32_t j : w.neighbours(i)) {
      if (j > i) others.push_back(j);
    }
    std::sort(others.begin(), others.end());
    for (const std::uint32_t j : others) {
      out.second.push_back(j);
      out.both.push_back(w.at(i, j) + w.at(j, i));
    }
    out.start.push_back(out.second.size());
  }
  return out;
}

void cross_products(const Pairs& pairs, std::span<const double> z, std::span<double> lag, std::span<double> out) {
  const std::size_t years = out.size();
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i + 1 < pairs.start.size(); ++i) {
    if (years == 1) {
      double total = 0;
      for (std::size_t k = pairs.start[i]; k < pairs.start[i + 1]; ++k) total += pairs.both[k] * z[pairs.second[k]];
      out[0] += z[i] * total;
      continue;
    }
    std::fill(lag.begin(), lag.end(), 0.0);
    for (std::size_t k = pairs.start[i]; k < pairs.start[i + 1]; ++k) {
      const double* other = z.data() + pairs.second[k] * years;
      for (std::size_t t = 0; t < years; ++t) lag[t] += pairs.both[k] * other[t];
    }
    for (std::size_t t = 0; t < years; ++t) out[t] += z[i * years + t] * lag[t];
  }
}

}  // namespace tidu::measure
