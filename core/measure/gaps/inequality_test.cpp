// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/inequality.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();

struct Mexico {
  std::vector<double> income_1940;
  std::vector<double> income_2000;
  std::vector<std::size_t> regions;
  GroupedValues by_region(const std::vector<double>& income) const { return {income, {}, regions, 5}; }
};

// 32 states, income per head 1940 and 2000, five regions of Hanson 1998.
Mexico read_mexico(const std::filesystem::path& path) {
  auto columns = testing::read_columns(path);
  Mexico out{columns["pcgdp1940"], columns["pcgdp2000"], {}};
  for (double region : columns["hanson98"]) out.regions.push_back(static_cast<std::size_t>(region) - 1);
  return out;
}

// G, within, between, overlap of a decomposition with values in two or more groups of given sizes.
std::vector<double> parts(const std::vector<std::vector<double>>& groups) {
  std::vector<double> x;
  std::vector<std::size_t> group_of;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    x.insert(x.end(), groups[g].begin(), groups[g].end());
    group_of.insert(group_of.end(), groups[g].size(), g);
  }
  const auto d = gini_by_group({x, {}, group_of, groups.size()});
  return {d->total, d->within, d->between, d->overlap};
}

void expect_near(const std::vector<double>& actual, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(actual[i], expected[i], tolerance) << i;
}

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

TEST(Gini, MexicoByRegions) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  // Dagum's parts by brute force in base R: within, net between, transvariation.
  const auto d = gini_by_group(mexico.by_region(mexico.income_1940));
  ASSERT_TRUE(d);
  expect_near({d->total, d->within, d->between, d->overlap},
              {0.3537237117345, 0.0597057237755, 0.1406608586852, 0.1533571292739}, 1e-13);
  const std::vector<double> inside{0.225614832842, 0.240362993667, 0.206651783263, 0.339427063701, 0.483938951805};
  for (std::size_t g = 0; g < 5; ++g) EXPECT_NEAR(d->groups[g].measure, inside[g], 1e-12) << "region " << g + 1;
  const auto later = gini_by_group(mexico.by_region(mexico.income_2000));
  expect_near({later->total, later->within, later->between, later->overlap},
              {0.2581130824883, 0.0390177274157, 0.1337112985126, 0.0853840565600}, 1e-13);
}

TEST(GiniByGroup, ExactCases) {
  expect_near(parts({{1, 2, 3}, {2, 4, 6, 8}, {5, 5}}), {8. / 27, 2. / 27, 1. / 6, 1. / 18}, 1e-15);
  expect_near(parts({{1, 2, 3}, {1, 2, 3}}), {2. / 9, 1. / 9, 0, 1. / 9}, 1e-15);  // identical groups
  expect_near(parts({{1, 2}, {10, 11}}), {19. / 48, 1. / 48, 3. / 8, 0}, 1e-15);   // apart: no overlap
  expect_near(parts({{0, 0, 1}, {0, 3, 5}}), {35. / 54, 2. / 9, 7. / 18, 1. / 27}, 1e-15);
  expect_near(parts({{0, 0}, {1, 2}}), {7. / 12, 1. / 12, 1. / 2, 0}, 1e-15);  // a group of zeros
  expect_near(parts({{1, 5}, {3, 3}}), {0.25, 1. / 12, 0, 1. / 6}, 1e-15);     // equal means
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
  EXPECT_REFUSED(gini(negative), ErrorCode::domain, "measure.gini.negative");
  EXPECT_REFUSED(gini(zeros), ErrorCode::domain, "measure.gini.zero_sum");
  EXPECT_REFUSED(theil_t(zero), ErrorCode::domain, "measure.theil.not_positive");
  EXPECT_REFUSED(theil_l(zero), ErrorCode::domain, "measure.theil.not_positive");
  EXPECT_EQ(theil_t(zero).error().message, text("measure.theil.not_positive", 2, 0.0));
  const std::vector<std::size_t> groups{0, 1};
  EXPECT_REFUSED(theil_t_by_group({x, {}, {}, 1}), ErrorCode::shape, "measure.inequality.groups_shape");
  EXPECT_REFUSED(theil_t_by_group({x, {}, groups, 1}), ErrorCode::domain, "measure.inequality.group_unknown");
  EXPECT_REFUSED(gini_by_group({x, {}, {}, 1}), ErrorCode::shape, "measure.inequality.groups_shape");
  EXPECT_REFUSED(gini_by_group({x, {}, groups, 1}), ErrorCode::domain, "measure.inequality.group_unknown");
  EXPECT_REFUSED(theil_l_by_group({zero, {}, groups, 2}), ErrorCode::domain, "measure.theil.not_positive");
  EXPECT_REFUSED(gini_by_group({negative, {}, groups, 2}), ErrorCode::domain, "measure.gini.negative");
  EXPECT_REFUSED(shifted_inequality(x, negative), ErrorCode::domain, "measure.gini.negative");
  EXPECT_REFUSED(spread({}), ErrorCode::shape, "measure.inequality.empty");
  EXPECT_REFUSED(spread(std::vector<double>{kNan}), ErrorCode::domain, "measure.inequality.not_finite");
}

TEST(Spread, DivisorIsN) {
  const auto s = spread(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  ASSERT_TRUE(s);
  EXPECT_EQ(s->mean, 5);
  EXPECT_EQ(s->range, 7);
  EXPECT_EQ(s->sd, 2);
}

struct Case {
  std::vector<double> x;
  std::vector<double> weights;
  std::vector<std::size_t> groups;
};

// 1 to 30 positive values with whole weights from 1 to 4 and groups 0 to 3.
rc::Gen<Case> cases() {
  const auto row = rc::gen::tuple(rc::gen::inRange(1, 1000), rc::gen::inRange(1, 5), rc::gen::inRange(0, 4));
  return rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::tuple<int, int, int>>>(row)),
                      [](const auto& rows) {
                        Case out;
                        for (const auto& [x, weight, group] : rows) {
                          out.x.push_back(x);
                          out.weights.push_back(weight);
                          out.groups.push_back(static_cast<std::size_t>(group));
                        }
                        return out;
                      });
}

bool near(double a, double b, double tolerance = 1e-12) { return std::fabs(a - b) <= tolerance; }

RC_GTEST_PROP(InequalityProperty, WeightIsAsManyCopies, ()) {
  const Case c = *cases();
  std::vector<double> copies;
  for (std::size_t i = 0; i < c.x.size(); ++i) {
    copies.insert(copies.end(), static_cast<std::size_t>(c.weights[i]), c.x[i]);
  }
  RC_ASSERT(near(*gini(c.x, c.weights), *gini(copies)));
  RC_ASSERT(near(*theil_t(c.x, c.weights), *theil_t(copies)));
  RC_ASSERT(near(*theil_l(c.x, c.weights), *theil_l(copies)));
}

RC_GTEST_PROP(InequalityProperty, IgnoresUnitAndOrder, ()) {
  const Case c = *cases();
  std::vector<double> x(c.x.rbegin(), c.x.rend());
  const std::vector<double> weights(c.weights.rbegin(), c.weights.rend());
  for (double& v : x) v *= 0.3;
  RC_ASSERT(near(*gini(c.x, c.weights), *gini(x, weights)));
  RC_ASSERT(near(*theil_t(c.x, c.weights), *theil_t(x, weights)));
  RC_ASSERT(near(*theil_l(c.x, c.weights), *theil_l(x, weights)));
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

RC_GTEST_PROP(InequalityProperty, DecompositionsAddUp, ()) {
  const Case c = *cases();
  const GroupedValues input{c.x, c.weights, c.groups, 4};
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
  const auto g = gini_by_group(input);
  RC_ASSERT(near(g->within + g->between + g->overlap, g->total));
  RC_ASSERT(g->overlap >= 0);
}

RC_GTEST_PROP(InequalityProperty, GiniBetweenIsTheGiniOfGroupMeans, ()) {
  const Case c = *cases();
  const auto d = gini_by_group({c.x, c.weights, c.groups, 4});
  std::vector<double> means;
  std::vector<double> people;
  for (const auto& g : d->groups) {
    if (g.population_share == 0) continue;
    means.push_back(g.mean);
    people.push_back(g.population_share);
  }
  RC_ASSERT(near(d->between, *gini(means, people)));
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
