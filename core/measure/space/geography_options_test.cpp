// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/geography_options.h"

#include <gtest/gtest.h>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(GeographyOptions, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  testing::expect_sound_options(geography_options());
}

TEST(AlbersFor, FollowsTheOneSixthRule) {
  const GeographicPoint places[] = {{80, 20}, {120, 50}, {100, 26}};
  const Albers albers = albers_for(places);
  EXPECT_EQ(albers.central_meridian, 100);
  EXPECT_EQ(albers.parallel_1, 25);
  EXPECT_EQ(albers.parallel_2, 45);
  const GeographicPoint equator[] = {{10, -6}, {12, 6}};
  EXPECT_TRUE(project(equator, albers_for(equator)));
  EXPECT_TRUE(project({equator, 1}, albers_for({equator, 1})));
  const GeographicPoint nearly[] = {{10, -6.0000001}, {12, 6}};
  EXPECT_TRUE(project(nearly, albers_for(nearly))) << "nearly opposite parallels";
}

}  // namespace
}  // namespace tidu::measure
