// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/block_sort.h"

namespace tidu::diffusion::agents {

/// Agents whose contacts one outbox holds, and outboxes that are filled before their entries are applied: with eight
/// matchings an outbox has a megabyte, which stays in the second cache, and as many are filled as the memory's lines
/// are not walked twice in a step.
inline constexpr std::uint64_t kSenders = 1 << 15;
inline constexpr std::size_t kOutboxes = 48;

/// What some agents send to their contacts: for each matching the contacts, sorted by block. The memory stays from use
/// to use.
class Outbox {
 public:
  /// Senders first ... end - 1 belong to one cell.
  struct Run {
    std::uint32_t cell;
    std::size_t first;
    std::size_t end;
  };

  void clear(std::size_t blocks) {
    sorted_.clear(blocks);
    runs_.clear();
    sender_.clear();
    label_.clear();
  }

  /// label: bits that go with each entry of the sender, above those of an offset in a block.
  void add_sender(std::uint32_t agent, std::uint32_t label) {
    sender_.push_back(agent);
    label_.push_back(label);
  }
  /// The senders added since the last run are of this cell.
  void close_run(std::uint32_t cell) {
    runs_.push_back({cell, runs_.empty() ? 0 : runs_.back().end, sender_.size()});
    domain_.resize(sender_.size());
    position_.resize(sender_.size());
  }

  std::span<const Run> runs() const { return runs_; }
  std::span<const std::uint32_t> senders() const { return sender_; }
  std::span<std::uint32_t> domains() { return domain_; }
  std::span<std::uint32_t> positions() { return position_; }

  /// Takes positions() for the numbers of the senders' contacts in the next matching, `alone` for none.
  void add_matching(unsigned offset_bits, std::uint32_t alone) { sorted_.add(position_, label_, offset_bits, alone); }

  /// The entries of a block's agents from the matching-th call of add_matching.
  std::span<const std::uint32_t> entries(std::size_t matching, std::size_t block) const {
    return sorted_.entries(matching, block);
  }

 private:
  std::vector<Run> runs_;
  std::vector<std::uint32_t> sender_;
  std::vector<std::uint32_t> label_;
  std::vector<std::uint32_t> domain_;
  std::vector<std::uint32_t> position_;
  BlockSort sorted_;
};

}  // namespace tidu::diffusion::agents
