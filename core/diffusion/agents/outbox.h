// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/block_sort.h"
#include "core/diffusion/agents/kernels.h"
#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {

/// Agents whose contacts one outbox holds: with eight matchings an outbox has a megabyte, which stays in the second
/// cache.
inline constexpr std::uint64_t kSenders = 1 << 15;

/// Outboxes that are filled before their entries are added: so many that the counts of contacts are walked once in
/// steps in which at most six of a thousand agents change.
inline constexpr std::uint64_t most_outboxes(std::uint64_t blocks) {
  constexpr std::uint64_t kLeast = 48;
  constexpr std::uint64_t kBlocks = 5;  // to an outbox
  return std::max(kLeast, blocks / kBlocks);
}

/// What some agents send to their contacts, in each matching: those within the block of the sender in the order of
/// senders, and those beyond it sorted by block. The memory stays from use to use.
///
/// An entry has the offset of the contact in its block (kOffsetBits), a sign (1 bit) and the sender's group (3 bits).
class Outbox {
 public:
  static constexpr unsigned kOffsetBits = 20;
  static constexpr std::uint32_t kOffsetMask = (std::uint32_t{1} << kOffsetBits) - 1;
  static constexpr std::uint32_t kTaken = std::uint32_t{1} << kOffsetBits;  ///< sign of those who cease to be seen
  static constexpr unsigned kGroupShift = 21;
  static_assert(kBlockAgents == std::uint64_t{1} << kOffsetBits);

  /// Senders first ... end - 1 belong to one cell and one block.
  struct Run {
    std::uint32_t cell;
    std::uint32_t block;
    std::size_t first;
    std::size_t end;
  };

  void clear(std::size_t blocks) {
    sorted_.clear(blocks);
    runs_.clear();
    senders_.clear();
    labels_.clear();
    stayed_ = 0;
    stayed_first_.clear();
  }

  /// Senders of one cell and block; changes have the offset of the sender and the sign.
  void add_run(std::uint32_t cell, std::uint32_t block, std::uint32_t group, std::span<const std::uint32_t> changes) {
    for (std::vector<std::uint32_t>* list : {&senders_, &labels_, &positions_, &left_, &left_block_})
      list->reserve(kSenders + kSlack);
    const std::size_t first = senders_.size();
    runs_.push_back({cell, block, first, first + changes.size()});
    senders_.resize(first + changes.size());
    labels_.resize(senders_.size());
    const std::uint32_t base = block << kOffsetBits;
    for (std::size_t k = 0; k < changes.size(); ++k) {
      senders_[first + k] = base | (changes[k] & kOffsetMask);
      labels_[first + k] = group << kGroupShift | (changes[k] & kTaken);
    }
  }

  std::span<const Run> runs() const { return runs_; }
  std::span<const std::uint32_t> senders() const { return senders_; }

  /// Begins the entries of the next matching: room for the positions of the senders' contacts.
  std::span<std::uint32_t> begin_matching() {
    positions_.resize(senders_.size());
    left_.resize(senders_.size() + kSlack);
    left_block_.resize(senders_.size() + kSlack);
    left_count_ = 0;
    list_ = stayed_first_.size();
    return positions_;
  }

  /// Takes the contacts of the senders first ... end - 1, all of one block: origin + position. Blocks in order.
  void add_contacts(std::uint32_t block, std::size_t first, std::size_t end, std::uint32_t origin, Part part) {
    begin_blocks(block);
    grow_to(stay_, stayed_ + (end - first) + kSlack);
    const Parted parted = part({.positions = positions_.data() + first,
                                .labels = labels_.data() + first,
                                .count = end - first,
                                .origin = origin,
                                .block = block,
                                .stay = stay_.data() + stayed_,
                                .leave = left_.data() + left_count_,
                                .leave_block = left_block_.data() + left_count_});
    stayed_ += parted.stay;
    left_count_ += parted.leave;
  }

  void end_matching() {
    if (!runs_.empty()) begin_blocks(runs_.back().block + 1);
    sorted_.add(std::span(left_).first(left_count_), std::span(left_block_).first(left_count_));
  }

  /// The entries of a block's agents in a matching, from senders of other blocks.
  std::span<const std::uint32_t> entries(std::size_t matching, std::size_t block) const {
    return sorted_.entries(matching, block);
  }

  /// Those from its own.
  std::span<const std::uint32_t> own_entries(std::size_t matching, std::size_t block) const {
    if (runs_.empty() || block < runs_.front().block || block > runs_.back().block) return {};
    const std::size_t blocks = runs_.back().block - runs_.front().block + std::size_t{1};
    const std::uint32_t* first = stayed_first_.data() + matching * (blocks + 1) + (block - runs_.front().block);
    return std::span(stay_).subspan(first[0], first[1] - first[0]);
  }

 private:
  // Entries from here on are those of `block`.
  void begin_blocks(std::uint32_t block) {
    while (stayed_first_.size() <= list_ + (block - runs_.front().block))
      stayed_first_.push_back(static_cast<std::uint32_t>(stayed_));
  }

  std::vector<Run> runs_;
  std::vector<std::uint32_t> senders_;
  std::vector<std::uint32_t> labels_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> stay_;          // entries within the sender's block, of all matchings
  std::size_t stayed_ = 0;                   // how many
  std::vector<std::uint32_t> stayed_first_;  // by matching and block of the senders
  std::size_t list_ = 0;                     // where the present matching begins in it
  std::vector<std::uint32_t> left_;          // entries beyond it, of the present matching
  std::vector<std::uint32_t> left_block_;
  std::size_t left_count_ = 0;
  BlockSort sorted_;
};

}  // namespace tidu::diffusion::agents
