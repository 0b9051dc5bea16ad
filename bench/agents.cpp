// SPDX-License-Identifier: Apache-2.0
// Firms one by one: tidu_bench_agents [MILLIONS [THREADS [STEPS [contacts]]]].
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/agents_scene.h"
#include "exec/executors.h"
#include "exec/progress.h"
#include "exec/zero_pages.h"

namespace {

using namespace tidu;
using namespace tidu::bench;

/// Bytes a second that reading and writing back memory reaches here: the roof over the sweep.
double bandwidth(std::span<std::uint8_t> bytes, Executor& executor) {
  constexpr std::size_t kBlock = 1 << 20;
  const auto add = [&](std::size_t block) {
    std::uint8_t* first = bytes.data() + block * kBlock;
    for (std::size_t i = 0; i < kBlock; ++i) first[i] = static_cast<std::uint8_t>(first[i] + 1);
  };
  double best = 1e9;
  for (int k = 0; k < 3; ++k) {
    const double begin = now();
    executor.for_blocks(bytes.size() / kBlock, add);
    best = std::min(best, now() - begin);
  }
  return 2 * static_cast<double>(bytes.size() / kBlock * kBlock) / best;
}

void run(std::uint64_t agents, std::uint32_t steps, bool with_contacts, Executor& executor) {
  const Layout layout = country(agents);
  const auto state = *exec::ZeroPages::make(padded_agents(layout));
  const auto contacts = *exec::ZeroPages::make(with_contacts ? padded_agents(layout) : 0);
  Agents people(layout, {.seed = 1, .decided_visible = 0.3}, {state.span(), contacts.span()});
  std::vector<TableMaker> makers;
  for (const CellPlan& cell : layout.cells()) makers.emplace_back(rates_of(cell.group), with_contacts ? layout.degrees() : Degrees{}, 1.0 / 12);
  const double begin = now();
  people.start(Stage::unaware, executor);
  const double started = now();
  std::uint64_t changes = 0;
  for (std::uint32_t t = 0; t < steps; ++t) {
    people.step(
        t,
        [&](std::size_t cell, CellTable& table) {
          makers[cell].make(people.surroundings(layout.cells()[cell].region), table);
        },
        executor);
    changes += people.changes();
  }
  const double seconds = now() - started;
  std::uint64_t users = 0;
  for (const StageCounts& counts : people.counts()) users += counts[5] + counts[6];
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double n = static_cast<double>(layout.agents());
  std::printf(
      "%s: %.1f M agents, %u steps, start %.2f s, steps %.2f s, %.0f M agent-steps/s, users %.4f, pushes %.0f M, at "
      "most %.2f GB, checksum %016llx\n",
      with_contacts ? "contacts" : "mean field", n / 1e6, steps, started - begin, seconds, n * steps / seconds / 1e6,
      static_cast<double>(users) / n, static_cast<double>(changes) * 8 / 1e6,
      static_cast<double>(usage.ru_maxrss) / 1e6, static_cast<unsigned long long>(people.checksum(executor)));
  if (!with_contacts) {
    const double roof = bandwidth(state.span(), executor);
    std::printf("  memory here: %.1f GB/s read and written back; the sweep takes %.0f %% of it\n", roof / 1e9,
                100 * 2 * n * steps / seconds / roof);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const bool both = count <= 4;  // a fourth argument: contacts alone
  const double millions = count > 1 ? std::atof(arguments[1]) : 190;
  const int threads = count > 2 ? std::atoi(arguments[2]) : 2;
  const auto steps = static_cast<std::uint32_t>(count > 3 ? std::atoi(arguments[3]) : 60);
  const auto silence = exec::make_progress_sink(exec::ProgressMode::none, {});
  exec::CancelToken token;
  exec::TbbExecutor executor(threads, *silence, token);
  std::printf("kernels: %s, %d threads\n", kernels().back().name, threads);
  run(static_cast<std::uint64_t>(millions * 1e6), steps, true, executor);
  if (both) run(static_cast<std::uint64_t>(millions * 1e6), steps, false, executor);
}
