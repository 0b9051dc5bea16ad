// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/executor.h"

namespace tidu::exec {

/// MPI from the first to the last line of a program: one a process, made in main(). What MPI calls an error ends all
/// ranks, with a message of MPI's.
class MpiSession {
 public:
  MpiSession(int& argc, char**& argv);
  ~MpiSession();
  MpiSession(const MpiSession&) = delete;
  MpiSession& operator=(const MpiSession&) = delete;
};

/// All processes of the session as ranks. Called from the thread that made the session.
/// limit  2^31 - 1 words to or from all ranks in one all_to_all
class MpiExchange final : public Exchange {
 public:
  explicit MpiExchange(const MpiSession& session);
  int rank() const noexcept override { return rank_; }
  int size() const noexcept override { return size_; }
  void all_gather(std::span<const double> mine, std::span<double> all) override;
  void all_sum(std::span<std::uint64_t> counts) override;
  void all_to_all(const RankWords& sent, RankWords& received) override;

 private:
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace tidu::exec
