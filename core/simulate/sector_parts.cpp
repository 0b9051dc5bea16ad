// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/sector_parts.h"

#include <algorithm>

#include "core/base/assert.h"

namespace tidu::simulate {
namespace {

// Which of the pulls reach a sector.
std::vector<std::uint8_t> pulls_of(std::span<const Schedule> schedules, std::size_t sector) {
  std::vector<std::uint8_t> reached;
  for (const Schedule& schedule : schedules) {
    for (const LeverPull& pull : schedule) reached.push_back(pull.sectors.empty() ? 1 : pull.sectors[sector]);
  }
  return reached;
}

}  // namespace

SectorParts part_sectors(std::span<const Schedule> schedules, const SectorShares& sectors) {
  SectorParts parts;
  if (sectors.count == 0) return parts;
  std::vector<std::vector<std::uint8_t>> kinds;
  for (std::size_t s = 0; s < sectors.count; ++s) {
    auto own = pulls_of(schedules, s);
    const auto found = std::find(kinds.begin(), kinds.end(), own);
    parts.part_of.push_back(static_cast<std::size_t>(found - kinds.begin()));
    if (found == kinds.end()) kinds.push_back(std::move(own));
  }
  parts.count = kinds.size();
  if (parts.count == 1) return parts;
  const std::size_t regions = sectors.share.size() / sectors.count;
  parts.share.assign(regions * parts.count, 0);
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t s = 0; s < sectors.count; ++s)
      parts.share[r * parts.count + parts.part_of[s]] += sectors.share[r * sectors.count + s];
  }
  return parts;
}

std::vector<std::uint8_t> reached_parts(const LeverPull& pull, const SectorParts& parts) {
  if (pull.sectors.empty()) return std::vector<std::uint8_t>(parts.count, 1);
  TIDU_ASSERT(pull.sectors.size() == parts.part_of.size());
  std::vector<std::uint8_t> reached(parts.count, 0);
  for (std::size_t s = 0; s < parts.part_of.size(); ++s) reached[parts.part_of[s]] = pull.sectors[s];
  return reached;
}

}  // namespace tidu::simulate
