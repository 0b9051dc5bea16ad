// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/inequality.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

TEST(Gini, WorkedByHand) {
  // Sum of |differences| over ordered pairs of (1, 2, 3) is 8; 8/(2 * 9 * 2) = 2/9.
  EXPECT_NEAR(*gini(std::vector<double>{3, 1, 2}), 2.0 / 9, 1e-15);
  EXPECT_EQ(*gini(std::vector<double>{0.1, 0.1, 0.1}), 0);
  EXPECT_DOUBLE_EQ(*gini(std::vector<double>{0, 0, 0, 1}), 0.75);
  EXPECT_EQ(*gini(std::vector<double>{5}), 0);
}

TEST(Gini, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  EXPECT_NEAR(*gini(mexico.income_1940), 0.35372371173452843, 1e-14);  // inequality / PySAL
  EXPECT_NEAR(*gini(mexico.income_2000), 0.25811308248827913, 1e-14);
}

TEST(Gini, SampleFormLeavesOutTheValueItself) {
  const std::vector<double> incomes{541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
  EXPECT_NEAR(*gini(incomes), 0.4620911, 5e-8);  // documentation of R's acid::gini, which names it after Cowell 2000
  EXPECT_NEAR(*gini(incomes, {}, GiniForm::sample), 0.5134346, 5e-8);
  EXPECT_DOUBLE_EQ(*gini(std::vector<double>{0, 0, 0, 1}, {}, GiniForm::sample), 1);
  // weighted: mean difference over pairs of two different values, by the definition
  const std::vector<double> x{1, 4, 6};
  const std::vector<double> w{1, 2, 5};
  const double pairs = 2 * (1 * 2 * 3 + 1 * 5 * 5 + 2 * 5 * 2) / (2.0 * (1 * 2 + 1 * 5 + 2 * 5));
  EXPECT_NEAR(*gini(x, w, GiniForm::sample), pairs / (2 * 39 / 8.0), 1e-15);
  // not cut off where weights carry it above 1: G = 0.9, sum p (1 - p) = 0.18
  EXPECT_NEAR(*gini(std::vector<double>{1, 0}, std::vector<double>{1, 9}, GiniForm::sample), 5, 1e-15);
}

TEST(Theil, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  EXPECT_NEAR(*theil_t(mexico.income_1940), 0.2089434423035859, 1e-14);
  EXPECT_NEAR(*theil_t(mexico.income_2000), 0.10660832349588023, 1e-14);
  EXPECT_NEAR(*theil_l(mexico.income_2000), 0.104907030458, 1e-12);
}

TEST(Theil, MexicoByRegions) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  const auto d = theil_t_by_group(mexico.by_region(mexico.income_1940));
  ASSERT_TRUE(d);
  expect_near({d->total, d->within, d->between}, {0.2089434423035859, 0.17435454225688185, 0.03458890004670412}, 1e-14);
  const auto later = theil_t_by_group(mexico.by_region(mexico.income_2000));
  expect_near({later->total, later->within, later->between},
              {0.10660832349588023, 0.0702496046161998, 0.03635871887968044}, 1e-14);
  const std::vector<double> inside{0.0143481324689, 0.0569161362463, 0.0395245441908, 0.1527164241048, 0.1530250549747};
  for (std::size_t g = 0; g < 5; ++g) EXPECT_NEAR(later->groups[g].measure, inside[g], 1e-12) << "region " << g + 1;
  const auto l = theil_l_by_group(mexico.by_region(mexico.income_2000));
  expect_near({l->total, l->within, l->between}, {0.104907030458, 0.0712537679616, 0.0336532624966}, 1e-12);
}

TEST(Theil, WeightsArePopulation) {
  // Average output and employment of two industries in two areas: total computed from the definition in base R.
  const std::vector<double> output{500, 400, 80, 60, 300, 250, 50, 40};
  const std::vector<double> people{100, 80, 90, 70, 120, 100, 80, 60};
  EXPECT_NEAR(*theil_t(output, people), 0.278824172608, 1e-12);
}

TEST(Theil, ZeroTimesItsLogarithmIsZero) {
  const std::vector<double> x{0, 1, 1};
  EXPECT_NEAR(*theil_t(x), std::log(1.5), 1e-15);
  EXPECT_NEAR(*theil_t(std::vector<double>{0, 0, 0, 5}), std::log(4.0), 1e-15) << "one has everything: ln n";
  const std::vector<std::size_t> groups{0, 1, 1};
  const auto d = theil_t_by_group({x, {}, groups, 2});
  EXPECT_NEAR(d->between, std::log(1.5), 1e-15);
  EXPECT_EQ(d->groups[0].between, 0);
}

// Reference values of 50 digits from the definitions, computed with Python's decimal module.
TEST(GeneralisedEntropy, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const std::vector<double> x = read_mexico(path).income_2000;
  const auto check = [&x](double order, double expected) {
    EXPECT_NEAR(*generalised_entropy(x, order) / expected, 1, 1e-13) << order;
  };
  check(-1, 0.1114335390188298608314);
  check(0, 0.1049070304581539431767);
  check(0.5, 0.1047211350363945377182);
  check(1, 0.1066083234958802269040);
  check(1.5, 0.1107568190675484453780);
  check(2, 0.1175191291243398073638);
  check(3, 0.1414000340704364559539);
}

TEST(Atkinson, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const std::vector<double> x = read_mexico(path).income_2000;
  const auto check = [&x](double epsilon, double expected) {
    EXPECT_NEAR(*atkinson(x, epsilon) / expected, 1, 1e-13) << epsilon;
  };
  check(0.5, 0.0516751602604903451343);
  check(0.999999, 0.0995916791073264968950);
  check(1, 0.0995917707643326419761);
  check(2, 0.1822496345189826519753);
  EXPECT_EQ(*atkinson(x, 0), 0);
}

TEST(Atkinson, WeightsArePopulation) {
  const std::vector<double> output{500, 400, 80, 60, 300, 250, 50, 40};
  const std::vector<double> people{100, 80, 90, 70, 120, 100, 80, 60};
  EXPECT_NEAR(*atkinson(output, 0.5, people), 0.1488494574220744971208, 1e-14);
  EXPECT_NEAR(*atkinson(output, 2, people), 0.5377096816800950997226, 1e-14);
  EXPECT_NEAR(*generalised_entropy(output, 3, people), 0.2752310210398836243770, 1e-14);
}

TEST(Atkinson, LargeAversionLooksAtThePoorestAlone) {
  // [p (x_min/mu)^b]^(1/b) -> x_min/mu; the powers themselves are beyond the range of numbers
  const std::vector<double> x{1e-3, 1, 5};
  EXPECT_NEAR(*atkinson(x, 5000), 1 - 1e-3 / 2.000333333333333 * std::pow(3, 1.0 / 4999), 1e-12);
  EXPECT_EQ(*atkinson(std::vector<double>{0, 1}, 0.5), 0.5);
}

TEST(Bonferroni, FormsAndMexico) {
  EXPECT_DOUBLE_EQ(*bonferroni(std::vector<double>{0, 0, 0, 1}, {}, BonferroniForm::partial_means_sample), 1);
  // (1, 2, 3): partial means 1, 3/2, 2 of 2
  EXPECT_NEAR(*bonferroni(std::vector<double>{3, 1, 2}, {}, BonferroniForm::partial_means), 0.25, 1e-15);
  EXPECT_NEAR(*bonferroni(std::vector<double>{3, 1, 2}, {}, BonferroniForm::partial_means_sample), 0.375, 1e-15);
  EXPECT_NEAR(*bonferroni(std::vector<double>{0, 1}), std::log(2.0), 1e-15) << "L(q) = 2q - 1 above 1/2";
  TIDU_GOLDEN(path, "mexico.csv");
  const std::vector<double> x = read_mexico(path).income_2000;
  EXPECT_NEAR(*bonferroni(x), 0.3463991353692561709505, 1e-14);
  EXPECT_NEAR(*bonferroni(x, {}, BonferroniForm::partial_means), 0.3375812355036560029044, 1e-14);
  EXPECT_NEAR(*bonferroni(x, {}, BonferroniForm::partial_means_sample), 0.3484709527779674868690, 1e-14);
}

TEST(Theil, KeepsDigitsNearEquality) {
  // x = 1 +- e: T = e^2/2 + O(e^4). The plain form loses all digits here.
  const double e = 0x1p-30;
  const std::vector<double> x{1 - e, 1 + e};
  EXPECT_NEAR(*theil_t(x) / (e * e / 2), 1, 1e-6);
  EXPECT_NEAR(*theil_l(x) / (e * e / 2), 1, 1e-6);
  EXPECT_EQ(*theil_t(std::vector<double>{2, 2, 2}), 0);
}

TEST(Inequality, GroupWithoutWeightCountsNothing) {
  const std::vector<double> x{1, 2, 9};
  const std::vector<double> weights{1, 1, 0};
  const std::vector<std::size_t> groups{0, 0, 1};
  const auto d = theil_t_by_group({x, weights, groups, 3});
  ASSERT_TRUE(d);
  EXPECT_NEAR(d->total, *theil_t(std::vector<double>{1, 2}), 1e-16);
  EXPECT_EQ(d->groups[1].population_share, 0);
  EXPECT_EQ(d->groups[2].between, 0);
  EXPECT_NEAR(d->between, 0, 1e-16);
}

TEST(Inequality, ValueWithoutWeightMayBeOfAnySize) {
  const std::vector<double> x{1, 3, 1e308};
  const std::vector<double> weights{1, 1, 0};
  EXPECT_NEAR(*theil_t(x, weights), *theil_t(std::vector<double>{1, 3}), 1e-16);
  EXPECT_NEAR(*theil_l(x, weights), *theil_l(std::vector<double>{1, 3}), 1e-16);
  EXPECT_NEAR(*gini(x, weights), 0.25, 1e-16);
}

TEST(Inequality, Refusals) {
  const std::vector<double> x{1, 2};
  const std::vector<double> zero{1, 0};
  const std::vector<double> zeros{0, 0};
  const std::vector<double> negative{1, -2};
  EXPECT_REFUSED(gini({}), ErrorCode::shape, "measure.inequality.empty");
  EXPECT_REFUSED(gini(x, std::vector<double>{1}), ErrorCode::shape, "measure.inequality.weights_shape");
  EXPECT_REFUSED(gini(std::vector<double>{1, kNan}), ErrorCode::domain, "measure.inequality.not_finite");
  EXPECT_REFUSED(gini(x, negative), ErrorCode::domain, "measure.inequality.weight_negative");
  EXPECT_REFUSED(gini(x, zeros), ErrorCode::domain, "measure.inequality.weight_sum");
  EXPECT_REFUSED(gini(negative), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(gini(zeros), ErrorCode::domain, "measure.inequality.zero_sum");
  EXPECT_REFUSED(theil_t(negative), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(theil_l(zero), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_EQ(theil_l(zero).error().message, text("measure.inequality.not_positive", 2, 0.0));
  const std::vector<std::size_t> groups{0, 1};
  EXPECT_REFUSED(theil_t_by_group({x, {}, {}, 1}), ErrorCode::shape, "measure.inequality.groups_shape");
  EXPECT_REFUSED(theil_t_by_group({x, {}, groups, 1}), ErrorCode::domain, "measure.inequality.group_unknown");
  EXPECT_REFUSED(theil_l_by_group({zero, {}, groups, 2}), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_REFUSED(shifted_inequality(x, negative), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(spread({}), ErrorCode::shape, "measure.inequality.empty");
  EXPECT_REFUSED(spread(std::vector<double>{kNan}), ErrorCode::domain, "measure.inequality.not_finite");
}

TEST(Inequality, RefusalsOfChoices) {
  const std::vector<double> x{1, 2};
  const std::vector<double> zero{1, 0};
  EXPECT_REFUSED(gini(std::vector<double>{1}, {}, GiniForm::sample), ErrorCode::shape, "measure.inequality.too_few");
  EXPECT_REFUSED(generalised_entropy(x, kNan), ErrorCode::domain, "measure.inequality.order");
  EXPECT_REFUSED(generalised_entropy(zero, -0.5), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_REFUSED(generalised_entropy(std::vector<double>{1e-9, 1}, -50), ErrorCode::domain,
                 "measure.inequality.too_large");
  EXPECT_REFUSED(atkinson(x, -1), ErrorCode::domain, "measure.inequality.aversion");
  EXPECT_REFUSED(atkinson(zero, 1), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_REFUSED(bonferroni(x, x, BonferroniForm::partial_means), ErrorCode::shape,
                 "measure.inequality.bonferroni_weights");
  EXPECT_REFUSED(bonferroni(std::vector<double>{2}, {}, BonferroniForm::partial_means_sample), ErrorCode::shape,
                 "measure.inequality.too_few");
}

TEST(Spread, DivisorIsN) {
  const auto s = spread(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  ASSERT_TRUE(s);
  EXPECT_EQ(s->mean, 5);
  EXPECT_EQ(s->range, 7);
  EXPECT_EQ(s->sd, 2);
}

RC_GTEST_PROP(InequalityProperty, GiniIsTheMeanDifference, ()) {
  const Case c = *cases();
  const double people = std::accumulate(c.weights.begin(), c.weights.end(), 0.0);
  double mean = 0;
  double difference = 0;
  for (std::size_t i = 0; i < c.x.size(); ++i) {
    mean += c.weights[i] / people * c.x[i];
    for (std::size_t r = 0; r < c.x.size(); ++r) {
      difference += c.weights[i] / people * c.weights[r] / people * std::fabs(c.x[i] - c.x[r]);
    }
  }
  RC_ASSERT(near(*gini(c.x, c.weights), difference / (2 * mean)));
}

RC_GTEST_PROP(InequalityProperty, EntropyIsContinuousInItsOrder, ()) {
  const Case c = *cases();
  for (const double limit : {0.0, 1.0, 2.0}) {
    const double here = *generalised_entropy(c.x, limit, c.weights);
    for (const double step : {-1e-9, 1e-9}) {
      RC_ASSERT(near(*generalised_entropy(c.x, limit + step, c.weights), here, 1e-7 * (1 + here)));
    }
  }
  const double one = *atkinson(c.x, 1, c.weights);
  RC_ASSERT(near(*atkinson(c.x, 1 - 1e-9, c.weights), one, 1e-7));
  RC_ASSERT(near(*atkinson(c.x, 1 + 1e-9, c.weights), one, 1e-7));
}

RC_GTEST_PROP(InequalityProperty, EntropyIsItsDefinition, ()) {
  const Case c = *cases();
  const double people = std::accumulate(c.weights.begin(), c.weights.end(), 0.0);
  const double mean = std::inner_product(c.x.begin(), c.x.end(), c.weights.begin(), 0.0) / people;
  for (const double a : {-1.5, 0.3, 0.7, 2.5}) {
    double power = 0;
    for (std::size_t i = 0; i < c.x.size(); ++i) power += c.weights[i] / people * std::pow(c.x[i] / mean, a);
    RC_ASSERT(near(*generalised_entropy(c.x, a, c.weights), (power - 1) / (a * (a - 1)), 1e-9 * power));
    if (a < 1) RC_ASSERT(near(*atkinson(c.x, 1 - a, c.weights), 1 - std::pow(power, 1 / a), 1e-9));
  }
}

RC_GTEST_PROP(InequalityProperty, DecompositionsAddUp, ()) {
  const Case c = *cases();
  const GroupedValues input = c.values();
  for (const auto& d : {theil_t_by_group(input), theil_l_by_group(input)}) {
    RC_ASSERT(near(d->within + d->between, d->total));
    double parts = 0;
    double people = 0;
    double value = 0;
    for (const auto& g : d->groups) {
      parts += g.within + g.between;
      people += g.population_share;
      value += g.value_share;
    }
    RC_ASSERT(near(parts, d->total));
    RC_ASSERT(near(people, 1));
    RC_ASSERT(near(value, 1));
  }
}

RC_GTEST_PROP(InequalityProperty, FallsWhenAConstantIsAdded, ()) {
  const Case c = *cases();
  RC_PRE(*std::max_element(c.x.begin(), c.x.end()) > *std::min_element(c.x.begin(), c.x.end()));
  const std::vector<double> constants{0, 1, 10};
  const auto shifted = shifted_inequality(c.x, constants, c.weights);
  RC_ASSERT(shifted.has_value());
  const double people = std::accumulate(c.weights.begin(), c.weights.end(), 0.0);
  const double mean = std::inner_product(c.x.begin(), c.x.end(), c.weights.begin(), 0.0) / people;
  for (std::size_t k = 1; k < constants.size(); ++k) {
    RC_ASSERT((*shifted)[k].gini < (*shifted)[k - 1].gini);
    RC_ASSERT((*shifted)[k].theil < (*shifted)[k - 1].theil);
    RC_ASSERT(near((*shifted)[k].gini, (*shifted)[0].gini * mean / (mean + constants[k])));
  }
}

}  // namespace
}  // namespace tidu::measure
