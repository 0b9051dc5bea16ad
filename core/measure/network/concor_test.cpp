// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/concor.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/measure/network/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::matrix;
using testing::Matrix;

using Blocks = std::vector<std::size_t>;

// Two groups of three that link within, joined by one link.
const std::vector<std::string> kTwoGroups{"011000", "101000", "110100", "000011", "000101", "000110"};

std::set<std::set<std::size_t>> partition(const Concor& c, const Blocks& name) {
  std::vector<std::set<std::size_t>> sets(c.blocks);
  for (std::size_t i = 0; i < c.block_of.size(); ++i) sets[c.block_of[i]].insert(name[i]);
  return {sets.begin(), sets.end()};
}

TEST(Concor, TwelveTracts) {
  TIDU_GOLDEN(path, "sna12.csv");
  const auto out = concor(testing::golden_network(path), {.depth = 1});  // cor() iterated in R
  ASSERT_TRUE(out);
  EXPECT_EQ(out->blocks, 2U);
  EXPECT_EQ(out->block_of, (Blocks{0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0}));
  EXPECT_TRUE(out->splits[0].split);
}

TEST(Concor, GroupsAreFound) {
  const auto out = concor(matrix(kTwoGroups), {.depth = 1});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->block_of, (Blocks{0, 0, 0, 1, 1, 1}));
  const auto ignored = concor(matrix(kTwoGroups), {.depth = 1, .diagonal = ConcorDiagonal::ignored});
  EXPECT_EQ(ignored->block_of, (Blocks{0, 0, 0, 1, 1, 1}));
  const auto reciprocal = concor(matrix(kTwoGroups), {.depth = 1, .diagonal = ConcorDiagonal::reciprocal});
  EXPECT_EQ(reciprocal->block_of, (Blocks{0, 0, 0, 1, 1, 1}));
}

// The pair (0, 1) of kTwoGroups, written out: received columns and sent rows.
TEST(Concor, ProfilesOfTheDiagonalRules) {
  // Nodes 0 and 1 link to each other and to 2 and have the same links otherwise: with own cells set aside they are
  // equal, so that these rules keep them together at any depth, while "kept" sees 0 where the other has 1.
  for (const ConcorDiagonal diagonal : {ConcorDiagonal::reciprocal, ConcorDiagonal::ignored}) {
    const auto out = concor(matrix(kTwoGroups), {.depth = 4, .diagonal = diagonal});
    EXPECT_EQ(out->block_of[0], out->block_of[1]);
    EXPECT_EQ(out->block_of[4], out->block_of[5]);
    EXPECT_NE(out->block_of[1], out->block_of[2]);
    EXPECT_EQ(out->blocks, 4U);
  }
  const auto kept = concor(matrix(kTwoGroups), {.depth = 4});
  EXPECT_NE(kept->block_of[0], kept->block_of[1]);
}

TEST(Concor, EqualProfilesStayWhole) {
  const auto empty = concor(Matrix({4, 4}), {.depth = 3});
  EXPECT_EQ(empty->blocks, 1U);
  EXPECT_FALSE(empty->splits[0].split);
  EXPECT_EQ(empty->splits.size(), 1U);
  const auto full = concor(matrix({"011", "101", "110"}), {.depth = 2, .diagonal = ConcorDiagonal::ignored});
  EXPECT_EQ(full->blocks, 1U);
}

TEST(Concor, IsolatesFormABlock) {
  // Two isolates beside a group that links within.
  const auto out = concor(matrix({"011000", "101000", "110000", "000000", "000000", "000000"}), {.depth = 1});
  EXPECT_EQ(out->block_of, (Blocks{0, 0, 0, 1, 1, 1}));
}

TEST(Concor, ASymmetricNetworkIsNotSplitByRounding) {
  // A directed ring of four: every node stands to the others as every other does.
  const auto out = concor(matrix({"0100", "0010", "0001", "1000"}));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->blocks, 1U);
  EXPECT_EQ(out->splits.front().iterations, 100U);
  const auto triangle = concor(matrix({"010", "001", "100"}));
  EXPECT_EQ(triangle->blocks, 1U);
  EXPECT_FALSE(triangle->splits[0].split);
}

TEST(Concor, ExecutorsDoNotChangeBlocks) {
  Matrix a({70, 70});
  for (std::size_t i = 0; i < 70; ++i) {
    for (std::size_t j = 0; j < 70; ++j) a(i, j) = i != j ? static_cast<double>((i * i + 3 * j) % 11) : 0;
  }
  tests::BackwardExecutor backward;
  tests::CancelledExecutor cancelled;
  const auto x = concor(a, {.depth = 3});
  const auto y = concor(a, {.depth = 3}, backward);
  EXPECT_EQ(x->block_of, y->block_of);
  EXPECT_EQ(x->splits[0].iterations, y->splits[0].iterations);
  EXPECT_REFUSED(concor(a, {}, cancelled), ErrorCode::cancelled, "measure.concor.cancelled");
}

TEST(Concor, Refusals) {
  EXPECT_REFUSED(concor(Matrix({2, 3})), ErrorCode::shape, "measure.concor.shape");
  EXPECT_REFUSED(concor(Matrix({1, 1})), ErrorCode::shape, "measure.concor.too_few");
  EXPECT_REFUSED(concor(Matrix({0, 0})), ErrorCode::shape, "measure.concor.too_few");
  Matrix bad({3, 3});
  bad(1, 2) = std::numeric_limits<double>::quiet_NaN();
  const auto refused = concor(bad);
  EXPECT_REFUSED(refused, ErrorCode::domain, "measure.concor.not_finite");
  EXPECT_EQ(refused.error().message, text("measure.concor.not_finite", 2, 3));
  EXPECT_REFUSED(concor(Matrix({3, 3}), {.depth = 0}), ErrorCode::domain, "measure.concor.depth");
  EXPECT_REFUSED(concor(Matrix({3, 3}), {.depth = 21}), ErrorCode::domain, "measure.concor.depth");
  EXPECT_REFUSED(concor(Matrix({3, 3}), {.iterations = 0}), ErrorCode::domain, "measure.concor.iterations");
}

RC_GTEST_PROP(ConcorProperty, BlocksIgnoreLabelsAndUnits, ()) {
  const Matrix a = testing::any_network();
  RC_PRE(a.extent<Row>() >= 2);
  const auto order = testing::any_order(a.extent<Row>());
  Matrix b = testing::renumbered(a, order);
  for (double& value : b.values()) value *= 0.3;
  Blocks same(order.size());
  for (std::size_t i = 0; i < same.size(); ++i) same[i] = i;
  const auto x = concor(a);
  const auto y = concor(b);
  RC_ASSERT(x->blocks <= 4);
  RC_ASSERT(x->block_of[0] == 0);
  RC_ASSERT(partition(*x, same) == partition(*y, order));
}

}  // namespace
}  // namespace tidu::measure
