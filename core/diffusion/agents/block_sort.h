// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidu::diffusion::agents {

/// Room for `size` entries and an eighth more: lists that double would cost the memory of as many agents again.
inline void grow_to(std::vector<std::uint32_t>& entries, std::size_t size) {
  if (entries.capacity() < size) entries.reserve(size + size / 8);
  if (entries.size() < size) entries.resize(size);
}

/// Entries of agents, sorted by block: a counting sort whose memory stays from use to use.
class BlockSort {
 public:
  void clear(std::size_t blocks) {
    blocks_ = blocks;
    used_ = 0;
    first_.clear();
  }

  /// Sorts by agent >> offset_bits, without those who are `nobody`. Entries keep the low bits of the agent and its
  /// label, which has none of them. Each call is a list of its own.
  void add(std::span<const std::uint32_t> agents, std::span<const std::uint32_t> labels, unsigned offset_bits,
           std::uint32_t nobody) {
    std::uint32_t* count = begin_list();
    for (const std::uint32_t agent : agents) {
      if (agent != nobody) ++count[agent >> offset_bits];
    }
    cumulate();
    const std::uint32_t mask = (std::uint32_t{1} << offset_bits) - 1;
    for (std::size_t k = 0; k < agents.size(); ++k) {
      if (agents[k] != nobody) sorted_[next_[agents[k] >> offset_bits]++] = (agents[k] & mask) | labels[k];
    }
  }

  /// Sorts entries as they are, by the block of each: a list of its own.
  void add(std::span<const std::uint32_t> entries, std::span<const std::uint32_t> block) {
    std::uint32_t* count = begin_list();
    for (const std::uint32_t b : block) ++count[b];
    cumulate();
    std::uint32_t* sorted = sorted_.data();
    std::uint32_t* next = next_.data();
    for (std::size_t k = 0; k < entries.size(); ++k) sorted[next[block[k]]++] = entries[k];
  }

  /// The entries of a block in a list.
  std::span<const std::uint32_t> entries(std::size_t list, std::size_t block) const {
    const std::uint32_t* first = first_.data() + list * (blocks_ + 1) + block;
    return std::span(sorted_).subspan(first[0], first[1] - first[0]);
  }

 private:
  // Room for the number of entries of each block.
  std::uint32_t* begin_list() {
    first_.resize(first_.size() + blocks_ + 1, 0);
    return first_.data() + first_.size() - blocks_;
  }

  // From the numbers of entries to where each block begins, and room for them.
  void cumulate() {
    std::uint32_t* first = first_.data() + first_.size() - blocks_ - 1;
    first[0] = used_;
    for (std::size_t b = 1; b <= blocks_; ++b) first[b] += first[b - 1];
    next_.assign(first, first + blocks_);
    used_ = first[blocks_];
    grow_to(sorted_, used_);
  }

  std::size_t blocks_ = 0;
  std::uint32_t used_ = 0;  // entries of all lists; behind them those of an earlier use
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> next_;
};

}  // namespace tidu::diffusion::agents
