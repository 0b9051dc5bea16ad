// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_tables.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/agents_subjects.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/diffusion/process/map.h"
#include "core/simulate/agents/formulas.h"

namespace tidu::app {
namespace {

using diffusion::kStages;
using simulate::YearRecord;

constexpr std::string_view kStageIds[kStages] = {"unaware", "knowledge",    "persuasion", "unfavourable",
                                                 "decided", "implementing", "confirmed",  "discontinued"};
constexpr const char* kScenario = "baseline";

using Part = std::vector<double> YearRecord::*;

double users_of(const YearRecord& record, Part part, const Subject& subject) {
  double users = 0;
  for (const std::size_t row : subject.rows)
    users += simulate::users(std::span(record.*part).subspan(row * kStages, kStages));
  return users;
}

AgentAxes axes_of(const AgentContext& context) {
  return {context.loaded, context.population, context.setup.all, context.setup.potential};
}

OriginBuilder origin_of(const AgentContext& context) { return agents_origin(context.loaded, context.population); }

OriginBuilder sampling_origin(const AgentContext& context) {
  OriginBuilder origin = origin_of(context);
  return origin.formulas({"agent_sampling"});
}

/// Users of each subject in percent of all of it: agents, map, their difference and how far samples scatter.
data::Table users_table(const AgentContext& context, std::string_view key, std::string_view column, Part part,
                        const std::vector<Subject>& list) {
  TableBuilder table(key,
                     {label("scenario"), label(column), integer("year", "year"), real("agents_share", "percent", 3),
                      real("map_share", "percent", 3), real("difference", "percentage points", 4),
                      real("sampling_sd", "percentage points", 4)},
                     origin_of(context).take());
  table.origin("sampling_sd", sampling_origin(context).take());
  for (const Subject& subject : list) {
    if (!(subject.whole > 0)) continue;
    for (std::size_t t = 0; t < context.agents.size(); ++t) {
      const double agents = 100 * users_of(context.agents[t], part, subject) / subject.whole;
      const double expected = users_of(context.map[t], part, subject);
      const double map = 100 * expected / subject.whole;
      table.row(
          {kScenario, subject.id, static_cast<double>(context.agents[t].year), agents, map, agents - map,
           simulate::sampling_deviation(std::min(expected, subject.potential), subject.potential, subject.whole)});
    }
  }
  return std::move(table).take();
}

data::Table stages_table(const AgentContext& context) {
  TableBuilder table("agents_stages",
                     {label("scenario"), label("stage"), integer("year", "year"), real("agents_share", "percent", 3),
                      real("map_share", "percent", 3), real("difference", "percentage points", 4)},
                     origin_of(context).take());
  const auto whole = static_cast<double>(total_agents(context.setup.all));
  // Who never will adopt is among the unaware agents where he is an agent at all, which a network's members are.
  const auto never = static_cast<double>(context.setup.layout.agents() - total_agents(context.setup.potential));
  const auto in_stage = [&](const YearRecord& record, std::size_t stage) {
    double n = 0;
    for (std::size_t k = stage; k < record.regions.size(); k += kStages) n += record.regions[k];
    return 100 * (stage == 0 ? n - never : n) / whole;
  };
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    for (std::size_t t = 0; t < context.agents.size(); ++t) {
      const double agents = in_stage(context.agents[t], stage);
      const double map = in_stage(context.map[t], stage);
      table.row({kScenario, std::string(kStageIds[stage]), static_cast<double>(context.agents[t].year), agents, map,
                 agents - map});
    }
  }
  const double outside = 100 * (1 - static_cast<double>(total_agents(context.setup.potential)) / whole);
  for (const YearRecord& record : context.agents)
    table.row({kScenario, "outside", static_cast<double>(record.year), outside, outside, 0.0});
  return std::move(table).take();
}

OriginBuilder allocation_origin(const AgentContext& context) {
  OriginBuilder origin(context.loaded);
  const char* formula = context.population.recorded ? "network_members" : "agent_allocation";
  return origin.sources(context.population.sources).formulas({formula});
}

/// Where the agents are, and what that rests on.
data::Table population_table(const AgentContext& context) {
  TableBuilder table(
      "agents_population",
      {label("region"), integer("agents"), integer("potential"), real("share", "percent", 2), label("basis")},
      allocation_origin(context).take());
  const auto& counts = context.population.margins.counts;
  std::vector<Subject> list = regions_of(axes_of(context));
  list.push_back(joined(std::string(kNation), list));
  for (const Subject& area : list) {
    const bool counted = std::all_of(area.rows.begin(), area.rows.end(),
                                     [&counts](std::size_t r) { return !counts.empty() && !std::isnan(counts[r]); });
    table.row(
        {area.id, area.whole, area.potential, 100 * area.whole / list.back().whole, counted ? "counted" : "proxy"});
  }
  return std::move(table).take();
}

/// What the agents are in the nation: sectors from value added, sizes from shares whose source stands beside them.
data::Table makeup_table(const AgentContext& context) {
  TableBuilder table("agents_makeup",
                     {label("sector"), label("size"), integer("agents"), integer("potential"),
                      real("share", "percent", 3), label("basis")},
                     allocation_origin(context).take());
  const diffusion::CellShape shape = context.setup.all.shape;
  const std::size_t units = std::max<std::size_t>(1, context.population.units.size());
  const std::size_t sizes = shape.sizes / units;
  const auto row_of = [&](std::size_t c) { return c % shape.per_region() / shape.groups / units; };
  const auto all = agents_by(context.setup.all, shape.sectors * sizes, row_of);
  const auto potential = agents_by(context.setup.potential, all.size(), row_of);
  const auto whole = static_cast<double>(total_agents(context.setup.all));
  const AgentPopulation& population = context.population;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const std::size_t sector = k / sizes;
    const std::size_t size = k % sizes;
    const bool sized = !population.sizes.empty();
    table.row({population.sectors.empty() ? "all" : population.sectors[sector], sized ? population.sizes[size] : "all",
               all[k], potential[k], 100 * all[k] / whole,
               sized                         ? context.loaded.study.agents->sizes[size].source
               : context.population.recorded ? "counted"
                                             : "value_added"});
  }
  return std::move(table).take();
}

data::Table contagion_table(const AgentContext& context) {
  TableBuilder table("agents_contagion",
                     {label("contagion"), integer("year", "year"), real("map_share", "percent", 3),
                      real("anew_share", "percent", 3), real("fixed_share", "percent", 3),
                      real("network_effect", "percentage points", 3), real("sampling_sd", "percentage points", 3)},
                     origin_of(context).take());
  table.origin("sampling_sd", sampling_origin(context).take());
  const auto whole = static_cast<double>(context.sample);
  const auto potential = static_cast<double>(context.sample_potential);
  for (const ContagionPaths& paths : context.contagion) {
    for (std::size_t t = 0; t < paths.map.size(); ++t) {
      const double sd = simulate::sampling_deviation(std::min(paths.map[t] / 100 * whole, potential), potential, whole);
      table.row({paths.contagion, static_cast<double>(context.agents[t].year), paths.map[t], paths.anew[t],
                 paths.fixed[t], paths.fixed[t] - paths.map[t], sd});
    }
  }
  return std::move(table).take();
}

void add_labels(const AgentContext& context, data::ResultSet& results) {
  if (context.population.unit != AgentUnit::entities) return;
  if (context.population.recorded) {
    for (const std::string& sector : context.population.sectors) add_label({sector, {sector, sector}}, results);
    return;
  }
  for (const auto& sector : context.loaded.study.agents->sectors) add_label({sector.id, sector.name}, results);
  for (const auto& size : context.loaded.study.agents->sizes) add_label({size.id, size.name}, results);
}

// Where the national map moves most when its steps are cut: percentage points and year. Agents move with it.
std::vector<TextArg> step_effect(const AgentContext& context) {
  const Subject nation = joined(std::string(kNation), regions_of(axes_of(context)));
  double largest = 0;
  int year = 0;
  for (std::size_t t = 0; t < context.map.size(); ++t) {
    const double coarse = users_of(context.map[t], &YearRecord::regions, nation);
    const double fine = users_of(context.fine_map[t], &YearRecord::regions, nation);
    const double effect = 100 * (coarse - fine) / nation.whole;
    if (year != 0 && std::fabs(effect) <= std::fabs(largest)) continue;
    largest = effect;
    year = context.map[t].year;
  }
  return {largest, static_cast<std::int64_t>(year), static_cast<std::int64_t>(kFiner)};
}

// Who the agents are where they are shared out, and what that rests on.
void add_allocation_remarks(const AgentContext& context, data::ResultSet& results) {
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  const std::uint64_t whole = total_agents(context.setup.all);
  const auto remark = [&](const char* key, std::vector<TextArg> args) {
    results.remarks.push_back({"agents_population", key, std::move(args)});
  };
  const bool persons = context.population.unit == AgentUnit::persons;
  remark(persons ? "remark.agents_persons" : "remark.agents_entities", {count(whole)});
  if (whole < context.population.whole) remark("remark.agents_sample", {count(whole), count(context.population.whole)});
  const diffusion::population::Assumed& assumed = context.setup.all.assumed;
  remark("remark.agents_assumed",
         {100 * assumed.regions, 100 * assumed.sectors, 100 * assumed.sizes, 100 * assumed.any});
  remark("remark.agents_market", {100 * context.draw.spread.market});
}

// What the reader must know: who the agents are, what is assumed of them, and where they differ from the map.
void add_remarks(const AgentContext& context, const data::Table& adoption, data::ResultSet& results) {
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  const std::uint64_t whole = total_agents(context.setup.all);
  const auto remark = [&](const char* table, const char* key, std::vector<TextArg> args) {
    results.remarks.push_back({table, key, std::move(args)});
  };
  if (context.population.recorded) {
    remark("agents_population", "remark.agents_members", {count(whole)});
    remark("agents_population", "remark.agents_members_market", {100 * context.draw.spread.market});
  } else {
    add_allocation_remarks(context, results);
  }
  double largest = 0;
  std::size_t at = 0;
  for (std::size_t row = 0; row < adoption.rows(); ++row) {
    if (adoption.find("region")->texts[row] != kNation) continue;
    const double difference = adoption.find("difference")->numbers[row];
    if (std::fabs(difference) < std::fabs(largest)) continue;
    largest = difference;
    at = row;
  }
  remark("agents_adoption", "remark.agents_difference",
         {largest, static_cast<std::int64_t>(adoption.find("year")->numbers[at]),
          adoption.find("sampling_sd")->numbers[at]});
  remark("agents_adoption", "remark.agents_steps", step_effect(context));
  remark("agents_adoption", "remark.agents_draw", {});
  const bool recorded = context.population.recorded;
  remark("agents_contagion", recorded ? "remark.agents_contagion_members" : "remark.agents_contagion",
         {count(context.sample)});
}

}  // namespace

void add_agent_tables(const AgentContext& context, data::ResultSet& results) {
  add_sources(context.loaded, context.population.sources,
              context.loaded.region_count() * context.population.sectors.size(), results);
  for (const auto records : {diffusion::process_formulas(), diffusion::rate_formulas(), diffusion::map_formulas(),
                             diffusion::spread_formulas(), simulate::agent_formulas()})
    add_formulas(records, results);
  add_labels(context, results);
  results.tables.push_back(population_table(context));
  if (!context.population.sectors.empty() || !context.population.sizes.empty())
    results.tables.push_back(makeup_table(context));
  results.tables.push_back(
      users_table(context, "agents_adoption", "region", &YearRecord::regions, areas_of(axes_of(context), results)));
  add_remarks(context, results.tables.back(), results);
  results.tables.push_back(stages_table(context));
  results.tables.push_back(
      users_table(context, "agents_groups", "group", &YearRecord::groups, groups_of(axes_of(context))));
  if (!context.population.sectors.empty())
    results.tables.push_back(
        users_table(context, "agents_sectors", "sector", &YearRecord::sectors, sectors_of(axes_of(context))));
  if (!context.population.sizes.empty())
    results.tables.push_back(
        users_table(context, "agents_sizes", "size", &YearRecord::sizes, sizes_of(axes_of(context))));
  if (!context.population.units.empty())
    results.tables.push_back(
        users_table(context, "agents_decisions", "decision_unit", &YearRecord::sizes, units_of(axes_of(context))));
  results.tables.push_back(contagion_table(context));
}

}  // namespace tidu::app
