// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/formulas.h"

#include <gtest/gtest.h>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(GapFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(gap_formulas()); }

}  // namespace
}  // namespace tidu::measure
