// SPDX-License-Identifier: Apache-2.0
#include "core/base/executor.h"

#include <algorithm>

#include "core/base/assert.h"

namespace tidu {
namespace {

class SerialExecutor final : public Executor {
 public:
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    for (std::size_t b = 0; b < blocks; ++b) body(b);
  }
  bool cancelled() const noexcept override { return false; }
  void progress(std::string_view /*stage*/, std::uint64_t /*done*/, std::uint64_t /*total*/) noexcept override {}
};

class Alone final : public Exchange {
 public:
  int rank() const noexcept override { return 0; }
  int size() const noexcept override { return 1; }
  void all_gather(std::span<const double> mine, std::span<double> all) override {
    TIDU_ASSERT(mine.size() == all.size());
    std::copy(mine.begin(), mine.end(), all.begin());
  }
  void all_sum(std::span<std::uint64_t> /*counts*/) override {}
  void all_to_all(const RankWords& sent, RankWords& received) override {
    TIDU_ASSERT(sent.counts.size() == 1 && sent.counts[0] == sent.words.size());
    received = sent;
  }
};

}  // namespace

Executor& serial_executor() {
  static SerialExecutor executor;
  return executor;
}

Exchange& alone() {
  static Alone exchange;
  return exchange;
}

}  // namespace tidu
