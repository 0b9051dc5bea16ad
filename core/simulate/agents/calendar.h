// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace tidu::simulate {

/// One step of a run, in years (the first of January 2024 is 2024.0).
struct CalendarStep {
  double time = 0;      ///< when it begins
  double dt = 0;        ///< how long it is
  int closes_year = 0;  ///< the year whose 31st of December is its end; 0: it ends within a year
};

/// The steps from `start` to the end of `last_year`, which end on a grid of `steps_per_year`; the first may be shorter.
/// All others have a dt of exactly 1 / steps_per_year, so that what depends on it is worked out once.
/// steps_per_year >= 1, last_year + 1 > start
std::vector<CalendarStep> calendar(double start, int last_year, int steps_per_year);

}  // namespace tidu::simulate
