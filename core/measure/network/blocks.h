// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/network/digraph.h"
#include "core/measure/network/options.h"

namespace tidu::measure {

/// A block's role between the others. The Chinese literature names the four roles 净受益, 净溢出, 双向溢出, 经纪人.
enum class BlockRole : std::uint8_t {
  net_beneficiary,  ///< keeps to itself what it sends and receives from outside
  net_spillover,    ///< sends outside
  bidirectional,    ///< sends within itself and outside
  broker,           ///< passes on: sends outside and receives from outside, little inside
  isolated,         ///< has no links at all
};

struct Block {
  std::size_t members = 0;
  std::size_t inside = 0;            ///< links between members
  std::size_t sent_outside = 0;      ///< links from members to others
  std::size_t received_outside = 0;  ///< links from others to members
  double inside_share = 0;           ///< inside / (inside + sent_outside); 0 where nothing is sent
  double expected_inside_share = 0;  ///< (g_k - 1)/(g - 1): were receivers drawn at random; 0 for a network of one node
  double received_density = 0;       ///< received_outside / (g_k (g - g_k)); 0 where there is nobody outside
  BlockRole role = BlockRole::isolated;
};

/// A network reduced to blocks.
struct BlockModel {
  std::vector<Block> blocks;
  Array<std::size_t, Group, OtherGroup> links;     ///< from a block (row) to a block
  Array<std::size_t, Group, OtherGroup> possible;  ///< g_k g_l, or g_k (g_k - 1) inside a block: 0 for a single member
  Array<double, Group, OtherGroup> density;        ///< links / possible; 0 where nothing is possible
  Array<std::size_t, Group, OtherGroup> image;     ///< 1 where links are possible and density >= that of the network
  double network_density = 0;
};

/// Densities between blocks, image matrix (alpha density criterion) and each block's role.   [Burt 1976; Wasserman &
/// Faust 1994, ch. 10; as used by Li Jing, Chen Shu, Wan Guanghua & Fu Chenmei 2014, 经济研究]
/// A block whose inside_share is at least the expected share is, under RoleRule::balance, a net beneficiary if it
/// receives more links from outside than it sends there, else bidirectional; below the expected share it is a net
/// spillover block if it sends more to outside than it receives, else a broker. Under RoleRule::received the second
/// question is whether received_density exceeds `received_threshold`: yes makes net beneficiary and broker, no makes
/// bidirectional and net spillover (Wasserman & Faust's "about 0" made a number). A block without links inside (a
/// single member, say) lies below the expected share; one that sends nothing but receives is a net beneficiary.
/// block_of  of each node, 0 .. blocks - 1; every block has a member.
/// errors    measure.blocks.shape (shape), measure.blocks.unknown, measure.blocks.empty (domain; from 1).
/// cost      O(links + blocks^2).
Result<BlockModel> block_model(const Digraph& graph, std::span<const std::size_t> block_of, std::size_t blocks,
                               RoleRule rule = RoleRule::balance, double received_threshold = 0.05);

}  // namespace tidu::measure
