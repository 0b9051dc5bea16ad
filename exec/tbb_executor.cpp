// SPDX-License-Identifier: Apache-2.0
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <tbb/version.h>

#include "core/base/assert.h"
#include "exec/executors.h"

namespace tidu::exec {

struct TbbExecutor::Arena {
  explicit Arena(int threads)
      : allowed(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)), arena(threads) {}
  tbb::global_control allowed;  // without it more threads than cores are refused, with a warning on stderr
  tbb::task_arena arena;
};

TbbExecutor::TbbExecutor(int threads, ProgressSink& sink, const CancelToken& token)
    : arena_(std::make_unique<Arena>(threads)), sink_(sink), token_(token) {
  TIDU_ASSERT(threads >= 1);
}

TbbExecutor::~TbbExecutor() = default;

void TbbExecutor::for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) {
  arena_->arena.execute([&] {
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
      if (!token_.requested()) body(block);
    });
  });
}

void TbbExecutor::progress(std::string_view stage, std::uint64_t done, std::uint64_t total) noexcept {
  sink_.report({.stage = stage, .done = done, .total = total});
}

int available_threads() { return tbb::this_task_arena::max_concurrency(); }

std::string tbb_version() {
  const int interface_version = TBB_runtime_interface_version();  // 12080 stands for 2021.8
  return std::to_string(interface_version / 1000 + 2009) + "." + std::to_string(interface_version % 1000 / 10);
}

}  // namespace tidu::exec
