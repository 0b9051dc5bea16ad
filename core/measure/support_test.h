// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/measure/weights_matrix.h"
#include "tests/golden.h"

namespace tidu::measure::testing {

/// The numeric columns of a plain CSV file, by name. For tests alone: data/ reads users' files.
inline std::map<std::string, std::vector<double>> read_columns(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::vector<std::string> names;
  std::string cell;
  for (std::istringstream header(line); std::getline(header, cell, ',');) {
    std::erase(cell, '"');
    names.push_back(cell);
  }
  std::map<std::string, std::vector<double>> columns;
  while (std::getline(file, line)) {
    std::istringstream row(line);
    for (const std::string& name : names) {
      std::getline(row, cell, ',');
      columns[name].push_back(std::strtod(cell.c_str(), nullptr));
    }
  }
  return columns;
}

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

/// Expects a failed result with this message key and a hint of the same name.
#define EXPECT_REFUSED(result, error_code, message_key)                       \
  do {                                                                        \
    const auto refused_ = (result);                                           \
    ASSERT_FALSE(refused_.has_value());                                       \
    EXPECT_EQ(refused_.error().code, error_code);                             \
    EXPECT_EQ(refused_.error().message.key, message_key);                     \
    EXPECT_EQ(refused_.error().hint.key, std::string(message_key) + ".hint"); \
  } while (false)

}  // namespace tidu::measure::testing
