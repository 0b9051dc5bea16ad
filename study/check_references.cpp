// SPDX-License-Identifier: Apache-2.0
#include "study/check_references.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/diffusion/process/levers.h"
#include "study/index_tree.h"
#include "study/suggestion.h"

namespace tidu::study {
namespace {

using Ids = std::vector<std::string_view>;

void unknown(Diagnostics& diagnostics, std::string_view kind, std::string_view word, const Ids& ids,
             const Location& where) {
  diagnostics.add({ErrorCode::unknown, text(kind, word), did_you_mean(word, ids, text("study.unknown_reference.hint"))},
                  where);
}

template <class T>
Ids ids_of(const std::vector<T>& items, Diagnostics& diagnostics) {
  Ids ids;
  std::set<std::string_view> seen;
  for (const T& item : items) {
    ids.push_back(item.id);
    if (!item.id.empty() && !seen.insert(item.id).second) {
      diagnostics.add({ErrorCode::duplicate, text("study.duplicate_id", item.id), text("study.duplicate_id.hint")},
                      item.where);
    }
  }
  return ids;
}

bool contains(const Ids& ids, std::string_view word) { return std::find(ids.begin(), ids.end(), word) != ids.end(); }

// Goalposts are needed once the study standardises by them.
bool standardises_by_goalposts(const Study& study) {
  const auto setting = study.settings.find("measure.standardisation");
  return setting != study.settings.end() && setting->second.value == static_cast<double>(measure::Scaling::goalposts);
}

void check_indices(const Study& study, const Ids& variables, Diagnostics& diagnostics) {
  const bool goalposts = standardises_by_goalposts(study);
  for (const IndexTree& tree : study.indices) {
    std::set<std::string_view> pillars;
    for (const IndexPillar* pillar : all_pillars(tree)) {
      if (pillar->id.empty() || pillars.insert(pillar->id).second) continue;
      diagnostics.add({ErrorCode::duplicate, text("study.duplicate_id", pillar->id), text("study.duplicate_id.hint")},
                      pillar->where);
    }
    std::set<std::string_view> used;
    for (const IndexIndicator* indicator : nodes_of(tree).indicators) {
      if (!contains(variables, indicator->variable)) {
        unknown(diagnostics, "study.unknown_variable", indicator->variable, variables, indicator->where);
      } else if (!used.insert(indicator->variable).second) {
        diagnostics.add({ErrorCode::duplicate, text("study.duplicate_indicator", indicator->variable, tree.id),
                         text("study.duplicate_indicator.hint")},
                        indicator->where);
      }
      if (goalposts && std::isnan(indicator->rule.goal_low)) {
        diagnostics.add({ErrorCode::missing, text("study.goalposts_missing", indicator->variable),
                         text("study.goalposts_missing.hint")},
                        indicator->where);
      }
    }
  }
}

// Settings that only make sense together.
void check_measure_settings(const Study& study, Diagnostics& diagnostics) {
  const auto find = [&study](std::string_view key) {
    const auto it = study.settings.find(std::string(key));
    return it == study.settings.end() ? nullptr : &it->second;
  };
  const Setting* base = find("measure.base_year");
  if (base && base->value != 0 && (base->value < study.first_year || base->value > study.last_year)) {
    diagnostics.add({ErrorCode::domain, text("study.base_year", base->value, study.first_year, study.last_year),
                     text("study.base_year.hint")},
                    base->where);
  }
  const Setting* low = find("measure.scale_low");
  const Setting* high = find("measure.scale_high");
  const double lowest = low ? low->value : 0;
  const double highest = high ? high->value : 1;
  if (lowest >= highest) {
    diagnostics.add(
        {ErrorCode::domain, text("study.marks_order", "scale_low", "scale_high"), text("study.marks_order.hint")},
        (high ? high : low)->where);
  }
}

// Depth-first search for a circle of includes.
bool reaches(const Study& study, const Scenario& from, std::string_view target, std::set<std::string_view>& seen) {
  for (const std::string& id : from.includes) {
    if (id == target) return true;
    if (!seen.insert(id).second) continue;
    for (const Scenario& s : study.scenarios) {
      if (s.id == id && reaches(study, s, target, seen)) return true;
    }
  }
  return false;
}

// Sectors of scenarios are those of the agents: nobody else is known to work in one.
void check_sectors(const Study& study, const Scenario& scenario, Diagnostics& diagnostics) {
  if (scenario.sectors.empty()) return;
  Ids sectors;
  if (study.agents) {
    for (const AgentSector& sector : study.agents->sectors) sectors.push_back(sector.id);
  }
  if (sectors.empty()) {
    diagnostics.add({ErrorCode::missing, text("study.no_sectors", scenario.id), text("study.no_sectors.hint")},
                    scenario.sectors_where);
    return;
  }
  for (const std::string& id : scenario.sectors) {
    if (!contains(sectors, id)) unknown(diagnostics, "study.unknown_sector", id, sectors, scenario.sectors_where);
  }
}

void check_scenarios(const Study& study, const Ids& scenarios, Diagnostics& diagnostics) {
  Ids levers;
  for (const auto& lever : diffusion::levers()) levers.push_back(lever.key);
  for (const Scenario& scenario : study.scenarios) {
    if (scenario.id == "baseline") {
      diagnostics.add({ErrorCode::duplicate, text("study.baseline_reserved"), text("study.baseline_reserved.hint")},
                      scenario.where);
    }
    for (const LeverSetting& setting : scenario.levers) {
      if (!contains(levers, setting.lever))
        unknown(diagnostics, "study.unknown_lever", setting.lever, levers, setting.where);
    }
    for (const std::string& id : scenario.includes) {
      if (!contains(scenarios, id))
        unknown(diagnostics, "study.unknown_scenario", id, scenarios, scenario.includes_where);
    }
    check_sectors(study, scenario, diagnostics);
    std::set<std::string_view> seen;
    if (reaches(study, scenario, scenario.id, seen)) {
      diagnostics.add({ErrorCode::domain, text("study.include_circle", scenario.id), text("study.include_circle.hint")},
                      scenario.includes_where);
    }
  }
}

}  // namespace

void check_references(const Study& study, Diagnostics& diagnostics) {
  const Ids variables = ids_of(study.variables, diagnostics);
  const Ids indices = ids_of(study.indices, diagnostics);
  const Ids scenarios = ids_of(study.scenarios, diagnostics);
  check_indices(study, variables, diagnostics);
  check_measure_settings(study, diagnostics);
  check_scenarios(study, scenarios, diagnostics);
  for (const auto& [id, where] : {std::pair(&study.capability_index, &study.capability_where),
                                  std::pair(&study.productivity_index, &study.productivity_where)}) {
    if (!id->empty() && !contains(indices, *id)) unknown(diagnostics, "study.unknown_index", *id, indices, *where);
  }
  for (const auto& [id, years] : study.adoption_breaks) {
    const auto& named = study.of_series() ? study.adoption_series : study.adoption_panels;
    const Ids panels(named.begin(), named.end());
    if (!contains(panels, id)) unknown(diagnostics, "study.unknown_variable", id, panels, study.breaks_where);
  }
  if (study.accounts && study.accounts->skilled && !contains(variables, study.accounts->skilled->share)) {
    const SkilledSection& skilled = *study.accounts->skilled;
    unknown(diagnostics, "study.unknown_variable", skilled.share, variables, skilled.share_where);
  }
  for (const std::string& id : study.adoption_panels) {
    if (!contains(variables, id)) unknown(diagnostics, "study.unknown_variable", id, variables, study.adoption_where);
  }
}

}  // namespace tidu::study
