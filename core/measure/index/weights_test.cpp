// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/weights.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/index/standardise.h"
#include "core/measure/index/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::expect_near;
using testing::Observations;
using testing::observations;

// Eight pharmaceutical firms, three criteria: Diakoulaki, Mavrotas & Papayannakis 1995; after min-max.
Observations firms() {
  Array<double, Indicator, Region, Year> x({3, 8, 1});
  x.values() = {61,   20.7, 16.3, 9,    5.4,  4,    -6.1, -34.6,  //
                1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31,   //
                4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98};
  const std::vector<IndicatorRule> directions(3);
  return observations(3, standardise(x, directions)->values.values());
}

TEST(EntropyWeights, AgreeWithIndependentComputation) {
  // Base R on the Diakoulaki data, 0 ln 0 = 0, no shift.
  const auto w = entropy_weights(firms());
  ASSERT_TRUE(w);
  expect_near(w->values, {0.258241994422, 0.26669736521, 0.475060640368}, 1e-12);
  expect_near(w->information, {1 - 0.901641404583, 1 - 0.898420943107, 1 - 0.819060035417}, 1e-12);
}

TEST(EntropyWeights, AgreeWithScikitCriteria) {
  // Test data of scikit-criteria: matrix [[1, 2], [4, 16]], alternatives in rows.
  const auto w = entropy_weights(observations(2, {1, 4, 2, 16}));
  ASSERT_TRUE(w);
  expect_near(w->values, {0.358888790489, 0.641111209511}, 1e-12);
}

TEST(CriticWeights, AgreeWithThePaper) {
  // The published weights, as the tests of scikit-criteria give them: .20222554, .48090173, .31687273.
  const auto w = critic_weights(firms());
  ASSERT_TRUE(w);
  expect_near(w->values, {0.202225539788, 0.48090172902, 0.316872731193}, 1e-12);
}

TEST(CriticWeights, OtherCorrelations) {
  // G22 for Spearman; R 4.2 for |r|.
  expect_near(critic_weights(firms(), CriticCorrelation::spearman)->values,
              {0.214546445374, 0.48985629763, 0.295597256996}, 1e-12);
  expect_near(critic_weights(firms(), CriticCorrelation::absolute)->values,
              {0.386253309617437, 0.362888526679734, 0.250858163702829}, 1e-13);
}

TEST(EntropyWeights, AShiftMovesWeights) {
  // The sensitivity table of the golden file (G23).
  const std::pair<double, std::vector<double>> table[] = {{1e-8, {0.258241979613, 0.266697365667, 0.47506065472}},
                                                          {1e-4, {0.258177496571, 0.266708575989, 0.47511392744}},
                                                          {0.001, {0.257803044937, 0.266825649213, 0.47537130585}},
                                                          {0.01, {0.255795612306, 0.268106332137, 0.476098055557}},
                                                          {0.1, {0.248936418494, 0.279365762521, 0.471697818985}},
                                                          {1, {0.237166068105, 0.317567031639, 0.445266900256}}};
  for (const auto& [shift, expected] : table) expect_near(entropy_weights(firms(), shift)->values, expected, 1e-11);
}

TEST(EntropyWeights, AgreeWithTheSqueezeOfMathmodels) {
  // zhjx19/mathmodels squeezes min-max to [.002, .998] first: .54526182818, .45473817182 (G23). Without it the weights
  // are .545199748397, .454800251603 (base R).
  Array<double, Indicator, Region, Year> x({2, 4, 1});
  x.values() = {3, 5, 2, 7, 10, 20, 15, 25};
  std::vector<IndicatorRule> rules(2);
  rules[1].direction = Direction::negative;
  const auto squeezed = standardise(x, rules, {.low = 0.002, .high = 0.998});
  expect_near(entropy_weights(pooled(squeezed->values.view()))->values, {0.545261828180276, 0.454738171819724}, 1e-13);
  const auto plain = standardise(x, rules);
  expect_near(entropy_weights(pooled(plain->values.view()))->values, {0.545199748396818, 0.454800251603182}, 1e-13);
}

TEST(DispersionWeights, AgreeWithBaseR) {
  expect_near(deviation_weights(firms())->values, {0.279083061761004, 0.340926283973493, 0.379990654265503}, 1e-13);
  expect_near(variation_weights(firms())->values, {0.29384680058761, 0.279945594434083, 0.426207604978307}, 1e-13);
  expect_near(gini_weights(firms())->values, {0.284933122532487, 0.285253261192422, 0.429813616275091}, 1e-13);
}

TEST(VariationWeights, AgreeWithTheGoldenFile) {
  // G23: the raw data, the first column shifted by 40.
  Observations x = observations(3, {101,  60.7, 56.3, 49,   45.4, 44,   33.9, 5.4,   //
                                    1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31,  //
                                    4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98});
  expect_near(variation_weights(x)->values, {0.340994252789, 0.327364927631, 0.331640819579}, 1e-12);
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
  expect_near(equal_pillar_weights(z, gap)->values, {1. / 3, 1. / 3, 1. / 3, 0}, 1e-15);
}

TEST(IndicatorWeights, Refusals) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(entropy_weights(Observations({0, 3})), ErrorCode::shape, "measure.weights.empty");
  EXPECT_REFUSED(entropy_weights(Observations({3, 1})), ErrorCode::shape, "measure.weights.too_few_rows");
  EXPECT_REFUSED(entropy_weights(observations(1, {0, nan})), ErrorCode::domain, "measure.weights.not_finite");
  EXPECT_REFUSED(entropy_weights(observations(1, {3, 3, 3})), ErrorCode::domain, "measure.weights.no_variation");
  EXPECT_REFUSED(equal_pillar_weights(observations(1, {0, 1}), {}), ErrorCode::shape, "measure.weights.pillars");
  EXPECT_REFUSED(critic_weights(observations(2, {0, 1, 2, 0, 2, 4})), ErrorCode::domain, "measure.weights.no_conflict");
  EXPECT_REFUSED(entropy_weights(firms(), -1), ErrorCode::domain, "measure.weights.shift");
  EXPECT_REFUSED(gini_weights(observations(1, {-1, 2})), ErrorCode::domain, "measure.weights.negative");
  EXPECT_REFUSED(variation_weights(observations(2, {1, 2, -1, 1})), ErrorCode::domain, "measure.weights.zero_mean");
  EXPECT_REFUSED(deviation_weights(observations(1, {1, 1})), ErrorCode::domain, "measure.weights.no_variation");
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
