// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/array.h"
#include "core/measure/dynamics/markov.h"

namespace tidu::measure::testing {

using Rows = std::vector<std::vector<double>>;
using CountRows = std::vector<std::vector<std::uint64_t>>;

inline constexpr double kPrinted = 1e-10;  ///< giddy's numbers are printed with ten decimals

/// Transitions of 48 US states between quintiles of each year, 1929-2009 (giddy).
inline const CountRows kUsjoin{
    {729, 71, 1, 0, 0}, {72, 567, 80, 3, 0}, {0, 81, 631, 86, 2}, {0, 3, 86, 573, 56}, {0, 0, 1, 57, 741}};

template <class T>
Array<T, Row, Column> table_of(const std::vector<std::vector<T>>& rows) {
  Array<T, Row, Column> out({rows.size(), rows.empty() ? 0 : rows.front().size()});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) out(i, j) = rows[i][j];
  }
  return out;
}
inline Matrix matrix(const Rows& rows) { return table_of(rows); }
inline Counts counts(const CountRows& rows) { return table_of(rows); }

/// Income per head of 48 US states, 1929 to 2009 (usjoin of PySAL): regions x years. The file has a row a year.
inline Array<double, Region, Year> read_usjoin(const std::filesystem::path& path) {
  std::vector<std::vector<double>> rows;
  std::ifstream file(path);
  std::string cell;
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    std::getline(row, cell, ',');  // the year
    rows.emplace_back();
    while (std::getline(row, cell, ',')) rows.back().push_back(std::strtod(cell.c_str(), nullptr));
  }
  Array<double, Region, Year> out({rows.front().size(), rows.size()});
  for (std::size_t t = 0; t < rows.size(); ++t) {
    for (std::size_t r = 0; r < rows[t].size(); ++r) out(r, t) = rows[t][r];
  }
  return out;
}

/// One year of a panel.
inline std::vector<double> year_of(const Array<double, Region, Year>& x, std::size_t t) {
  std::vector<double> out(x.extent<Region>());
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = x(r, t);
  return out;
}

/// Values relative to the mean of their year.
inline Array<double, Region, Year> relative(const Array<double, Region, Year>& x) {
  Array<double, Region, Year> out = x;
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    double total = 0;
    for (std::size_t r = 0; r < x.extent<Region>(); ++r) total += x(r, t);
    for (std::size_t r = 0; r < x.extent<Region>(); ++r) {
      out(r, t) = x(r, t) / (total / static_cast<double>(x.extent<Region>()));
    }
  }
  return out;
}

}  // namespace tidu::measure::testing
