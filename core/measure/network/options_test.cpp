// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/options.h"

#include <gtest/gtest.h>

#include "core/measure/network/formulas.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(NetworkOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(network_options());
}

TEST(NetworkFormulas, OrderedByIdWithSource) { testing::expect_sound_formulas(network_formulas()); }

}  // namespace
}  // namespace tidu::measure
