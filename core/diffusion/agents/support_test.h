// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/diffusion/agents/agents.h"
#include "tests/agent_bytes.h"
#include "tests/lively_rates.h"

namespace tidu::diffusion::agents::testing {

using tests::Bytes;

/// One cell of n agents, all matchings over the whole of it.
inline Layout one_cell(std::uint64_t n, const Degrees& degrees, std::uint64_t seed = 1) {
  const CellPlan cell{.agents = n};
  std::vector<MatchingPlan> matchings;
  for (std::size_t l = 0; l < kLayers; ++l) {
    for (std::uint8_t k = 0; k < degrees[l]; ++k) matchings.push_back({static_cast<Layer>(l), {0}});
  }
  return *Layout::make(std::span(&cell, 1), matchings, seed);
}

/// A small country: regions x groups, local matchings within regions, chain within two halves of regions (of cells that
/// do not lie side by side), online everywhere.
inline Layout country(std::size_t regions, std::uint64_t cell_agents, std::uint64_t seed = 1) {
  constexpr std::uint32_t kGroupsHere = 5;
  std::vector<CellPlan> cells;
  std::vector<std::uint32_t> region;
  std::vector<std::uint32_t> half;
  for (std::uint32_t r = 0; r < regions; ++r) {
    for (std::uint32_t g = 0; g < kGroupsHere; ++g) {
      cells.push_back({cell_agents + 37 * r + 11 * g, r, static_cast<std::uint8_t>(g)});
      region.push_back(r);
      half.push_back(r % 2);
    }
  }
  std::vector<MatchingPlan> matchings(4, {Layer::local, region});
  matchings.resize(6, {Layer::chain, half});
  matchings.resize(8, {Layer::online, std::vector<std::uint32_t>(cells.size(), 0)});
  return *Layout::make(cells, matchings, seed);
}

/// Agents with their memory.
struct Population {
  const Layout& layout;
  Bytes state;
  Bytes contacts;
  Agents agents;

  explicit Population(const Layout& of, const AgentSettings& settings = {},
                      const Kernels& kernels = agents::kernels().back())
      : layout(of),
        state(padded_agents(of)),
        contacts(padded_agents(of)),
        agents(of, settings, {state.span(), contacts.span()}, kernels) {}
};

/// Runs a preset in every cell with contacts; returns the share of those in `stage` after each step.
std::vector<double> run(Agents& agents, const Layout& layout, const Preset& preset, double dt, std::uint32_t steps,
                        Executor& executor, Stage stage = Stage::decided);

/// Share of all agents in a stage.
double share(const Agents& agents, Stage stage);

}  // namespace tidu::diffusion::agents::testing
