// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/weights.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/index/standardise.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Observations = Array<double, Indicator, Row>;

Observations observations(std::size_t indicators, std::vector<double> values) {
  Observations out({indicators, values.size() / indicators});
  out.values() = std::move(values);
  return out;
}

// Eight pharmaceutical firms, three criteria: Diakoulaki, Mavrotas & Papayannakis 1995; after min-max.
Observations firms() {
  Array<double, Indicator, Region, Year> x({3, 8, 1});
  x.values() = {61,   20.7, 16.3, 9,    5.4,  4,    -6.1, -34.6,  //
                1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31,   //
                4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98};
  const std::vector<IndicatorRule> directions(3);
  return observations(3, standardise(x, directions)->values.values());
}

void expect_near(std::span<const double> actual, std::span<const double> expected, double tolerance) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) EXPECT_NEAR(actual[j], expected[j], tolerance) << "weight " << j;
}

TEST(EntropyWeights, AgreeWithIndependentComputation) {
  // Base R on the Diakoulaki data, 0 ln 0 = 0, no shift.
  const auto w = entropy_weights(firms());
  ASSERT_TRUE(w);
  expect_near(w->values, std::vector<double>{0.258241994422, 0.26669736521, 0.475060640368}, 1e-12);
  expect_near(w->information, std::vector<double>{1 - 0.901641404583, 1 - 0.898420943107, 1 - 0.819060035417}, 1e-12);
}

TEST(EntropyWeights, AgreeWithScikitCriteria) {
  // Test data of scikit-criteria: matrix [[1, 2], [4, 16]], alternatives in rows.
  const auto w = entropy_weights(observations(2, {1, 4, 2, 16}));
  ASSERT_TRUE(w);
  expect_near(w->values, std::vector<double>{0.358888790489, 0.641111209511}, 1e-12);
}

TEST(CriticWeights, AgreeWithThePaper) {
  // The published weights, as the tests of scikit-criteria give them: .20222554, .48090173, .31687273.
  const auto w = critic_weights(firms());
  ASSERT_TRUE(w);
  expect_near(w->values, std::vector<double>{0.202225539788, 0.48090172902, 0.316872731193}, 1e-12);
}

TEST(EqualWeights, CountOnlyIndicatorsThatVary) {
  const auto w = equal_weights(observations(3, {1, 2, 5, 5, 0, -1}));
  ASSERT_TRUE(w);
  EXPECT_EQ(w->values, (std::vector<double>{0.5, 0, 0.5}));
  EXPECT_EQ(w->constant, (std::vector<std::size_t>{1}));
}

TEST(EqualPillarWeights, PillarsWeighTheSame) {
  const Observations z = observations(4, {0, 1, 1, 0, 0, 1, 7, 7});
  const std::vector<std::size_t> pillars{0, 0, 1, 1};  // the second member of pillar 1 is constant
  const auto w = equal_pillar_weights(z, pillars);
  ASSERT_TRUE(w);
  EXPECT_EQ(w->values, (std::vector<double>{0.25, 0.25, 0.5, 0}));
  const std::vector<std::size_t> gap{0, 0, 0, 5};  // pillar 5 has no varying member, so it has no weight
  expect_near(equal_pillar_weights(z, gap)->values, std::vector<double>{1. / 3, 1. / 3, 1. / 3, 0}, 1e-15);
}

TEST(IndicatorWeights, Refusals) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(entropy_weights(Observations({0, 3})), ErrorCode::shape, "measure.weights.empty");
  EXPECT_REFUSED(entropy_weights(Observations({3, 1})), ErrorCode::shape, "measure.weights.too_few_rows");
  EXPECT_REFUSED(entropy_weights(observations(1, {0, nan})), ErrorCode::domain, "measure.weights.not_finite");
  EXPECT_REFUSED(entropy_weights(observations(1, {3, 3, 3})), ErrorCode::domain, "measure.weights.no_variation");
  EXPECT_REFUSED(equal_pillar_weights(observations(1, {0, 1}), {}), ErrorCode::shape, "measure.weights.pillars");
  EXPECT_REFUSED(critic_weights(observations(2, {0, 1, 2, 0, 2, 4})), ErrorCode::domain, "measure.weights.no_conflict");
  const auto negative = entropy_weights(observations(2, {0, 1, 2, 0.5, -1, 0}));
  EXPECT_REFUSED(negative, ErrorCode::domain, "measure.weights.negative");
  EXPECT_EQ(negative.error().message, text("measure.weights.negative", 2, 2, -1.0));
}

// Three indicators of whole numbers; the last is constant.
rc::Gen<std::vector<double>> with_constant_column() {
  return rc::gen::map(rc::gen::suchThat(rc::gen::container<std::vector<int>>(20, rc::gen::inRange(0, 50)),
                                        [](const std::vector<int>& v) { return v[0] != v[1] && v[10] != v[11]; }),
                      [](const std::vector<int>& v) {
                        std::vector<double> out(v.begin(), v.end());
                        out.insert(out.end(), 10, 3.0);
                        return out;
                      });
}

RC_GTEST_PROP(WeightsProperty, SumToOneAndConstantWeighsNothing, ()) {
  const Observations z = observations(3, *with_constant_column());
  for (const auto& w : {entropy_weights(z), equal_weights(z)}) {
    RC_ASSERT(w.has_value());
    RC_ASSERT(std::fabs(std::accumulate(w->values.begin(), w->values.end(), 0.0) - 1) < 1e-12);
    RC_ASSERT(w->values[2] == 0.0);
    RC_ASSERT(w->constant == std::vector<std::size_t>{2});
  }
}

RC_GTEST_PROP(WeightsProperty, EntropyIgnoresUnitsAndOrderOfRows, ()) {
  const std::vector<double> values = *with_constant_column();
  std::vector<double> changed = values;
  for (std::size_t i = 0; i < 10; ++i) changed[i] *= 8;  // unit of the first indicator
  for (std::size_t j = 0; j < 3; ++j) {                  // rows reversed
    std::reverse(changed.begin() + static_cast<std::ptrdiff_t>(10 * j),
                 changed.begin() + static_cast<std::ptrdiff_t>(10 * j + 10));
  }
  const auto a = entropy_weights(observations(3, values));
  const auto b = entropy_weights(observations(3, changed));
  RC_ASSERT(a.has_value() && b.has_value());
  for (std::size_t j = 0; j < 3; ++j) RC_ASSERT(std::fabs(a->values[j] - b->values[j]) < 1e-12);
}

}  // namespace
}  // namespace tidu::measure
