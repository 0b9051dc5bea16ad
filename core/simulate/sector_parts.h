// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/simulate/schedule.h"

namespace tidu::simulate {

// Levers that reach some sectors alone part the people of a region. Sectors that no lever tells apart have the same
// rates and the same contacts, and therefore the same course: they are one cell, which is exact. So a region has as
// many cells a group as there are distinct sets of levers that reach a sector, and one where no lever names any.
//
//   n_rpg = n_r s_rp g,  s_rp the share of part p in the people of region r                           [sector_parts]
//
// Contacts are those of the region, whatever the sector: V_rg = sum_p s_rp V_rpg is what is seen of it, as the groups
// by their fixed shares.

/// Who works where, as far as it is known: an allocation.
struct SectorShares {
  std::size_t count = 0;          ///< sectors; 0: there are none
  std::span<const double> share;  ///< regions x count, summing to 1 in each region
};

/// A region's people by what levers reach them.
struct SectorParts {
  std::size_t count = 1;
  std::vector<std::size_t> part_of;  ///< by sector, numbered by their first sectors; empty: there are no sectors
  std::vector<double> share;         ///< s_rp, regions x count; empty where count is 1

  double share_of(std::size_t region, std::size_t part) const { return count == 1 ? 1 : share[region * count + part]; }
};

/// The coarsest parts in which each pull of the schedules reaches all people of a part or none.
/// cost  O(pulls x sectors + regions x sectors)
SectorParts part_sectors(std::span<const Schedule> schedules, const SectorShares& sectors);

/// By part, whether a pull reaches it.
std::vector<std::uint8_t> reached_parts(const LeverPull& pull, const SectorParts& parts);

}  // namespace tidu::simulate
