// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/agents_subjects.h"
#include "app/pipeline/table_builder.h"
#include "core/simulate/programmes.h"

namespace tidu::app {
namespace {

using simulate::Ensemble;
using simulate::Programme;
using simulate::ProgrammeEffects;

constexpr std::size_t kNamedSectors = 3;  // of a part, in its name

OriginBuilder sector_origin(const AdoptionContext& context) {
  OriginBuilder origin = model_origin(context);
  origin.sources(context.sectors.sources).formulas({"lever_places", "sector_parts"});
  return origin.all_assumptions(diffusion::lever_options());
}

// Whether some lever is for these sectors by name, and not for everybody.
bool is_named(const AdoptionContext& context, std::size_t part) {
  const auto& part_of = context.ensemble.parts.part_of;
  for (const simulate::Schedule& schedule : context.schedules) {
    for (const simulate::LeverPull& pull : schedule) {
      for (std::size_t s = 0; s < pull.sectors.size(); ++s)
        if (part_of[s] == part && pull.sectors[s] != 0) return true;
    }
  }
  return false;
}

std::vector<std::size_t> sectors_of(const AdoptionContext& context, std::size_t part) {
  std::vector<std::size_t> list;
  const auto& part_of = context.ensemble.parts.part_of;
  for (std::size_t s = 0; s < part_of.size(); ++s)
    if (part_of[s] == part) list.push_back(s);
  return list;
}

// The sectors of a part, as they stand in a table.
std::string part_id(const AdoptionContext& context, std::size_t part) {
  if (!is_named(context, part)) return "other_sectors";
  std::string id;
  for (const std::size_t s : sectors_of(context, part)) id += (id.empty() ? "" : "+") + context.sectors.ids[s];
  return id;
}

void add_labels(const AdoptionContext& context, data::ResultSet& results) {
  const auto& sectors = context.loaded.study.agents->sectors;
  for (const study::AgentSector& sector : sectors) add_label({sector.id, sector.name}, results);
  for (std::size_t p = 0; p < context.ensemble.parts.count; ++p) {
    const auto own = sectors_of(context, p);
    data::Label label{part_id(context, p), {}};
    for (std::size_t k = 0; k < std::min(own.size(), kNamedSectors); ++k) {
      label.name.en += (k == 0 ? "" : ", ") + sectors[own[k]].name.en;
      label.name.zh += (k == 0 ? "" : "、") + sectors[own[k]].name.zh;
    }
    if (own.size() > kNamedSectors) {
      const std::string count = " … (" + std::to_string(own.size()) + ")";
      label.name.en += count;
      label.name.zh += count;
    }
    add_label(label, results);
  }
}

// People of a sector in a region, as a share of the nation's.
double people_of(const AdoptionContext& context, std::size_t region, std::size_t sector) {
  return context.links.share[region] * context.sectors.share[region * context.sectors.ids.size() + sector];
}

// Percent of a sector's people whom some lever of a scenario reaches in some year.
double people_reached(const AdoptionContext& context, std::size_t scenario, std::size_t sector) {
  using diffusion::kGroups;
  double people = 0;
  double reached = 0;
  for (std::size_t r = 0; r < context.loaded.region_count(); ++r) {
    const double own = people_of(context, r, sector);
    people += own;
    for (std::size_t a = 0; a < kGroups; ++a) {
      const auto& pulls = context.schedules[scenario];
      const bool has = std::any_of(pulls.begin(), pulls.end(), [&](const simulate::LeverPull& pull) {
        return pull.cells[r * kGroups + a] != 0 && (pull.sectors.empty() || pull.sectors[sector] != 0);
      });
      reached += has ? own * diffusion::kGroupShares[a] : 0;
    }
  }
  return people > 0 ? 100 * reached / people : data::kNoValue;
}

std::vector<double> over_members(const AdoptionContext& context, const std::function<double(std::size_t)>& value) {
  std::vector<double> values;
  for (std::size_t m = 0; m < context.members.size(); ++m) values.push_back(100 * value(m));
  return values;
}

data::Table effects_table(const AdoptionContext& context) {
  TableBuilder table(
      "adoption_effects_sectors",
      {label("scenario"), label("sector"), integer("year", "year"), real("people_reached", "percent", 1),
       real("p05", "percentage points", 2), real("p50", "percentage points", 2), real("p95", "percentage points", 2)},
      sector_origin(context).take());
  const Ensemble& ensemble = context.ensemble;
  for (std::size_t s = 1; s < context.schedules.size(); ++s) {
    for (std::size_t sector = 0; sector < context.sectors.ids.size(); ++sector) {
      const double reached = people_reached(context, s, sector);
      const std::size_t part = ensemble.parts.part_of[sector];
      for (std::size_t t = 0; t < ensemble.nation.extent<Year>(); ++t) {
        const int year = ensemble.first_year + static_cast<int>(t);
        if (year < context.simulate_options.policy_year) continue;
        auto gain = over_members(context, [&](std::size_t m) {
          double people = 0;
          double gained = 0;
          for (std::size_t r = 0; r < context.loaded.region_count(); ++r) {
            const double own = people_of(context, r, sector);
            people += own;
            gained += own * (ensemble.sectors(m, s, t, r, part) - ensemble.sectors(m, 0, t, r, part));
          }
          return people > 0 ? gained / people : 0;
        });
        table.row({context.loaded.study.scenarios[s - 1].id, context.sectors.ids[sector], static_cast<double>(year),
                   reached, simulate::quantile(gain, 0.05), simulate::quantile(gain, 0.5),
                   simulate::quantile(gain, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

// Region by region the parts alone: sectors of one part gain alike there.
data::Table regions_table(const AdoptionContext& context) {
  TableBuilder table(
      "adoption_effects_region_sectors",
      {label("scenario"), label("region"), label("sectors"), integer("year", "year"), real("people", "percent", 1),
       real("p05", "percentage points", 2), real("p50", "percentage points", 2), real("p95", "percentage points", 2)},
      sector_origin(context).take());
  const Ensemble& ensemble = context.ensemble;
  const std::size_t end = ensemble.nation.extent<Year>() - 1;
  const double year = ensemble.first_year + static_cast<double>(end);
  for (std::size_t s = 1; s < context.schedules.size(); ++s) {
    for (std::size_t r = 0; r < context.loaded.region_count(); ++r) {
      for (std::size_t p = 0; p < ensemble.parts.count; ++p) {
        auto gain = over_members(context, [&](std::size_t m) {
          return ensemble.sectors(m, s, end, r, p) - ensemble.sectors(m, 0, end, r, p);
        });
        table.row({context.loaded.study.scenarios[s - 1].id, context.loaded.regions.rows[r].code, part_id(context, p),
                   year, 100 * ensemble.parts.share_of(r, p), simulate::quantile(gain, 0.05),
                   simulate::quantile(gain, 0.5), simulate::quantile(gain, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

// The median of a number over members, where there is one.
double median(const Array<double, Draw, simulate::ProgrammeAxis>& values, std::size_t programme, double scale) {
  std::vector<double> list;
  for (std::size_t m = 0; m < values.extent<Draw>(); ++m) list.push_back(scale * values(m, programme));
  return simulate::quantile(list, 0.5);
}

// How a unit of support for some sectors compares with one for everybody.
struct AgainstAll {
  double ratio = data::kNoValue;   ///< median of the break-even
  double better = data::kNoValue;  ///< percent of draws above 1
};

AgainstAll against_all(const ProgrammeEffects& effects, std::size_t programme, std::size_t everybody) {
  std::vector<double> ratio = simulate::break_even(effects, programme, everybody);
  if (ratio.empty()) return {};
  const auto better = static_cast<double>(std::count_if(ratio.begin(), ratio.end(), [](double x) { return x > 1; }));
  std::sort(ratio.begin(), ratio.end());
  const double middle = ratio[(ratio.size() - 1) / 2];
  return {std::isinf(middle) ? data::kNoValue : middle, 100 * better / static_cast<double>(ratio.size())};
}

data::Table levers_table(const AdoptionContext& context, std::span<const Programme> programmes,
                         const ProgrammeEffects& effects) {
  OriginBuilder origin = sector_origin(context);
  origin.formulas({"unit_effect", "break_even"}).assumptions({"simulate.policy_year", "simulate.support_years"});
  TableBuilder table("lever_sectors",
                     {label("lever"), label("sectors"), real("people_reached", "percent", 1),
                      real("gain_p50", "percentage points", 3), real("own_gain", "percentage points", 3),
                      real("spillover", "percentage points", 3), real("unit_p05", "1", 2), real("unit_p50", "1", 2),
                      real("unit_p95", "1", 2), real("against_everybody", "1", 2), real("better", "percent", 0)},
                     origin.take());
  const std::size_t levers = diffusion::levers().size();
  for (std::size_t i = 0; i < programmes.size(); ++i) {
    const bool all = programmes[i].sectors.empty();
    std::vector<double> unit;
    for (std::size_t m = 0; m < effects.unit_effect.extent<Draw>(); ++m)
      unit.push_back(1000 * effects.unit_effect(m, i));
    const AgainstAll against = all ? AgainstAll{} : against_all(effects, i, i % levers);
    table.row({std::string(diffusion::levers()[programmes[i].lever].key),
               all ? "all_sectors" : part_id(context, i / levers - 1), median(effects.reached, i, 100),
               median(effects.gained, i, 100), median(effects.own, i, 100),
               all ? data::kNoValue : median(effects.spillover, i, 100), simulate::quantile(unit, 0.05),
               simulate::quantile(unit, 0.5), simulate::quantile(unit, 0.95), against.ratio, against.better});
  }
  return std::move(table).take();
}

}  // namespace

Result<void> add_sector_tables(const AdoptionContext& context, data::ResultSet& results, Executor& executor) {
  const std::size_t parts = context.ensemble.parts.count;
  if (parts == 1) return {};
  const auto programmes = simulate::sector_programmes(context.ensemble.parts);
  const auto members = support_members(context);
  const auto effects = simulate::programme_effects(
      {context.links, context.assumptions, members, programmes, context.simulate_options, context.sector_shares()},
      executor);
  if (!effects) return tl::unexpected(effects.error());
  add_labels(context, results);
  add_sources(context.loaded, context.sectors.sources, context.sectors.share.size(), results);
  results.tables.push_back(effects_table(context));
  results.tables.push_back(regions_table(context));
  results.tables.push_back(levers_table(context, programmes, *effects));
  const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  for (const char* table : {"adoption_effects_sectors", "adoption_effects_region_sectors", "lever_sectors"})
    results.remarks.push_back({table, "remark.sector_allocation", {count(context.sectors.ids.size()), count(parts)}});
  results.remarks.push_back({"lever_sectors",
                             "remark.support",
                             {static_cast<std::int64_t>(context.simulate_options.policy_year),
                              static_cast<std::int64_t>(effects->last_year), count(members.size())}});
  return {};
}

}  // namespace tidu::app
