// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/executor.h"

namespace tidu::tests {

/// Blocks from the last to the first: what another executor might do.
class BackwardExecutor : public Executor {
 public:
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    for (std::size_t b = blocks; b > 0; --b) body(b - 1);
  }
  bool cancelled() const noexcept override { return false; }
  void progress(std::string_view, std::uint64_t, std::uint64_t) noexcept override {}
};

/// Says that it is cancelled, though the blocks have run.
class CancelledExecutor : public BackwardExecutor {
 public:
  bool cancelled() const noexcept override { return true; }
};

}  // namespace tidu::tests
