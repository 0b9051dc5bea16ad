// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/assert.h"
#include "core/base/executor.h"
#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {

/// The blocks first <= b < end, and the agents in them.
struct BlockRange {
  std::size_t first = 0;
  std::size_t end = 0;
  Range agents;

  std::size_t size() const { return end - first; }
};

/// What a rank of `ranks` holds: blocks in order, as many as the others or one more; none where there are fewer blocks
/// than ranks.
inline BlockRange blocks_of_rank(const Layout& layout, int rank, int ranks) {
  TIDU_ASSERT(0 <= rank && rank < ranks);
  const auto share = [&](int r) {
    return layout.blocks() * static_cast<std::size_t>(r) / static_cast<std::size_t>(ranks);
  };
  BlockRange range{.first = share(rank), .end = share(rank + 1)};
  range.agents = {std::min(range.first * kBlockAgents, layout.agents()),
                  std::min(range.end * kBlockAgents, layout.agents())};
  return range;
}

/// Entries that other ranks have sent. A message of a rank: how many entries there are for each block of the receiver
/// and each matching, matchings of a block one after another; then the entries in the same order.
class Inbox {
 public:
  RankWords& words() { return words_; }

  /// Finds the entries in the words, which were sent to `blocks`.
  void open(const BlockRange& blocks, std::size_t matchings) {
    blocks_ = blocks;
    matchings_ = matchings;
    first_.clear();
    std::size_t at = 0;
    for (const std::uint64_t count : words_.counts) {
      if (count > 0) add_message(at);
      at += static_cast<std::size_t>(count);
    }
  }

  std::size_t messages() const { return lists() > 0 ? first_.size() / (lists() + 1) : 0; }

  std::span<const std::uint32_t> entries(std::size_t message, std::size_t matching, std::size_t block) const {
    const std::size_t k = message * (lists() + 1) + (block - blocks_.first) * matchings_ + matching;
    return std::span(words_.words).subspan(first_[k], first_[k + 1] - first_[k]);
  }

 private:
  std::size_t lists() const { return blocks_.size() * matchings_; }

  void add_message(std::size_t at) {
    std::size_t first = at + lists();
    first_.push_back(first);
    for (std::size_t k = 0; k < lists(); ++k) first_.push_back(first += words_.words[at + k]);
  }

  RankWords words_;
  BlockRange blocks_;
  std::size_t matchings_ = 0;
  std::vector<std::size_t> first_;  // by message and list, and one more a message
};

}  // namespace tidu::diffusion::agents
