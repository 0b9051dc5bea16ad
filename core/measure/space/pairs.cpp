// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/pairs.h"

#include <algorithm>
#include <array>

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

double cross_product(const Pairs& pairs, std::span<const double> z) {
  const std::size_t n = pairs.start.size() - 1;
  const double* both = pairs.both.data();
  const std::uint32_t* second = pairs.second.data();
  std::array<double, 4> sums{};
  std::size_t k = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double total = 0;
    for (const std::size_t end = pairs.start[i + 1]; k < end; ++k) total += both[k] * z[second[k]];
    sums[i % 4] += z[i] * total;
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double squared_differences(const Pairs& pairs, std::span<const double> z) {
  const std::size_t n = pairs.start.size() - 1;
  std::array<double, 4> sums{};
  std::size_t k = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double total = 0;
    for (const std::size_t end = pairs.start[i + 1]; k < end; ++k) {
      const double difference = z[i] - z[pairs.second[k]];
      total += pairs.both[k] * (difference * difference);
    }
    sums[i % 4] += total;
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace tidu::measure
