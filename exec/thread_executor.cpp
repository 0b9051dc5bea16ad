// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "core/base/assert.h"
#include "exec/executors.h"

namespace tidu::exec {
namespace {

thread_local bool inside_block = false;

/// The blocks of one call, taken one by one by whoever is free.
struct Work {
  Work(std::size_t block_count, FunctionRef<void(std::size_t)> block_body, const CancelToken& cancel)
      : blocks(block_count), body(block_body), token(cancel) {}

  void take_blocks() noexcept {
    inside_block = true;
    while (!failed.load(std::memory_order_relaxed) && !token.requested()) {
      const std::size_t block = next.fetch_add(1, std::memory_order_relaxed);
      if (block >= blocks) break;
      try {
        body(block);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        if (!first_exception) first_exception = std::current_exception();
        failed.store(true, std::memory_order_relaxed);
      }
    }
    inside_block = false;
  }

  std::size_t blocks;
  FunctionRef<void(std::size_t)> body;
  const CancelToken& token;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::exception_ptr first_exception;
};

}  // namespace

ThreadExecutor::ThreadExecutor(int threads, ProgressSink& sink, const CancelToken& token)
    : threads_(threads), sink_(sink), token_(token) {
  TIDU_ASSERT(threads >= 1);
}

void ThreadExecutor::for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) {
  if (inside_block) {
    for (std::size_t block = 0; block < blocks && !token_.requested(); ++block) body(block);
    return;
  }
  Work work(blocks, body, token_);
  std::vector<std::thread> helpers;
  const std::size_t wanted = std::min(blocks, static_cast<std::size_t>(threads_));
  for (std::size_t i = 1; i < wanted; ++i) {
    try {
      helpers.emplace_back([&work] { work.take_blocks(); });
    } catch (const std::system_error&) {
      break;  // no more threads to be had: those that run do all the work
    }
  }
  work.take_blocks();
  for (std::thread& helper : helpers) helper.join();
  if (work.first_exception) std::rethrow_exception(work.first_exception);
}

void ThreadExecutor::progress(std::string_view stage, std::uint64_t done, std::uint64_t total) noexcept {
  sink_.report({.stage = stage, .done = done, .total = total});
}

}  // namespace tidu::exec
