// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/stages.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

const std::vector<double> kFieldScores{0.1, 0.12, 0.4, 0.42, 0.41, 0.9};  // 3 regions x 2 years
const View<const double, Region, Year> kField(kFieldScores.data(), {3, 2});

TEST(Stages, NaturalBreaksOverAllYears) {
  const auto out = stages(kField);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->stage.values(), (std::vector<std::size_t>{0, 0, 1, 1, 1, 2}));
  EXPECT_DOUBLE_EQ(out->borders[0], 0.26);
  EXPECT_DOUBLE_EQ(out->borders[1], 0.66);
  EXPECT_GT(out->goodness, 0.99);
  EXPECT_EQ(stages(kField, {.stages = 2})->stage.values(), (std::vector<std::size_t>{0, 0, 0, 0, 0, 1}));
}

TEST(Stages, GivenBordersBelongToTheStageAbove) {
  const auto out = stages(kField, {.method = StageMethod::given, .borders = {0.12, 0.42}});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->stage.values(), (std::vector<std::size_t>{0, 1, 1, 2, 1, 2}));
  // nobody need be in a stage
  EXPECT_EQ(stages(kField, {.method = StageMethod::given, .stages = 2, .borders = {5}})->goodness, 0);
}

TEST(Stages, Refusals) {
  const std::vector<double> bad{0.1, 0.2, 0.3, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_REFUSED(stages({bad.data(), {0, 2}}), ErrorCode::shape, "measure.stages.empty");
  const auto missing = stages({bad.data(), {2, 2}});
  EXPECT_REFUSED(missing, ErrorCode::domain, "measure.stages.not_finite");
  EXPECT_EQ(missing.error().message, text("measure.stages.not_finite", 2, 2));
  EXPECT_REFUSED(stages(kField, {.stages = 4}), ErrorCode::domain, "measure.stages.count");
  EXPECT_REFUSED(stages(kField, {.method = StageMethod::given, .borders = {1}}), ErrorCode::domain,
                 "measure.stages.borders");
  EXPECT_REFUSED(stages(kField, {.method = StageMethod::given, .borders = {1, 1}}), ErrorCode::domain,
                 "measure.stages.borders");
  EXPECT_REFUSED(stages({kFieldScores.data(), {1, 2}}), ErrorCode::domain, "measure.breaks.classes");
}

}  // namespace
}  // namespace tidu::measure
