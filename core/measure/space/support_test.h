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
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure::testing {

/// Neighbour lists "i j k ..." with numbers from 1; each border once.
inline std::vector<Link> read_links(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Link> links;
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    std::size_t i = 0;
    row >> i;
    for (std::size_t j = 0; row >> j;) {
      if (i < j) links.push_back({i - 1, j - 1});
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
