// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/obstacle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <sstream>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

const std::vector<std::vector<double>> kScores{{.0162, .2720, .2655}, {.1782, .6824, .3721}, {.5490, .0593, .5729},
                                               {.6730, .4812, .9082}, {.0207, .8891, .2017}, {.9875, .5573, .8984}};
const std::vector<double> kWeights{0.4, 0.3, 0.3};

TEST(Obstacle, SixRegions) {
  // By hand for region 1: 0.4 x 0.9838 = 0.39352, 0.3 x 0.7280 = 0.2184, 0.3 x 0.7345 = 0.22035; sum 0.83227.
  const auto first = obstacle_degrees(kScores[0], kWeights);
  ASSERT_TRUE(first);
  EXPECT_NEAR((*first)[0], 0.39352 / 0.83227, 1e-14);
  EXPECT_NEAR((*first)[1], 0.2184 / 0.83227, 1e-14);
}

TEST(Obstacle, GoldenFile) {
  TIDU_GOLDEN(path, "10_composite_inequality.txt");
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && !line.starts_with("=== obstacle degree")) continue;
  std::getline(file, line);
  for (const auto& scores : kScores) {
    std::getline(file, line);
    std::istringstream row(line);
    std::string word;
    row >> word >> word;
    const auto out = obstacle_degrees(scores, kWeights);
    for (std::size_t j = 0; j < 3; ++j) {
      double expected = 0;
      ASSERT_TRUE(row >> expected) << line;
      EXPECT_NEAR((*out)[j], expected, 1e-12);
    }
  }
}

TEST(Obstacle, NothingInTheWay) {
  EXPECT_EQ(*obstacle_degrees(std::vector<double>{1, 1}, std::vector<double>{0.5, 0.5}), (std::vector<double>{0, 0}));
  // an indicator without weight is no obstacle
  EXPECT_EQ(*obstacle_degrees(std::vector<double>{0, 1}, std::vector<double>{0, 1}), (std::vector<double>{0, 0}));
  EXPECT_EQ(*obstacle_degrees(std::vector<double>{0.5, 1}, std::vector<double>{2, 7}), (std::vector<double>{1, 0}));
}

TEST(Obstacle, ByRegionAndPillar) {
  // 3 indicators, 2 regions, 1 year; indicators 1 and 3 in pillar 1, indicator 2 in pillar 2.
  const std::vector<double> z{0, 1, 0.5, 1, 0.5, 1};
  const std::vector<double> w{0.5, 0.25, 0.25};
  const std::vector<std::size_t> pillars{0, 1, 0};
  const auto out = obstacles_by_region({{z.data(), {3, 2, 1}}, w, pillars});
  ASSERT_TRUE(out);
  EXPECT_DOUBLE_EQ(out->degree(0, 0, 0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(out->degree(1, 0, 0), 1.0 / 6);
  EXPECT_DOUBLE_EQ(out->pillar_degree(0, 0, 0), 5.0 / 6);
  EXPECT_DOUBLE_EQ(out->pillar_degree(1, 0, 0), 1.0 / 6);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(out->degree(j, 1, 0), 0) << "the region is best in everything";
}

TEST(Obstacle, MainOnesAndGroups) {
  EXPECT_EQ(main_obstacles(std::vector<double>{0.2, 0.3, 0.2, 0.3, 0}, 3), (std::vector<std::size_t>{1, 3, 0}));
  EXPECT_EQ(main_obstacles(std::vector<double>{0, 0.5, 0, 0.5}, 3), (std::vector<std::size_t>{1, 3}));
  const std::vector<double> degrees{0.7, 0.5, 0.1, 0.3, 0.5, 0.9};  // 2 indicators x 3 regions
  const auto groups = obstacles_by_group({degrees.data(), {2, 3}}, std::vector<std::size_t>{0, 0, 1}, 3, 1);
  ASSERT_TRUE(groups);
  EXPECT_DOUBLE_EQ((*groups)[0].mean_degree[0], 0.6);
  EXPECT_DOUBLE_EQ((*groups)[0].share_in_main[0], 1);
  EXPECT_DOUBLE_EQ((*groups)[1].share_in_main[1], 1);
  EXPECT_EQ((*groups)[2].regions, 0u);
  EXPECT_EQ((*groups)[2].mean_degree[0], 0);
}

TEST(Obstacle, Refusals) {
  const std::vector<double> z{0.5, 0.5};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(obstacle_degrees(z, std::vector<double>{1}), ErrorCode::shape, "measure.obstacle.shape");
  EXPECT_REFUSED(obstacle_degrees({}, {}), ErrorCode::shape, "measure.obstacle.shape");
  for (const auto& weights : {std::vector<double>{0, 0}, {-1, 2}, {nan, 1}}) {
    EXPECT_REFUSED(obstacle_degrees(z, weights), ErrorCode::domain, "measure.obstacle.weights");
  }
  for (const double bad : {-0.1, 1.1, nan}) {
    EXPECT_REFUSED(obstacle_degrees(std::vector<double>{0.5, bad}, std::vector<double>{1, 1}), ErrorCode::domain,
                   "measure.obstacle.outside");
  }
  const std::vector<double> cells{0.5, 0.5, 0.5, 1.5};
  const std::vector<double> w{0.5, 0.5};
  const std::vector<std::size_t> pillars{0, 0};
  const auto outside = obstacles_by_region({{cells.data(), {2, 2, 1}}, w, pillars});
  EXPECT_REFUSED(outside, ErrorCode::domain, "measure.obstacle.cell_outside");
  EXPECT_EQ(outside.error().message, text("measure.obstacle.cell_outside", 2, 2, 1, 1.5));
  EXPECT_REFUSED(obstacles_by_group({cells.data(), {2, 2}}, std::vector<std::size_t>{0, 2}, 2, 1), ErrorCode::domain,
                 "measure.obstacle.group_unknown");
  EXPECT_REFUSED(obstacles_by_group({cells.data(), {2, 2}}, std::vector<std::size_t>{0}, 2, 1), ErrorCode::shape,
                 "measure.obstacle.shape");
}

RC_GTEST_PROP(ObstacleProperty, SharesAddUpAndIgnoreTheScaleOfWeights, ()) {
  const auto raw = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 1000), rc::gen::inRange(1, 100))));
  std::vector<double> z;
  std::vector<double> w;
  std::vector<double> scaled;
  for (const auto& [score, weight] : raw) {
    z.push_back(score / 1000.0);
    w.push_back(weight);
    scaled.push_back(weight / 64.0);
  }
  const auto out = obstacle_degrees(z, w);
  RC_ASSERT(std::fabs(std::accumulate(out->begin(), out->end(), 0.0) - 1) < 1e-12);
  RC_ASSERT(*obstacle_degrees(z, scaled) == *out);
}

}  // namespace
}  // namespace tidu::measure
