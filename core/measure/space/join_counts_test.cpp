// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/join_counts.h"

#include <gtest/gtest.h>

#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(JoinCounts, Columbus) {
  TIDU_GOLDEN(path, "columbus.csv");
  std::vector<std::size_t> high;
  const std::vector<double> crimes = testing::read_columns(path)["CRIME"];
  for (const double crime : crimes) high.push_back(crime > 35 ? 1 : 0);
  const auto links = testing::read_links(path.parent_path() / "columbus_nb.txt");
  const auto joins =
      join_counts(high, 2, *SpatialWeights::contiguity(49, links, IslandRule::error, WeightTransform::none));
  ASSERT_TRUE(joins);  // spdep 1.2-7, joincount.test
  EXPECT_EQ((*joins)[0].count, 34);
  EXPECT_NEAR((*joins)[0].expected, 29.3367346939, 1e-9);
  EXPECT_NEAR((*joins)[0].variance, 18.6384551650, 1e-9);
  EXPECT_NEAR((*joins)[0].z, 1.08015273, 1e-8);
  EXPECT_EQ((*joins)[2].count, 52);
  EXPECT_NEAR((*joins)[2].expected, 26.9897959184, 1e-9);
  EXPECT_NEAR((*joins)[2].variance, 17.6483978307, 1e-9);
  EXPECT_EQ((*joins)[0].count + (*joins)[1].count + (*joins)[2].count, 115);
}

TEST(JoinCounts, MomentsAreThoseOfAllArrangements) {
  const std::vector<WeightEntry> entries{{0, 1, 1}, {1, 2, 2}, {2, 3, 1}, {3, 4, 1}, {4, 0, 3},
                                         {4, 5, 1}, {5, 4, 1}, {1, 0, 1}, {5, 6, 1}};
  const auto w = *SpatialWeights::from_entries(7, entries, IslandRule::zero_lag, WeightTransform::none);
  const std::vector<WeightEntry> no_island{{6, 0, 1}};
  std::vector<WeightEntry> all(entries);
  all.insert(all.end(), no_island.begin(), no_island.end());
  const auto full = *SpatialWeights::from_entries(7, all, IslandRule::error, WeightTransform::none);
  const std::vector<std::size_t> colour{0, 0, 0, 1, 1, 2, 2};
  const auto out = join_counts(colour, 3, full);
  ASSERT_TRUE(out);
  ASSERT_EQ(out->size(), 6U);
  std::vector<double> mean(6, 0.0);
  std::vector<double> squares(6, 0.0);
  double arrangements = 0;
  testing::each_arrangement(7, [&](const std::vector<std::size_t>& order) {
    std::vector<std::size_t> moved;
    for (const std::size_t i : order) moved.push_back(colour[i]);
    const auto joins = join_counts(moved, 3, full);
    ++arrangements;
    for (std::size_t k = 0; k < 6; ++k) {
      mean[k] += (*joins)[k].count;
      squares[k] += (*joins)[k].count * (*joins)[k].count;
    }
  });
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_NEAR((*out)[k].expected, mean[k] / arrangements, 1e-12) << k;
    EXPECT_NEAR((*out)[k].variance, squares[k] / arrangements - mean[k] * mean[k] / arrangements / arrangements, 1e-11)
        << k;
  }
  EXPECT_EQ(w.islands().size(), 1U);
}

TEST(JoinCounts, Refusals) {
  const std::vector<Link> path{{0, 1}, {1, 2}, {2, 3}};
  const auto w = *SpatialWeights::contiguity(4, path, IslandRule::error, WeightTransform::none);
  EXPECT_REFUSED(join_counts(std::vector<std::size_t>{0, 1}, 2, w), ErrorCode::shape, "measure.association.shape");
  EXPECT_REFUSED(join_counts(std::vector<std::size_t>{0, 1, 2, 0}, 2, w), ErrorCode::domain, "measure.join.colour");
  EXPECT_REFUSED(join_counts(std::vector<std::size_t>{1, 1, 1, 1}, 2, w), ErrorCode::domain, "measure.join.one_colour");
}

}  // namespace
}  // namespace tidu::measure
