// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/options.h"

#include <gtest/gtest.h>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(GapOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) { testing::expect_sound_options(gap_options()); }

TEST(GapOptions, ParametersOfTheMeasuresAreTheStudys) {
  GapOptions options;
  options.entropy_order = 3;
  options.bottom_share = 0.2;
  EXPECT_EQ(options.parameters().entropy_order, 3);
  EXPECT_EQ(options.parameters().bottom, 0.2);
  const GapParameters defaults;
  EXPECT_EQ(GapOptions{}.parameters().atkinson_epsilon, defaults.atkinson_epsilon);
  EXPECT_EQ(GapOptions{}.parameters().esteban_ray_alpha, defaults.esteban_ray_alpha);
  EXPECT_EQ(GapOptions{}.parameters().top, defaults.top);
}

}  // namespace
}  // namespace tidu::measure
