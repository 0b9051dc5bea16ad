// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/weights_matrix.h"

#include <gtest/gtest.h>

#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

const std::vector<Link> kPath{{1, 0}, {1, 2}};  // 0 - 1 - 2

TEST(SpatialWeights, WorkedByHand) {
  const auto w = SpatialWeights::contiguity(3, kPath, IslandRule::error);
  ASSERT_TRUE(w);
  EXPECT_EQ(std::vector<std::uint32_t>(w->neighbours(1).begin(), w->neighbours(1).end()),
            (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(w->weights(0)[0], 1);
  EXPECT_EQ(w->weights(1)[0], 0.5);
  EXPECT_EQ(w->s0(), 3);
  EXPECT_EQ(w->s1(), 4.5);   // four directed links with (1 + 0.5)^2, halved
  EXPECT_EQ(w->s2(), 13.5);  // margins 1.5, 3, 1.5
  std::vector<double> lag(3);
  w->lag(std::vector<double>{1, 10, 5}, lag);
  EXPECT_EQ(lag, (std::vector<double>{10, 3, 10}));
}

TEST(SpatialWeights, Columbus) {
  TIDU_GOLDEN(path, "columbus_nb.txt");
  const auto links = testing::read_links(path);
  ASSERT_EQ(links.size(), 115U);
  const auto row = SpatialWeights::contiguity(49, links, IslandRule::error);  // spdep: spweights.constants
  ASSERT_TRUE(row);
  EXPECT_NEAR(row->s0(), 49, 1e-12);
  EXPECT_NEAR(row->s1(), 23.484888511, 1e-9);
  EXPECT_NEAR(row->s2(), 204.668707483, 1e-9);
  const auto binary = SpatialWeights::contiguity(49, links, IslandRule::error, WeightTransform::none);
  EXPECT_EQ(binary->s0(), 230);
  EXPECT_EQ(binary->s1(), 460);
  EXPECT_EQ(binary->s2(), 5048);
}

TEST(SpatialWeights, IslandsAreNeverSilent) {
  const auto refused = SpatialWeights::contiguity(5, kPath, IslandRule::error);
  EXPECT_REFUSED(refused, ErrorCode::missing, "measure.space.island");
  EXPECT_EQ(refused.error().message, text("measure.space.island", 4, 2));
  const auto w = SpatialWeights::contiguity(5, kPath, IslandRule::zero_lag);
  ASSERT_TRUE(w);
  EXPECT_EQ(w->islands(), (std::vector<std::size_t>{3, 4}));
  EXPECT_EQ(w->effective_regions(), 3U);
  EXPECT_EQ(w->s0(), 3);
  std::vector<double> lag(5);
  w->lag(std::vector<double>{1, 10, 5, 7, 7}, lag);
  EXPECT_EQ(lag, (std::vector<double>{10, 3, 10, 0, 0}));
}

TEST(SpatialWeights, Refusals) {
  const std::vector<Link> outside{{0, 1}, {2, 3}};
  const std::vector<Link> self{{0, 1}, {2, 2}};
  const std::vector<Link> twice{{0, 1}, {1, 2}, {1, 0}};
  EXPECT_REFUSED(SpatialWeights::contiguity(3, {}, IslandRule::zero_lag), ErrorCode::missing, "measure.space.no_links");
  EXPECT_REFUSED(SpatialWeights::contiguity(3, outside, IslandRule::error), ErrorCode::domain,
                 "measure.space.link_range");
  EXPECT_REFUSED(SpatialWeights::contiguity(3, self, IslandRule::error), ErrorCode::domain, "measure.space.link_self");
  const auto out = SpatialWeights::contiguity(3, twice, IslandRule::error);
  EXPECT_REFUSED(out, ErrorCode::duplicate, "measure.space.link_twice");
  EXPECT_EQ(out.error().message, text("measure.space.link_twice", 1, 3));
}

}  // namespace
}  // namespace tidu::measure
