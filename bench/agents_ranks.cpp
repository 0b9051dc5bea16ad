// SPDX-License-Identifier: Apache-2.0
// Firms one by one on the ranks that mpirun has started: tidu_bench_ranks [MILLIONS [THREADS_OF_A_RANK [STEPS
// [RUNS]]]].
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/agents_scene.h"
#include "exec/executors.h"
#include "exec/mpi/mpi_exchange.h"
#include "exec/progress.h"
#include "exec/zero_pages.h"

int main(int count, char** arguments) {
  using namespace tidu;
  using namespace tidu::bench;
  const exec::MpiSession session(count, arguments);
  exec::MpiExchange exchange(session);
  const double millions = count > 1 ? std::atof(arguments[1]) : 190;
  const int threads = count > 2 ? std::atoi(arguments[2]) : 1;
  const auto steps = static_cast<std::uint32_t>(count > 3 ? std::atoi(arguments[3]) : 60);
  const int runs = count > 4 ? std::atoi(arguments[4]) : 3;
  const auto silence = exec::make_progress_sink(exec::ProgressMode::none, {});
  exec::CancelToken token;
  exec::TbbExecutor executor(threads, *silence, token);
  const Layout layout = country(static_cast<std::uint64_t>(millions * 1e6));
  const BlockRange own = blocks_of_rank(layout, exchange.rank(), exchange.size());
  const auto state = *exec::ZeroPages::make(padded_agents(own));
  const auto contacts = *exec::ZeroPages::make(padded_agents(own));
  Agents people(layout, {.seed = 1, .decided_visible = 0.3}, {state.span(), contacts.span()}, kernels().back(),
                exchange);
  const std::vector<TableMaker> makers = makers_of(layout, true);
  std::vector<double> seconds;
  for (int r = 0; r < runs; ++r) {
    people.start(Stage::unaware, executor);
    const double begin = now();
    walk(people, layout, makers, steps, executor);
    people.settle(executor);
    seconds.push_back(now() - begin);
  }
  const std::uint64_t checksum = people.checksum(executor);
  std::sort(seconds.begin(), seconds.end());
  if (exchange.rank() == 0) {
    std::printf("%d ranks x %d threads: %.1f M agents, %u steps, %.2f s (median %.2f of %d), checksum %016llx\n",
                exchange.size(), threads, static_cast<double>(layout.agents()) / 1e6, steps, seconds.front(),
                seconds[seconds.size() / 2], runs, static_cast<unsigned long long>(checksum));
  }
}
