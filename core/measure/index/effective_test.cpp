// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/effective.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/measure/index/index.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(EffectiveWeights, AgreeWithBaseR) {
  // Diakoulaki's firms after min-max, weights .2, .5, .3: cor(Z, I), w * cov(Z, I) / var(I) in R 4.2.
  Array<double, Indicator, Region, Year> x({3, 8, 1});
  x.values() = {61,   20.7, 16.3, 9,    5.4,  4,    -6.1, -34.6,  //
                1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31,   //
                4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98};
  const std::vector<IndicatorRule> rules(3);
  const auto z = standardise(x, rules);
  const std::vector<double> w{0.2, 0.5, 0.3};
  const auto index = index_scores(flat_tree(3), z->values, w);
  const auto out = effective_weights(pooled(z->values.view()), w, index->scores.values());
  ASSERT_TRUE(out);
  const double correlation[] = {0.44594300606276, 0.333742204069265, -2.15934331053455e-05};
  const double share[] = {0.640985625536279, 0.359014372960811, 1.50290997668362e-09};
  const double variance[] = {0.304368275880444, 0.695661824530053, -3.01004104961139e-05};
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_NEAR(out->correlation[j], correlation[j], 1e-12);
    EXPECT_NEAR(out->main_effect[j], share[j], 1e-12);
    EXPECT_NEAR(out->variance[j], variance[j], 1e-12);
  }
}

TEST(EffectiveWeights, WhatDoesNotVaryHasNone) {
  Array<double, Indicator, Row> z({2, 3});
  z.values() = {1, 2, 4, 5, 5, 5};
  const auto out = effective_weights(z, std::vector<double>{0.5, 0.5}, std::vector<double>{3, 3.5, 4.5});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->correlation[1], 0);
  EXPECT_EQ(out->main_effect, (std::vector<double>{1, 0}));
  EXPECT_EQ(out->variance[1], 0);
  EXPECT_TRUE(effective_weights(z, {}, std::vector<double>{3, 3.5, 4.5})->variance.empty());
}

TEST(EffectiveWeights, Refusals) {
  const Array<double, Indicator, Row> z({2, 3}, 1.0);
  EXPECT_REFUSED(effective_weights(z, {}, std::vector<double>{1, 2}), ErrorCode::shape, "measure.effective.shape");
  EXPECT_REFUSED(effective_weights(z, std::vector<double>{1}, std::vector<double>{1, 2, 3}), ErrorCode::shape,
                 "measure.effective.shape");
  EXPECT_REFUSED(effective_weights(z, {}, std::vector<double>{2, 2, 2}), ErrorCode::domain, "measure.effective.score");
}

RC_GTEST_PROP(EffectiveWeightsProperty, SharesOfVarianceOfALinearIndexAddUp, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(3 * 7, rc::gen::inRange(0, 100));
  Array<double, Indicator, Row> z({3, 7});
  std::copy(raw.begin(), raw.end(), z.values().begin());
  const std::vector<double> w{0.5, 0.25, 0.25};
  std::vector<double> score(7);
  for (std::size_t i = 0; i < 7; ++i) score[i] = 0.5 * z(0, i) + 0.25 * z(1, i) + 0.25 * z(2, i);
  RC_PRE(std::any_of(score.begin(), score.end(), [&](double s) { return s != score[0]; }));
  const auto out = effective_weights(z, w, score);
  RC_ASSERT(out.has_value());
  RC_ASSERT(std::fabs(std::accumulate(out->variance.begin(), out->variance.end(), 0.0) - 1) < 1e-10);
  RC_ASSERT(std::fabs(std::accumulate(out->main_effect.begin(), out->main_effect.end(), 0.0) - 1) < 1e-12);
}

}  // namespace
}  // namespace tidu::measure
