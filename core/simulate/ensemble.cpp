// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/ensemble.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/quantile.h"
#include "core/simulate/run.h"

namespace tidu::simulate {
namespace {

using diffusion::kGroups;

constexpr std::size_t kMembersPerBlock = 4;

// Writes the state of a year's end into the ensemble.
void record(const AdoptionRun& run, std::span<const double> share, std::size_t member, std::size_t scenario,
            std::size_t year, Ensemble& ensemble) {
  for (std::size_t r = 0; r < run.regions(); ++r) {
    ensemble.adoption(member, scenario, year, r) = run.users(r);
    for (std::size_t a = 0; a < kGroups; ++a) ensemble.groups(member, scenario, year, a) += share[r] * run.users(r, a);
  }
  ensemble.nation(member, scenario, year) = run.users();
  for (std::size_t u = 0; u < ensemble.units.extent<Unit>(); ++u) {
    ensemble.units(member, scenario, year, u) = run.unit_users(u);
  }
  for (std::size_t r = 0; r < ensemble.sectors.extent<Region>(); ++r) {
    for (std::size_t p = 0; p < ensemble.parts.count; ++p)
      ensemble.sectors(member, scenario, year, r, p) = run.part_users(r, p);
  }
  const StageShares stages = run.stages();
  for (std::size_t k = 0; k < stages.size(); ++k) ensemble.stages(member, scenario, year, k) = stages[k];
}

// The first year in which some scenario pulls a lever; the year after the last one if none does.
int first_policy_year(const EnsembleInput& input, int first_year) {
  int first = input.options.last_year + 1;
  for (const Schedule& schedule : input.scenarios) {
    for (const LeverPull& pull : schedule) first = std::min(first, std::max(pull.first_year, first_year));
  }
  return first;
}

void run_member(const EnsembleInput& input, std::size_t member, int first_year, Ensemble& ensemble) {
  const ParameterDraw& draw = input.members[member];
  const diffusion::LeverSizes sizes = draw_lever_sizes(input.assumptions, member);
  const std::span<const double> share = input.links.share;
  const int policy_year = first_policy_year(input, first_year);
  const SectorParts& parts = ensemble.parts;
  AdoptionRun common(input.links, draw, input.options.steps_per_year, parts);
  for (int year = first_year; year < policy_year; ++year) {
    common.run_until(year + 1.0);
    for (std::size_t s = 0; s < input.scenarios.size(); ++s) {
      record(common, share, member, s, static_cast<std::size_t>(year - first_year), ensemble);
    }
  }
  Array<double, diffusion::Lever, diffusion::Cell> strength(
      {diffusion::levers().size(), share.size() * parts.count * kGroups});
  for (std::size_t s = 0; s < input.scenarios.size(); ++s) {
    AdoptionRun run = common;
    const Schedule& schedule = input.scenarios[s];
    const std::vector<int> turns = turning_years(schedule, policy_year, input.options.last_year);
    for (int year = policy_year; year <= input.options.last_year; ++year) {
      const bool turns_now = year == policy_year || std::find(turns.begin(), turns.end(), year) != turns.end();
      if (turns_now && !schedule.empty()) {
        strengths_in(schedule, year, parts, strength.view());
        run.pull(strength.view(), sizes);
      }
      run.run_until(year + 1.0);
      record(run, share, member, s, static_cast<std::size_t>(year - first_year), ensemble);
    }
  }
}

// The first year's end that every member has behind its start.
int first_recorded_year(std::span<const ParameterDraw> members) {
  double latest = 0;
  for (const ParameterDraw& member : members) latest = std::max(latest, member.spread.start);
  return static_cast<int>(std::floor(latest));
}

}  // namespace

Result<Ensemble> run_ensemble(const EnsembleInput& input, Executor& executor) {
  const int first_year = first_recorded_year(input.members);
  if (input.options.last_year < first_year) {
    return failure(ErrorCode::domain, text("simulate.horizon", input.options.last_year, first_year),
                   text("simulate.horizon.hint"));
  }
  if (input.options.policy_year < first_year || input.options.policy_year > input.options.last_year) {
    return failure(ErrorCode::domain,
                   text("simulate.policy_year", input.options.policy_year, first_year, input.options.last_year),
                   text("simulate.policy_year.hint"));
  }
  const std::size_t members = input.members.size();
  const std::size_t scenarios = input.scenarios.size();
  const std::size_t units = input.members.empty() ? 1 : input.members[0].decisions.size() + 1;
  const auto years = static_cast<std::size_t>(input.options.last_year - first_year + 1);
  Ensemble ensemble{
      .first_year = first_year,
      .adoption = Array<double, Draw, ScenarioAxis, Year, Region>({members, scenarios, years, input.links.regions()}),
      .groups = Array<double, Draw, ScenarioAxis, Year, Group>({members, scenarios, years, kGroups}),
      .nation = Array<double, Draw, ScenarioAxis, Year>({members, scenarios, years}),
      .units = Array<double, Draw, ScenarioAxis, Year, Unit>({members, scenarios, years, units}),
      .stages = Array<double, Draw, ScenarioAxis, Year, diffusion::StageAxis>(
          {members, scenarios, years, diffusion::kStages}),
      .parts = part_sectors(input.scenarios, input.sectors),
      .sectors = {}};
  if (ensemble.parts.count > 1) {
    ensemble.sectors = Array<double, Draw, ScenarioAxis, Year, Region, Part>(
        {members, scenarios, years, input.links.regions(), ensemble.parts.count});
  }
  const std::size_t blocks = (members + kMembersPerBlock - 1) / kMembersPerBlock;
  std::atomic<std::uint64_t> done{0};
  executor.for_blocks(blocks, [&](std::size_t b) {
    for (std::size_t m = b * kMembersPerBlock; m < std::min(members, (b + 1) * kMembersPerBlock); ++m) {
      if (executor.cancelled()) return;
      run_member(input, m, first_year, ensemble);
      executor.progress("stage.ensemble", ++done, members);
    }
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("simulate.cancelled"));
  return ensemble;
}

double quantile(std::vector<double>& values, double p) {
  TIDU_ASSERT(!values.empty());
  std::sort(values.begin(), values.end());
  return sorted_quantile(values, p);
}

double passing_time(std::span<const double> path, int first_year, double level) {
  if (!path.empty() && path[0] >= level) return first_year + 1;
  for (std::size_t t = 1; t < path.size(); ++t) {
    if (path[t] >= level) return first_year + static_cast<double>(t) + (level - path[t - 1]) / (path[t] - path[t - 1]);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace tidu::simulate
