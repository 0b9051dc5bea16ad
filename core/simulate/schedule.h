// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/diffusion/process/levers.h"

namespace tidu::simulate {

struct SectorParts;

/// A lever that is pulled for some years in some cells.
struct LeverPull {
  std::size_t lever = 0;            ///< position in diffusion::levers()
  double strength = 0;              ///< u in (0, 1]
  std::vector<std::uint8_t> cells;  ///< by cell (region x group): 1 where it is pulled
  int first_year = 0;               ///< from the first of January of this year
  int last_year = 0;                ///< to the last of December of this one
  /// By sector: 1 where it reaches the people of those cells; empty: whatever their sector.
  std::vector<std::uint8_t> sectors{};
};

/// A scenario: what is pulled, where and when. Empty: the baseline.
using Schedule = std::vector<LeverPull>;

/// Years in (after, until] in which something begins, or has ended with the year before: rising, each once.
std::vector<int> turning_years(std::span<const LeverPull> schedule, int after, int until);

/// Strengths of all levers in a year, by lever and cell of regions x parts x groups. A lever that is pulled twice in a
/// cell works with the larger strength.
/// parts  of sectors (sector_parts.h): those of the schedules with which the run is compared
void strengths_in(std::span<const LeverPull> schedule, int year, const SectorParts& parts,
                  View<double, diffusion::Lever, diffusion::Cell> out);

}  // namespace tidu::simulate
