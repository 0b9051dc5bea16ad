// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/change.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

double total(const TheilChange& c) { return c.inequality + c.shares_within + c.shares_between + c.means; }

TEST(TheilChange, EachPartAlone) {
  const Joined before = joined({{1, 3}, {4, 4}});
  // the same groups, one of them more equal inside with the same mean
  const auto inside = theil_l_change(before.values(), joined({{2, 2}, {4, 4}}).values());
  EXPECT_NEAR(inside->parts.inequality, -0.5 * std::log(2 / std::sqrt(3.0)), 1e-15);
  EXPECT_NEAR(total(inside->parts) - inside->parts.inequality, 0, 1e-15);
  // the same shape at another mean: the means' part alone
  const auto means = theil_l_change(before.values(), joined({{2, 6}, {4, 4}}).values());
  EXPECT_NEAR(means->parts.means, means->change, 1e-15);
  EXPECT_NEAR(means->change, 0.5 * std::log(2 / std::sqrt(3.0)) - means->before, 1e-15) << "equal means: none between";
  // the same two groups with other numbers of people
  const std::vector<double> x{1, 3, 4, 4};
  const std::vector<double> weights{2, 2, 1, 1};
  const std::vector<std::size_t> groups{0, 0, 1, 1};
  const auto moved = theil_l_change({x, {}, groups, 2}, {x, weights, groups, 2});
  EXPECT_NEAR(moved->parts.inequality, 0, 1e-16);
  EXPECT_NEAR(moved->parts.shares_within, std::log(2 / std::sqrt(3.0)) / 6, 1e-15)
      << "1/6 moved into the unequal group";
}

TEST(TheilChange, Mexico) {
  TIDU_GOLDEN(path, "mexico.csv");
  const Mexico mexico = read_mexico(path);
  const auto d = theil_l_change(mexico.by_region(mexico.income_1940), mexico.by_region(mexico.income_2000));
  ASSERT_TRUE(d);
  EXPECT_NEAR(d->change, 0.1049070304581539431767 - 0.2029489137990074237778, 1e-14);
  EXPECT_NEAR(total(d->parts), d->change, 1e-15);
  EXPECT_EQ(d->parts.shares_within, 0) << "as many states in every region in both years";
  EXPECT_EQ(d->parts.shares_between, 0);
  EXPECT_NEAR(d->growth, d->parts.means, 0.1 * std::fabs(d->change)) << "an approximation, as its paper says";
}

TEST(TheilChange, Refusals) {
  const Joined two = joined({{1, 2}, {3}});
  const Joined three = joined({{1}, {2}, {3}});
  const std::vector<double> x{1, 2};
  const std::vector<std::size_t> first{0, 0};
  EXPECT_REFUSED(theil_l_change(two.values(), three.values()), ErrorCode::shape, "measure.change.groups");
  EXPECT_REFUSED(theil_l_change(two.values(), {x, {}, first, 2}), ErrorCode::domain, "measure.change.group_appears");
  EXPECT_REFUSED(theil_l_change(two.values(), joined({{0, 2}, {3}}).values()), ErrorCode::domain,
                 "measure.inequality.not_positive");
  EXPECT_TRUE(theil_l_change({x, {}, first, 2}, {x, {}, first, 2})) << "a group that is empty in both is no change";
}

RC_GTEST_PROP(TheilChangeProperty, AddsUpAndTurnsItsSignWithTime, ()) {
  const Case a = *cases();
  const Case b = *cases();
  const auto in_all = [](const Case& c) {
    Case out = c;
    for (std::size_t g = 0; g < 4; ++g) {  // every group has a member
      out.x.push_back(static_cast<double>(g) + 1);
      out.weights.push_back(1);
      out.groups.push_back(g);
    }
    return out;
  };
  const Case before = in_all(a);
  const Case after = in_all(b);
  const auto forth = theil_l_change(before.values(), after.values());
  const auto back = theil_l_change(after.values(), before.values());
  RC_ASSERT(near(forth->change, *theil_l(after.x, after.weights) - *theil_l(before.x, before.weights)));
  RC_ASSERT(near(total(forth->parts), forth->change));
  RC_ASSERT(near(forth->parts.inequality, -back->parts.inequality));
  RC_ASSERT(near(forth->parts.means, -back->parts.means));
  double groups = 0;
  for (const TheilChange& g : forth->groups) groups += total(g);
  RC_ASSERT(near(groups, forth->change));
}

}  // namespace
}  // namespace tidu::measure
