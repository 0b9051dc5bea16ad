// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

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

}  // namespace tidu::measure::testing
