// SPDX-License-Identifier: Apache-2.0
#include "exec/mpi/mpi_exchange.h"

#include <mpi.h>

#include <limits>
#include <numeric>

#include "core/base/assert.h"

namespace tidu::exec {
namespace {

constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<int>::max());

int as_int(std::uint64_t count) {
  TIDU_ASSERT(count <= kMost);
  return static_cast<int>(count);
}

/// Counts of ranks and where each begins, as MPI wants them.
struct Cuts {
  std::vector<int> counts;
  std::vector<int> begins;

  explicit Cuts(const std::vector<std::uint64_t>& of) {
    std::uint64_t begin = 0;
    for (const std::uint64_t count : of) {
      counts.push_back(as_int(count));
      begins.push_back(as_int(begin));
      begin += count;
    }
  }
};

}  // namespace

MpiSession::MpiSession(int& argc, char**& argv) {
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
}

MpiSession::~MpiSession() { MPI_Finalize(); }

MpiExchange::MpiExchange(const MpiSession& /*session*/) {
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
}

void MpiExchange::all_gather(std::span<const double> mine, std::span<double> all) {
  TIDU_ASSERT(all.size() == mine.size() * static_cast<std::size_t>(size_));
  const int count = as_int(mine.size());
  MPI_Allgather(mine.data(), count, MPI_DOUBLE, all.data(), count, MPI_DOUBLE, MPI_COMM_WORLD);
}

void MpiExchange::all_sum(std::span<std::uint64_t> counts) {
  MPI_Allreduce(MPI_IN_PLACE, counts.data(), as_int(counts.size()), MPI_UINT64_T, MPI_SUM, MPI_COMM_WORLD);
}

void MpiExchange::all_to_all(const RankWords& sent, RankWords& received) {
  TIDU_ASSERT(sent.counts.size() == static_cast<std::size_t>(size_));
  received.counts.resize(sent.counts.size());
  MPI_Alltoall(sent.counts.data(), 1, MPI_UINT64_T, received.counts.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD);
  received.words.resize(std::accumulate(received.counts.begin(), received.counts.end(), std::uint64_t{0}));
  const Cuts out(sent.counts);
  const Cuts in(received.counts);
  MPI_Alltoallv(sent.words.data(), out.counts.data(), out.begins.data(), MPI_UINT32_T, received.words.data(),
                in.counts.data(), in.begins.data(), MPI_UINT32_T, MPI_COMM_WORLD);
}

}  // namespace tidu::exec
