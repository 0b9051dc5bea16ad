// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/blocks.h"

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

BlockRole role_of(const Block& block, RoleRule rule, double received_threshold) {
  if (block.inside + block.sent_outside + block.received_outside == 0) return BlockRole::isolated;
  if (block.inside + block.sent_outside == 0) return BlockRole::net_beneficiary;
  const bool inward = block.inside > 0 && block.inside_share >= block.expected_inside_share;
  if (rule == RoleRule::received) {
    const bool receives = block.received_density > received_threshold;
    if (inward) return receives ? BlockRole::net_beneficiary : BlockRole::bidirectional;
    return receives ? BlockRole::broker : BlockRole::net_spillover;
  }
  if (inward) {
    return block.received_outside > block.sent_outside ? BlockRole::net_beneficiary : BlockRole::bidirectional;
  }
  return block.sent_outside > block.received_outside ? BlockRole::net_spillover : BlockRole::broker;
}

Result<std::vector<Block>> count_members(std::size_t nodes, std::span<const std::size_t> block_of, std::size_t blocks) {
  if (block_of.size() != nodes) {
    return refuse(ErrorCode::shape, "measure.blocks.shape", "measure.blocks.shape.hint", block_of.size(), nodes);
  }
  std::vector<Block> out(blocks);
  for (std::size_t i = 0; i < nodes; ++i) {
    if (block_of[i] >= blocks) {
      return refuse(ErrorCode::domain, "measure.blocks.unknown", "measure.blocks.unknown.hint", i + 1, block_of[i],
                    blocks);
    }
    ++out[block_of[i]].members;
  }
  for (std::size_t k = 0; k < blocks; ++k) {
    if (out[k].members == 0) {
      return refuse(ErrorCode::domain, "measure.blocks.empty", "measure.blocks.empty.hint", k + 1);
    }
  }
  return out;
}

}  // namespace

Result<BlockModel> block_model(const Digraph& graph, std::span<const std::size_t> block_of, std::size_t blocks,
                               RoleRule rule, double received_threshold) {
  const std::size_t n = graph.nodes();
  auto counted = count_members(n, block_of, blocks);
  if (!counted) return tl::unexpected(counted.error());
  BlockModel out{.blocks = std::move(*counted),
                 .links = Array<std::size_t, Group, OtherGroup>({blocks, blocks}),
                 .possible = Array<std::size_t, Group, OtherGroup>({blocks, blocks}),
                 .density = Array<double, Group, OtherGroup>({blocks, blocks}),
                 .image = Array<std::size_t, Group, OtherGroup>({blocks, blocks}),
                 .network_density = ratio(graph.links(), n * (n - 1))};
  for (std::size_t i = 0; i < n; ++i) {
    for (const std::uint32_t j : graph.targets(i)) ++out.links(block_of[i], block_of[j]);
  }
  for (std::size_t k = 0; k < blocks; ++k) {
    Block& block = out.blocks[k];
    for (std::size_t l = 0; l < blocks; ++l) {
      out.possible(k, l) = block.members * (k == l ? block.members - 1 : out.blocks[l].members);
      out.density(k, l) = ratio(out.links(k, l), out.possible(k, l));
      out.image(k, l) = out.possible(k, l) > 0 && out.density(k, l) >= out.network_density ? 1 : 0;
      if (k == l) continue;
      block.sent_outside += out.links(k, l);
      block.received_outside += out.links(l, k);
    }
    block.inside = out.links(k, k);
    block.inside_share = ratio(block.inside, block.inside + block.sent_outside);
    block.expected_inside_share = ratio(block.members - 1, n - 1);
    block.received_density = ratio(block.received_outside, block.members * (n - block.members));
    block.role = role_of(block, rule, received_threshold);
  }
  return out;
}

}  // namespace tidu::measure
