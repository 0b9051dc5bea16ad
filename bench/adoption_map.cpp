// SPDX-License-Identifier: Apache-2.0
#include "bench/adoption_map.h"

#include <cstdio>
#include <vector>

#include "bench/timing.h"
#include "core/diffusion/process/map.h"

namespace tidu::bench {
namespace {

using namespace diffusion;

constexpr CellShape kShape{31, 20, 4, 5};
constexpr int kSteps = 60;

/// Local: one's own region and sector; chain: sectors in a ring; online: the nation.
std::array<LayerMixing, kLayers> layers() {
  const std::vector<double> sizes(kShape.sizes, 1.0 / static_cast<double>(kShape.sizes));
  std::vector<double> ring(kShape.sectors * kShape.sectors);
  for (std::size_t s = 0; s < kShape.sectors; ++s) {
    ring[s * kShape.sectors + s] = 0.5;
    ring[s * kShape.sectors + (s + 1) % kShape.sectors] = 0.3;
    ring[s * kShape.sectors + (s + 5) % kShape.sectors] = 0.2;
  }
  const auto same = [](std::size_t n) {
    return everybody_factor(std::vector<double>(n, 1.0 / static_cast<double>(n)));
  };
  return {{{.size = same(kShape.sizes), .group = heterophily_thinning(0.05)},
           {.sector = dense_factor(ring), .size = same(kShape.sizes), .group = heterophily_thinning(0.05)},
           {.region = same(kShape.regions),
            .sector = same(kShape.sectors),
            .size = same(kShape.sizes),
            .group = heterophily_thinning(0.15)}}};
}

std::vector<ProcessRates> rates() {
  std::vector<ProcessRates> out(kShape.cells());
  for (std::size_t c = 0; c < out.size(); ++c) {
    const double speed = 0.5 + static_cast<double>(c % 97) / 97;
    out[c] = {.media = 0.35,
              .word_of_mouth = {0.1, 0.1, 0.1},
              .elaboration = 4,
              .attitude = 0.5,
              .attitude_contacts = {1, 1, 1},
              .attitude_discontinuers = 0.5,
              .innovation = 0.03 * speed,
              .imitation = {0.2 * speed, 0.1 * speed, 0.1 * speed},
              .leaders = 0.1,
              .implementation = 2,
              .abandonment = 0.05,
              .confirmation = 1,
              .disenchantment = 0.05,
              .discontinuance = 0.02,
              .reconsideration = 0.2,
              .readoption = 0.1};
  }
  return out;
}

/// Seconds for 60 months, and the share of adopters at the end, so that nothing is left out.
double run(StepScheme scheme) {
  const std::vector<double> people(kShape.cells(), 1.0);
  auto map = DecisionMap::make({.shape = kShape, .mixing = layers(), .scheme = scheme}, people);
  const std::vector<ProcessRates> all = rates();
  return seconds([&] {
    map->start(Stage::unaware);
    map->set_rates(all, 1.0 / 12);
    for (int i = 0; i < kSteps; ++i) map->step();
  });
}

}  // namespace

void adoption_map() {
  const double time = run(StepScheme::start_of_step);
  line("adoption map, 12,400 cells x 8 stages x 60 months", time, "s", "target 0.1 s (one core)");
  line("the same, midpoint", run(StepScheme::midpoint), "s", "second order in the step");
  // Rates of the peers are per agent, whatever the number of agents in a cell; one agent a cell is the least favourable
  // comparison for the map.
  line("adoption map, cell-steps", static_cast<double>(kShape.cells()) * kSteps / time / 1e6, "M/s",
       "agent-steps: EpiHiper 8.8, epiworld adoption 2.2-7.9, NDlib 0.2-1.1, Mesa 0.5-0.9 M/s");
}

}  // namespace tidu::bench
