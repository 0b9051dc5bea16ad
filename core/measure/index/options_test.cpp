// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/options.h"

#include <gtest/gtest.h>

#include "core/measure/index/assessment_options.h"
#include "core/measure/index/formulas.h"
#include "core/measure/index/tiers.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(IndexOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(index_options());
}

TEST(AssessmentOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(assessment_options());
}

TEST(AssessmentOptions, SwitchesLeaveTheOwnRule) {
  AssessmentOptions options;
  IndexMethod own;
  own.scale.rule = Scaling::rank;
  options.robustness_scales = options.robustness_left_out = false;
  options.robustness_noise = WeightNoise::none;
  const RobustnessPlan plan = robustness_plan(options, own);
  ASSERT_EQ(plan.scales.size(), 1u);
  EXPECT_EQ(plan.scales.front().rule, Scaling::rank);
  EXPECT_GT(plan.weightings.size(), 1u);
  EXPECT_FALSE(plan.leave_one_out);
  EXPECT_EQ(plan.noise, WeightNoise::none);
}

TEST(IndexOptions, TierRuleHasTheSameDefaults) {
  const IndexOptions options;
  const TierRule rule;
  EXPECT_EQ(options.tier_method, rule.method);
  EXPECT_EQ(options.tier_scale, rule.scale);
  EXPECT_EQ(options.tier_upper, rule.upper);
  EXPECT_EQ(options.tier_lower, rule.lower);
  EXPECT_EQ(options.tier_margin, rule.margin);
}

TEST(IndexFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(index_formulas()); }

}  // namespace
}  // namespace tidu::measure
