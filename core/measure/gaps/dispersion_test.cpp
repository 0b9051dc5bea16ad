// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/dispersion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

TEST(Variation, DivisorsAreNamed) {
  const std::vector<double> x{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(*variation(x), 0.4);
  EXPECT_DOUBLE_EQ(*variation(x, {}, Divisor::n_minus_one), std::sqrt(32.0 / 7) / 5);
  EXPECT_EQ(*variation(std::vector<double>{0.1, 0.1, 0.1}), 0);
}

// Reference values of 50 digits from the definitions, computed with Python's decimal module.
TEST(Dispersion, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const std::vector<double> x = read_mexico(path).income_2000;
  EXPECT_NEAR(*variation(x), 0.4848074445062489082484, 1e-14);
  EXPECT_NEAR(*variation(x, {}, Divisor::n_minus_one), 0.4925648561834513569062, 1e-14);
  EXPECT_NEAR(*log_sd(x), 0.4512093424015528779342, 1e-14);
  EXPECT_NEAR(*log_sd(x, {}, Divisor::n_minus_one), 0.4584291503093572481428, 1e-14);
  EXPECT_NEAR(*top_bottom_ratio(x), 0.8657877465192595660623, 1e-13);
  EXPECT_NEAR(*top_bottom_ratio(x, {.top = 0.2, .bottom = 0.2}), 3.4219101434985165888252, 1e-13);
}

// Income per head of 48 states; each line a year. Golden 09 (numpy), which prints both divisors side by side.
TEST(Variation, UsStates) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  std::map<int, std::vector<double>> years;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    std::string cell;
    std::getline(cells, cell, ',');
    for (auto& year = years[std::stoi(cell)]; std::getline(cells, cell, ',');) year.push_back(std::stod(cell));
  }
  ASSERT_EQ(years[1929].size(), 48u);
  EXPECT_NEAR(*variation(years[1929]), 0.35536689373553915, 1e-15);
  EXPECT_NEAR(*variation(years[1929], {}, Divisor::n_minus_one), 0.35912749469139094, 1e-15);
  EXPECT_NEAR(*variation(years[2009]), 0.14400613153052458, 1e-15);
  EXPECT_NEAR(*variation(years[2009], {}, Divisor::n_minus_one), 0.1455300483765469, 1e-15);
  EXPECT_NEAR(*log_sd(years[1929], {}, Divisor::n_minus_one), 0.36937592092119387, 1e-14);
  EXPECT_NEAR(*log_sd(years[2009], {}, Divisor::n_minus_one), 0.13908381818688015, 1e-14);
}

TEST(Dispersion, WeightsArePopulation) {
  EXPECT_NEAR(*variation(kOutput, kPeople), 0.7178772191604631664311, 1e-14);
  EXPECT_NEAR(*variation(kOutput, kPeople, Divisor::n_minus_one), 0.7697354513899106227555, 1e-14);
  EXPECT_NEAR(*log_sd(kOutput, kPeople), 0.9246297507249507498851, 1e-14);
  EXPECT_NEAR(*log_sd(kOutput, kPeople, Divisor::n_minus_one), 0.9914234350201932799901, 1e-14);
  EXPECT_NEAR(*top_bottom_ratio(kOutput, {}, kPeople), 2.1604938271604938271604, 1e-13);
  EXPECT_NEAR(*top_bottom_ratio(kOutput, {.top = 0.2, .bottom = 0.2}, kPeople), 10.3125, 1e-12);
  EXPECT_DOUBLE_EQ(*range_ratio(kOutput, kPeople), 12.5);
  EXPECT_DOUBLE_EQ(*relative_range(std::vector<double>{1, 3}, std::vector<double>{3, 1}), 2 / 1.5);
}

TEST(Range, LooksAtValuesWithWeight) {
  const std::vector<double> x{0, 2, 4, 1e9};
  const std::vector<double> weights{0, 1, 1, 0};
  EXPECT_EQ(*range_ratio(x, weights), 2);
  EXPECT_DOUBLE_EQ(*relative_range(x, weights), 2.0 / 3);
}

TEST(Lorenz, StraightBetweenValues) {
  const std::vector<double> x{3, 1};
  EXPECT_EQ(*lorenz_share(x, 0), 0);
  EXPECT_DOUBLE_EQ(*lorenz_share(x, 0.25), 0.125);
  EXPECT_DOUBLE_EQ(*lorenz_share(x, 0.5), 0.25);
  EXPECT_DOUBLE_EQ(*lorenz_share(x, 0.75), 0.625);
  EXPECT_EQ(*lorenz_share(x, 1), 1);
}

TEST(Variation, NegativeValuesCountWhileTheMeanIsPositive) {
  EXPECT_DOUBLE_EQ(*variation(std::vector<double>{-1, 3}), 2);
  EXPECT_REFUSED(variation(std::vector<double>{-1, 1}), ErrorCode::domain, "measure.inequality.mean_not_positive");
  EXPECT_REFUSED(relative_range(std::vector<double>{-1, 0}), ErrorCode::domain, "measure.inequality.mean_not_positive");
}

TEST(Dispersion, Refusals) {
  const std::vector<double> one{1};
  const std::vector<double> zero{0, 1};
  EXPECT_REFUSED(variation(one, {}, Divisor::n_minus_one), ErrorCode::shape, "measure.inequality.too_few");
  EXPECT_REFUSED(log_sd(one, {}, Divisor::n_minus_one), ErrorCode::shape, "measure.inequality.too_few");
  EXPECT_REFUSED(log_sd(zero), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_REFUSED(range_ratio(zero), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_REFUSED(lorenz_share(one, 1.5), ErrorCode::domain, "measure.inequality.share");
  EXPECT_REFUSED(lorenz_share(std::vector<double>{-1}, 0.5), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(top_bottom_ratio(one, {.top = 0, .bottom = 0.4}), ErrorCode::domain, "measure.inequality.share");
  EXPECT_REFUSED(top_bottom_ratio(zero), ErrorCode::domain, "measure.inequality.bottom_zero");
  EXPECT_REFUSED(variation({}), ErrorCode::shape, "measure.inequality.empty");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(variation(std::vector<double>{1, nan}), ErrorCode::domain, "measure.inequality.not_finite");
}

RC_GTEST_PROP(DispersionProperty, VariationIsTwiceTheSecondEntropy, ()) {
  const Case c = *cases();
  const double cv = *variation(c.x, c.weights);
  const auto values = population(c.x, c.weights, Domain::positive);
  RC_ASSERT(near(cv * cv / 2, entropy_of(*values, 2), 1e-12 * (1 + cv * cv)));
}

RC_GTEST_PROP(DispersionProperty, LorenzCurveRisesBelowTheDiagonal, ()) {
  const Case c = *cases(0);
  double before = 0;
  for (int k = 1; k <= 20; ++k) {
    const double share = k / 20.0;
    const double now = *lorenz_share(c.x, share, c.weights);
    RC_ASSERT(now >= before - 1e-15);
    RC_ASSERT(now <= share + 1e-12);
    before = now;
  }
}

}  // namespace
}  // namespace tidu::measure
