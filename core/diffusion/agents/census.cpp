// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/census.h"

#include <algorithm>

namespace tidu::diffusion::agents {

Census::Census(const Layout& layout)
    : cells(layout.cells().size()),
      leaders(layout.regions()),
      leaders_seen(layout.regions()),
      agents(layout.regions()),
      discontinuers(layout.regions()) {}

void Census::start(const Layout& layout, Stage stage) {
  for (std::vector<std::uint64_t>* sums : {&leaders, &leaders_seen, &agents, &discontinuers})
    std::fill(sums->begin(), sums->end(), 0);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    cells[c] = {};
    cells[c][static_cast<std::size_t>(stage)] = layout.cells()[c].agents;
    agents[layout.cells()[c].region] += layout.cells()[c].agents;
  }
}

void Census::count_discontinuers(const Layout& layout) {
  std::fill(discontinuers.begin(), discontinuers.end(), 0);
  for (std::size_t c = 0; c < cells.size(); ++c)
    discontinuers[layout.cells()[c].region] += cells[c][static_cast<std::size_t>(Stage::discontinued)];
}

Surroundings Census::surroundings(std::size_t region) const {
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
  };
  return {.leaders = share(leaders_seen[region], leaders[region]),
          .discontinuers = share(discontinuers[region], agents[region])};
}

}  // namespace tidu::diffusion::agents
