// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"

namespace tidu::app {
namespace {

constexpr std::string_view kTreated[] = {"untouched", "winsorised", "transformed"};

// Share of filled cells above which an indicator says more of the rule than of the region.
constexpr double kMuchImputed = 25;

void add_treatment(const MeasureContext& context, data::ResultSet& results) {
  OriginBuilder origin(context.loaded);
  for (const BuiltIndex& built : context.indices) origin.index(built.tree->id);
  origin.formulas({"treated_outliers"})
      .assumptions({"measure.outlier_skewness", "measure.outlier_kurtosis", "measure.outlier_points"});
  TableBuilder table("index_treatment",
                     {label("index"), label("variable"), label("treated"), integer("changed_cells"),
                      real("skewness_before", "1", 2), real("kurtosis_before", "1", 2), real("skewness_after", "1", 2),
                      real("kurtosis_after", "1", 2), integer("passes")},
                     origin.take());
  TableBuilder cells(
      "index_changed_cells",
      {label("index"), label("variable"), label("region"), integer("year", "year"), real("raw"), real("treated_value")},
      origin.take());
  bool any = false;
  for (const BuiltIndex& built : context.indices) {
    const auto& variables = context.loaded.study.variables;
    for (std::size_t j = 0; j < built.treated.indicators.size(); ++j) {
      const measure::IndicatorTreatment& done = built.treated.indicators[j];
      const auto changed = std::count_if(built.treated.changed.begin(), built.treated.changed.end(),
                                         [j](const auto& cell) { return cell.indicator == j; });
      table.row({built.tree->id, variables[built.variables[j]].id,
                 std::string(kTreated[static_cast<std::size_t>(done.treated)]), static_cast<double>(changed),
                 done.skewness_before, done.kurtosis_before, done.skewness_after, done.kurtosis_after,
                 done.passes ? 1.0 : 0.0});
    }
    for (const measure::ChangedCell& cell : built.treated.changed) {
      any = true;
      cells.row(
          {built.tree->id, variables[built.variables[cell.indicator]].id, context.loaded.regions.rows[cell.region].code,
           static_cast<double>(context.loaded.study.first_year) + static_cast<double>(cell.year), cell.from, cell.to});
    }
  }
  results.tables.push_back(std::move(table).take());
  if (any) results.tables.push_back(std::move(cells).take());
}

double largest_difference(std::span<const double> a, std::span<const double> b) {
  double out = 0;
  for (std::size_t j = 0; j < a.size(); ++j) out = std::max(out, std::fabs(a[j] - b[j]));
  return out;
}

bool uses(const measure::WeightRule& rule, measure::Weighting wanted) {
  return rule.rule == wanted ||
         (rule.rule == measure::Weighting::combined && (rule.first == wanted || rule.second == wanted));
}

// Guards 3 and 4: the entropy method.
void judge_entropy(const MeasureContext& context, const BuiltIndex& built) {
  if (!uses(built.method.weights, measure::Weighting::entropy)) return;
  const std::string& id = built.tree->id;
  const double shift = built.method.weights.entropy_shift;
  if (shift > 0) {
    const auto z = measure::pooled(built.standardised.values.view());
    const auto with = measure::entropy_weights(z, shift);
    const auto without = measure::entropy_weights(z);
    const double moved = with && without ? largest_difference(with->values, without->values) : 0;
    context.audit.add(3, Verdict::warned, text("audit.g3.shift", id, shift, moved));
  } else {
    context.audit.add(3, Verdict::passed, text("audit.g3.none"));
  }
  double total = 0;
  for (const double w : built.weights) total += w;
  context.audit.add(4, std::fabs(total - 1) < 1e-12 ? Verdict::passed : Verdict::warned,
                    text("audit.g4.sum", id, std::fabs(total - 1) * 1e15));
}

// Guards 5 and 8: scales and ideals by year.
void judge_years(const MeasureContext& context, const BuiltIndex& built) {
  const std::string& id = built.tree->id;
  context.audit.add(5, built.standardised.trend_is_meaningful ? Verdict::passed : Verdict::warned,
                    built.standardised.trend_is_meaningful ? text("audit.g5.pooled", id) : text("audit.g5.yearly", id));
  const measure::Aggregation rule = built.method.aggregation.rule;
  if (rule != measure::Aggregation::topsis && rule != measure::Aggregation::grey) return;
  const bool pooled = built.method.aggregation.ideals == measure::Pooling::pooled;
  context.audit.add(8, pooled ? Verdict::passed : Verdict::warned,
                    pooled ? text("audit.g8.pooled", id) : text("audit.g8.yearly", id));
}

// Guards 6 and 31: what does not vary, what was filled in.
void judge_cells(const MeasureContext& context, const BuiltIndex& built) {
  const std::string& id = built.tree->id;
  const auto& variables = context.loaded.study.variables;
  for (const std::size_t j : built.weighing.constant)
    context.audit.add(6, Verdict::warned, text("audit.g6.constant", id, variables[built.variables[j]].id));
  if (built.weighing.constant.empty()) context.audit.add(6, Verdict::passed, text("audit.g6.varies", id));
  std::size_t filled = 0;
  double largest = 0;
  for (const std::size_t v : built.variables) {
    const double percent = context.loaded.variables[v].imputed_percent;
    filled += percent > 0 ? 1U : 0U;
    largest = std::max(largest, percent);
    if (percent > kMuchImputed)
      context.audit.add(31, Verdict::warned, text("audit.g31.much", id, variables[v].id, percent));
  }
  context.audit.add(31, Verdict::passed, text("audit.g31.counted", id, filled, built.variables.size(), largest));
}

// Guard 7: weights from components.
void judge_components(const MeasureContext& context, const BuiltIndex& built) {
  const measure::WeightRule& rule = built.method.weights;
  if (!uses(rule, measure::Weighting::pca)) return;
  const std::string& id = built.tree->id;
  const bool negative = std::any_of(built.weights.begin(), built.weights.end(), [](double w) { return w < 0; });
  const bool equal = rule.pca == measure::PcaRule::squared_loading &&
                     rule.components == measure::PcaComponents::cumulative_share && rule.pca_share == 1;
  context.audit.add(7, negative || equal ? Verdict::warned : Verdict::passed,
                    negative ? text("audit.g7.negative", id)
                    : equal  ? text("audit.g7.equal", id)
                             : text("audit.g7.positive", id));
}

}  // namespace

Result<void> add_treatment_tables(const MeasureContext& context, data::ResultSet& results) {
  add_treatment(context, results);
  for (const BuiltIndex& built : context.indices) {
    judge_entropy(context, built);
    judge_years(context, built);
    judge_cells(context, built);
    judge_components(context, built);
    if (built.index.raised > 0) {
      results.remarks.push_back({"index_scores_" + built.tree->id,
                                 "remark.aggregation_floor",
                                 {static_cast<std::int64_t>(built.index.raised), built.method.aggregation.floor}});
    }
  }
  return {};
}

}  // namespace tidu::app
