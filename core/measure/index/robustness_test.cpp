// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/robustness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/measure/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

// Indicators of regions and years that share a common level and are skewed.
struct Sample {
  Sample(std::size_t indicators, std::size_t regions, std::size_t years)
      : raw({indicators, regions, years}), rules(indicators), tree(flat_tree(indicators)) {
    const Rng rng(5);
    for (std::size_t r = 0; r < regions; ++r) {
      for (std::size_t t = 0; t < years; ++t) {
        for (std::size_t j = 0; j < indicators; ++j) {
          const double noise = uniform(rng, {.entity = j, .step = static_cast<std::uint32_t>(r * years + t)});
          const double level = static_cast<double>(r) / static_cast<double>(regions) + 0.05 * static_cast<double>(t);
          raw(j, r, t) = std::exp(3 * level + 2 * noise) * static_cast<double>(j + 1);
        }
      }
    }
  }
  IndexInput input() const { return {raw, rules, tree}; }

  Array<double, Indicator, Region, Year> raw;
  std::vector<IndicatorRule> rules;
  IndexTree tree;
};

RobustnessPlan nothing_varies(const IndexMethod& method) {
  RobustnessPlan plan;
  plan.weightings = {method.weights};
  plan.scales = {method.scale};
  plan.aggregations = {method.aggregation};
  plan.treatments = {method.outliers};
  plan.noise = WeightNoise::none;
  plan.leave_one_out = false;
  return plan;
}

TEST(Robustness, WithoutChoicesEveryReplicateIsTheIndex) {
  const Sample sample(5, 9, 3);
  const IndexMethod method;
  const auto index = composite_index(sample.input(), method);
  const auto out = robustness(sample.input(), method, nothing_varies(method), {.replicates = 8});
  ASSERT_TRUE(index && out);
  EXPECT_TRUE(out->factors.empty());
  EXPECT_TRUE(out->sensitivity.factors.empty());
  EXPECT_EQ(out->ranks.mean_shift, 0);
  for (std::size_t d = 0; d < 8; ++d) {
    for (std::size_t t = 0; t < 3; ++t) {
      for (std::size_t r = 0; r < 9; ++r) EXPECT_EQ(out->replicates.of(d, t)[r], index->result.scores(r, t));
    }
  }
}

TEST(Robustness, UsualPlanHoldsEachRuleOnceAndTheOwnFirst) {
  IndexMethod own;
  own.weights.rule = Weighting::critic;
  own.aggregation.rule = Aggregation::topsis;
  const RobustnessPlan plan = usual_plan(own);
  ASSERT_EQ(plan.weightings.size(), 3u);
  EXPECT_EQ(plan.weightings.front().rule, Weighting::critic);
  ASSERT_EQ(plan.aggregations.size(), 3u);
  EXPECT_EQ(plan.aggregations.front().rule, Aggregation::topsis);
  EXPECT_GT(plan.aggregations.back().floor, 0) << "a single value of 0 must not decide a geometric index";
  EXPECT_EQ(plan.scales.size(), 3u);
  EXPECT_EQ(plan.treatments.size(), 2u);
}

TEST(Robustness, LeavingOutGivesItsWeightToTheOthers) {
  const Sample sample(4, 8, 1);
  IndexMethod method;
  method.weights.rule = Weighting::equal;
  RobustnessPlan plan = nothing_varies(method);
  plan.leave_one_out = true;
  const auto replicator = Replicator::make(sample.input(), plan);
  ASSERT_TRUE(replicator);
  EXPECT_EQ(replicator->factors(), std::vector<RobustnessFactor>{RobustnessFactor::left_out});
  EXPECT_EQ(replicator->levels(RobustnessFactor::left_out), 5u);
  const auto z = standardise(sample.raw, sample.rules);
  auto scratch = replicator->scratch();
  std::vector<double> scores(8);
  for (std::size_t level = 0; level < 5; ++level) {
    const double u[] = {(static_cast<double>(level) + 0.5) / 5};
    replicator->scores(u, scores, scratch);
    for (std::size_t r = 0; r < 8; ++r) {
      double sum = 0;
      for (std::size_t j = 0; j < 4; ++j) sum += j + 1 == level ? 0 : z->values(j, r, 0u);
      EXPECT_NEAR(scores[r], sum / (level == 0 ? 4 : 3), 1e-14);
    }
  }
}

TEST(Robustness, NoiseHasItsMoments) {
  // One indicator is 1 in region j and 0 elsewhere: the score of region j is the weight of indicator j.
  constexpr std::size_t kCount = 5;
  constexpr int kDraws = 20000;
  Sample sample(kCount, kCount, 1);
  for (std::size_t j = 0; j < kCount; ++j) {
    for (std::size_t r = 0; r < kCount; ++r) sample.raw(j, r, 0u) = j == r ? 1 : 0;
  }
  IndexMethod method;
  method.weights.rule = Weighting::given;
  sample.tree.indicator_weight = {0.05, 0.1, 0.15, 0.3, 0.4};
  for (const WeightNoise noise : {WeightNoise::dirichlet, WeightNoise::relative}) {
    RobustnessPlan plan = nothing_varies(method);
    plan.noise = noise;
    plan.concentration = 20;
    const auto replicator = Replicator::make(sample.input(), plan, 3);
    ASSERT_TRUE(replicator);
    auto scratch = replicator->scratch();
    std::vector<double> weights(kCount);
    std::vector<double> mean(kCount);
    std::vector<double> variance(kCount);
    for (int k = 0; k < kDraws; ++k) {
      const double u[] = {(k + 0.5) / kDraws};
      replicator->scores(u, weights, scratch);
      EXPECT_NEAR(sum(weights), 1, 1e-12);
      for (std::size_t j = 0; j < kCount; ++j) {
        const double w = sample.tree.indicator_weight[j];
        mean[j] += weights[j] / kDraws;
        variance[j] += (weights[j] - w) * (weights[j] - w) / kDraws;
        if (noise == WeightNoise::relative) {
          EXPECT_GT(weights[j], w * 0.75 / 1.25);
          EXPECT_LT(weights[j], w * 1.25 / 0.75);
        }
      }
    }
    for (std::size_t j = 0; j < kCount; ++j) {
      const double w = sample.tree.indicator_weight[j];
      const double expected = noise == WeightNoise::dirichlet ? w * (1 - w) / 21 : variance[j];
      EXPECT_NEAR(mean[j], w, 5 * std::sqrt(expected / kDraws) + (noise == WeightNoise::relative ? 2e-3 : 0)) << j;
      EXPECT_NEAR(variance[j], expected, 0.06 * expected) << j;
    }
  }
}

TEST(Robustness, ScoresOfEveryWayLieOnOneScale) {
  const Sample sample(6, 12, 4);
  const IndexMethod method;
  const auto out = robustness(sample.input(), method, usual_plan(method), {.replicates = 128, .years = {3, 1}});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->replicates.years, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(out->replicates.draws(), 128u);
  for (const double score : out->replicates.scores.values()) {
    EXPECT_GE(score, 0);
    EXPECT_LE(score, 1 + 1e-12);
  }
  EXPECT_EQ(out->factors.size(), kRobustnessFactors);
  EXPECT_EQ(out->sensitivity.factors.size(), kRobustnessFactors);
  EXPECT_EQ(out->sensitivity.evaluations, 64u * (kRobustnessFactors + 2));
  for (std::size_t d = 0; d < 128; ++d) {
    double total = 0;
    for (std::size_t j = 0; j < 6; ++j) total += out->weights(d, j);
    EXPECT_NEAR(total, 1, 1e-12);
  }
  std::map<RobustnessFactor, std::size_t> seen;
  for (const LevelEffect& effect : out->levels) seen[effect.factor] += effect.replicates;
  EXPECT_FALSE(seen.contains(RobustnessFactor::noise));
  for (const auto& [factor, replicates] : seen) EXPECT_EQ(replicates, 128u);
}

TEST(Robustness, OnlyWhatVariesHasASobolIndex) {
  // With indicators that are alike up to a constant no choice moves a rank.
  Sample sample(3, 7, 1);
  for (std::size_t j = 1; j < 3; ++j) {
    for (std::size_t r = 0; r < 7; ++r) sample.raw(j, r, 0u) = sample.raw(0u, r, 0u);
  }
  IndexMethod method;
  method.weights.rule = Weighting::equal;
  RobustnessPlan plan = usual_plan(method);
  std::erase_if(plan.weightings, [](const WeightRule& rule) { return rule.rule == Weighting::critic; });
  plan.treatments = {method.outliers};
  const auto out = robustness(sample.input(), method, plan, {.replicates = 256, .resamples = 20});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->ranks.mean_shift, 0);
  EXPECT_EQ(out->sensitivity.variance, 0);
  for (const FactorSensitivity& factor : out->sensitivity.factors) EXPECT_EQ(factor.total, 0);
}

TEST(Robustness, OneFactorAloneExplainsEverything) {
  const Sample sample(6, 12, 1);
  const IndexMethod method;
  RobustnessPlan plan = nothing_varies(method);
  plan.scales = usual_plan(method).scales;
  const auto out = robustness(sample.input(), method, plan, {.replicates = 2048, .resamples = 50});
  ASSERT_TRUE(out);
  ASSERT_EQ(out->sensitivity.factors.size(), 1u);
  EXPECT_NEAR(out->sensitivity.factors[0].first, 1, 0.02);
  EXPECT_NEAR(out->sensitivity.factors[0].total, 1, 0.02);
}

TEST(Robustness, ExecutorsDoNotChangeBitsAndSeedsDo) {
  const Sample sample(5, 10, 2);
  const IndexMethod method;
  const RobustnessPlan plan = usual_plan(method);
  const RobustnessOptions options{.replicates = 128, .resamples = 100, .seed = 4};
  tests::BackwardExecutor backward;
  const auto a = robustness(sample.input(), method, plan, options);
  const auto b = robustness(sample.input(), method, plan, options, backward);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->replicates.scores.values(), b->replicates.scores.values());
  EXPECT_EQ(a->ranks.above.values(), b->ranks.above.values());
  for (std::size_t f = 0; f < kRobustnessFactors; ++f) {
    EXPECT_EQ(a->sensitivity.factors[f].total_low, b->sensitivity.factors[f].total_low);
  }
  RobustnessOptions other = options;
  other.stream = 1;
  EXPECT_NE(a->replicates.scores.values(), robustness(sample.input(), method, plan, other)->replicates.scores.values());
}

TEST(Robustness, Refusals) {
  const Sample sample(4, 6, 2);
  const IndexMethod method;
  const RobustnessPlan plan = usual_plan(method);
  for (const std::size_t replicates : {0u, 2u, 7u}) {
    EXPECT_REFUSED(robustness(sample.input(), method, plan, {.replicates = replicates}), ErrorCode::domain,
                   "measure.robustness.replicates");
  }
  EXPECT_REFUSED(robustness(sample.input(), method, plan, {.replicates = kMostReplicateCells}), ErrorCode::limit,
                 "measure.robustness.too_many");
  EXPECT_REFUSED(robustness(sample.input(), method, plan, {.years = {2}}), ErrorCode::domain,
                 "measure.robustness.year");
  EXPECT_REFUSED(robustness(sample.input(), method, plan, {.rank_year = 9}), ErrorCode::domain,
                 "measure.robustness.year");
  RobustnessPlan empty = plan;
  empty.scales.clear();
  EXPECT_REFUSED(robustness(sample.input(), method, empty), ErrorCode::shape, "measure.robustness.plan");
  RobustnessPlan loud = plan;
  loud.spread = 1.5;
  EXPECT_REFUSED(robustness(sample.input(), method, loud), ErrorCode::domain, "measure.robustness.noise");
  tests::CancelledExecutor cancelled;
  EXPECT_REFUSED(robustness(sample.input(), method, plan, {.replicates = 64}, cancelled), ErrorCode::cancelled,
                 "measure.robustness.cancelled");
}

}  // namespace
}  // namespace tidu::measure
