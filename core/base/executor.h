// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/function_ref.h"

namespace tidu {

/// How core code asks for parallel work. Blocks are cut by the problem alone, never by the number of threads, and each
/// block writes to its own place: so results have the same bits for any executor. exec/ implements it with oneTBB.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Calls body(b) exactly once for each b in [0, blocks), in any order, perhaps at the same time, and returns when all
  /// are done. After a cancellation the remaining blocks may be left out: check cancelled() before using the result.
  virtual void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) = 0;

  /// True once the user has asked to stop. Long loops ask at least every 100 ms.
  virtual bool cancelled() const noexcept = 0;

  /// Says how far a stage is: `stage` is a key of the catalogue, done of total units. May be called from any block.
  virtual void progress(std::string_view stage, std::uint64_t done, std::uint64_t total) noexcept = 0;
};

/// Runs blocks one after another in the calling thread; never cancelled, progress goes nowhere.
Executor& serial_executor();

/// What goes to, or comes from, each rank: counts[r] words of rank r, in order of rank.
struct RankWords {
  std::vector<std::uint32_t> words;
  std::vector<std::uint64_t> counts;
};

/// How core code speaks with other ranks (processes). Rank r of n holds its own blocks; results are combined in the
/// order of ranks, so that they have the same bits for any n as long as blocks are cut by the problem.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual int rank() const noexcept = 0;
  virtual int size() const noexcept = 0;
  /// On return `all` holds the `mine` of every rank, in order of rank. all.size() == mine.size() * size().
  virtual void all_gather(std::span<const double> mine, std::span<double> all) = 0;
  /// Adds integer counts over all ranks, in place. Integers commute: the order does not matter.
  virtual void all_sum(std::span<std::uint64_t> counts) = 0;
  /// Every rank sends words to every rank, itself included. On return `received` holds what each has sent here.
  /// sent.counts.size() == size(), and counts add up to words.size().
  virtual void all_to_all(const RankWords& sent, RankWords& received) = 0;
};

/// A single rank.
Exchange& alone();

}  // namespace tidu
