// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <barrier>
#include <functional>
#include <thread>
#include <vector>

#include "core/base/executor.h"

namespace tidu::diffusion::agents::testing {

/// Ranks as threads of one process.
class ThreadRanks {
 public:
  explicit ThreadRanks(int ranks)
      : ranks_(static_cast<std::size_t>(ranks)), barrier_(ranks), numbers_(ranks_), counts_(ranks_), sent_(ranks_) {}

  /// Calls body in a thread for each rank, and returns when all are done.
  void run(const std::function<void(Exchange&)>& body) {
    std::vector<std::thread> threads;
    for (std::size_t r = 0; r < ranks_; ++r) {
      threads.emplace_back([this, r, &body] {
        One one(*this, r);
        body(one);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  /// Each shows the others its own; nobody changes it before all have looked.
  class One final : public Exchange {
   public:
    One(ThreadRanks& all, std::size_t rank) : all_(all), rank_(rank) {}
    int rank() const noexcept override { return static_cast<int>(rank_); }
    int size() const noexcept override { return static_cast<int>(all_.ranks_); }

    void all_gather(std::span<const double> mine, std::span<double> all) override {
      all_.numbers_[rank_].assign(mine.begin(), mine.end());
      all_.barrier_.arrive_and_wait();
      auto to = all.begin();
      for (const auto& numbers : all_.numbers_) to = std::copy(numbers.begin(), numbers.end(), to);
      all_.barrier_.arrive_and_wait();
    }

    void all_sum(std::span<std::uint64_t> counts) override {
      all_.counts_[rank_].assign(counts.begin(), counts.end());
      all_.barrier_.arrive_and_wait();
      std::fill(counts.begin(), counts.end(), 0);
      for (const auto& other : all_.counts_) {
        for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += other.at(k);
      }
      all_.barrier_.arrive_and_wait();
    }

    void all_to_all(const RankWords& sent, RankWords& received) override {
      all_.sent_[rank_] = &sent;
      all_.barrier_.arrive_and_wait();
      received.words.clear();
      received.counts.clear();
      for (const RankWords* other : all_.sent_) {
        std::size_t begin = 0;
        for (std::size_t r = 0; r < rank_; ++r) begin += other->counts.at(r);
        const auto from = other->words.begin() + static_cast<std::ptrdiff_t>(begin);
        received.words.insert(received.words.end(), from, from + static_cast<std::ptrdiff_t>(other->counts.at(rank_)));
        received.counts.push_back(other->counts.at(rank_));
      }
      all_.barrier_.arrive_and_wait();
    }

   private:
    ThreadRanks& all_;
    std::size_t rank_;
  };

  std::size_t ranks_;
  std::barrier<> barrier_;
  std::vector<std::vector<double>> numbers_;
  std::vector<std::vector<std::uint64_t>> counts_;
  std::vector<const RankWords*> sent_;
};

}  // namespace tidu::diffusion::agents::testing
