// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/gap_quantities.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/inequality.h"

namespace tidu::app {
namespace {

// The ratio quantity on which gaps are measured: output per head with population as weight.
constexpr std::string_view kOutput = "gdp";
constexpr std::string_view kPopulation = "population";

double year_of(const MeasureContext& context, std::size_t t) {
  return context.loaded.study.first_year + static_cast<double>(t);
}

struct YearGaps {
  measure::Dagum gini;
  measure::TheilDecomposition theil;
};

Result<YearGaps> gaps_between_groups(const measure::GroupedValues& values) {
  auto gini = measure::dagum(values);
  if (!gini) return tl::unexpected(gini.error());
  auto theil = measure::theil_t_by_group(values);
  if (!theil) return tl::unexpected(theil.error());
  return YearGaps{std::move(*gini), std::move(*theil)};
}

Result<YearGaps> output_gaps(const MeasureContext& context, std::size_t year, std::span<const std::size_t> group_of,
                             std::size_t groups) {
  const LoadedStudy& loaded = context.loaded;
  std::vector<double> population = loaded.series(kPopulation, year);
  std::vector<double> per_head = loaded.series(kOutput, year);
  for (std::size_t r = 0; r < per_head.size(); ++r) per_head[r] = 10000 * per_head[r] / population[r];
  const auto dropped = leave_out_negative(context, std::string(kOutput), year, per_head, population);
  if (!dropped) return tl::unexpected(dropped.error());
  return gaps_between_groups({.values = per_head, .weights = population, .group_of = group_of, .groups = groups});
}

Result<void> add_output_gaps(const MeasureContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  if (!loaded.panel.find(kOutput) || !loaded.panel.find(kPopulation)) return {};
  const data::Origin origin = OriginBuilder(loaded)
                                  .source(kOutput)
                                  .source(kPopulation)
                                  .formulas({"gini", "dagum", "theil_t", "theil_t_groups"})
                                  .take();
  TableBuilder total("gaps_output",
                     {integer("year", "year"), real("gini", "1", 4), real("gini_within", "1", 4),
                      real("gini_between", "1", 4), real("gini_overlap", "1", 4), real("theil", "1", 4),
                      real("theil_within", "1", 4), real("theil_between", "1", 4)},
                     origin);
  TableBuilder by_group("gaps_output_groups",
                        {integer("year", "year"), label("group"), real("population_share", "percent", 1),
                         real("output_share", "percent", 1), real("mean", "CNY per person", 0), real("gini", "1", 4),
                         real("theil", "1", 4), real("theil_contribution", "percent", 1)},
                        origin);
  const std::vector<std::string> groups = loaded.regions.groups();
  const std::vector<std::size_t> group_of = loaded.group_of();
  for (std::size_t t = 0; t < loaded.year_count(); ++t) {
    const auto gaps = output_gaps(context, t, group_of, groups.size());
    if (!gaps) return tl::unexpected(gaps.error());
    const auto& [gini, theil] = *gaps;
    total.row({year_of(context, t), gini.gini, gini.within, gini.between, gini.transvariation, theil.total,
               theil.within, theil.between});
    std::vector<double> inside(groups.size());
    for (const measure::DagumGroup& group : gini.groups) inside[group.group] = group.gini;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const measure::GroupInequality& group = theil.groups[g];
      by_group.row({year_of(context, t), groups[g], 100 * group.population_share, 100 * group.value_share, group.mean,
                    inside[g], group.measure, 100 * (group.within + group.between) / theil.total});
    }
  }
  results.tables.push_back(std::move(total).take());
  results.tables.push_back(std::move(by_group).take());
  return {};
}

using Shifted = std::vector<measure::ShiftedInequality>;

// What the constants did: how far the level moved and whether even the direction of change turned.
void judge_constants(const MeasureContext& context, const BuiltIndex& built, const std::vector<Shifted>& ends,
                     data::ResultSet& results) {
  const std::string& id = built.tree->id;
  const Shifted& last = ends.back();
  context.audit.add(33, Verdict::passed,
                    text("audit.g33.index", id, context.loaded.study.last_year, last[0].gini, last[2].gini));
  const auto change = [&](std::size_t k) { return last[k].gini - ends.front()[k].gini; };
  for (std::size_t k = 1; k < last.size(); ++k) {
    if (!(change(0) * change(k) < 0)) continue;
    const Text turned = text("audit.g33.turned", id, context.loaded.study.first_year, context.loaded.study.last_year,
                             change(0), last[k].constant, change(k));
    context.audit.add(33, Verdict::warned, turned);
    results.remarks.push_back({"gaps_constant_" + id, std::string(turned.key), turned.args});
    return;
  }
}

// Scores after adding constants: what a gap of scores would be if their zero lay elsewhere.
Result<void> add_constants(const MeasureContext& context, const BuiltIndex& built, data::ResultSet& results) {
  constexpr double kConstants[] = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1};
  TableBuilder table(
      "gaps_constant", {integer("year", "year"), real("constant", "1", 2), real("gini", "1", 4), real("theil", "1", 4)},
      OriginBuilder(context.loaded).index(built.tree->id).formulas({"gini", "theil_t", "shifted_inequality"}).take());
  table.about(built.tree->id);
  std::vector<std::size_t> ends{0};
  if (context.loaded.year_count() > 1) ends.push_back(context.loaded.year_count() - 1);
  std::vector<Shifted> found;
  for (const std::size_t t : ends) {
    auto shifted = measure::shifted_inequality(scores_of_year(built.index, t), kConstants);
    if (!shifted) return tl::unexpected(shifted.error());
    for (const measure::ShiftedInequality& s : *shifted) table.row({year_of(context, t), s.constant, s.gini, s.theil});
    found.push_back(std::move(*shifted));
  }
  judge_constants(context, built, found, results);
  results.tables.push_back(std::move(table).take());
  return {};
}

Result<void> add_index_gaps(const MeasureContext& context, const BuiltIndex& built, data::ResultSet& results) {
  constexpr double kConstant = 0.1;  // a tenth of the scale, added to every score
  const data::Origin origin =
      OriginBuilder(context.loaded)
          .index(built.tree->id)
          .formulas({"gini", "dagum", "theil_t", "theil_t_groups", "shifted_inequality", "spread"})
          .take();
  TableBuilder table("gaps_index",
                     {label("index"), integer("year", "year"), real("gini", "1", 4), real("gini_within", "1", 4),
                      real("gini_between", "1", 4), real("gini_overlap", "1", 4), real("theil", "1", 4),
                      real("theil_within", "1", 4), real("theil_between", "1", 4), real("gini_shifted", "1", 4),
                      real("theil_shifted", "1", 4), real("range"), real("sd")},
                     origin);
  table.about(built.tree->id);
  const std::vector<std::size_t> group_of = context.loaded.group_of();
  const std::size_t groups = context.loaded.regions.groups().size();
  for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
    const std::vector<double> scores = scores_of_year(built.index, t);
    const double constants[] = {kConstant};
    const auto shifted = measure::shifted_inequality(scores, constants);
    if (!shifted) return tl::unexpected(shifted.error());
    const auto spread = measure::spread(scores);
    if (!spread) return tl::unexpected(spread.error());
    const auto gaps = gaps_between_groups({scores, {}, group_of, groups});
    if (!gaps) return tl::unexpected(gaps.error());
    const auto& [gini, theil] = *gaps;
    table.row({built.tree->id, year_of(context, t), gini.gini, gini.within, gini.between, gini.transvariation,
               theil.total, theil.within, theil.between, shifted->front().gini, shifted->front().theil, spread->range,
               spread->sd});
  }
  results.tables.push_back(std::move(table).take());
  return add_constants(context, built, results);
}

// Scores that may be negative (z scores) have no shares, so none of these measures.
bool has_shares(const BuiltIndex& built) {
  const std::vector<double>& scores = built.index.scores.values();
  return std::all_of(scores.begin(), scores.end(), [](double score) { return score >= 0; });
}

// The measures of a quantity with a true zero.
Result<void> add_quantity_gaps(const MeasureContext& context, const std::string& id, data::ResultSet& results) {
  const auto quantity = gap_quantity(context, id);
  if (!quantity) return tl::unexpected(quantity.error());
  const auto intervals = gap_intervals(context, *quantity);
  if (!intervals) return tl::unexpected(intervals.error());
  if (auto done = add_inequality(context, *quantity, *intervals, results); !done) return done;
  if (auto done = add_dagum(context, *quantity, *intervals, results); !done) return done;
  return add_levels(context, *quantity, results);
}

}  // namespace

Result<void> add_gap_tables(const MeasureContext& context, data::ResultSet& results) {
  if (auto done = add_output_gaps(context, results); !done) return done;
  for (const std::string& id : context.loaded.study.analysis.quantities) {
    if (auto done = add_quantity_gaps(context, id, results); !done) return done;
  }
  for (const BuiltIndex& built : context.indices) {
    if (!has_shares(built)) {
      context.audit.add(33, Verdict::passed, text("audit.g33.negative", built.tree->id));
      continue;
    }
    if (auto done = add_index_gaps(context, built, results); !done) return done;
  }
  if (context.loaded.study.analysis.quantities.empty())
    context.audit.add(33, Verdict::warned, text("audit.g33.index_alone"));
  return {};
}

}  // namespace tidu::app
