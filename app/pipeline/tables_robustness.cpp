// SPDX-License-Identifier: Apache-2.0
#include <functional>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/replicates.h"
#include "app/pipeline/space_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/base/order.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/space/moran.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

// Two neighbours in the ranking are told apart when the one stands before the other in this share of the replicates.
constexpr double kToldApart = 0.95;

constexpr std::string_view kFactors[] = {"weighting", "noise", "left_out", "scale", "aggregation", "treatment"};

// An index made in many ways, added to what else an origin names.
OriginBuilder origin_of(OriginBuilder origin, const BuiltIndex& built) {
  origin.index(built.tree->id)
      .assumptions({"measure.robustness_replicates", "measure.robustness_spread", "measure.robustness_concentration",
                    "measure.robustness_level", "measure.robustness_top"});
  return origin;
}

std::string_view choice(std::string_view option, std::size_t number) {
  return study::find_option(option)->choices[number];
}

// What a level of a factor is called: a rule's name in the study file, or the variable that is left out.
std::string level_name(const MeasureContext& context, const BuiltIndex& built, const measure::LevelEffect& effect) {
  const measure::RobustnessPlan plan = measure::robustness_plan(context.assessment_options, built.method);
  switch (effect.factor) {
    case measure::RobustnessFactor::weighting:
      return std::string(choice("measure.weights", static_cast<std::size_t>(plan.weightings[effect.level].rule)));
    case measure::RobustnessFactor::scale:
      return std::string(choice("measure.standardisation", static_cast<std::size_t>(plan.scales[effect.level].rule)));
    case measure::RobustnessFactor::aggregation:
      return std::string(choice("measure.aggregation", static_cast<std::size_t>(plan.aggregations[effect.level].rule)));
    case measure::RobustnessFactor::treatment:
      return std::string(choice("measure.outliers", static_cast<std::size_t>(plan.treatments[effect.level].treatment)));
    case measure::RobustnessFactor::left_out:
    case measure::RobustnessFactor::noise:
      break;
  }
  if (effect.level == 0) return "nothing";
  return context.loaded.study.variables[built.variables[effect.level - 1]].id;
}

data::Table ranks_table(const MeasureContext& context, const BuiltIndex& built, const measure::Robustness& found) {
  TableBuilder table("robustness_ranks",
                     {label("region"), integer("rank"), real("mean_rank", "1", 1), real("rank_lower", "1", 1),
                      real("median_rank", "1", 1), real("rank_upper", "1", 1), real("best_rank", "1", 1),
                      real("worst_rank", "1", 1), real("top_share", "percent", 0)},
                     origin_of(OriginBuilder(context.loaded), built).formulas({"rank_interval"}).take());
  table.about(built.tree->id);
  for (std::size_t r = 0; r < found.ranks.regions.size(); ++r) {
    const measure::RegionRank& rank = found.ranks.regions[r];
    table.row({context.loaded.regions.rows[r].code,
               static_cast<double>(built.index.ranks(r, context.loaded.year_count() - 1)), rank.mean, rank.low,
               rank.median, rank.high, rank.best, rank.worst, 100 * rank.top_share});
  }
  return std::move(table).take();
}

data::Table sobol_table(const MeasureContext& context, const BuiltIndex& built, const measure::Robustness& found) {
  TableBuilder table(
      "robustness_sobol",
      {label("factor"), real("first_order", "1", 3), real("first_order_lower", "1", 3),
       real("first_order_upper", "1", 3), real("total_effect", "1", 3), real("total_effect_lower", "1", 3),
       real("total_effect_upper", "1", 3)},
      origin_of(OriginBuilder(context.loaded), built).formulas({"rank_shift", "sobol_first", "sobol_total"}).take());
  table.about(built.tree->id);
  for (std::size_t f = 0; f < found.factors.size(); ++f) {
    const measure::FactorSensitivity& s = found.sensitivity.factors[f];
    table.row({std::string(kFactors[static_cast<std::size_t>(found.factors[f])]), s.first, s.first_low, s.first_high,
               s.total, s.total_low, s.total_high});
  }
  return std::move(table).take();
}

data::Table levels_table(const MeasureContext& context, const BuiltIndex& built, const measure::Robustness& found) {
  TableBuilder table("robustness_levels",
                     {label("factor"), label("made_as"), integer("replicates"), real("mean_shift", "1", 2)},
                     origin_of(OriginBuilder(context.loaded), built).formulas({"rank_shift"}).take());
  table.about(built.tree->id);
  for (const measure::LevelEffect& effect : found.levels) {
    if (effect.replicates == 0) continue;
    table.row({std::string(kFactors[static_cast<std::size_t>(effect.factor)]), level_name(context, built, effect),
               static_cast<double>(effect.replicates), effect.mean_shift});
  }
  return std::move(table).take();
}

// Each region with the next one in the ranking.
data::Table neighbours_table(const MeasureContext& context, const BuiltIndex& built, const measure::Robustness& found,
                             std::int64_t& told_apart) {
  TableBuilder table("robustness_neighbours",
                     {integer("rank"), label("region"), label("next_region"), real("before_next", "percent", 0),
                      integer("told_apart")},
                     origin_of(OriginBuilder(context.loaded), built).formulas({"rank_interval"}).take());
  table.about(built.tree->id);
  const auto& regions = found.ranks.regions;
  const auto order = stable_order(
      regions.size(), [&](std::size_t a, std::size_t b) { return regions[a].nominal < regions[b].nominal; });
  for (std::size_t k = 0; k + 1 < order.size(); ++k) {
    const double before = found.ranks.above(order[k], order[k + 1]);
    told_apart += before >= kToldApart ? 1 : 0;
    table.row({static_cast<double>(built.index.ranks(order[k], context.loaded.year_count() - 1)),
               context.loaded.regions.rows[order[k]].code, context.loaded.regions.rows[order[k + 1]].code, 100 * before,
               before >= kToldApart ? 1.0 : 0.0});
  }
  return std::move(table).take();
}

// A number of scores with its name, computed alike for the index and for its replicates.
struct ScoreMeasures {
  std::vector<std::string> names;
  std::function<bool(std::span<const double>, std::span<double>)> compute;
};

std::vector<ScoreMeasures> score_measures(const MeasureContext& context, std::span<const std::size_t> group_of,
                                          const measure::SpatialWeights* neighbours) {
  const std::size_t groups = context.loaded.regions.groups().size();
  std::vector<ScoreMeasures> out;
  out.push_back({{"mean", "sd", "range"}, [](std::span<const double> scores, std::span<double> to) {
                   const auto spread = measure::spread(scores);
                   if (!spread) return false;
                   to[0] = spread->mean;
                   to[1] = spread->sd;
                   to[2] = spread->range;
                   return true;
                 }});
  out.push_back({{"gini", "gini_within", "gini_between", "gini_overlap"},
                 [group_of, groups](std::span<const double> scores, std::span<double> to) {
                   const auto gini =
                       measure::dagum({.values = scores, .weights = {}, .group_of = group_of, .groups = groups});
                   if (!gini) return false;
                   to[0] = gini->gini;
                   to[1] = gini->within;
                   to[2] = gini->between;
                   to[3] = gini->transvariation;
                   return true;
                 }});
  out.push_back({{"theil"}, [](std::span<const double> scores, std::span<double> to) {
                   const auto theil = measure::theil_t(scores);
                   if (theil) to[0] = *theil;
                   return theil.has_value();
                 }});
  if (neighbours != nullptr) {
    out.push_back({{"moran"}, [neighbours](std::span<const double> scores, std::span<double> to) {
                     const auto moran = measure::moran(scores, *neighbours, {.permutations = 0});
                     if (moran) to[0] = moran->moran;
                     return moran.has_value();
                   }});
  }
  return out;
}

Result<data::Table> intervals_table(const MeasureContext& context, const BuiltIndex& built,
                                    std::span<const ScoreMeasures> measures) {
  OriginBuilder origin =
      origin_of(context.space.weights ? weights_origin(context) : OriginBuilder(context.loaded), built);
  origin.formulas({"replicate_interval", "spread", "gini", "dagum", "theil_t", "moran_i"});
  TableBuilder table("index_intervals",
                     {label("measure"), integer("year", "year"), real("value", "1", 4), real("interval_lower", "1", 4),
                      real("median", "1", 4), real("interval_upper", "1", 4), integer("replicates")},
                     origin.take());
  table.about(built.tree->id);
  for (const ScoreMeasures& each : measures) {
    std::vector<double> value(each.names.size());
    for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
      const bool exists = each.compute(scores_of_year(built.index, t), value);
      const auto intervals = over_replicates(
          context, built.tree->id, t, value.size(),
          [&](std::span<const double> scores, std::span<double> out) { return each.compute(scores, out); });
      if (!intervals) return tl::unexpected(intervals.error());
      for (std::size_t v = 0; v < value.size(); ++v) {
        const measure::ReplicateInterval& i = (*intervals)[v];
        const auto known = [&](double number) { return i.replicates > 0 ? number : data::kNoValue; };
        table.row({each.names[v], context.loaded.study.first_year + static_cast<double>(t),
                   exists ? value[v] : data::kNoValue, known(i.low), known(i.median), known(i.high),
                   static_cast<double>(i.replicates)});
      }
    }
  }
  return std::move(table).take();
}

}  // namespace

Result<void> add_robustness_tables(const MeasureContext& context, data::ResultSet& results) {
  if (context.robustness.empty()) return {};
  const auto group_of = context.loaded.group_of();
  const measure::SpatialWeights* neighbours = context.space.weights ? &*context.space.weights : nullptr;
  const auto measures = score_measures(context, group_of, neighbours);
  for (std::size_t i = 0; i < context.indices.size(); ++i) {
    const BuiltIndex& built = context.indices[i];
    const measure::Robustness& found = context.robustness[i];
    results.tables.push_back(ranks_table(context, built, found));
    const auto draws = static_cast<std::int64_t>(found.replicates.draws());
    results.remarks.push_back({"robustness_ranks_" + built.tree->id,
                               "remark.robustness",
                               {draws, found.ranks.mean_shift, 100 * found.ranks.reversals}});
    if (!found.factors.empty()) {
      results.tables.push_back(sobol_table(context, built, found));
      results.remarks.push_back(
          {"robustness_sobol_" + built.tree->id, "remark.sobol_sum", {100 * found.sensitivity.first_sum}});
      results.tables.push_back(levels_table(context, built, found));
    }
    std::int64_t told_apart = 0;
    results.tables.push_back(neighbours_table(context, built, found, told_apart));
    results.remarks.push_back({"robustness_neighbours_" + built.tree->id,
                               "remark.told_apart",
                               {told_apart, static_cast<std::int64_t>(found.ranks.regions.size()) - 1}});
    auto intervals = intervals_table(context, built, measures);
    if (!intervals) return tl::unexpected(intervals.error());
    results.tables.push_back(std::move(*intervals));
    context.audit.add(35, Verdict::passed, text("audit.g35.index", built.tree->id, draws));
  }
  return {};
}

}  // namespace tidu::app
