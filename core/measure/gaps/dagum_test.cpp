// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/dagum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/order.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

std::vector<double> parts(const Result<Dagum>& d) { return {d->gini, d->within, d->between, d->transvariation}; }

std::vector<double> parts(const std::vector<std::vector<double>>& groups) {
  const Joined all = joined(groups);
  return parts(dagum(all.values()));
}

// The definitions, pair of members by pair of members.
Dagum by_definition(const GroupedValues& input) {
  struct Member {
    double x, w;
  };
  std::vector<std::vector<Member>> groups(input.groups);
  double people = 0;
  double amount = 0;
  for (std::size_t i = 0; i < input.values.size(); ++i) {
    const double w = input.weights.empty() ? 1 : input.weights[i];
    groups[input.group_of[i]].push_back({input.values[i], w});
    people += w;
    amount += w * input.values[i];
  }
  Dagum out;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    DagumGroup group;
    group.group = g;
    double w = 0;
    double wx = 0;
    for (const Member& m : groups[g]) {
      w += m.w;
      wx += m.w * m.x;
    }
    if (w == 0) continue;
    group.population_share = w / people;
    group.value_share = wx / amount;
    group.mean = wx / w;
    double difference = 0;
    for (const Member& a : groups[g])
      for (const Member& b : groups[g]) difference += a.w / w * b.w / w * std::fabs(a.x - b.x);
    group.gini = group.mean > 0 ? difference / (2 * group.mean) : 0;
    group.within = group.gini * group.population_share * group.value_share;
    out.within += group.within;
    out.groups.push_back(group);
  }
  stable_sort(out.groups, [](const DagumGroup& a, const DagumGroup& b) { return a.mean > b.mean; });
  for (std::size_t j = 0; j < out.groups.size(); ++j) {
    for (std::size_t h = j + 1; h < out.groups.size(); ++h) {
      const DagumGroup& high = out.groups[j];
      const DagumGroup& low = out.groups[h];
      DagumPair pair;
      pair.higher = high.group;
      pair.lower = low.group;
      pair.weight = high.population_share * low.value_share + low.population_share * high.value_share;
      for (const Member& a : groups[high.group]) {
        for (const Member& b : groups[low.group]) {
          const double p = a.w / (high.population_share * people) * b.w / (low.population_share * people);
          pair.gross_affluence += p * std::max(0.0, a.x - b.x);
          pair.transvariation_moment += p * std::max(0.0, b.x - a.x);
        }
      }
      const double both = pair.gross_affluence + pair.transvariation_moment;
      pair.gini = both > 0 ? both / (high.mean + low.mean) : 0;
      pair.relative_affluence = both > 0 ? (pair.gross_affluence - pair.transvariation_moment) / both : 0;
      out.between += pair.gini * pair.weight * pair.relative_affluence;
      out.transvariation += pair.gini * pair.weight * (1 - pair.relative_affluence);
      out.pairs.push_back(pair);
    }
  }
  return out;
}

// Golden 10, D1 to D5.
TEST(Dagum, ExactCases) {
  expect_near(parts({{1, 2, 3}, {2, 4, 6, 8}, {5, 5}}), {8. / 27, 2. / 27, 1. / 6, 1. / 18}, 1e-15);
  expect_near(parts({{1, 2, 3}, {1, 2, 3}}), {2. / 9, 1. / 9, 0, 1. / 9}, 1e-15);  // identical groups
  expect_near(parts({{1, 2}, {10, 11}}), {19. / 48, 1. / 48, 3. / 8, 0}, 1e-15);   // apart: no transvariation
  expect_near(parts({{0, 0, 1}, {0, 3, 5}}), {35. / 54, 2. / 9, 7. / 18, 1. / 27}, 1e-15);
  expect_near(parts({{0, 0}, {1, 2}}), {7. / 12, 1. / 12, 1. / 2, 0}, 1e-15);  // a group of zeros
  expect_near(parts({{1, 5}, {3, 3}}), {0.25, 1. / 12, 0, 1. / 6}, 1e-15);     // equal means
}

TEST(Dagum, PairsOfTheFirstCase) {
  // Golden 10, D1: A = (1, 2, 3), B = (2, 4, 6, 8), C = (5, 5); B and C have the mean 5, B has the smaller number.
  const Joined all = joined({{1, 2, 3}, {2, 4, 6, 8}, {5, 5}});
  const auto d = dagum(all.values());
  ASSERT_EQ(d->pairs.size(), 3u);
  const auto check = [&](std::size_t at, std::size_t higher, std::size_t lower, std::vector<double> expected) {
    const DagumPair& p = d->pairs[at];
    EXPECT_EQ(p.higher, higher);
    EXPECT_EQ(p.lower, lower);
    expect_near({p.gini, p.gross_affluence, p.transvariation_moment, p.relative_affluence, p.weight}, expected, 1e-15);
  };
  check(0, 1, 2, {1. / 5, 1, 1, 0, 20. / 81});
  check(1, 1, 0, {19. / 42, 37. / 12, 1. / 12, 18. / 19, 7. / 27});
  check(2, 2, 0, {3. / 7, 3, 0, 1, 7. / 54});
  EXPECT_DOUBLE_EQ(d->groups[0].gini, 0.25);
  EXPECT_EQ(d->groups[1].gini, 0);
  EXPECT_DOUBLE_EQ(d->groups[2].gini, 2. / 9);
}

struct PairRow {
  std::size_t higher, lower;
  double gini, d, p, relative_affluence, weight;
};

void expect_pairs(const Dagum& d, const std::vector<PairRow>& rows) {
  ASSERT_EQ(d.pairs.size(), rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const DagumPair& pair = d.pairs[k];
    const PairRow& row = rows[k];
    EXPECT_EQ(pair.higher + 1, row.higher) << k;
    EXPECT_EQ(pair.lower + 1, row.lower) << k;
    EXPECT_NEAR(pair.gini, row.gini, 1e-11) << k;
    EXPECT_NEAR(pair.gross_affluence / row.d, 1, 1e-11) << k;
    EXPECT_NEAR(pair.transvariation_moment / row.p, 1, 1e-11) << k;
    EXPECT_NEAR(pair.relative_affluence, row.relative_affluence, 1e-11) << k;
    EXPECT_NEAR(pair.weight, row.weight, 1e-12) << k;
  }
}

// Golden 10, D6: brute force in base R.
TEST(Dagum, Mexico1940) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  const auto d = dagum(mexico.by_region(mexico.income_1940));
  ASSERT_TRUE(d);
  expect_near(parts(d), {0.3537237117345, 0.0597057237755, 0.1406608586852, 0.1533571292739}, 1e-13);
  const std::vector<double> inside{0.339427063701, 0.225614832842, 0.240362993667, 0.483938951805, 0.206651783263};
  for (std::size_t g = 0; g < 5; ++g) EXPECT_NEAR(d->groups[g].gini, inside[g], 1e-12) << g;
  expect_pairs(*d, {{4, 1, 0.378734301662, 4082.08333333, 3879.416666667, 0.0254558395612, 0.0340699378071},
                    {4, 2, 0.406169707221, 5345.78571429, 1858.214285714, 0.4841159673197, 0.0335369872546},
                    {4, 5, 0.500097903170, 6417.71428571, 1974.142857143, 0.5295098990518, 0.0317293313510},
                    {4, 3, 0.448605746204, 6179.70000000, 1032.400000000, 0.7137033596317, 0.0434266910713},
                    {1, 2, 0.296415894234, 4241.09523810, 956.190476190, 0.6320423664367, 0.0994613228627},
                    {1, 5, 0.462070530516, 5950.50000000, 1709.595238095, 0.5536360358568, 0.0940383551520},
                    {1, 3, 0.345156975438, 5211.83333333, 267.200000000, 0.9024645466658, 0.1286377319267},
                    {2, 5, 0.434506793583, 3365.91836735, 2409.918367347, 0.1655171439071, 0.0879719570225},
                    {2, 3, 0.258941104513, 2459.78571429, 800.057142857, 0.5091437361135, 0.1190209863124},
                    {5, 3, 0.416113341332, 2772.21428571, 2068.485714286, 0.1453774395085, 0.1099827067945}});
}

TEST(Dagum, Mexico2000) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  const auto d = dagum(mexico.by_region(mexico.income_2000));
  ASSERT_TRUE(d);
  expect_near(parts(d), {0.2581130824883, 0.0390177274157, 0.1337112985126, 0.0853840565600}, 1e-13);
  EXPECT_LT(std::fabs(d->residual), 1e-15);
  expect_pairs(*d, {{4, 1, 0.294517347405, 12563.16666667, 6450.3333333333, 0.3214996362234, 0.0362626570902},
                    {4, 5, 0.412121541383, 19490.64285714, 2724.8571428571, 0.7546886504596, 0.0353253115591},
                    {4, 2, 0.388545330266, 19073.92857143, 1592.7142857143, 0.8458661818735, 0.0348564749629},
                    {4, 3, 0.401390411354, 19771.95000000, 1099.9500000000, 0.8945999166343, 0.0486801800452},
                    {1, 5, 0.297326730700, 12431.45238095, 1778.5000000000, 0.7496824827669, 0.0939582990069},
                    {1, 2, 0.254171488222, 11667.00000000, 298.6190476190, 0.9500871544664, 0.0925517892183},
                    {1, 3, 0.277105300435, 12637.23333333, 78.0666666667, 0.9877208297615, 0.1288724891778},
                    {5, 2, 0.270444022107, 5283.04081633, 4567.6122448980, 0.0726275270261, 0.0835431614266},
                    {5, 3, 0.265374190344, 5628.10000000, 3721.8857142857, 0.2038734971329, 0.1154456288102},
                    {2, 3, 0.180124532074, 3704.14285714, 2513.3571428571, 0.1915216267448, 0.1131014458292}});
}

TEST(Dagum, Corners) {
  const std::vector<double> x{2, 2, 5};
  const std::vector<std::size_t> one{0, 0, 0};
  const auto alone = dagum({x, {}, one, 1});
  EXPECT_DOUBLE_EQ(alone->within, *gini(x));
  EXPECT_TRUE(alone->pairs.empty());
  EXPECT_EQ(alone->between, 0);

  const auto same = dagum(joined({{3, 3}, {3}, {3, 3, 3}}).values());
  EXPECT_EQ(same->gini, 0);
  for (const DagumPair& pair : same->pairs) EXPECT_EQ(pair.relative_affluence, 0) << "d = p = 0";
  for (std::size_t g = 0; g < 3; ++g) EXPECT_EQ(same->groups[g].group, g) << "equal means keep their order";

  const std::vector<std::size_t> sparse{3, 3, 1};  // groups 0 and 2 have no members
  const auto d = dagum({x, {}, sparse, 4});
  ASSERT_EQ(d->groups.size(), 4u);
  EXPECT_EQ(d->groups[0].group, 1u);
  EXPECT_EQ(d->groups[1].group, 3u);
  EXPECT_EQ(d->groups[2].group, 0u);
  EXPECT_EQ(d->groups[3].population_share, 0);
  EXPECT_EQ(d->pairs.size(), 1u);
  EXPECT_EQ(d->pairs[0].relative_affluence, 1) << "the ranges do not overlap";

  const auto zeros = dagum(joined({{0, 0}, {0}, {4, 1}}).values());  // two groups of zeros
  EXPECT_NEAR(zeros->residual, 0, 1e-15);
  EXPECT_EQ(zeros->pairs[2].gini, 0);
}

TEST(Dagum, Refusals) {
  const std::vector<double> x{1, 2};
  const std::vector<double> negative{1, -2};
  const std::vector<double> zeros{0, 0};
  const std::vector<std::size_t> groups{0, 1};
  EXPECT_REFUSED(dagum({x, {}, {}, 1}), ErrorCode::shape, "measure.inequality.groups_shape");
  EXPECT_REFUSED(dagum({x, {}, groups, 1}), ErrorCode::domain, "measure.inequality.group_unknown");
  EXPECT_REFUSED(dagum({negative, {}, groups, 2}), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(dagum({zeros, {}, groups, 2}), ErrorCode::domain, "measure.inequality.zero_sum");
  EXPECT_REFUSED(dagum({x, {}, groups, kMaximumDagumGroups + 1}), ErrorCode::limit, "measure.dagum.groups");
}

RC_GTEST_PROP(DagumProperty, IsItsDefinition, ()) {
  const Case c = *cases(0);
  const auto fast = dagum(c.values());
  const Dagum slow = by_definition(c.values());
  RC_ASSERT(near(fast->within, slow.within));
  RC_ASSERT(near(fast->between, slow.between));
  RC_ASSERT(near(fast->transvariation, slow.transvariation));
  RC_ASSERT(fast->pairs.size() == slow.pairs.size());
  for (const DagumPair& p : fast->pairs) {
    // pairs are found by their groups: means that differ by rounding may stand in either order
    const auto q = std::find_if(slow.pairs.begin(), slow.pairs.end(), [&p](const DagumPair& other) {
      return std::minmax(other.higher, other.lower) == std::minmax(p.higher, p.lower);
    });
    RC_ASSERT(q != slow.pairs.end());
    RC_ASSERT(near(p.gini, q->gini));
    RC_ASSERT(near(p.weight, q->weight));
    RC_ASSERT(near(p.relative_affluence, std::fabs(q->relative_affluence), 1e-10));
    RC_ASSERT(near(p.gross_affluence + p.transvariation_moment, q->gross_affluence + q->transvariation_moment, 1e-9));
  }
}

RC_GTEST_PROP(DagumProperty, AddsUp, ()) {
  const Case c = *cases(0);
  const auto d = dagum(c.values());
  RC_ASSERT(near(d->residual, 0));
  RC_ASSERT(near(d->gini, *gini(c.x, c.weights)));
  double terms = 0;
  double people = 0;
  double values = 0;
  for (const DagumGroup& g : d->groups) {
    terms += g.within + g.between + g.transvariation;
    people += g.population_share;
    values += g.value_share;
  }
  RC_ASSERT(near(terms, d->gini));
  RC_ASSERT(near(people, 1));
  RC_ASSERT(near(values, 1));
  for (const DagumPair& p : d->pairs) {
    RC_ASSERT(p.relative_affluence >= 0 && p.relative_affluence <= 1);
    RC_ASSERT(p.gini >= 0 && p.gini <= 1 + 1e-12);
  }
  for (std::size_t k = 1; k < d->groups.size(); ++k) RC_ASSERT(d->groups[k].mean <= d->groups[k - 1].mean);
}

// Bhattacharya & Mahalanobis: the part between groups is the Gini coefficient of the group means, the overlap the rest.
RC_GTEST_PROP(DagumProperty, NetBetweenIsTheGiniOfTheMeans, ()) {
  const Case c = *cases();
  const auto d = dagum(c.values());
  std::vector<double> means;
  std::vector<double> people;
  for (const DagumGroup& g : d->groups) {
    means.push_back(g.mean);
    people.push_back(g.population_share);
  }
  RC_ASSERT(near(d->between, *gini(means, people)));
  RC_ASSERT(near(d->transvariation, d->gini - d->within - *gini(means, people)));
}

RC_GTEST_PROP(DagumProperty, IgnoresUnitOrderCopiesAndNamesOfGroups, ()) {
  const Case c = *cases();
  const std::vector<double> expected = parts(dagum(c.values()));
  Case renamed = c;
  for (std::size_t& g : renamed.groups) g = 3 - g;
  for (const Case& other : {c.turned(), c.copies(), renamed}) {
    const std::vector<double> found = parts(dagum(other.values()));
    for (std::size_t k = 0; k < 4; ++k) RC_ASSERT(near(found[k], expected[k]));
  }
}

}  // namespace
}  // namespace tidu::measure
