// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/options.h"

#include <gtest/gtest.h>

#include "core/measure/space/formulas.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(SpaceOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(space_options());
}

TEST(SpaceFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(space_formulas()); }

}  // namespace
}  // namespace tidu::measure
