// SPDX-License-Identifier: Apache-2.0
// Firms one by one: tidu_bench_agents [MILLIONS [THREADS [STEPS [RUNS [contacts | mean | peers]]]]].
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/agents_peers.h"
#include "bench/agents_scene.h"
#include "exec/executors.h"
#include "exec/progress.h"
#include "exec/zero_pages.h"

namespace {

using namespace tidu;
using namespace tidu::bench;

/// Bytes a second that reading and writing back memory reaches here: the roof over a step. The best of some tries.
double bandwidth(std::span<std::uint8_t> bytes, Executor& executor) {
  constexpr std::size_t kBlock = 1 << 20;
  const auto add = [&](std::size_t block) {
    std::uint8_t* first = bytes.data() + block * kBlock;
    for (std::size_t i = 0; i < kBlock; ++i) first[i] = static_cast<std::uint8_t>(first[i] + 1);
  };
  double best = 1e9;
  for (int k = 0; k < 5; ++k) {
    const double begin = now();
    executor.for_blocks(bytes.size() / kBlock, add);
    best = std::min(best, now() - begin);
  }
  return 2 * static_cast<double>(bytes.size() / kBlock * kBlock) / best;
}

/// Seconds of this process's threads.
double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

double peak_gigabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1e6;
}

struct Scale {
  std::uint64_t agents;
  std::uint32_t steps;
  int runs;
};

void run(const Scale& scale, bool with_contacts, Executor& executor) {
  const Layout layout = country(scale.agents);
  const auto state = *exec::ZeroPages::make(padded_agents(layout));
  const auto contacts = *exec::ZeroPages::make(with_contacts ? padded_agents(layout) : 0);
  Agents people(layout, {.seed = 1, .decided_visible = 0.3}, {state.span(), contacts.span()});
  const std::vector<TableMaker> makers = makers_of(layout, with_contacts);
  std::vector<double> seconds;
  double start = 0;
  double processors = 0;
  std::uint64_t changes = 0;
  for (int r = 0; r < scale.runs; ++r) {
    const double begin = now();
    people.start(Stage::unaware, executor);
    const double started = now();
    const double used = processor_seconds();
    changes = walk(people, layout, makers, scale.steps, executor);
    people.settle(executor);
    seconds.push_back(now() - started);
    if (seconds.back() <= *std::min_element(seconds.begin(), seconds.end())) {
      start = started - begin;
      processors = processor_seconds() - used;
    }
  }
  std::sort(seconds.begin(), seconds.end());
  std::uint64_t users = 0;
  for (const StageCounts& counts : people.counts()) users += counts[5] + counts[6];
  const double n = static_cast<double>(layout.agents());
  const double best = seconds.front();
  std::printf(
      "%s: %.1f M agents, %u steps, start %.2f s, steps %.2f s (median %.2f of %d; %.2f s of processors), %.0f M "
      "agent-steps/s, users %.4f, pushes %.0f M, at most %.2f GB, checksum %016llx\n",
      with_contacts ? "contacts" : "mean field", n / 1e6, scale.steps, start, best, seconds[seconds.size() / 2],
      scale.runs, processors, n * scale.steps / best / 1e6, static_cast<double>(users) / n,
      static_cast<double>(changes) * 8 / 1e6, peak_gigabytes(),
      static_cast<unsigned long long>(people.checksum(executor)));
  // each byte of an agent comes from memory once a step and goes back once
  const double bytes = (with_contacts ? 4 : 2) * n * scale.steps;
  const double roof = bandwidth(state.span(), executor);
  std::printf("  memory here: %.1f GB/s read and written back; %d bytes an agent and step take %.0f %% of it\n",
              roof / 1e9, with_contacts ? 4 : 2, 100 * bytes / best / roof);
}

}  // namespace

int main(int count, char** arguments) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // lines as they come, into a file too
  const double millions = count > 1 ? std::atof(arguments[1]) : 190;
  const int threads = count > 2 ? std::atoi(arguments[2]) : 2;
  const Scale scale{.agents = static_cast<std::uint64_t>(millions * 1e6),
                    .steps = static_cast<std::uint32_t>(count > 3 ? std::atoi(arguments[3]) : 60),
                    .runs = count > 4 ? std::atoi(arguments[4]) : 3};
  const std::string part = count > 5 ? arguments[5] : "";
  const auto silence = exec::make_progress_sink(exec::ProgressMode::none, {});
  exec::CancelToken token;
  exec::TbbExecutor executor(threads, *silence, token);
  std::printf("kernels: %s, %d threads\n", kernels().back().name, threads);
  if (part.empty() || part == "contacts") run(scale, true, executor);
  if (part.empty() || part == "mean") run(scale, false, executor);
  if (part.empty() || part == "peers") peers(threads, executor);
}
