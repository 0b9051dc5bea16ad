// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/agents_levers.h"
#include "app/pipeline/agents_subjects.h"
#include "app/pipeline/table_builder.h"
#include "core/simulate/agents/formulas.h"

namespace tidu::app {
namespace {

using simulate::CellYear;
using simulate::PairedYear;

/// How agents are told apart in a table: its subjects, and the row that each cell of the run counts in.
struct Axis {
  std::string_view column;
  std::vector<Subject> list;
  std::size_t rows = 0;
  std::function<std::size_t(std::size_t cell)> row_of;
};

std::vector<double> by_row(const Axis& axis, const std::vector<double>& cells) {
  std::vector<double> out(axis.rows, 0);
  for (std::size_t c = 0; c < cells.size(); ++c) out[axis.row_of(c)] += cells[c];
  return out;
}

double of(const Subject& subject, const std::vector<double>& rows) {
  double sum = 0;
  for (const std::size_t row : subject.rows) sum += rows[row];
  return sum;
}

/// The numbers of a year by the rows of an axis: agents with and without, the map with and without.
struct YearRows {
  std::vector<double> gained;
  std::vector<double> lost;
  std::vector<double> months;      ///< with, less without
  std::vector<double> map;         ///< users with, less without
  std::vector<double> map_months;  ///< likewise
};

std::vector<double> less(std::vector<double> with, const std::vector<double>& without) {
  for (std::size_t k = 0; k < with.size(); ++k) with[k] -= without[k];
  return with;
}

YearRows rows_of(const Axis& axis, const LeverComparison& comparison, const LeverRun& run, std::size_t t) {
  const PairedYear& agents = run.agents[t];
  const CellYear& map = run.map[t];
  return {by_row(axis, agents.gained), by_row(axis, agents.lost),
          by_row(axis, less(agents.with.months, comparison.without[t].months)),
          by_row(axis, less(map.users, comparison.map[t].users)),
          by_row(axis, less(map.months, comparison.map[t].months))};
}

data::Origin origin_of(const LoadedStudy& loaded, const LeverComparison& comparison) {
  OriginBuilder origin = agents_origin(loaded, comparison.population);
  origin.formulas({"lever_places", "paired_agents", "newcomers"}).all_assumptions(diffusion::lever_options());
  return origin.assumptions({"simulate.policy_year", "simulate.support_years", "simulate.lever_agents"}).take();
}

/// What runs did to each subject: every year, or the last alone.
data::Table effects_table(const LoadedStudy& loaded, const LeverComparison& comparison, std::string_view key,
                          std::string_view programme, const std::vector<LeverRun>& runs, const Axis& axis) {
  TableBuilder table(
      key,
      {label(programme), label(axis.column), integer("year", "year"), integer("agents_gained"), integer("agents_lost"),
       real("net_share", "percentage points", 4), real("paired_sd", "percentage points", 4),
       real("map_net", "percentage points", 4), real("months_gained", "months", 2), real("map_months", "months", 2)},
      origin_of(loaded, comparison));
  const bool last_alone = programme == "lever";
  for (const LeverRun& run : runs) {
    std::vector<YearRows> years;
    const std::size_t first = last_alone ? run.agents.size() - 1 : 0;
    for (std::size_t t = first; t < run.agents.size(); ++t) years.push_back(rows_of(axis, comparison, run, t));
    for (const Subject& subject : axis.list) {
      if (!(subject.whole > 0)) continue;
      for (std::size_t t = 0; t < years.size(); ++t) {
        const double gained = of(subject, years[t].gained);
        const double lost = of(subject, years[t].lost);
        const double percent = 100 / subject.whole;
        table.row({run.id, subject.id, static_cast<double>(run.agents[first + t].with.year), gained, lost,
                   percent * (gained - lost), percent * simulate::paired_deviation(gained, lost, subject.whole),
                   percent * of(subject, years[t].map), percent * of(subject, years[t].months),
                   percent * of(subject, years[t].map_months)});
      }
    }
  }
  return std::move(table).take();
}

std::vector<Axis> axes_of(const LoadedStudy& loaded, const LeverComparison& comparison,
                          const data::ResultSet& results) {
  const AgentAxes axes{loaded, comparison.population, comparison.setup.all, comparison.setup.potential};
  const diffusion::CellShape shape = comparison.setup.shape;
  std::vector<Axis> list{
      {"region", areas_of(axes, results), shape.regions, [shape](std::size_t c) { return c / shape.per_region(); }},
      {"group", groups_of(axes), shape.groups, [shape](std::size_t c) { return c % shape.groups; }}};
  if (!comparison.population.sectors.empty()) {
    list.push_back({"sector", sectors_of(axes), shape.sectors,
                    [shape](std::size_t c) { return c / (shape.groups * shape.sizes) % shape.sectors; }});
  }
  return list;
}

// Who was run, and with what.
void add_remarks(const LeverComparison& comparison, data::ResultSet& results) {
  const auto agents = static_cast<std::int64_t>(total_agents(comparison.setup.all));
  const auto year = [](const LeverRun& run) { return static_cast<std::int64_t>(run.agents.back().with.year); };
  const auto remark = [&](const char* table, const char* key, std::vector<TextArg> args) {
    results.remarks.push_back({table, key, std::move(args)});
  };
  for (const auto& [table, runs] :
       {std::pair("agents_effects", &comparison.scenarios), {"agents_levers", &comparison.levers}}) {
    if (runs->empty()) continue;
    remark(table, "remark.agents_paired", {agents, year(runs->front())});
    if (comparison.setup.shape.sizes > 1) {
      const auto newcomers =
          static_cast<double>(comparison.setup.layout.agents() - total_agents(comparison.setup.potential));
      remark(table, "remark.agents_newcomers", {100 * newcomers / static_cast<double>(agents)});
    }
  }
}

}  // namespace

void add_agent_lever_tables(const LoadedStudy& loaded, const LeverComparison& comparison, data::ResultSet& results) {
  add_formulas(diffusion::lever_formulas(), results);
  constexpr std::string_view kEnds[] = {"", "_groups", "_sectors"};
  const auto axes = axes_of(loaded, comparison, results);
  const std::tuple<std::string, std::string_view, const std::vector<LeverRun>*> kinds[] = {
      {"agents_effects", "scenario", &comparison.scenarios}, {"agents_levers", "lever", &comparison.levers}};
  for (const auto& [key, programme, runs] : kinds) {
    for (std::size_t k = 0; k < axes.size() && !runs->empty(); ++k) {
      results.tables.push_back(
          effects_table(loaded, comparison, key + std::string(kEnds[k]), programme, *runs, axes[k]));
    }
  }
  add_remarks(comparison, results);
}

}  // namespace tidu::app
