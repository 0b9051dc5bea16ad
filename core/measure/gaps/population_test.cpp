// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/population.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

TEST(Population, LeavesOutValuesWithoutWeight) {
  const std::vector<double> x{-5, 1, 3};
  const std::vector<double> weights{0, 1, 3};
  const auto kept = population(x, weights, Domain::positive);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->x, (std::vector<double>{1, 3}));
  EXPECT_EQ(kept->p, (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(kept->place, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(kept->mean(), 2.5);
  EXPECT_DOUBLE_EQ(distinct_pairs(*kept), 0.375);
}

TEST(Population, NamesTheFirstValueOutsideItsDomainByItsPlaceAmongThoseGiven) {
  const std::vector<double> x{-5, 1, -3};
  const std::vector<double> weights{0, 1, 3};
  const auto refused = population(x, weights, Domain::non_negative);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, text("measure.inequality.negative", 3, -3.0));
  EXPECT_TRUE(population(x, weights, Domain::any));
}

TEST(Population, PartsHaveSharesOfTheirOwn) {
  const std::vector<double> x{1, 3, 8, 100};
  const std::vector<double> weights{1, 1, 2, 0};
  const std::vector<std::size_t> groups{2, 2, 0, 1};
  const auto all = population({x, weights, groups, 3}, Domain::non_negative);
  const auto parts = parts_of(*all, {x, weights, groups, 3});
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[2].population_share, 0.5);
  EXPECT_DOUBLE_EQ(parts[2].value_share, 0.2);
  EXPECT_EQ(parts[2].mean, 2);
  EXPECT_EQ(parts[2].values.p, (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(parts[1].population_share, 0);
  EXPECT_TRUE(parts[1].values.x.empty());
}

TEST(KeepInDomain, DropsAndLists) {
  const std::vector<double> x{-1, 0, 2, 3};
  const std::vector<double> weights{1, 2, 3, 4};
  const std::vector<std::size_t> groups{0, 1, 0, 1};
  const auto shares = keep_in_domain(x, weights, groups, Domain::non_negative);
  EXPECT_EQ(shares.values, (std::vector<double>{0, 2, 3}));
  EXPECT_EQ(shares.weights, (std::vector<double>{2, 3, 4}));
  EXPECT_EQ(shares.group_of, (std::vector<std::size_t>{1, 0, 1}));
  EXPECT_EQ(shares.dropped, (std::vector<std::size_t>{0}));
  const auto logs = keep_in_domain(x, {}, {}, Domain::positive);
  EXPECT_EQ(logs.values, (std::vector<double>{2, 3}));
  EXPECT_EQ(logs.dropped, (std::vector<std::size_t>{0, 1}));
  EXPECT_TRUE(logs.weights.empty());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(keep_in_domain(std::vector<double>{nan}, {}, {}, Domain::positive).values.size(), 1u)
      << "missing data stay, so that the measure refuses them";
}

}  // namespace
}  // namespace tidu::measure
