// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidu::diffusion::agents {

/// What the agents of a block send to those who see them, sorted by the receivers' blocks. The memory stays from use to
/// use.
class GraphOutbox {
 public:
  void clear(std::size_t blocks) {
    agent_.clear();
    label_.clear();
    first_.assign(blocks + 1, 0);
  }

  /// label: bits above those of an offset in a block.
  void add(std::uint32_t agent, std::uint32_t label) {
    agent_.push_back(agent);
    label_.push_back(label);
  }

  /// Sorts by agent >> offset_bits; entries keep the low bits of the agent, and the label above them.
  void sort(unsigned offset_bits) {
    for (const std::uint32_t agent : agent_) ++first_[(agent >> offset_bits) + 1];
    for (std::size_t b = 1; b < first_.size(); ++b) first_[b] += first_[b - 1];
    next_.assign(first_.begin(), first_.end() - 1);
    sorted_.resize(agent_.size());
    const std::uint32_t mask = (std::uint32_t{1} << offset_bits) - 1;
    for (std::size_t k = 0; k < agent_.size(); ++k)
      sorted_[next_[agent_[k] >> offset_bits]++] = (agent_[k] & mask) | label_[k];
  }

  std::span<const std::uint32_t> entries(std::size_t block) const {
    return std::span(sorted_).subspan(first_[block], first_[block + 1] - first_[block]);
  }

 private:
  std::vector<std::uint32_t> agent_;
  std::vector<std::uint32_t> label_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> next_;
};

}  // namespace tidu::diffusion::agents
