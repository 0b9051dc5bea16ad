// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/blocks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/measure/network/support_test.h"

namespace tidu::measure {
namespace {

using testing::graph;

// Four blocks: 0, 1 link within and send to 2, 3, which only receive from them and link within; 4, 5 send to 6 and 7
// alone; 6 and 7 receive from 4 and 5 and pass on to 2.
const std::vector<std::string> kEight{"01100000", "10000000", "00010000", "00100000",
                                      "00000011", "00000011", "00100000", "00100000"};
const std::vector<std::size_t> kBlocks{0, 0, 1, 1, 2, 2, 3, 3};

TEST(BlockModel, WorkedByHand) {
  const auto out = block_model(graph(kEight), kBlocks, 4);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->links.values(), (std::vector<std::size_t>{2, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 4, 0, 2, 0, 0}));
  EXPECT_EQ(out->possible(0, 0), 2U);
  EXPECT_EQ(out->possible(0, 1), 4U);
  EXPECT_DOUBLE_EQ(out->network_density, 11.0 / 56);
  EXPECT_DOUBLE_EQ(out->density(0, 1), 0.25);
  EXPECT_EQ(out->image.values(), (std::vector<std::size_t>{1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0}));
  const Block& first = out->blocks[0];
  EXPECT_EQ(first.inside, 2U);
  EXPECT_EQ(first.sent_outside, 1U);
  EXPECT_DOUBLE_EQ(first.inside_share, 2.0 / 3);
  EXPECT_DOUBLE_EQ(first.expected_inside_share, 1.0 / 7);
  EXPECT_EQ(first.role, BlockRole::bidirectional);
  EXPECT_EQ(out->blocks[1].role, BlockRole::net_beneficiary);
  EXPECT_EQ(out->blocks[1].received_outside, 3U);
  EXPECT_DOUBLE_EQ(out->blocks[1].received_density, 0.25);
  EXPECT_EQ(out->blocks[2].role, BlockRole::net_spillover);
  EXPECT_EQ(out->blocks[3].role, BlockRole::broker);
}

TEST(BlockModel, RolesByWhatIsReceived) {
  const auto out = block_model(graph(kEight), kBlocks, 4, RoleRule::received, 0.3);
  EXPECT_EQ(out->blocks[0].role, BlockRole::bidirectional);
  EXPECT_EQ(out->blocks[1].role, BlockRole::bidirectional);  // 0.25 counts as about 0 here
  EXPECT_EQ(out->blocks[2].role, BlockRole::net_spillover);
  EXPECT_EQ(out->blocks[3].role, BlockRole::broker);  // receives 4 of 12
  EXPECT_EQ(block_model(graph(kEight), kBlocks, 4, RoleRule::received)->blocks[1].role, BlockRole::net_beneficiary);
}

TEST(BlockModel, LimitingCases) {
  const auto single = block_model(graph({"010", "001", "000"}), std::vector<std::size_t>{0, 1, 1}, 2);
  EXPECT_EQ(single->possible(0, 0), 0U);
  EXPECT_EQ(single->density(0, 0), 0);
  EXPECT_EQ(single->image(0, 0), 0U);
  EXPECT_EQ(single->blocks[0].expected_inside_share, 0);
  EXPECT_EQ(single->blocks[0].role, BlockRole::net_spillover);  // sends one link and can have none inside
  const auto last = block_model(graph({"010", "001", "000"}), std::vector<std::size_t>{0, 0, 1}, 2);
  EXPECT_EQ(last->blocks[1].role, BlockRole::net_beneficiary);  // receives one and sends none
  const auto whole = block_model(graph({"01", "10"}), std::vector<std::size_t>{0, 0}, 1);
  EXPECT_EQ(whole->blocks[0].inside_share, 1);
  EXPECT_EQ(whole->blocks[0].expected_inside_share, 1);
  EXPECT_EQ(whole->blocks[0].received_density, 0);
  EXPECT_EQ(whole->blocks[0].role, BlockRole::bidirectional);
  const auto alone = block_model(graph({"0"}), std::vector<std::size_t>{0}, 1);
  EXPECT_EQ(alone->blocks[0].role, BlockRole::isolated);
  EXPECT_EQ(alone->network_density, 0);
}

TEST(BlockModel, Refusals) {
  const Digraph two = graph({"01", "10"});
  EXPECT_REFUSED(block_model(two, std::vector<std::size_t>{0}, 1), ErrorCode::shape, "measure.blocks.shape");
  EXPECT_REFUSED(block_model(two, std::vector<std::size_t>{0, 2}, 2), ErrorCode::domain, "measure.blocks.unknown");
  EXPECT_REFUSED(block_model(two, std::vector<std::size_t>{0, 0}, 2), ErrorCode::domain, "measure.blocks.empty");
}

RC_GTEST_PROP(BlockModelProperty, LinksAddUp, ()) {
  const testing::Matrix a = testing::any_network();
  const std::size_t n = a.extent<Row>();
  std::vector<std::size_t> block_of(n);
  for (std::size_t i = 0; i < n; ++i) block_of[i] = std::min<std::size_t>(i, i % 3);
  const Digraph g = graph(a);
  const auto out = block_model(g, block_of, std::min<std::size_t>(n, 3));
  std::size_t links = 0, possible = 0, inside = 0, sent = 0, received = 0;
  for (const std::size_t count : out->links.values()) links += count;
  for (const std::size_t count : out->possible.values()) possible += count;
  for (const Block& block : out->blocks) {
    inside += block.inside;
    sent += block.sent_outside;
    received += block.received_outside;
  }
  RC_ASSERT(links == g.links());
  RC_ASSERT(possible == n * (n - 1));
  RC_ASSERT(sent == received);
  RC_ASSERT(inside + sent == links);
}

}  // namespace
}  // namespace tidu::measure
