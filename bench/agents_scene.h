// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/agents.h"

namespace tidu::bench {

using namespace diffusion;
using namespace diffusion::agents;

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// 31 regions x 20 sectors x 4 sizes x 5 groups of unequal sizes; two local matchings in the cell and two in its region
/// and sector, two along the chain of two neighbouring sectors in the whole country, two online.
inline Layout country(std::uint64_t agents) {
  constexpr std::uint32_t kRegions = 31;
  constexpr std::uint32_t kSectors = 20;
  constexpr std::uint32_t kSizes = 4;
  constexpr std::array<double, 5> kGroupShare{0.025, 0.135, 0.34, 0.34, 0.16};
  constexpr std::array<double, kSizes> kSizeShare{0.7, 0.2, 0.07, 0.03};
  std::vector<CellPlan> cells;
  std::vector<std::uint32_t> own;
  std::vector<std::uint32_t> sector;
  std::vector<std::uint32_t> chain;
  for (std::uint32_t r = 0; r < kRegions; ++r) {
    for (std::uint32_t s = 0; s < kSectors; ++s) {
      for (std::uint32_t z = 0; z < kSizes; ++z) {
        for (std::uint32_t g = 0; g < kGroupShare.size(); ++g) {
          const double share = (r + 1) / 496.0 * (s + 5) / 290.0 * kSizeShare[z] * kGroupShare[g];
          own.push_back(static_cast<std::uint32_t>(cells.size()));
          sector.push_back(r * kSectors + s);
          chain.push_back(s / 2);
          cells.push_back(
              {static_cast<std::uint64_t>(share * static_cast<double>(agents)), r, static_cast<std::uint8_t>(g)});
        }
      }
    }
  }
  std::vector<MatchingPlan> matchings(2, {Layer::local, own});
  matchings.resize(4, {Layer::local, sector});
  matchings.resize(6, {Layer::chain, chain});
  matchings.resize(8, {Layer::online, std::vector<std::uint32_t>(cells.size(), 0)});
  return *Layout::make(cells, matchings, 1);
}

/// Every stage is passed; about half have adopted after five years.
inline ProcessRates rates_of(std::uint8_t group) {
  const double ahead = 2 - 0.4 * group;
  ProcessRates rates;
  rates.media = 0.8 * ahead;
  rates.word_of_mouth = {0.1, 0.1, 0.1};
  rates.elaboration = 6;
  rates.attitude = 0.5 * ahead;
  rates.attitude_contacts = {0.5, 0.3, 0.3};
  rates.attitude_discontinuers = 0.5;
  rates.innovation = 0.06 * ahead;
  rates.imitation = {0.5 * ahead, 0.3 * ahead, 0.3 * ahead};
  rates.leaders = 0.1;
  rates.implementation = 3;
  rates.abandonment = 0.05;
  rates.confirmation = 1;
  rates.disenchantment = 0.05;
  rates.discontinuance = 0.02;
  rates.reconsideration = 0.3;
  rates.readoption = 0.2;
  return rates;
}

/// The tables of the country's cells.
inline std::vector<TableMaker> makers_of(const Layout& layout, bool with_contacts) {
  std::vector<TableMaker> makers;
  for (const CellPlan& cell : layout.cells())
    makers.emplace_back(rates_of(cell.group), with_contacts ? layout.degrees() : Degrees{}, 1.0 / 12);
  return makers;
}

/// Months of people who have started, on whatever processor: Agents or CudaAgents. Returns how many changed.
template <typename People>
std::uint64_t walk(People& people, const Layout& layout, std::span<const TableMaker> makers, std::uint32_t steps,
                   Executor& executor) {
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
  return changes;
}

}  // namespace tidu::bench
