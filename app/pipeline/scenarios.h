// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/measure/index/tiers.h"
#include "core/simulate/schedule.h"

namespace tidu::app {

/// Whether the scenarios name regions that there are and years that are simulated: [first_year, last_year].
/// errors  pipeline.scenario_region (unknown), pipeline.scenario_year (domain), each at its place in the study file
void check_scenarios(const LoadedStudy& loaded, int first_year, int last_year, Diagnostics& diagnostics);

/// What each scenario pulls, where and when; the first is the baseline, which is empty. A scenario that includes others
/// pulls their levers as they do.
/// tiers        of each region
/// policy_year  first year of scenarios that name none
/// last_year    of those that name none
std::vector<simulate::Schedule> make_schedules(const LoadedStudy& loaded, std::span<const measure::RegionTier> tiers,
                                               int policy_year, int last_year);

}  // namespace tidu::app
