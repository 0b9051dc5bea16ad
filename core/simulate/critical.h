// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/diffusion/critical/path_marks.h"
#include "core/diffusion/critical/switch_off.h"
#include "core/simulate/draws.h"
#include "core/simulate/options.h"

namespace tidu::simulate {

// Critical mass of the baseline, draw by draw, for each region and, behind them, for the nation. Shares are of users
// among all people.

struct CriticalInput {
  const diffusion::RegionLinks& links;
  std::span<const ParameterDraw> members;
  SimulateOptions options;
};

/// Axis over regions, and the nation behind them.
struct Place {};

struct CourseMarksOfDraws {
  Array<diffusion::PathMark, Draw, Place> crossing;  ///< contacts come to lead                 [critical_crossing]
  Array<diffusion::PathMark, Draw, Place> take_off;  ///< growth gathers speed fastest           [critical_take_off]
};

/// Landmarks on the way to the horizon, in monthly steps. Take-offs below 1 % of the people, where only the first
/// stages fill, are left out.
/// errors  cancelled
/// cost    members x months x cells, 250 ns each; parallel over members
Result<CourseMarksOfDraws> course_marks(const CriticalInput& input, Executor& executor);

/// What carries itself if everybody needs `contacts` of the process's contacts (Contagion::threshold): mass media,
/// innovation, orders and demonstrations are switched off, and half of the market has to use it `critical_years` later.
/// contacts  >= 2: with one there is no critical mass (design: simple contagion is degenerate)
/// errors    cancelled, and those of critical_points
/// cost      members x some 40 continuations of critical_years; parallel over members
Result<Array<diffusion::CriticalMass, Draw, Place>> switch_off_marks(const CriticalInput& input, int contacts,
                                                                     Executor& executor);

}  // namespace tidu::simulate
