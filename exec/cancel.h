// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace tidu::exec {

/// Says that the user wants to stop. May be requested from a signal handler and asked from any thread.
class CancelToken {
 public:
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch lock-free atomics alone");
  std::atomic<bool> requested_{false};
};

/// While it lives, the first SIGINT or SIGTERM requests the token and the second ends the process at once. One at a
/// time.
class InterruptGuard {
 public:
  explicit InterruptGuard(CancelToken& token);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

}  // namespace tidu::exec
