// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidu {

/// What happens to a cell that the data lack. Observed cells are never touched; what was filled is counted and
/// reported.
enum class Fill : std::uint8_t {
  none,     ///< a missing cell is an error
  linear,   ///< linear in time between observed years; at the ends it stays missing, which is an error
  nearest,  ///< linear inside, the nearest observed year at the ends
  hold,     ///< the nearest observed year everywhere: for series of a few years that serve as a level
  group,    ///< mean of the observed regions of the same macro-region in the same year
  zero,     ///< not reported means none (hydro power where there are no rivers to dam)
  trend,    ///< linear inside; at the ends from the nearest observed year on, with the slope of the region's own years
};

}  // namespace tidu
