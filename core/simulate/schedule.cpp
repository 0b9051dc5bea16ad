// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/schedule.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/simulate/sector_parts.h"

namespace tidu::simulate {

std::vector<int> turning_years(std::span<const LeverPull> schedule, int after, int until) {
  std::vector<int> years;
  for (const LeverPull& pull : schedule) {
    for (const int year : {pull.first_year, pull.last_year + 1}) {
      if (year > after && year <= until) years.push_back(year);
    }
  }
  std::sort(years.begin(), years.end());
  years.erase(std::unique(years.begin(), years.end()), years.end());
  return years;
}

void strengths_in(std::span<const LeverPull> schedule, int year, const SectorParts& parts,
                  View<double, diffusion::Lever, diffusion::Cell> out) {
  using diffusion::kGroups;
  std::fill(out.begin(), out.end(), 0.0);
  for (const LeverPull& pull : schedule) {
    TIDU_ASSERT(pull.cells.size() * parts.count == out.extent<diffusion::Cell>());
    if (year < pull.first_year || year > pull.last_year) continue;
    const auto reached = reached_parts(pull, parts);
    for (std::size_t c = 0; c < out.extent<diffusion::Cell>(); ++c) {
      const std::size_t region = c / (parts.count * kGroups);
      if (pull.cells[region * kGroups + c % kGroups] == 0 || reached[c / kGroups % parts.count] == 0) continue;
      out(pull.lever, c) = std::max(out(pull.lever, c), pull.strength);
    }
  }
}

}  // namespace tidu::simulate
