// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/scenarios.h"

#include <algorithm>

#include "app/pipeline/index_stage.h"
#include "core/diffusion/process/levers.h"
#include "study/suggestion.h"

namespace tidu::app {
namespace {

using diffusion::kGroups;

bool contains(const auto& list, const auto& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

// 1 for each cell (region x group) in which a scenario acts.
std::vector<std::uint8_t> cells_of(const LoadedStudy& loaded, const study::Scenario& scenario,
                                   std::span<const measure::RegionTier> tiers) {
  std::vector<std::uint8_t> cells(tiers.size() * kGroups);
  for (std::size_t r = 0; r < tiers.size(); ++r) {
    if (scenario.tier != "all" && scenario.tier != tier_id(tiers[r].tier)) continue;
    if (!scenario.regions.empty() && !contains(scenario.regions, loaded.regions.rows[r].code)) continue;
    for (std::size_t a = 0; a < kGroups; ++a) {
      cells[r * kGroups + a] = scenario.groups.empty() || contains(scenario.groups, a) ? 1 : 0;
    }
  }
  return cells;
}

// By sector of [agents], whom a scenario is for; empty: everybody.
std::vector<std::uint8_t> sectors_of(const LoadedStudy& loaded, const study::Scenario& scenario) {
  std::vector<std::uint8_t> sectors;
  if (scenario.sectors.empty()) return sectors;
  for (const study::AgentSector& sector : loaded.study.agents->sectors)
    sectors.push_back(contains(scenario.sectors, sector.id) ? 1 : 0);
  return sectors;
}

struct Years {
  int first = 0;
  int last = 0;
};

void add_pulls(const LoadedStudy& loaded, const study::Scenario& scenario, std::span<const measure::RegionTier> tiers,
               const Years& otherwise, simulate::Schedule& schedule) {
  const auto levers = diffusion::levers();
  const std::vector<std::uint8_t> cells = cells_of(loaded, scenario, tiers);
  for (const study::LeverSetting& setting : scenario.levers) {
    const auto found =
        std::find_if(levers.begin(), levers.end(), [&setting](const auto& l) { return l.key == setting.lever; });
    if (!(setting.strength > 0)) continue;
    schedule.push_back({.lever = static_cast<std::size_t>(found - levers.begin()),
                        .strength = setting.strength,
                        .cells = cells,
                        .first_year = scenario.first_year.value_or(otherwise.first),
                        .last_year = scenario.last_year.value_or(otherwise.last),
                        .sectors = sectors_of(loaded, scenario)});
  }
  for (const std::string& id : scenario.includes) {
    for (const study::Scenario& other : loaded.study.scenarios) {
      if (other.id == id) add_pulls(loaded, other, tiers, otherwise, schedule);
    }
  }
}

}  // namespace

void check_scenarios(const LoadedStudy& loaded, int first_year, int last_year, Diagnostics& diagnostics) {
  std::vector<std::string_view> codes;
  for (const data::RegionRow& row : loaded.regions.rows) codes.push_back(row.code);
  for (const study::Scenario& scenario : loaded.study.scenarios) {
    for (const std::string& code : scenario.regions) {
      if (contains(codes, code)) continue;
      diagnostics.add({ErrorCode::unknown, text("pipeline.scenario_region", scenario.id, code),
                       study::did_you_mean(code, codes, text("pipeline.scenario_region.hint"))},
                      scenario.regions_where);
    }
    for (const std::optional<int> year : {scenario.first_year, scenario.last_year}) {
      if (!year || (*year >= first_year && *year <= last_year)) continue;
      diagnostics.add({ErrorCode::domain, text("pipeline.scenario_year", scenario.id, *year, first_year, last_year),
                       text("pipeline.scenario_year.hint")},
                      scenario.where);
    }
  }
}

std::vector<simulate::Schedule> make_schedules(const LoadedStudy& loaded, std::span<const measure::RegionTier> tiers,
                                               int policy_year, int last_year) {
  std::vector<simulate::Schedule> schedules(1);
  for (const study::Scenario& scenario : loaded.study.scenarios) {
    add_pulls(loaded, scenario, tiers, {policy_year, last_year}, schedules.emplace_back());
  }
  return schedules;
}

}  // namespace tidu::app
