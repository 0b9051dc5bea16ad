// SPDX-License-Identifier: Apache-2.0
#include "core/measure/formulas.h"

#include <gtest/gtest.h>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(AssociationFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(association_formulas()); }

}  // namespace
}  // namespace tidu::measure
