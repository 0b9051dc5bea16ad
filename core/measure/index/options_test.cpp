// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/options.h"

#include <gtest/gtest.h>

#include "core/measure/index/formulas.h"
#include "core/measure/index/tiers.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(IndexOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(index_options());
}

TEST(IndexOptions, TierRuleHasTheSameDefaults) {
  const IndexOptions options;
  const TierRule rule;
  EXPECT_EQ(options.tier_scale, rule.scale);
  EXPECT_EQ(options.tier_upper, rule.upper);
  EXPECT_EQ(options.tier_lower, rule.lower);
  EXPECT_EQ(options.tier_margin, rule.margin);
}

TEST(IndexFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(index_formulas()); }

}  // namespace
}  // namespace tidu::measure
