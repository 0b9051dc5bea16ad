// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/newcomers.h"

#include "core/base/assert.h"
#include "core/diffusion/population/rounding.h"

namespace tidu::simulate {
namespace {

using diffusion::agents::CellPlan;
using diffusion::agents::MatchingPlan;
using diffusion::population::Population;

std::uint64_t whole(double number) { return static_cast<std::uint64_t>(number + 0.5); }

// Where a wave of a cell of the smaller shape stands in the grown one.
std::size_t place_of(const diffusion::CellShape& grown, std::size_t cell, std::size_t wave) {
  return (cell / grown.groups * grown.sizes + wave) * grown.groups + cell % grown.groups;
}

// Newcomers of one region's group: wave by wave, over the sectors that have the same levels.
void add_waves(const Population& all, const std::vector<std::size_t>& cells, const std::vector<double>& levels,
               double market, GrownPopulation& grown) {
  std::vector<double> everybody;
  double together = 0;
  for (const std::size_t cell : cells) {
    everybody.push_back(static_cast<double>(all.cells[cell].agents));
    together += everybody.back();
  }
  if (!(together > 0)) return;
  double before = market;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const std::uint64_t wave = whole(levels[k] * together) - whole(before * together);
    const auto parts = diffusion::population::share_out(diffusion::population::quotas(everybody, wave), wave);
    for (std::size_t s = 0; s < cells.size(); ++s)
      grown.cells[place_of(grown.shape, cells[s], k + 1)].agents = parts[s];
    before = levels[k];
  }
}

}  // namespace

GrownPopulation with_newcomers(const Population& all, const Population& potential,
                               std::span<const MatchingPlan> matchings, const MarketLevels& levels, double market,
                               const SectorParts& parts) {
  const diffusion::CellShape& shape = potential.shape;
  TIDU_ASSERT(shape.sizes == 1 && all.cells.size() == shape.cells() && potential.cells.size() == shape.cells());
  TIDU_ASSERT(levels.size() == shape.regions * parts.count * shape.groups);
  GrownPopulation grown{.shape = shape};
  grown.shape.sizes = 1 + waves_of(levels);
  grown.cells.resize(grown.shape.cells());
  for (std::size_t c = 0; c < shape.cells(); ++c) {
    for (std::size_t wave = 0; wave < grown.shape.sizes; ++wave) {
      CellPlan plan = potential.cells[c];
      if (wave > 0) plan.agents = 0;
      grown.cells[place_of(grown.shape, c, wave)] = plan;
    }
  }
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const std::size_t region = k / (parts.count * shape.groups);
    std::vector<std::size_t> cells;
    for (std::size_t s = 0; s < shape.sectors; ++s) {
      if (parts.count == 1 || parts.part_of[s] == k / shape.groups % parts.count)
        cells.push_back(shape.cell(region, s, 0) + k % shape.groups);
    }
    add_waves(all, cells, levels[k], market, grown);
  }
  for (const MatchingPlan& plan : matchings) {
    MatchingPlan wide{plan.layer, std::vector<std::uint32_t>(grown.cells.size())};
    for (std::size_t c = 0; c < shape.cells(); ++c) {
      for (std::size_t wave = 0; wave < grown.shape.sizes; ++wave)
        wide.domain_of_cell[place_of(grown.shape, c, wave)] = plan.domain_of_cell[c];
    }
    grown.matchings.push_back(std::move(wide));
  }
  return grown;
}

}  // namespace tidu::simulate
