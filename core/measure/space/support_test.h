// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/array.h"
#include "core/measure/space/permutation_test.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure::testing {

inline constexpr PermutationTest kAnalytic{.permutations = 0};

/// Two variables of six regions.
inline const std::vector<double> kValues{9, 7, 3, 1, 6, 5};
inline const std::vector<double> kOther{2, 8, 1, 1, 4, 7};

/// Their weights: a ring of five and a pendant that differ by direction.
inline SpatialWeights lopsided() {
  const std::vector<WeightEntry> entries{{0, 1, 1}, {1, 0, 2}, {1, 2, 1},   {2, 3, 0.5}, {3, 2, 1}, {3, 4, 1},
                                         {4, 3, 3}, {4, 0, 1}, {0, 4, 0.5}, {4, 5, 1},   {5, 4, 1}, {2, 0, 1}};
  return *SpatialWeights::from_entries(6, entries, IslandRule::error, WeightTransform::none);
}

/// Neighbour lists "i j k ..." whose numbers count from `first`; each border once.
inline std::vector<Link> read_links(const std::filesystem::path& path, std::size_t first = 1) {
  std::ifstream file(path);
  std::vector<Link> links;
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    std::size_t i = 0;
    row >> i;
    for (std::size_t j = 0; row >> j;) {
      if (i < j) links.push_back({i - first, j - first});
    }
  }
  return links;
}

/// Values of a single year.
inline Array<double, Region, Year> cross_section(const std::vector<double>& x) {
  Array<double, Region, Year> out({x.size(), 1});
  out.values() = x;
  return out;
}

/// Calls body with every order of 0 ... n - 1.
template <class Body>
void each_arrangement(std::size_t n, Body body) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  do {
    body(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

/// x[order[0]], x[order[1]], ...
inline std::vector<double> arranged(const std::vector<double>& x, const std::vector<std::size_t>& order) {
  std::vector<double> out;
  for (const std::size_t i : order) out.push_back(x[i]);
  return out;
}

/// The numbers of the lines after the one that starts with `heading`, up to the next empty line; words and places in
/// brackets are left out.
inline std::vector<double> read_numbers_after(const std::filesystem::path& path, const std::string& heading) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && !line.starts_with(heading)) {
  }
  std::vector<double> out;
  while (std::getline(file, line) && !line.empty()) {
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      char* end = nullptr;
      const double value = std::strtod(word.c_str(), &end);
      if (*end == 0) out.push_back(value);
    }
  }
  return out;
}

}  // namespace tidu::measure::testing
