// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidu::diffusion::agents {

/// Entries of agents, sorted by block: a counting sort whose memory stays from use to use.
class BlockSort {
 public:
  void clear(std::size_t blocks) {
    blocks_ = blocks;
    sorted_.clear();
    first_.clear();
  }

  /// Sorts by agent >> offset_bits, without those who are `nobody`. Entries keep the low bits of the agent and its
  /// label, which has none of them. Each call is a list of its own.
  void add(std::span<const std::uint32_t> agents, std::span<const std::uint32_t> labels, unsigned offset_bits,
           std::uint32_t nobody) {
    const std::size_t begin = first_.size();
    first_.resize(begin + blocks_ + 1, 0);
    std::uint32_t* first = first_.data() + begin;
    for (const std::uint32_t agent : agents) {
      if (agent != nobody) ++first[(agent >> offset_bits) + 1];
    }
    first[0] = static_cast<std::uint32_t>(sorted_.size());
    for (std::size_t b = 1; b <= blocks_; ++b) first[b] += first[b - 1];
    sorted_.resize(first[blocks_]);
    next_.assign(first, first + blocks_);
    const std::uint32_t mask = (std::uint32_t{1} << offset_bits) - 1;
    for (std::size_t k = 0; k < agents.size(); ++k) {
      if (agents[k] != nobody) sorted_[next_[agents[k] >> offset_bits]++] = (agents[k] & mask) | labels[k];
    }
  }

  /// The entries of a block in a list.
  std::span<const std::uint32_t> entries(std::size_t list, std::size_t block) const {
    const std::uint32_t* first = first_.data() + list * (blocks_ + 1) + block;
    return std::span(sorted_).subspan(first[0], first[1] - first[0]);
  }

 private:
  std::size_t blocks_ = 0;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> next_;
};

}  // namespace tidu::diffusion::agents
