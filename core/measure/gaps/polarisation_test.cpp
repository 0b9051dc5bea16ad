// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/polarisation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

TEST(Wolfson, LimitsOfThePaper) {
  EXPECT_EQ(*wolfson(std::vector<double>{2, 2, 2}), 0);
  EXPECT_DOUBLE_EQ(*wolfson(std::vector<double>{0, 0, 6, 6}), 1) << "one half has nothing";
  // (1, 2, 3, 4): mu = m = 2.5, L(1/2) = 0.3, G = 1/4
  EXPECT_NEAR(*wolfson(std::vector<double>{1, 2, 3, 4}), 4 * (0.5 - 0.3 - 0.125), 1e-15);
  // (1, 2, 6): the middle of the population is the 2; L(1/2) = 1/9 + 1/6 2/3 = 2/9, G = 10/27
  EXPECT_NEAR(*wolfson(std::vector<double>{6, 1, 2}), 4 * 1.5 * (0.5 - 2. / 9 - 5. / 27), 1e-15);
}

TEST(Wolfson, TransferAcrossTheMedianSpreadsCampsButAwayFromItJoinsThem) {
  // Wolfson's point: making each half more alike lowers inequality and raises polarisation.
  const std::vector<double> before{1, 2, 3, 4, 5, 6};
  const std::vector<double> after{2, 2, 2, 5, 5, 5};
  EXPECT_LT(*gini(after), *gini(before));
  EXPECT_GT(*wolfson(after), *wolfson(before));
}

// Reference values of 50 digits from the definitions, computed with Python's decimal module.
TEST(Polarisation, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  EXPECT_NEAR(*wolfson(mexico.income_1940), 0.3775621759655631659056, 1e-13);
  EXPECT_NEAR(*wolfson(mexico.income_2000), 0.2723469566899793625315, 1e-13);
  EXPECT_NEAR(*esteban_ray(mexico.income_2000, 1), 0.0161320676555174428184, 1e-14);
  EXPECT_NEAR(*esteban_ray(mexico.income_2000, 1.3), 0.0057035472168882765826, 1e-15);
  const auto groups = group_polarisation(mexico.by_region(mexico.income_2000), 1.3);
  EXPECT_NEAR(groups->between, 0.035327365400543961441653, 1e-14);
  EXPECT_NEAR(groups->spread, 0.2581130824882790850945 - 0.13371129851260466439987, 1e-14);
  EXPECT_NEAR(groups->extended, groups->between - groups->spread, 1e-15);
  EXPECT_NEAR(group_polarisation(mexico.by_region(mexico.income_2000), 1.3, 0.5)->extended,
              groups->between - groups->spread / 2, 1e-15);
}

TEST(Polarisation, WeightsArePopulation) {
  const std::vector<double> output{500, 400, 80, 60, 300, 250, 50, 40};
  const std::vector<double> people{100, 80, 90, 70, 120, 100, 80, 60};
  EXPECT_NEAR(*wolfson(output, people), 0.4106775510204081632653, 1e-14);
  EXPECT_NEAR(*esteban_ray(output, 1.3, people), 0.0563368726866219156902, 1e-15);
}

TEST(EstebanRay, TwoEqualCampsPolariseMost) {
  // two camps of 1/2: 2 (1/2)^(2+a) |y1 - y2|/mu
  EXPECT_NEAR(*esteban_ray(std::vector<double>{0, 2}, 1), 2 * 0.125 * 2, 1e-15);
  // three camps of the same range: less, though the ends are as far apart (Esteban & Ray 1994, section 2)
  EXPECT_LT(*esteban_ray(std::vector<double>{0, 1, 2}, 1.6), *esteban_ray(std::vector<double>{0, 2}, 1.6));
}

TEST(Polarisation, Refusals) {
  const std::vector<double> x{1, 2};
  const std::vector<std::size_t> groups{0, 1};
  EXPECT_REFUSED(wolfson(std::vector<double>{0, 0, 1}), ErrorCode::domain, "measure.polarisation.median_zero");
  EXPECT_REFUSED(wolfson(std::vector<double>{-1, 2}), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(esteban_ray(x, 1.7), ErrorCode::domain, "measure.polarisation.alpha");
  EXPECT_REFUSED(esteban_ray(x, -0.1), ErrorCode::domain, "measure.polarisation.alpha");
  EXPECT_REFUSED(group_polarisation({x, {}, groups, 2}, 2), ErrorCode::domain, "measure.polarisation.alpha");
  EXPECT_REFUSED(group_polarisation({x, {}, groups, 2}, 1, -1), ErrorCode::domain, "measure.polarisation.beta");
  EXPECT_REFUSED(group_polarisation({x, {}, groups, 1}, 1), ErrorCode::domain, "measure.inequality.group_unknown");
}

RC_GTEST_PROP(PolarisationProperty, EstebanRayIsItsDefinition, ()) {
  const Case c = *cases(0);
  std::map<double, double> camps;
  double people = 0;
  double amount = 0;
  for (std::size_t i = 0; i < c.x.size(); ++i) {
    camps[c.x[i]] += c.weights[i];
    people += c.weights[i];
    amount += c.weights[i] * c.x[i];
  }
  double expected = 0;
  for (const auto& [y, p] : camps) {
    for (const auto& [z, q] : camps) {
      expected += std::pow(p / people, 2.3) * (q / people) * std::fabs(y - z) / (amount / people);
    }
  }
  RC_ASSERT(near(*esteban_ray(c.x, 1.3, c.weights), expected));
  RC_ASSERT(near(*esteban_ray(c.x, 0, c.weights), 2 * *gini(c.x, c.weights)));
}

RC_GTEST_PROP(PolarisationProperty, WolfsonIsNotNegative, ()) {
  const Case c = *cases();
  RC_ASSERT(*wolfson(c.x, c.weights) >= -1e-12);
}

}  // namespace
}  // namespace tidu::measure
