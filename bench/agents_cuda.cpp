// SPDX-License-Identifier: Apache-2.0
// Firms one by one on a graphics processor: tidu_bench_cuda [MILLIONS [STEPS]].
#include <cstdio>
#include <cstdlib>

#include "bench/agents_scene.h"
#include "exec/cuda/cuda_agents.h"
#include "exec/executors.h"

namespace {

using namespace tidu;
using namespace tidu::bench;

int run(std::uint64_t agents, std::uint32_t steps, bool with_contacts, Executor& executor) {
  const Layout layout = country(agents);
  auto made = exec::CudaAgents::make(layout, {.seed = 1, .decided_visible = 0.3}, with_contacts);
  if (!made) {
    std::fprintf(stderr, "no device, or too little memory on it\n");
    return 1;
  }
  exec::CudaAgents& people = **made;
  const std::vector<TableMaker> makers = makers_of(layout, with_contacts);
  people.start(Stage::unaware);
  const double begin = now();
  walk(people, layout, makers, steps, executor);
  const double seconds = now() - begin;
  const auto n = static_cast<double>(layout.agents());
  std::printf("%s: %s, %.1f M agents, %u steps, %.3f s, %.0f M agent-steps/s, checksum %016llx %s\n",
              with_contacts ? "contacts" : "mean field", exec::CudaAgents::device_name().c_str(), n / 1e6, steps,
              seconds, n * steps / seconds / 1e6, static_cast<unsigned long long>(people.checksum()),
              people.trouble().c_str());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const double millions = count > 1 ? std::atof(arguments[1]) : 190;
  const auto steps = static_cast<std::uint32_t>(count > 2 ? std::atoi(arguments[2]) : 60);
  const auto silence = exec::make_progress_sink(exec::ProgressMode::none, {});
  const exec::CancelToken token;
  exec::ThreadExecutor executor(exec::available_threads(), *silence, token);
  const int code = run(static_cast<std::uint64_t>(millions * 1e6), steps, true, executor);
  return code != 0 ? code : run(static_cast<std::uint64_t>(millions * 1e6), steps, false, executor);
}
