// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/structure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "core/measure/network/support_test.h"

namespace tidu::measure {
namespace {

using testing::graph;
using testing::Matrix;

// Distances by Floyd and Warshall; far = no path.
constexpr std::size_t kFar = 1000;
std::vector<std::vector<std::size_t>> all_distances(const Matrix& a) {
  const std::size_t n = a.extent<Row>();
  std::vector<std::vector<std::size_t>> d(n, std::vector<std::size_t>(n, kFar));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) d[i][j] = i == j ? 0 : a(i, j) != 0 ? 1 : kFar;
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
    }
  }
  return d;
}

Matrix both_directions(const Matrix& a) {
  Matrix out = a;
  for (std::size_t i = 0; i < a.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < a.extent<Row>(); ++j) out(i, j) = std::max(a(i, j), a(j, i));
  }
  return out;
}

// Krackhardt's measures from their definitions, pair by pair.
struct Plain {
  double connectedness = 1, hierarchy = 1, efficiency = 1, efficiency_undirected = 1, upper_boundedness = 1;
};

Plain plain_measures(const Matrix& a) {
  const std::size_t n = a.extent<Row>();
  const auto d = all_distances(a);
  const auto weak = all_distances(both_directions(a));
  double links = 0, pairs = 0, joined = 0, any = 0, both = 0, bare = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) links += i != j && a(i, j) != 0 ? 1 : 0;
    for (std::size_t j = 0; j < i; ++j) {
      ++pairs;
      joined += weak[i][j] < kFar ? 1 : 0;
      any += d[i][j] < kFar || d[j][i] < kFar ? 1 : 0;
      both += d[i][j] < kFar && d[j][i] < kFar ? 1 : 0;
      if (weak[i][j] == kFar) continue;
      bool least = false;
      for (std::size_t u = 0; u < n; ++u) {
        bool good = d[u][i] < kFar && d[u][j] < kFar;
        for (std::size_t v = 0; v < n; ++v) good = good && !(d[v][i] < kFar && d[v][j] < kFar && d[v][u] == kFar);
        least = least || good;
      }
      bare += least ? 0 : 1;
    }
  }
  double tree = 0, directed = 0, undirected = 0;
  std::vector<bool> seen(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (seen[i]) continue;
    double size = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (weak[i][j] == kFar) continue;
      seen[j] = true;
      ++size;
    }
    tree += size - 1;
    directed += size * (size - 1) - (size - 1);
    undirected += size * (size - 1) / 2 - (size - 1);
  }
  const Matrix symmetric = both_directions(a);
  double lines = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) lines += symmetric(i, j) != 0 ? 1 : 0;
  }
  Plain out;
  if (pairs > 0) out.connectedness = joined / pairs;
  if (any > 0) out.hierarchy = 1 - both / any;
  if (directed > 0) out.efficiency = 1 - (links - tree) / directed;
  if (undirected > 0) out.efficiency_undirected = 1 - (lines - tree) / undirected;
  if (undirected > 0) out.upper_boundedness = 1 - bare / undirected;
  return out;
}

TEST(NetworkStructure, TwelveTracts) {
  TIDU_GOLDEN(path, "sna12.csv");
  const auto out = network_structure(graph(testing::golden_network(path)));  // R package sna
  EXPECT_EQ(out.nodes, 12U);
  EXPECT_EQ(out.links, 44U);
  EXPECT_NEAR(out.density, 1.0 / 3, 1e-15);
  EXPECT_NEAR(out.reciprocity, 0.818181818182, 1e-12);
  EXPECT_NEAR(out.reciprocity_dyadic, 0.878787878788, 1e-12);
  EXPECT_NEAR(out.transitivity, 0.528985507246, 1e-12);
  EXPECT_EQ(out.connectedness, 1);
  EXPECT_NEAR(out.hierarchy, 0.30303030303, 1e-11);
  EXPECT_NEAR(out.efficiency, 0.727272727273, 1e-12);
  EXPECT_EQ(out.upper_boundedness, 1);
}

// Krackhardt (1994): an out-tree, his ideal organisation, scores 1 on all four conditions.
TEST(NetworkStructure, AnOutTreeIsKrackhardtsIdeal) {
  const auto out =
      network_structure(graph({"0110000", "0001100", "0000011", "0000000", "0000000", "0000000", "0000000"}));
  EXPECT_EQ(out.connectedness, 1);
  EXPECT_EQ(out.hierarchy, 1);
  EXPECT_EQ(out.efficiency, 1);
  EXPECT_EQ(out.efficiency_undirected, 1);
  EXPECT_EQ(out.upper_boundedness, 1);
  EXPECT_EQ(out.reciprocity, 0);
  EXPECT_EQ(out.diameter, 2U);
}

// Two bosses under one chief, both over the same two workers: the workers' upper bounds are all three, none of which is
// reached by the others. The package sna finds the chief, who reaches all bounds, and sees no violation.
TEST(NetworkStructure, ALeastUpperBoundIsTheLeast) {
  const auto out = network_structure(graph({"01100", "00011", "00011", "00000", "00000"}));
  EXPECT_DOUBLE_EQ(out.upper_boundedness, 1 - 1.0 / 6);
}

TEST(NetworkStructure, LimitingCases) {
  const auto one = network_structure(graph({"0"}));
  EXPECT_EQ(one.density, 0);
  EXPECT_EQ(one.connectedness, 1);
  EXPECT_EQ(one.efficiency, 1);
  EXPECT_EQ(one.isolates, 1U);
  const auto empty = network_structure(graph({"0000", "0000", "0000", "0000"}));
  EXPECT_EQ(empty.density, 0);
  EXPECT_EQ(empty.connectedness, 0);
  EXPECT_EQ(empty.hierarchy, 1);
  EXPECT_EQ(empty.reciprocity, 1);
  EXPECT_EQ(empty.transitivity, 1);
  EXPECT_EQ(empty.isolates, 4U);
  EXPECT_EQ(empty.weak_components, 4U);
  EXPECT_EQ(empty.mean_distance, 0);
  const auto full = network_structure(graph({"0111", "1011", "1101", "1110"}));
  EXPECT_EQ(full.density, 1);
  EXPECT_EQ(full.connectedness, 1);
  EXPECT_EQ(full.hierarchy, 0);
  EXPECT_EQ(full.efficiency, 0);
  EXPECT_EQ(full.efficiency_undirected, 0);
  EXPECT_EQ(full.upper_boundedness, 1);
  EXPECT_EQ(full.reciprocity, 1);
  EXPECT_EQ(full.transitivity, 1);
  EXPECT_EQ(full.mean_distance, 1);
  EXPECT_EQ(full.strong_components, 1U);
}

TEST(NetworkStructure, ConnectednessOfThreeKinds) {
  // 0 -> 1 <- 2, and 3 by itself.
  const auto out = network_structure(graph({"0100", "0000", "0100", "0000"}));
  EXPECT_DOUBLE_EQ(out.connectedness, 3.0 / 6);
  EXPECT_DOUBLE_EQ(out.connectedness_one_way, 2.0 / 6);
  EXPECT_DOUBLE_EQ(out.connectedness_ordered, 2.0 / 12);
  EXPECT_EQ(out.weak_components, 2U);
  EXPECT_EQ(out.strong_components, 4U);
  EXPECT_EQ(out.isolates, 1U);
}

TEST(NetworkStructure, MoreNodesThanBitsOfAWord) {
  // A ring of 130: everybody reaches everybody, distances 1 ... 129.
  Matrix ring({130, 130});
  for (std::size_t i = 0; i < 130; ++i) ring(i, (i + 1) % 130) = 1;
  const auto out = network_structure(graph(ring));
  EXPECT_EQ(out.hierarchy, 0);
  EXPECT_EQ(out.strong_components, 1U);
  EXPECT_EQ(out.mean_distance, 65);
  EXPECT_EQ(out.diameter, 129U);
  EXPECT_EQ(out.connectedness_ordered, 1);
  EXPECT_EQ(out.upper_boundedness, 1);
}

TEST(Digraph, Refusals) {
  EXPECT_REFUSED(Digraph::from_matrix(Matrix({0, 0})), ErrorCode::shape, "measure.network.shape");
  EXPECT_REFUSED(Digraph::from_matrix(Matrix({2, 3})), ErrorCode::shape, "measure.network.shape");
  EXPECT_REFUSED(Digraph::from_matrix(View<const double, Row, Column>(nullptr, {kMaximumNodes + 1, kMaximumNodes + 1})),
                 ErrorCode::limit, "measure.network.too_many");
  Matrix bad({3, 3});
  bad(1, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(Digraph::from_matrix(bad));  // the diagonal is not read
  bad(1, 2) = std::numeric_limits<double>::infinity();
  const auto out = Digraph::from_matrix(bad);
  EXPECT_REFUSED(out, ErrorCode::domain, "measure.network.not_finite");
  EXPECT_EQ(out.error().message, text("measure.network.not_finite", 2, 3));
}

RC_GTEST_PROP(NetworkStructureProperty, AgreesWithTheDefinitionsPairByPair, ()) {
  const Matrix a = testing::any_network();
  const auto out = network_structure(graph(a));
  const Plain plain = plain_measures(a);
  RC_ASSERT(std::abs(out.connectedness - plain.connectedness) < 1e-15);
  RC_ASSERT(std::abs(out.hierarchy - plain.hierarchy) < 1e-15);
  RC_ASSERT(std::abs(out.efficiency - plain.efficiency) < 1e-15);
  RC_ASSERT(std::abs(out.efficiency_undirected - plain.efficiency_undirected) < 1e-15);
  RC_ASSERT(std::abs(out.upper_boundedness - plain.upper_boundedness) < 1e-15);
  const auto d = all_distances(a);
  std::size_t pairs = 0, sum = 0, longest = 0;
  for (const auto& row : d) {
    for (const std::size_t distance : row) {
      if (distance == 0 || distance == kFar) continue;
      ++pairs;
      sum += distance;
      longest = std::max(longest, distance);
    }
  }
  RC_ASSERT(out.diameter == longest);
  RC_ASSERT(std::abs(out.mean_distance * static_cast<double>(pairs) - static_cast<double>(sum)) < 1e-9);
}

RC_GTEST_PROP(NetworkStructureProperty, IgnoresLabelsAndStrengths, ()) {
  const Matrix a = testing::any_network();
  Matrix b = testing::renumbered(a, testing::any_order(a.extent<Row>()));
  for (double& value : b.values()) value *= -3.5;
  const auto x = network_structure(graph(a));
  const auto y = network_structure(graph(b));
  RC_ASSERT(x.links == y.links);
  RC_ASSERT(x.reciprocity == y.reciprocity);
  RC_ASSERT(x.transitivity == y.transitivity);
  RC_ASSERT(x.hierarchy == y.hierarchy);
  RC_ASSERT(x.efficiency == y.efficiency);
  RC_ASSERT(x.upper_boundedness == y.upper_boundedness);
  RC_ASSERT(x.strong_components == y.strong_components);
}

}  // namespace
}  // namespace tidu::measure
