// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>

#include "app/cli/arguments.h"
#include "app/cli/console.h"
#include "exec/cancel.h"
#include "exec/executors.h"

namespace tidu::cli {

/// What a verb that computes needs: threads, progress on stderr, and Ctrl-C.
class Job {
 public:
  Job(const Arguments& arguments, const Console& console);
  ~Job();

  Executor& executor() { return executor_; }
  /// One that Ctrl-C does not stop: for work that is of no use by halves.
  Executor& steady() { return steady_; }
  int threads() const { return threads_; }
  double seconds() const;  ///< since the job began
  bool interrupted() const { return token_.requested(); }
  /// The work is over: what is said next does not stand behind a bar.
  void end_progress() { sink_->finish(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  exec::CancelToken token_;
  exec::InterruptGuard guard_;
  std::unique_ptr<exec::ProgressSink> sink_;
  int threads_;
  exec::TbbExecutor executor_;
  exec::CancelToken never_;
  exec::TbbExecutor steady_;
};

}  // namespace tidu::cli
