// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/nested.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

// Two industries in two areas, two firms each: golden 10, where the peer that weighs the lower level by population gets
// 0.279831207298 for a total of 0.278824172608.
const std::vector<std::size_t> kIndustry{0, 0, 0, 0, 1, 1, 1, 1};
const std::vector<std::size_t> kArea{0, 0, 1, 1, 0, 0, 1, 1};  // counts within the industry

TEST(NestedEntropy, TwoLevelsAddUpToTheTotal) {
  const auto d = nested_entropy({kOutput, kPeople, {kIndustry, kArea}}, 1);
  ASSERT_TRUE(d);
  EXPECT_NEAR(d->total, 0.278824172608, 1e-12);
  EXPECT_NEAR(std::accumulate(d->by_level.begin(), d->by_level.end(), 0.0), 0.278824172608, 1e-12);
  ASSERT_EQ(d->nodes.size(), 7u) << "the whole, two industries, four areas";
  EXPECT_EQ(d->nodes[3].level, 2u);
  EXPECT_EQ(d->nodes[3].parent, 1u);
  EXPECT_EQ(d->nodes[5].parent, 2u);
  EXPECT_EQ(d->nodes[5].group, 0u);
  EXPECT_EQ(d->nodes[5].members, 2u);
  // by hand: industry 0 has 340 of 700 people and 93400 of 157400 of the value
  const double value = 500 * 100 + 400 * 80 + 80 * 90 + 60 * 70;
  const double all = value + 300 * 120 + 250 * 100 + 50 * 80 + 40 * 60;
  EXPECT_DOUBLE_EQ(d->nodes[1].value_share, value / all);
  EXPECT_NEAR(d->nodes[1].weight, value / all, 1e-15) << "Theil T: shares of value";
  EXPECT_NEAR(nested_entropy({kOutput, kPeople, {kIndustry, kArea}}, 0)->nodes[1].weight, 340. / 700, 1e-15)
      << "Theil L: shares of population";
}

TEST(NestedEntropy, OneLevelIsTheilByGroup) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  const auto t = nested_entropy({mexico.income_2000, {}, {mexico.regions}}, 1);
  expect_near({t->total, t->by_level[0], t->by_level[1]},
              {0.10660832349588023, 0.03635871887968044, 0.0702496046161998}, 1e-14);
  const auto l = nested_entropy({mexico.income_2000, {}, {mexico.regions}}, 0);
  expect_near({l->total, l->by_level[0], l->by_level[1]}, {0.104907030458, 0.0336532624966, 0.0712537679616}, 1e-12);
}

TEST(NestedEntropy, NoLevelIsTheMeasureItself) {
  const auto d = nested_entropy({kOutput, kPeople, {}}, 2);
  EXPECT_NEAR(d->total, *generalised_entropy(kOutput, 2, kPeople), 1e-15);
  ASSERT_EQ(d->by_level.size(), 1u);
  EXPECT_NEAR(d->by_level[0], d->total, 1e-15);
}

TEST(NestedEntropy, GroupOfZeros) {
  const std::vector<double> x{0, 0, 1, 3};
  const std::vector<std::size_t> groups{7, 7, 2, 2};  // numbers need not be dense
  const auto d = nested_entropy({x, {}, {groups}}, 1);
  ASSERT_TRUE(d);
  EXPECT_NEAR(d->by_level[0], std::log(2.0), 1e-15);
  EXPECT_EQ(d->nodes[1].group, 2u);
  EXPECT_EQ(d->nodes[2].total, 0);
  EXPECT_EQ(d->nodes[2].weight, 0);
  EXPECT_NEAR(d->residual, 0, 1e-15);
}

TEST(NestedEntropy, Refusals) {
  const std::vector<std::size_t> few{0};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(nested_entropy({kOutput, {}, {kIndustry, few}}, 1), ErrorCode::shape, "measure.nested.shape");
  EXPECT_REFUSED(nested_entropy({kOutput, {}, std::vector(kMaximumLevels + 1, std::span(kIndustry))}, 1),
                 ErrorCode::limit, "measure.nested.levels");
  EXPECT_REFUSED(nested_entropy({kOutput, {}, {kIndustry}}, nan), ErrorCode::domain, "measure.inequality.order");
  const std::vector<double> zero{0, 1};
  EXPECT_REFUSED(nested_entropy({zero, {}, {}}, 0), ErrorCode::domain, "measure.inequality.not_positive");
  EXPECT_REFUSED(nested_entropy({std::vector<double>{1e-9, 1}, {}, {}}, -50), ErrorCode::domain,
                 "measure.inequality.too_large");
}

RC_GTEST_PROP(NestedEntropyProperty, AddsUpForEveryOrder, ()) {
  const Case c = *cases();
  std::vector<std::size_t> fine;
  for (std::size_t i = 0; i < c.x.size(); ++i) fine.push_back(static_cast<std::size_t>(c.x[i]) % 3);
  for (const double order : {-1.0, 0.0, 0.5, 1.0, 2.0}) {
    const auto d = nested_entropy({c.x, c.weights, {c.groups, fine}}, order);
    RC_ASSERT(near(d->total, *generalised_entropy(c.x, order, c.weights), 1e-12 * (1 + d->total)));
    RC_ASSERT(near(d->residual, 0, 1e-10 * (1 + d->total)));
    double contributions = 0;
    for (const NestedNode& node : d->nodes) {
      contributions += node.contribution;
      RC_ASSERT(node.contribution >= 0);
    }
    RC_ASSERT(near(contributions, d->total, 1e-10 * (1 + d->total)));
  }
}

RC_GTEST_PROP(NestedEntropyProperty, IgnoresUnitOrderAndCopies, ()) {
  const Case c = *cases();
  const auto expected = nested_entropy({c.x, c.weights, {c.groups}}, 1);
  for (const Case& other : {c.turned(), c.copies()}) {
    const auto found = nested_entropy({other.x, other.weights, {other.groups}}, 1);
    RC_ASSERT(near(found->by_level[0], expected->by_level[0]));
    RC_ASSERT(near(found->by_level[1], expected->by_level[1]));
    RC_ASSERT(found->nodes.size() == expected->nodes.size());
  }
}

}  // namespace
}  // namespace tidu::measure
