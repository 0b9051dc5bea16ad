// SPDX-License-Identifier: Apache-2.0
#include "exec/executors.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/base/sum.h"

namespace tidu::exec {
namespace {

template <class E>
class ExecutorContract : public testing::Test {
 protected:
  std::unique_ptr<ProgressSink> sink_ = make_progress_sink(ProgressMode::none, {});
  CancelToken token_;
  E make(int threads) { return E(threads, *sink_, token_); }
};

// oneTBB's library is not built for the thread sanitizer, which then reports its own queues.
#if defined(__SANITIZE_THREAD__)
using Executors = testing::Types<ThreadExecutor>;
#else
using Executors = testing::Types<ThreadExecutor, TbbExecutor>;
#endif
TYPED_TEST_SUITE(ExecutorContract, Executors);

TYPED_TEST(ExecutorContract, RunsEachBlockExactlyOnce) {
  for (const int threads : {1, 2, 4}) {
    TypeParam executor = this->make(threads);
    for (const std::size_t blocks : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      std::vector<std::atomic<int>> calls(blocks);
      executor.for_blocks(blocks, [&](std::size_t b) { calls[b].fetch_add(1); });
      for (const auto& count : calls) EXPECT_EQ(count.load(), 1);
    }
  }
}

TYPED_TEST(ExecutorContract, SumHasTheSameBitsOnAnyNumberOfThreads) {
  std::vector<double> x(5 * kSumBlock + 77);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 1.0 / static_cast<double>(i * i + 1);
  const double expected = sum(x);
  for (const int threads : {1, 2, 4}) {
    TypeParam executor = this->make(threads);
    EXPECT_EQ(sum(x, executor), expected) << threads;
  }
}

TYPED_TEST(ExecutorContract, NestedBlocksAllRun) {
  TypeParam executor = this->make(4);
  std::vector<std::vector<int>> cells(8, std::vector<int>(50, 0));
  executor.for_blocks(cells.size(), [&](std::size_t i) {
    executor.for_blocks(cells[i].size(), [&](std::size_t j) { cells[i][j] += 1; });
  });
  for (const auto& row : cells) EXPECT_EQ(std::accumulate(row.begin(), row.end(), 0), 50);
}

TYPED_TEST(ExecutorContract, ExceptionOfABlockComesOut) {
  TypeParam executor = this->make(4);
  std::atomic<int> ran{0};
  const auto body = [&](std::size_t b) {
    if (b == 7) throw std::runtime_error("block 7");
    ran.fetch_add(1);
  };
  EXPECT_THROW(executor.for_blocks(100'000, body), std::runtime_error);
  EXPECT_LT(ran.load(), 100'000);
  std::atomic<int> later{0};
  executor.for_blocks(10, [&](std::size_t /*block*/) { later.fetch_add(1); });
  EXPECT_EQ(later.load(), 10) << "the executor is usable afterwards";
}

TYPED_TEST(ExecutorContract, ExceptionOfANestedBlockComesOut) {
  TypeParam executor = this->make(2);
  const auto outer = [&](std::size_t i) {
    executor.for_blocks(4, [&](std::size_t j) {
      if (i == 1 && j == 2) throw std::runtime_error("inner");
    });
  };
  EXPECT_THROW(executor.for_blocks(4, outer), std::runtime_error);
}

TYPED_TEST(ExecutorContract, CancellationLeavesOutTheRest) {
  TypeParam executor = this->make(2);
  EXPECT_FALSE(executor.cancelled());
  std::atomic<std::size_t> ran{0};
  executor.for_blocks(1'000'000, [&](std::size_t /*block*/) {
    if (ran.fetch_add(1) == 10) this->token_.request();
  });
  EXPECT_TRUE(executor.cancelled());
  EXPECT_GE(ran.load(), 11U);
  EXPECT_LT(ran.load(), 1'000'000U) << "blocks after the cancellation were left out";
  executor.for_blocks(5, [&](std::size_t /*block*/) { FAIL() << "nothing begins after a cancellation"; });
}

TYPED_TEST(ExecutorContract, UsesMoreThanOneThread) {
  TypeParam executor = this->make(2);
  // Two blocks that wait for each other can only end when both run at the same time.
  std::atomic<int> arrived{0};
  std::atomic<bool> met{true};
  executor.for_blocks(2, [&](std::size_t /*block*/) {
    arrived.fetch_add(1);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (arrived.load() < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    if (arrived.load() < 2) met.store(false);
  });
  EXPECT_TRUE(met.load());
}

TYPED_TEST(ExecutorContract, ProgressFromBlocksReachesTheSink) {
  std::vector<std::string> lines;
  double now = 0;
  auto sink =
      make_progress_sink(ProgressMode::json, {.write = [&](std::string_view s) { lines.emplace_back(s); },
                                              .seconds = [&] { return now += 1; },
                                              .stage_label = [](std::string_view key) { return std::string(key); },
                                              .columns = [] { return std::size_t{80}; }});
  TypeParam executor(4, *sink, this->token_);
  std::atomic<std::uint64_t> done{0};
  executor.for_blocks(20, [&](std::size_t /*block*/) { executor.progress("stage.test", done.fetch_add(1) + 1, 20); });
  sink->finish();
  ASSERT_FALSE(lines.empty());
  EXPECT_NE(lines.back().find("\"event\":\"end\",\"stage\":\"stage.test\",\"done\":20,\"total\":20"), std::string::npos)
      << lines.back();
}

TEST(Cancel, SignalRequestsTheTokenAndTheGuardRestoresTheOldAction) {
  CancelToken token;
  struct sigaction before{};
  sigaction(SIGTERM, nullptr, &before);
  {
    const InterruptGuard guard(token);
    EXPECT_FALSE(token.requested());
    std::raise(SIGTERM);
    EXPECT_TRUE(token.requested());
  }
  struct sigaction after{};
  sigaction(SIGTERM, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

TEST(CancelDeathTest, SecondSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        CancelToken token;
        const InterruptGuard guard(token);
        std::raise(SIGINT);
        if (token.requested()) std::raise(SIGINT);
        std::_Exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(Threads, AtLeastOneIsAvailable) {
  EXPECT_GE(available_threads(), 1);
  EXPECT_EQ(tbb_version().substr(0, 2), "20") << tbb_version();
}

}  // namespace
}  // namespace tidu::exec
