// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/calendar.h"

#include <cmath>
#include <cstdint>

#include "core/base/assert.h"

namespace tidu::simulate {

std::vector<CalendarStep> calendar(double start, int last_year, int steps_per_year) {
  TIDU_ASSERT(steps_per_year >= 1 && last_year + 1 > start);
  constexpr double kTolerance = 1e-9;  // a start on the grid is k / steps_per_year up to rounding
  const double per_year = steps_per_year;
  // Ends are counted in steps since the year 0, so that no rounding adds up.
  auto end = static_cast<std::int64_t>(std::floor(start * per_year + kTolerance * per_year)) + 1;
  const std::int64_t last = (std::int64_t{last_year} + 1) * steps_per_year;
  std::vector<CalendarStep> steps;
  for (; end <= last; ++end) {
    const double time = steps.empty() ? start : static_cast<double>(end - 1) / per_year;
    const double until = static_cast<double>(end) / per_year;
    const bool whole = until - time > (1 - kTolerance) / per_year;
    const bool closes = end % steps_per_year == 0;
    steps.push_back({.time = time,
                     .dt = whole ? 1 / per_year : until - time,
                     .closes_year = closes ? static_cast<int>(end / steps_per_year) - 1 : 0});
  }
  return steps;
}

}  // namespace tidu::simulate
