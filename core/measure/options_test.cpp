// SPDX-License-Identifier: Apache-2.0
#include "core/measure/options.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/measure/formulas.h"
#include "core/measure/tiers.h"

namespace tidu::measure {
namespace {

TEST(MeasureOptions, RecordsAgreeWithTheDefaults) {
  const MeasureOptions defaults;
  std::set<std::string_view> keys;
  for (const auto& option : measure_options()) {
    const OptionRecord& record = option.record;
    EXPECT_TRUE(record.key.starts_with("measure.")) << record.key;
    EXPECT_TRUE(keys.insert(record.key).second) << record.key;
    EXPECT_EQ(option.get(defaults), record.default_value) << record.key;
    EXPECT_LE(record.minimum, record.default_value) << record.key;
    EXPECT_LE(record.default_value, record.maximum) << record.key;
    EXPECT_FALSE(record.source.empty()) << record.key;
    if (record.type == OptionType::choice) {
      EXPECT_EQ(record.maximum + 1, static_cast<double>(record.choices.size())) << record.key;
    } else {
      EXPECT_LE(record.minimum, record.low) << record.key;
      EXPECT_LE(record.low, record.default_value) << record.key;
      EXPECT_LE(record.default_value, record.high) << record.key;
      EXPECT_LE(record.high, record.maximum) << record.key;
    }
  }
}

TEST(MeasureOptions, EachRowSetsAFieldOfItsOwn) {
  for (const auto& changed : measure_options()) {
    MeasureOptions options;
    const double value =
        changed.record.default_value == changed.record.maximum ? changed.record.minimum : changed.record.maximum;
    changed.set(options, value);
    for (const auto& other : measure_options()) {
      const double expected = other.record.key == changed.record.key ? value : other.record.default_value;
      EXPECT_EQ(other.get(options), expected) << changed.record.key << " changes " << other.record.key;
    }
  }
}

TEST(MeasureOptions, TierRuleHasTheSameDefaults) {
  const MeasureOptions options;
  const TierRule rule;
  EXPECT_EQ(options.tier_scale, rule.scale);
  EXPECT_EQ(options.tier_upper, rule.upper);
  EXPECT_EQ(options.tier_lower, rule.lower);
  EXPECT_EQ(options.tier_margin, rule.margin);
}

TEST(MeasureFormulas, OrderedByIdWithSource) {
  std::string_view previous;
  for (const FormulaRecord& formula : formulas()) {
    EXPECT_LT(previous, formula.id);
    EXPECT_FALSE(formula.expression.empty()) << formula.id;
    EXPECT_FALSE(formula.source.empty()) << formula.id;
    previous = formula.id;
  }
}

}  // namespace
}  // namespace tidu::measure
