// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/diffusion/agents/layout.h"
#include "core/diffusion/population/fitting.h"
#include "core/diffusion/process/mixing.h"
#include "core/diffusion/society.h"

namespace tidu::diffusion::population {

// How many agents of which kind live where. No official table counts China's market entities by province, sector and
// size, so the numbers are an allocation: whole numbers near
//
//   N_rsza = N_r P(s | r) P(z | s) P(a)
//
// N_r from counts of entities where they are given, else from a proxy (employment, population); P(s | r) from value
// added; P(z | s) from national shares of sizes, fitted to a national table of sectors by sizes where there is one;
// P(a) Rogers' adopter groups. Products of shares assume independence where no table says otherwise: `Assumed` counts
// the agents for whom that is so.

/// What is known of a population. Shares sum to 1 up to kShareTolerance and are scaled to it.
struct Margins {
  std::uint64_t agents = 0;          ///< N, 1 to agents::kMostAgents: all entities, or a sample of them
  std::vector<double> counts;        ///< entities of each region, >= 0; NaN where not counted; empty: nowhere
  std::vector<double> proxy;         ///< of each region, >= 0: shares out what is not counted; empty: all is counted
  double national = 0;               ///< entities in the nation; used where some regions are counted and others not
  std::vector<double> sectors{};     ///< regions x sectors: shares within each region
  bool sectors_counted = false;      ///< of entities; otherwise of value added or the like
  std::vector<double> sizes{1};      ///< national shares of sizes
  bool sizes_counted = false;        ///< counts of the sectors' sizes stand in sector_sizes
  std::vector<double> sector_sizes;  ///< empty, or sectors x sizes >= 0: fitted to the sectors and sizes of the nation
  std::vector<double> groups{kGroupShares.begin(), kGroupShares.end()};  ///< at most 8 adopter groups
  FitSettings fit{};
};

inline constexpr double kShareTolerance = 1e-6;
inline constexpr std::size_t kMostCellsOfRegion = std::size_t{1} << 15;

/// Shares of the agents, in [0, 1], whose place rests on an assumption instead of a count of entities. Adopter groups
/// are left out: their shares are Rogers' definition.
struct Assumed {
  double regions = 0;  ///< region from the proxy
  double sectors = 0;  ///< sector from shares that are not counts; 0 where there is one sector
  double sizes = 0;    ///< size from national shares; 0 where there is one size
  double any = 0;      ///< at least one of the three
};

struct Population {
  CellShape shape;
  std::vector<agents::CellPlan> cells;       ///< in the order of CellShape
  std::vector<std::uint64_t> region_agents;  ///< sums to the agents asked for
  std::size_t fit_cycles = 0;                ///< of iterative proportional fitting; 0 without a table
  double fit_error = 0;                      ///< largest error of a margin, relative to the nation
  Assumed assumed;
};

/// Whole numbers of agents by region, sector, size and group. Regions by largest remainders, then sectors, sizes and
/// groups within each (rounding.h): sums over regions and the nation are kept exactly, and every region, every sector
/// and every size of a region and every cell has its real number rounded down or up, given its region's whole number.
/// errors  domain (a value below 0, shares that do not sum to 1, more counted than the nation has, a region without
///         agents, no agent at all), limit (agents above kMostAgents, cells of a region above kMostCellsOfRegion, more
///         than 8 groups), shape (sizes that do not fit), and those of fit_margins
/// cost    O(cells log cells). Same bits always; regions may be permuted where no remainders of theirs are equal.
Result<Population> allocate(const Margins& margins);

}  // namespace tidu::diffusion::population
