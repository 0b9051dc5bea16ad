// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/base/executor.h"
#include "exec/cancel.h"
#include "exec/progress.h"

namespace tidu::exec {

/// Threads that this process may use: the cores of its affinity mask, at least 1.
int available_threads();

/// Version of oneTBB that runs, "2021.8".
std::string tbb_version();

/// Spreads blocks over oneTBB. Results do not depend on `threads` (core/base/executor.h).
/// threads >= 1. An exception from a block stops the blocks that have not begun and comes out of for_blocks.
/// for_blocks may be called from a block. sink and token outlive the executor.
class TbbExecutor final : public Executor {
 public:
  TbbExecutor(int threads, ProgressSink& sink, const CancelToken& token);
  ~TbbExecutor() override;
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override;
  bool cancelled() const noexcept override { return token_.requested(); }
  void progress(std::string_view stage, std::uint64_t done, std::uint64_t total) noexcept override;

 private:
  struct Arena;
  std::unique_ptr<Arena> arena_;
  ProgressSink& sink_;
  const CancelToken& token_;
};

/// The same contract on std::thread, which the thread sanitizer understands. for_blocks called from a block runs in the
/// calling thread. Starts its threads anew at each call.
class ThreadExecutor final : public Executor {
 public:
  ThreadExecutor(int threads, ProgressSink& sink, const CancelToken& token);
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override;
  bool cancelled() const noexcept override { return token_.requested(); }
  void progress(std::string_view stage, std::uint64_t done, std::uint64_t total) noexcept override;

 private:
  int threads_;
  ProgressSink& sink_;
  const CancelToken& token_;
};

}  // namespace tidu::exec
