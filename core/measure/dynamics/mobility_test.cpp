// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/mobility.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/dynamics/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::matrix;

MarkovChain usjoin() { return *markov_chain(testing::counts(testing::kUsjoin)); }

TEST(Mobility, Usjoin) {
  const auto m = mobility(usjoin());
  ASSERT_TRUE(m);
  // giddy: markov_mobility with P, D, L2, B1, B2 and prais.
  EXPECT_NEAR(m->prais, 0.19758992000997844, 1e-14);
  EXPECT_NEAR(m->determinant, 0.6068485462369559, 1e-14);
  EXPECT_NEAR(m->second_eigenvalue, 0.03978200230815976, 1e-14);
  EXPECT_NEAR(m->leaving, 0.19758992000997844, 1e-14);
  EXPECT_NEAR(m->distance, 0.040184654079020575, 1e-14);
  const std::vector<double> prais{0.0898876404, 0.2146814404, 0.21125, 0.2019498607, 0.0725907384};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(m->prais_of[i], prais[i], 1e-10);
  const std::vector<double> initial{0.1, 0.2, 0.2, 0.4, 0.1};
  const auto weighted = mobility(usjoin(), initial);
  EXPECT_NEAR(weighted->leaving, 0.22777, 5e-6);  // giddy, documentation of markov_mobility
  EXPECT_NEAR(weighted->distance, 0.04637, 5e-6);
  EXPECT_NEAR(weighted->half_life, std::log(2) / -std::log(1 - 0.03978200230815976), 1e-10);
}

TEST(Mobility, SecondEigenvalueOfAComplexPair) {
  // Eigenvalues of the circulant (a, b, c): 1 and a + b w + c w^2 with w = exp(2 pi i/3), here |.|^2 = a^2 + b^2 + c^2
  // - ab - bc - ca.
  const double a = 0.5;
  const double b = 0.4;
  const double c = 0.1;
  const auto m = mobility(*markov_chain_of(matrix({{a, b, c}, {c, a, b}, {b, c, a}})));
  const double second = a * a + b * b + c * c - a * b - b * c - c * a;
  EXPECT_NEAR(m->second_eigenvalue, 1 - std::sqrt(second), 1e-14);
  EXPECT_NEAR(m->determinant, 1 - second, 1e-15);
}

TEST(Mobility, LimitingCases) {
  const auto none = mobility(*markov_chain_of(matrix({{1, 0}, {0, 1}})));
  EXPECT_EQ(none->prais, 0);
  EXPECT_EQ(none->determinant, 0);
  EXPECT_EQ(none->second_eigenvalue, 0);
  EXPECT_EQ(none->half_life, std::numeric_limits<double>::infinity());
  // Where one starts plays no part: all measures of memory are 1.
  const auto perfect = mobility(*markov_chain_of(matrix({{0.5, 0.5}, {0.5, 0.5}})));
  EXPECT_EQ(perfect->prais, 1);
  EXPECT_EQ(perfect->determinant, 1);
  EXPECT_EQ(perfect->second_eigenvalue, 1);
  EXPECT_EQ(perfect->half_life, 0);
  // Everybody changes sides every year: the most moves and the longest memory.
  const auto periodic = mobility(*markov_chain_of(matrix({{0, 1}, {1, 0}})));
  EXPECT_EQ(periodic->prais, 2);
  EXPECT_EQ(periodic->second_eigenvalue, 0);
  EXPECT_EQ(periodic->determinant, 0);
}

TEST(Mobility, Refusals) {
  const std::vector<double> three{1, 1, 1};
  const std::vector<double> negative{1, -1};
  const auto two = *markov_chain_of(matrix({{0.5, 0.5}, {0.5, 0.5}}));
  EXPECT_REFUSED(mobility(*markov_chain_of(matrix({{1}}))), ErrorCode::shape, "measure.mobility.classes");
  EXPECT_REFUSED(mobility(*markov_chain_of(matrix({{0.5, 0.5}, {0, 0}}))), ErrorCode::missing,
                 "measure.mobility.empty_row");
  EXPECT_REFUSED(mobility(two, three), ErrorCode::shape, "measure.mobility.initial");
  EXPECT_REFUSED(mobility(two, negative), ErrorCode::domain, "measure.mobility.initial");
}

RC_GTEST_PROP(MobilityProperty, TwoClassesHaveOneSecondEigenvalue, ()) {
  const double a = *rc::gen::inRange(1, 1000) / 1000.0;
  const double b = *rc::gen::inRange(1, 1000) / 1000.0;
  const auto m = mobility(*markov_chain_of(matrix({{1 - a, a}, {b, 1 - b}})));
  RC_ASSERT(std::fabs(m->second_eigenvalue - (1 - std::fabs(1 - a - b))) < 1e-13);
  RC_ASSERT(std::fabs(m->determinant - m->second_eigenvalue) < 1e-13);
}

}  // namespace
}  // namespace tidu::measure
