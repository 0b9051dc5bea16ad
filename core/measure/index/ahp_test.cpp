// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/ahp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

Array<double, Row, Column> square(std::size_t k, std::vector<double> values) {
  Array<double, Row, Column> a({k, k});
  a.values() = std::move(values);
  return a;
}

// The 5 x 5 example of the textbook on mathematical models behind zhjx19/mathmodels, also in the golden file (G25).
Array<double, Row, Column> example() {
  return square(
      5, {1, 0.5, 4, 3, 3, 2, 1, 7, 5, 5, 0.25, 1. / 7, 1, 1. / 2, 1. / 3, 1. / 3, 0.2, 2, 1, 1, 1. / 3, 0.2, 3, 1, 1});
}

TEST(Ahp, AgreesWithTheGoldenFile) {
  const auto out = ahp(example());
  ASSERT_TRUE(out);
  const double w[] = {0.2636034927992, 0.4758353781823, 0.0538145969258, 0.0980682876005, 0.1086782444922};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(out->values[i], w[i], 1e-12);
  EXPECT_NEAR(out->largest_eigenvalue, 5.07208440857, 1e-11);
  EXPECT_NEAR(out->consistency_index, 0.0180211021426, 1e-12);
  EXPECT_NEAR(out->consistency_ratio, 0.0160902697701, 1e-12);
  EXPECT_TRUE(out->consistent);
}

TEST(Ahp, ApproximateMethodsAgreeWithTheGoldenFile) {
  const double geometric[] = {0.263632804659, 0.477263869195, 0.0530741555021, 0.098839990779, 0.107189179865};
  const double average[] = {0.26228107554, 0.47439498744, 0.0544920997422, 0.0985335656982, 0.110298271581};
  const auto g = ahp(example(), AhpMethod::geometric_mean);
  const auto a = ahp(example(), AhpMethod::column_average);
  ASSERT_TRUE(g && a);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(g->values[i], geometric[i], 1e-11);
    EXPECT_NEAR(a->values[i], average[i], 1e-11);
  }
}

TEST(Ahp, ContradictionIsReported) {
  // i over j, j over k and k over i, each by 9.
  const auto out = ahp(square(3, {1, 9, 1. / 9, 1. / 9, 1, 9, 9, 1. / 9, 1}));
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->consistent);
  EXPECT_NEAR(out->largest_eigenvalue, 1 + 9 + 1. / 9, 1e-12);
  for (const double w : out->values) EXPECT_NEAR(w, 1. / 3, 1e-15);
}

TEST(Ahp, OneAndTwoAreAlwaysConsistent) {
  EXPECT_EQ(ahp(square(1, {1}))->values, std::vector<double>{1});
  const auto two = ahp(square(2, {1, 3, 1. / 3, 1}));
  ASSERT_TRUE(two);
  EXPECT_NEAR(two->values[0], 0.75, 1e-15);
  EXPECT_EQ(two->consistency_ratio, 0);
}

TEST(Ahp, Refusals) {
  EXPECT_REFUSED(ahp(Array<double, Row, Column>({2, 3}, 1.0)), ErrorCode::shape, "measure.ahp.shape");
  EXPECT_REFUSED(ahp(Array<double, Row, Column>({0, 0})), ErrorCode::shape, "measure.ahp.shape");
  EXPECT_REFUSED(ahp(Array<double, Row, Column>({16, 16}, 1.0)), ErrorCode::limit, "measure.ahp.too_large");
  EXPECT_REFUSED(ahp(square(2, {1, -2, -0.5, 1})), ErrorCode::domain, "measure.ahp.not_positive");
  EXPECT_REFUSED(ahp(square(2, {1, NAN, 1, 1})), ErrorCode::domain, "measure.ahp.not_positive");
  EXPECT_REFUSED(ahp(square(2, {2, 2, 0.5, 1})), ErrorCode::domain, "measure.ahp.not_reciprocal");
  const auto bad = ahp(square(2, {1, 2, 2, 1}));
  EXPECT_REFUSED(bad, ErrorCode::domain, "measure.ahp.not_reciprocal");
  EXPECT_EQ(bad.error().message, text("measure.ahp.not_reciprocal", 1, 2, 2.0, 2.0));
  EXPECT_TRUE(ahp(square(2, {1, 3, 0.333, 1}))) << "a third in three digits";
}

RC_GTEST_PROP(AhpProperty, JudgementsThatFollowFromWeightsGiveThemBack, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(6, rc::gen::inRange(1, 30));
  Array<double, Row, Column> a({6, 6});
  double total = 0;
  for (const int v : raw) total += v;
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j) a(i, j) = static_cast<double>(raw[i]) / raw[j];
  }
  for (const AhpMethod method : {AhpMethod::eigenvector, AhpMethod::geometric_mean, AhpMethod::column_average}) {
    const auto out = ahp(a, method);
    RC_ASSERT(out.has_value());
    for (std::size_t i = 0; i < 6; ++i) RC_ASSERT(std::fabs(out->values[i] - raw[i] / total) < 1e-12);
    RC_ASSERT(std::fabs(out->consistency_ratio) < 1e-10);
  }
}

}  // namespace
}  // namespace tidu::measure
