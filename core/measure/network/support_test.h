// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "core/measure/network/digraph.h"
#include "core/measure/support_test.h"

namespace tidu::measure::testing {

using Matrix = Array<double, Row, Column>;

/// A matrix from rows of digits: matrix({"010", "001", "100"}).
inline Matrix matrix(const std::vector<std::string>& rows) {
  Matrix out({rows.size(), rows.size()});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows.size(); ++j) out(i, j) = rows[i][j] - '0';
  }
  return out;
}

inline Digraph graph(const Matrix& a) { return *Digraph::from_matrix(a); }
inline Digraph graph(const std::vector<std::string>& rows) { return graph(matrix(rows)); }

/// The network of 12 tracts in the golden file of that name.
inline Matrix golden_network(const std::filesystem::path& path) {
  const auto columns = read_columns(path);
  Matrix out({12, 12});
  for (std::size_t j = 0; j < 12; ++j) {
    for (std::size_t i = 0; i < 12; ++i) out(i, j) = columns.at(std::to_string(j + 1))[i];
  }
  return out;
}

/// out(i, j) = a(order[i], order[j]).
inline Matrix renumbered(const Matrix& a, const std::vector<std::size_t>& order) {
  Matrix out({order.size(), order.size()});
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) out(i, j) = a(order[i], order[j]);
  }
  return out;
}

/// A random network of 1 to 9 nodes, from empty to full.
inline Matrix any_network() {
  const auto n = *rc::gen::inRange<std::size_t>(1, 10);
  const int links_in_ten = *rc::gen::inRange(0, 11);
  const auto draws = *rc::gen::container<std::vector<int>>(n * n, rc::gen::inRange(0, 10));
  Matrix out({n, n});
  for (std::size_t i = 0; i < n * n; ++i) out.values()[i] = i % (n + 1) != 0 && draws[i] < links_in_ten ? 1 : 0;
  return out;
}

inline std::vector<std::size_t> any_order(std::size_t n) {
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  return order;
}

}  // namespace tidu::measure::testing
