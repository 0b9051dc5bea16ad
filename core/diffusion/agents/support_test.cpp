// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/support_test.h"

namespace tidu::diffusion::agents::testing {

double share(const Agents& agents, Stage stage) {
  std::uint64_t there = 0;
  std::uint64_t all = 0;
  for (const StageCounts& counts : agents.counts()) {
    there += counts[static_cast<std::size_t>(stage)];
    for (const std::uint64_t n : counts) all += n;
  }
  return static_cast<double>(there) / static_cast<double>(all);
}

std::vector<double> run(Agents& agents, const Layout& layout, const Preset& preset, double dt, std::uint32_t steps,
                        Executor& executor, Stage stage) {
  const TableMaker maker(preset.rates, layout.degrees(), dt);
  std::vector<double> path;
  for (std::uint32_t t = 0; t < steps; ++t) {
    agents.step(
        t,
        [&](std::size_t cell, CellTable& table) {
          maker.make(agents.surroundings(layout.cells()[cell].region), table);
        },
        executor);
    path.push_back(share(agents, stage));
  }
  return path;
}

}  // namespace tidu::diffusion::agents::testing
