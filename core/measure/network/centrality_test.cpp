// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/centrality.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <functional>

#include "core/measure/network/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::graph;
using testing::Matrix;

// Betweenness by listing every shortest path.
std::vector<double> plain_betweenness(const Matrix& a) {
  const std::size_t n = a.extent<Row>();
  std::vector<double> out(n);
  for (std::size_t from = 0; from < n; ++from) {
    for (std::size_t to = 0; to < n; ++to) {
      if (from == to) continue;
      std::vector<std::vector<std::size_t>> found;
      std::vector<std::size_t> path{from};
      const std::function<void(std::size_t)> walk = [&](std::size_t length) {
        if (path.back() == to) {
          found.push_back(path);
          return;
        }
        if (path.size() > length) return;
        for (std::size_t next = 0; next < n; ++next) {
          if (a(path.back(), next) == 0) continue;
          path.push_back(next);
          walk(length);
          path.pop_back();
        }
      };
      for (std::size_t length = 1; length < n && found.empty(); ++length) walk(length);
      for (const auto& p : found) {
        for (std::size_t k = 1; k + 1 < p.size(); ++k) out[p[k]] += 1 / static_cast<double>(found.size());
      }
    }
  }
  return out;
}

TEST(Centrality, TwelveTracts) {
  TIDU_GOLDEN(path, "sna12.csv");
  const auto out = centralities(graph(testing::golden_network(path)));  // R package sna
  ASSERT_TRUE(out);
  const std::vector<std::size_t> in{2, 5, 5, 5, 4, 4, 2, 5, 3, 2, 3, 4};
  const std::vector<std::size_t> sent{3, 5, 6, 3, 6, 4, 4, 6, 3, 2, 1, 1};
  const std::vector<double> between{
      0, 7.48333333333, 25.5666666667, 2.2, 21.2833333333, 16, 0.7, 16.9333333333, 3.33333333333, 0, 0, 0.5};
  const std::vector<double> close{0.478260869565, 0.578947368421, 0.6875, 0.52380952381,
                                  0.6875,         0.578947368421, 0.5,    0.647058823529,
                                  0.478260869565, 0.392857142857};
  const std::vector<double> harmonic{0.469696969697, 0.606060606061, 0.636363636364, 0.606060606061,
                                     0.590909090909, 0.575757575758, 0.44696969697,  0.621212121212,
                                     0.484848484848, 0.416666666667, 0.606060606061, 0.651515151515};
  for (std::size_t i = 0; i < 12; ++i) {
    const NodeCentrality& node = out->nodes[i];
    EXPECT_EQ(node.in_degree, in[i]);
    EXPECT_EQ(node.out_degree, sent[i]);
    EXPECT_NEAR(node.betweenness, between[i], 1e-10 * std::max(1.0, between[i]));
    EXPECT_NEAR(node.betweenness_share, between[i] / 110, 1e-12);
    EXPECT_NEAR(node.harmonic_in, harmonic[i], 1e-12);
    if (i < 10) {
      EXPECT_NEAR(node.classical_out.value(), close[i], 1e-12);
    } else {
      EXPECT_FALSE(node.classical_out);  // 11 and 12 reach only each other
    }
  }
  // So one definition for all: harmonic.
  EXPECT_EQ(out->closeness, Closeness::harmonic);
  EXPECT_EQ(out->nodes[0].closeness_in, out->nodes[0].harmonic_in);
}

// Marriages between Florentine families (Padgett & Ansell 1993, without the isolated Pucci). Jackson (2008, Social and
// Economic Networks, p. 4) prints betweenness .522 for the Medici, .255 for the Guadagni, .103 for the Strozzi.
TEST(Centrality, FlorentineFamilies) {
  enum Family : std::size_t {
    acciaiuoli,
    albizzi,
    barbadori,
    bischeri,
    castellani,
    ginori,
    guadagni,
    lamberteschi,
    medici,
    pazzi,
    peruzzi,
    ridolfi,
    salviati,
    strozzi,
    tornabuoni
  };
  const std::vector<std::pair<Family, Family>> marriages{
      {acciaiuoli, medici}, {castellani, peruzzi}, {castellani, strozzi}, {castellani, barbadori},
      {medici, barbadori},  {medici, ridolfi},     {medici, tornabuoni},  {medici, albizzi},
      {medici, salviati},   {salviati, pazzi},     {peruzzi, strozzi},    {peruzzi, bischeri},
      {strozzi, ridolfi},   {strozzi, bischeri},   {ridolfi, tornabuoni}, {tornabuoni, guadagni},
      {albizzi, ginori},    {albizzi, guadagni},   {bischeri, guadagni},  {guadagni, lamberteschi}};
  Matrix a({15, 15});
  for (const auto& [x, y] : marriages) a(x, y) = a(y, x) = 1;
  const auto out = centralities(graph(a));
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->nodes[medici].betweenness_share, 0.522, 0.0005);
  EXPECT_NEAR(out->nodes[guadagni].betweenness_share, 0.255, 0.0005);
  EXPECT_NEAR(out->nodes[strozzi].betweenness_share, 0.103, 0.0005);
  EXPECT_DOUBLE_EQ(out->nodes[medici].closeness_out, 14.0 / 25);
}

TEST(Centrality, ClosenessHasOneDefinitionForAllNodes) {
  const auto ring = centralities(graph({"010", "001", "100"}));
  EXPECT_EQ(ring->closeness, Closeness::classical);
  EXPECT_DOUBLE_EQ(ring->nodes[0].closeness_out, 2.0 / 3);
  EXPECT_DOUBLE_EQ(ring->nodes[0].closeness_in, 2.0 / 3);
  EXPECT_DOUBLE_EQ(ring->nodes[0].betweenness_share, 0.5);
  EXPECT_DOUBLE_EQ(ring->nodes[0].degree, 1);
  const auto path = graph({"010", "001", "000"});
  const auto harmonic = centralities(path);
  EXPECT_EQ(harmonic->closeness, Closeness::harmonic);
  EXPECT_DOUBLE_EQ(harmonic->nodes[0].closeness_out, 0.75);
  EXPECT_EQ(harmonic->nodes[2].closeness_out, 0);
  const auto penalised = centralities(path, ClosenessRule::penalised);
  EXPECT_DOUBLE_EQ(penalised->nodes[1].closeness_out, 2.0 / (1 + 3));
  EXPECT_DOUBLE_EQ(penalised->nodes[2].closeness_out, 2.0 / 6);
  EXPECT_DOUBLE_EQ(penalised->nodes[2].closeness_in, 2.0 / 3);
  EXPECT_EQ(centralities(graph({"010", "001", "100"}), ClosenessRule::harmonic)->closeness, Closeness::harmonic);
}

TEST(Centrality, LimitingCases) {
  const auto one = centralities(graph({"0"}));
  EXPECT_EQ(one->nodes[0].betweenness_share, 0);
  EXPECT_EQ(one->nodes[0].degree, 0);
  EXPECT_EQ(one->nodes[0].closeness_out, 0);
  const auto two = centralities(graph({"01", "00"}));
  EXPECT_EQ(two->nodes[0].betweenness_share, 0);
  EXPECT_EQ(two->nodes[0].degree, 1);
  EXPECT_EQ(two->nodes[1].closeness_in, 1);
  const auto empty = centralities(graph({"000", "000", "000"}));
  EXPECT_EQ(empty->nodes[1].closeness_out, 0);
  EXPECT_EQ(empty->nodes[1].betweenness, 0);
  // A star: every path runs through the middle.
  const auto star = centralities(graph({"0111", "1000", "1000", "1000"}));
  EXPECT_EQ(star->nodes[0].betweenness_share, 1);
  EXPECT_EQ(star->nodes[1].betweenness_share, 0);
}

// 4^500 paths are more than a double can count; from the ends of the layers each node lies on a quarter of them.
TEST(Centrality, AstronomicNumbersOfPaths) {
  constexpr std::size_t kLayers = 550;
  const std::size_t n = 4 * kLayers;
  Matrix a({n, n});
  for (std::size_t i = 0; i + 4 < n; ++i) {
    for (std::size_t j = 0; j < 4; ++j) a(i, (i / 4 + 1) * 4 + j) = 1;
  }
  const auto out = centralities(graph(a));
  ASSERT_TRUE(out);
  for (const std::size_t layer : {std::size_t{0}, std::size_t{1}, kLayers / 2, kLayers - 1}) {
    const auto before = static_cast<double>(4 * layer);
    const auto after = static_cast<double>(4 * (kLayers - 1 - layer));
    EXPECT_NEAR(out->nodes[4 * layer + 2].betweenness, before * after / 4, 1e-9 * (1 + before * after));
  }
}

TEST(Centrality, ExecutorsDoNotChangeBits) {
  Matrix a({150, 150});
  for (std::size_t i = 0; i < 150; ++i) {
    for (std::size_t j = 0; j < 150; ++j) a(i, j) = i != j && (i * i + 3 * j) % 7 == 0 ? 1 : 0;
  }
  tests::BackwardExecutor backward;
  tests::CancelledExecutor cancelled;
  const auto x = centralities(graph(a));
  const auto y = centralities(graph(a), ClosenessRule::automatic, backward);
  ASSERT_TRUE(x && y);
  for (std::size_t i = 0; i < 150; ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(x->nodes[i].betweenness),
              std::bit_cast<std::uint64_t>(y->nodes[i].betweenness));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(x->nodes[i].harmonic_in),
              std::bit_cast<std::uint64_t>(y->nodes[i].harmonic_in));
  }
  EXPECT_REFUSED(centralities(graph(a), ClosenessRule::automatic, cancelled), ErrorCode::cancelled,
                 "measure.network.cancelled");
}

RC_GTEST_PROP(CentralityProperty, BetweennessCountsShortestPathsAndIgnoresLabels, ()) {
  Matrix a = testing::any_network();
  if (a.extent<Row>() > 6) a = testing::renumbered(a, {0, 1, 2, 3, 4, 5});
  const auto out = centralities(graph(a));
  const auto plain = plain_betweenness(a);
  const auto order = testing::any_order(a.extent<Row>());
  const auto other = centralities(graph(testing::renumbered(a, order)));
  for (std::size_t i = 0; i < plain.size(); ++i) {
    RC_ASSERT(std::fabs(out->nodes[i].betweenness - plain[i]) < 1e-12);
    RC_ASSERT(std::fabs(other->nodes[i].betweenness - plain[order[i]]) < 1e-12);
    RC_ASSERT(std::fabs(other->nodes[i].closeness_out - out->nodes[order[i]].closeness_out) < 1e-12);
    RC_ASSERT(std::fabs(other->nodes[i].closeness_in - out->nodes[order[i]].closeness_in) < 1e-12);
    RC_ASSERT(out->nodes[i].betweenness_share <= 1 + 1e-12);
  }
}

}  // namespace
}  // namespace tidu::measure
