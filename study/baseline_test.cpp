// SPDX-License-Identifier: Apache-2.0
#include "study/baseline.h"

#include <gtest/gtest.h>

#include "study/support_test.h"

namespace tidu::study {
namespace {

using testing::Keys;
using testing::keys_of;
using testing::with;

TEST(Baseline, EveryMistakeIsFoundAtItsPlace) {
  // without accounts and growth, and before the base year
  const auto alone = parse_study(with("[baseline]\nuntil = 2020"), "study.toml");
  ASSERT_EQ(alone.diagnostics.items().size(), 3U);
  const std::size_t section = alone.diagnostics.items()[0].where.line;
  EXPECT_EQ(keys_of(with("[baseline]\nuntil = 2020")),
            (Keys{"study.baseline.accounts", "study.baseline.growth", "study.baseline.until"}));
  EXPECT_EQ(alone.diagnostics.items()[2].where.line, section + 1) << "the horizon's own line";
  EXPECT_EQ(keys_of(with("[baseline]\ndraws = 10001")),
            (Keys{"study.baseline.accounts", "study.baseline.growth", "study.out_of_range"}));
  EXPECT_EQ(keys_of(with("[baseline]\ndraws = 50\nvariance_draws = 26")),
            (Keys{"study.baseline.accounts", "study.baseline.growth", "study.baseline.rows"}));
  EXPECT_EQ(keys_of(with("[baseline]\ndraws = 50")), (Keys{"study.baseline.accounts", "study.baseline.growth"}))
      << "the default gives way";
  EXPECT_TRUE(keys_of(with("")).empty());
}

}  // namespace
}  // namespace tidu::study
