// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/options.h"

#include <gtest/gtest.h>

#include "core/measure/dynamics/formulas.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(DynamicsOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(dynamics_options());
}

TEST(DynamicsOptions, ErrorsOfGrowthRegressions) {
  EXPECT_EQ(covariance_rule(GrowthErrors::iid), CovarianceRule::iid);
  EXPECT_EQ(covariance_rule(GrowthErrors::hc1), CovarianceRule::hc1);
  EXPECT_EQ(covariance_rule(GrowthErrors::hc3), CovarianceRule::hc3);
}

TEST(DynamicsFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(dynamics_formulas()); }

}  // namespace
}  // namespace tidu::measure
