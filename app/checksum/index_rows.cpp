// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "app/checksum/context.h"
#include "core/measure/index/effective.h"
#include "core/measure/index/index.h"
#include "core/measure/index/pca.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kIndicators = 9;
constexpr std::size_t kRegions = 31;
constexpr std::size_t kYears = 5;
constexpr std::size_t kRows = kRegions * kYears;

using Cells = View<const double, Indicator, Region, Year>;

// Two dimensions, the first of two pillars.
IndexTree tree() {
  IndexTree out;
  out.group_parent = {0, 0, 0, 1, 1};
  out.indicator_parent = {3, 3, 3, 4, 4, 2, 2, 2, 2};
  out.judgements = {{.group = 0, .matrix = {1, 3, 1. / 3, 1}}};
  return out;
}

std::span<double> skewed(Context& context) {
  const std::span<double> x = context.uniforms(kIndicators * kRows, 0.1, 2);
  for (double& value : x) value = value * value * value;
  x[7] = 400;  // an outlier
  return x;
}

std::array<IndicatorRule, kIndicators> rules() {
  std::array<IndicatorRule, kIndicators> out{};
  for (IndicatorRule& rule : out) {
    rule.goal_low = 0.5;
    rule.goal_high = 6;
  }
  out[1].direction = Direction::negative;
  out[2].direction = Direction::middle;
  out[2].optimum = 2;
  out[3].direction = Direction::interval;
  out[3].low = 1;
  out[3].high = 3;
  return out;
}

std::span<double> weights(Context& context) {
  const std::span<double> w = context.uniforms(kIndicators, 1, 5);
  double total = 0;
  for (const double value : w) total += value;
  for (double& value : w) value /= total;
  return w;
}

void outliers(Context& context) {
  const std::span<double> x = skewed(context);
  for (const Treatment treatment : {Treatment::winsorise, Treatment::winsorise_log, Treatment::winsorise_box_cox}) {
    OutlierRule rule;
    rule.treatment = treatment;
    rule.test = OutlierTest::either;
    rule.kurtosis = 0.5;
    rule.most_points = 3;
    rule.lambda = -0.3;
    context.add(treat_outliers(Cells(x.data(), {kIndicators, kRegions, kYears}), rule),
                [&](const TreatedIndicators& out) {
                  context.hash().add(out.values.values());
                  for (const IndicatorTreatment& done : out.indicators) {
                    context.hash().add(done.skewness_after);
                    context.hash().add(done.kurtosis_after);
                  }
                });
  }
}

void scales(Context& context) {
  const std::span<double> x = skewed(context);
  for (const Scaling scaling : {Scaling::min_max, Scaling::z_score, Scaling::rank, Scaling::goalposts, Scaling::vector,
                                Scaling::base_year, Scaling::none}) {
    for (const Pooling pooling : {Pooling::pooled, Pooling::yearly}) {
      auto marks = rules();
      if (scaling == Scaling::base_year) marks[2].direction = marks[3].direction = Direction::positive;
      const ScaleRule rule{.rule = scaling, .pooling = pooling, .base_year = 1, .low = 0.1, .high = 0.9};
      context.add(standardise(Cells(x.data(), {kIndicators, kRegions, kYears}), marks, rule),
                  [&](const Standardised& out) { context.hash().add(out.values.values()); });
    }
  }
}

void weights_of_trees(Context& context) {
  const std::span<double> z = context.uniforms(kIndicators * kRows);
  const auto add = [&](const WeightRule& rule, const IndexTree& nodes) {
    context.add(tree_weights(nodes, {z.data(), {kIndicators, kRows}}, rule), [&](const TreeWeights& out) {
      context.hash().add(out.values);
      context.hash().add(out.groups);
    });
  };
  WeightRule rule;
  for (const WeightScope scope : {WeightScope::flat, WeightScope::by_level}) {
    rule.scope = scope;
    for (const Weighting weighting : {Weighting::entropy, Weighting::critic, Weighting::variation, Weighting::deviation,
                                      Weighting::gini, Weighting::given}) {
      rule.rule = weighting;
      add(rule, tree());
    }
  }
  rule = {};
  rule.rule = Weighting::combined;
  for (const Combination combination : {Combination::linear, Combination::multiplicative, Combination::game}) {
    rule.combination = combination;
    add(rule, tree());
  }
  rule.rule = Weighting::pca;
  rule.allow_negative = true;
  for (const PcaRule pca :
       {PcaRule::scores, PcaRule::absolute_loading, PcaRule::squared_loading, PcaRule::rotated_loading}) {
    rule.pca = pca;
    add(rule, without_given(tree()));
  }
}

void components(Context& context) {
  const std::span<double> z = context.uniforms(kIndicators * kRows);
  context.add(principal_components({z.data(), {kIndicators, kRows}}), [&](const PrincipalComponents& out) {
    context.hash().add(out.eigenvalues);
    context.hash().add(out.kmo_of_indicator);
    context.hash().add(out.bartlett->p);
  });
}

void aggregation(Context& context) {
  const std::span<double> z = context.uniforms(kIndicators * kRows);
  const std::span<double> w = weights(context);
  IndexTree mixed = tree();
  mixed.group_aggregation = {Aggregation::geometric, std::nullopt, Aggregation::harmonic, std::nullopt, std::nullopt};
  AggregationRule rule;
  rule.power = -1.7;
  for (std::size_t k = 0; k < kAggregations; ++k) {
    rule.rule = static_cast<Aggregation>(k);
    for (const IndexTree& nodes : {tree(), mixed}) {
      // A mean of values that can be negative is refused.
      const bool negative = rule.rule == Aggregation::copeland || rule.rule == Aggregation::mpi_minus;
      if (negative && !nodes.group_aggregation.empty()) continue;
      context.add(index_scores(nodes, Cells(z.data(), {kIndicators, kRegions, kYears}), w, rule),
                  [&](const IndexScores& out) { context.hash().add(out.group_scores.values()); });
    }
  }
}

void effective(Context& context) {
  const std::span<double> z = context.uniforms(kIndicators * kRows);
  const auto w = weights(context);  // drawn one after the other: the order of arguments is the compiler's
  const std::span<double> score = context.uniforms(kRows);
  context.add(effective_weights({z.data(), {kIndicators, kRows}}, w, score), [&](const EffectiveWeights& out) {
    context.hash().add(out.main_effect);
    context.hash().add(out.variance);
  });
}

constexpr std::array kKernels{
    KernelRow{"measure.outliers", outliers},
    KernelRow{"measure.scales", scales},
    KernelRow{"measure.tree_weights", weights_of_trees},
    KernelRow{"measure.components", components},
    KernelRow{"measure.aggregation", aggregation},
    KernelRow{"measure.effective_weights", effective},
};

}  // namespace

std::span<const KernelRow> index_rows() { return kKernels; }

}  // namespace tidu::checksum
