// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/index.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/assert.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check_weights(const IndexTree& tree, std::span<const double> weights, const AggregationRule& rule) {
  const double total = sum(weights);
  if (weights.size() != tree.indicators() || !(std::fabs(total - 1) <= 1e-9)) {
    return refuse(ErrorCode::domain, "measure.index.weights", "measure.index.weights.hint", weights.size(),
                  tree.indicators(), total);
  }
  const auto is_linear = [](Aggregation a) { return a == Aggregation::linear; };
  const bool linear =
      is_linear(rule.rule) && std::all_of(tree.group_aggregation.begin(), tree.group_aggregation.end(),
                                          [&](const auto& a) { return is_linear(a.value_or(rule.rule)); });
  const auto negative = std::find_if(weights.begin(), weights.end(), [](double w) { return w < 0; });
  if (negative != weights.end() && !linear) {
    return refuse(ErrorCode::domain, "measure.index.negative_weights", "measure.index.negative_weights.hint",
                  negative - weights.begin() + 1, *negative);
  }
  return {};
}

void rank_years(IndexScores& out) {
  const std::size_t regions = out.scores.extent<Region>();
  std::vector<double> scores(regions);
  std::vector<std::size_t> order(regions);
  std::vector<std::size_t> ranks(regions);
  for (std::size_t t = 0; t < out.scores.extent<Year>(); ++t) {
    for (std::size_t r = 0; r < regions; ++r) scores[r] = out.scores(r, t);
    competition_ranks_into(scores, order, ranks);
    for (std::size_t r = 0; r < regions; ++r) out.ranks(r, t) = ranks[r];
  }
}

// A mean of values in [0, 1] with weights >= 0 lies there too, and so do shares of distances and grey coefficients.
bool keeps_unit_interval(const IndexTree& tree, const IndexMethod& method, std::span<const double> weights) {
  const auto keeps = [](Aggregation a) { return a <= Aggregation::power || a == Aggregation::grey; };
  bool all = std::all_of(weights.begin(), weights.end(), [](double w) { return w >= 0; });
  for (std::size_t g = 0; g < tree.groups(); ++g) {
    const Aggregation rule = tree.group_aggregation.empty()
                                 ? method.aggregation.rule
                                 : tree.group_aggregation[g].value_or(method.aggregation.rule);
    if (g == 0 && (rule == Aggregation::topsis || rule == Aggregation::grey)) return all;
    all = all && keeps(rule);
  }
  return all;
}

}  // namespace

Result<IndexScores> index_scores(const IndexTree& tree, View<const double, Indicator, Region, Year> standardised,
                                 std::span<const double> weights, const AggregationRule& rule) {
  const std::size_t regions = standardised.extent<Region>();
  const std::size_t years = standardised.extent<Year>();
  const auto aggregator = Aggregator::make(tree, pooled(standardised), rule, years);
  if (!aggregator) return tl::unexpected(aggregator.error());
  if (auto checked = check_weights(tree, weights, rule); !checked) return tl::unexpected(checked.error());
  IndexScores out;
  out.raised = aggregator->raised();
  out.scores = Array<double, Region, Year>({regions, years});
  out.group_scores = Array<double, Pillar, Region, Year>({tree.groups(), regions, years});
  out.ranks = Array<std::size_t, Region, Year>({regions, years});
  auto scratch = aggregator->scratch();
  aggregator->group_scores(weights, {out.group_scores.values().data(), {tree.groups(), regions * years}}, scratch);
  std::copy_n(out.group_scores.values().begin(), regions * years, out.scores.values().begin());
  if (const std::size_t bad = first_not_finite(out.scores.values()); bad < out.scores.size()) {
    return refuse(ErrorCode::domain, "measure.index.overflow", "measure.index.overflow.hint", bad / years + 1,
                  bad % years + 1);
  }
  rank_years(out);
  return out;
}

Result<CompositeIndex> composite_index(const IndexInput& input, const IndexMethod& method) {
  CompositeIndex out;
  auto treated = treat_outliers(input.raw, method.outliers);
  if (!treated) return tl::unexpected(treated.error());
  out.treated = std::move(*treated);
  const auto rules = transformed_rules(input.indicators, out.treated);
  if (!rules) return tl::unexpected(rules.error());
  auto standardised = standardise(out.treated.values, *rules, method.scale);
  if (!standardised) return tl::unexpected(standardised.error());
  out.standardised = std::move(*standardised);
  auto weights = tree_weights(input.tree, pooled(out.standardised.values.view()), method.weights);
  if (!weights) return tl::unexpected(weights.error());
  out.weights = std::move(*weights);
  auto result = index_scores(input.tree, out.standardised.values, out.weights.values, method.aggregation);
  if (!result) return tl::unexpected(result.error());
  out.result = std::move(*result);
  const bool distances = method.aggregation.rule == Aggregation::topsis || method.aggregation.rule == Aggregation::grey;
  out.unit_interval = keeps_unit_interval(input.tree, method, out.weights.values) &&
                      (out.standardised.unit_interval || (distances && input.tree.group_aggregation.empty()));
  return out;
}

std::vector<std::size_t> competition_ranks(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::vector<std::size_t> ranks(x.size());
  competition_ranks_into(x, order, ranks);
  return ranks;
}

void competition_ranks_into(std::span<const double> x, std::span<std::size_t> order, std::span<std::size_t> ranks) {
  TIDU_ASSERT(std::none_of(x.begin(), x.end(), [](double value) { return std::isnan(value); }));
  TIDU_ASSERT(order.size() == x.size() && ranks.size() == x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [x](std::size_t a, std::size_t b) { return x[a] != x[b] ? x[a] > x[b] : a < b; });
  for (std::size_t place = 0; place < x.size(); ++place) {
    const bool tied = place > 0 && x[order[place]] == x[order[place - 1]];
    ranks[order[place]] = tied ? ranks[order[place - 1]] : place + 1;
  }
}

}  // namespace tidu::measure
