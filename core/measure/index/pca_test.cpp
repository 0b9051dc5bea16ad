// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/pca.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Observations = Array<double, Indicator, Row>;

// R's data set `attitude` (Chatterjee & Price 1977): 7 scores of 30 departments.
Observations attitude() {
  Observations z({7, 30});
  z.values() = {43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77, 81, 74, 65, 65, 50, 50, 64, 53, 40,
                63, 66, 78, 48, 85, 82, 51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77, 90, 85, 60,
                70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82, 30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47,
                57, 83, 54, 50, 64, 65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39, 39, 54, 69, 47, 66, 44,
                56, 55, 67, 47, 58, 39, 42, 45, 72, 72, 69, 75, 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59,
                61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79, 60, 79, 55, 75, 64, 43, 66, 63, 50,
                66, 88, 80, 51, 77, 64, 92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77, 54, 79, 80,
                85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78, 45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41,
                25, 35, 46, 36, 63, 60, 46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39};
  return z;
}

WeightRule rule_of(PcaRule rule, bool negative = false) {
  WeightRule out;
  out.rule = Weighting::pca;
  out.pca = rule;
  out.allow_negative = negative;
  return out;
}

void expect_weights(const Result<IndicatorWeights>& weights, std::span<const double> expected, double tolerance) {
  ASSERT_TRUE(weights);
  for (std::size_t j = 0; j < expected.size(); ++j) EXPECT_NEAR(weights->values[j], expected[j], tolerance) << j;
}

TEST(PrincipalComponents, AgreeWithR) {
  // R 4.2: eigen(cor(attitude)), solve(cor(attitude)).
  const auto out = principal_components(attitude());
  ASSERT_TRUE(out);
  const double eigenvalues[] = {3.71637575061577,  1.14092188521749,  0.847191545622732, 0.612869660163529,
                                0.323672809488428, 0.218530593798603, 0.140437755093443};
  for (std::size_t k = 0; k < 7; ++k) EXPECT_NEAR(out->eigenvalues[k], eigenvalues[k], 1e-12);
  EXPECT_EQ(out->kept, 2U);
  EXPECT_NEAR(*out->kmo, 0.763275432158762, 1e-12);
  const double msa[] = {0.731726404715859, 0.737495686636631, 0.844183070646869, 0.811414230655823,
                        0.814375214061605, 0.693597749725397, 0.651074387768989};
  for (std::size_t j = 0; j < 7; ++j) EXPECT_NEAR(out->kmo_of_indicator[j], msa[j], 1e-12);
  EXPECT_NEAR(out->bartlett->chi_squared, 98.7527786621811, 1e-10);
  EXPECT_EQ(out->bartlett->degrees, 21);
  EXPECT_NEAR(out->bartlett->p, 4.79253903552844e-12, 1e-21);
}

TEST(PrincipalComponents, AsManyAsExplainTheShare) {
  WeightRule rule;
  rule.components = PcaComponents::cumulative_share;
  for (const auto& [share, kept] : {std::pair(0.53, 1U), std::pair(0.69, 2U), std::pair(0.8, 3U), std::pair(1.0, 7U)}) {
    rule.pca_share = share;
    EXPECT_EQ(principal_components(attitude(), rule)->kept, kept) << share;
  }
}

TEST(PcaWeights, FourRulesAgreeWithR) {
  // R 4.2, two components; rotation: varimax(loadings, eps = 1e-15), Kaiser's normalisation.
  const double scores[] = {0.107066190642722, 0.124337240023489, 0.119652936063424, 0.152505891611818,
                           0.18465419441632,  0.136194495321069, 0.175589051921157};
  const double absolute[] = {0.164350756878208, 0.16683987690739,  0.118047791700505, 0.135942071391845,
                             0.154295603958866, 0.113803057536071, 0.146720841627116};
  const double squared[] = {0.167514022586876, 0.174632761787263, 0.0984547925357807, 0.141001920301436,
                            0.160506602160998, 0.111589383189361, 0.146300517438286};
  const double rotated[] = {0.188810576465536, 0.19555232984794,  0.0993085657605373, 0.132455598932687,
                            0.106331742480391, 0.125691593840409, 0.1518495926725};
  expect_weights(pca_weights(attitude(), rule_of(PcaRule::scores)), scores, 1e-12);
  expect_weights(pca_weights(attitude(), rule_of(PcaRule::absolute_loading)), absolute, 1e-12);
  expect_weights(pca_weights(attitude(), rule_of(PcaRule::squared_loading)), squared, 1e-12);
  expect_weights(pca_weights(attitude(), rule_of(PcaRule::rotated_loading)), rotated, 1e-8);
}

TEST(PcaWeights, AgreeWithTheGoldenFile) {
  // G23: the firms of Diakoulaki et al., all components (rule b) and the first (rule c).
  Observations z({3, 8});
  z.values() = {61,   20.7, 16.3, 9,    5.4,  4,    -6.1, -34.6,  //
                1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31,   //
                4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98};
  WeightRule rule = rule_of(PcaRule::absolute_loading);
  rule.components = PcaComponents::cumulative_share;
  rule.pca_share = 1;
  expect_weights(pca_weights(z, rule), std::vector<double>{0.334425134781, 0.338430098873, 0.327144766346}, 1e-12);
  rule.pca = PcaRule::squared_loading;
  expect_weights(pca_weights(z, rule), std::vector<double>{1. / 3, 1. / 3, 1. / 3}, 1e-14);
  rule.pca_share = 0.8;
  expect_weights(pca_weights(z, rule), std::vector<double>{0.295469557423, 0.332549957743, 0.371980484833}, 1e-12);
}

TEST(PcaWeights, NegativeOnesAreRefusedUnlessAskedFor) {
  Observations z = attitude();
  for (std::size_t i = 0; i < 30; ++i) z(0, i) = -z(0, i);
  const auto refused = pca_weights(z, rule_of(PcaRule::scores));
  EXPECT_REFUSED(refused, ErrorCode::domain, "measure.weights.negative_result");
  EXPECT_EQ(refused.error().message.args[0], TextArg(std::int64_t{1}));
  const auto allowed = pca_weights(z, rule_of(PcaRule::scores, true));
  ASSERT_TRUE(allowed);
  EXPECT_LT(allowed->values[0], 0);
  EXPECT_NEAR(std::accumulate(allowed->values.begin(), allowed->values.end(), 0.0), 1, 1e-14);
  EXPECT_TRUE(pca_weights(z, rule_of(PcaRule::absolute_loading)));
}

TEST(PcaWeights, ScoresThatCancelAreRefused) {
  // two indicators with a negative correlation: the first component is (1, -1)/sqrt 2
  Array<double, Indicator, Row> z({2, 4});
  z.values() = {0, 1, 0.4, 0.9, 1, 0.2, 0.8, 0.3};
  EXPECT_REFUSED(pca_weights(z, {.pca = PcaRule::scores, .allow_negative = true}), ErrorCode::domain,
                 "measure.weights.cancelled_out");
}

TEST(PrincipalComponents, DiagnosticsAreAbsentWhereTheMatrixHasNoInverse) {
  Observations z({3, 5});
  z.values() = {1, 2, 4, 3, 9, 2, 1, 1, 5, 3, 3, 3, 5, 8, 12};  // the third is the sum of the others
  const auto out = principal_components(z);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->kmo);
  EXPECT_FALSE(out->bartlett);
  Observations one({2, 3});
  one.values() = {1, 2, 5, 4, 4, 4};
  const auto single = pca_weights(one, rule_of(PcaRule::rotated_loading));
  ASSERT_TRUE(single);
  EXPECT_EQ(single->values, (std::vector<double>{1, 0})) << "what does not vary weighs nothing";
}

TEST(PrincipalComponents, Refusals) {
  WeightRule rule;
  rule.pca_share = 0;
  EXPECT_REFUSED(principal_components(attitude(), rule), ErrorCode::domain, "measure.pca.share");
  EXPECT_REFUSED(principal_components(Observations({2, 3}, 1.0)), ErrorCode::domain, "measure.weights.no_variation");
}

RC_GTEST_PROP(PcaProperty, UnitsDoNotMatter, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(4 * 9, rc::gen::inRange(0, 1000));
  Observations z({4, 9});
  std::copy(raw.begin(), raw.end(), z.values().begin());
  Observations other = z;
  for (std::size_t i = 0; i < 9; ++i) other(2, i) = 8 * other(2, i) + 64;
  const auto a = pca_weights(z, rule_of(PcaRule::absolute_loading));
  const auto b = pca_weights(other, rule_of(PcaRule::absolute_loading));
  RC_PRE(a.has_value() && b.has_value());
  for (std::size_t j = 0; j < 4; ++j) RC_ASSERT(std::fabs(a->values[j] - b->values[j]) < 1e-6);
}

}  // namespace
}  // namespace tidu::measure
