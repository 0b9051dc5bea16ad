// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/kmeans.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

Result<Clusters> clusters_of(const std::vector<double>& cells, std::size_t columns, const KMeansOptions& options) {
  return k_means({cells.data(), {cells.size() / columns, columns}}, options);
}

TEST(KMeans, FourCornersInTwoDimensions) {
  // Pairs one apart at the corners of a square of side ten: each pair is a cluster with a sum of squares of 1/2.
  const std::vector<double> cells{0, 0, 0, 1, 10, 0, 10, 1, 0, 10, 0, 11, 10, 10, 10, 11};
  const auto out = clusters_of(cells, 2, {.clusters = 4});
  ASSERT_TRUE(out);
  EXPECT_DOUBLE_EQ(out->within, 2);
  EXPECT_EQ(out->sizes, (std::vector<std::size_t>{2, 2, 2, 2}));
  EXPECT_EQ(out->cluster_of.back(), 0u) << "cluster 0 has the largest sum over its centre";
  EXPECT_EQ(out->cluster_of.front(), 3u);
  EXPECT_DOUBLE_EQ(out->centres(0, 0), 10);
  EXPECT_DOUBLE_EQ(out->centres(0, 1), 10.5);
  EXPECT_GT(out->restarts_at_best, 0u);
}

TEST(KMeans, RepeatedColumnGivesTheExactSolutionOfOneDimension) {
  // One dimension is solved exactly; the same values twice have the same optimum, found by search.
  const std::vector<double> x{4, 2, 1, 5, 10, 2, 11, 7.5, 7, 3};
  std::vector<double> twice;
  for (const double v : x) twice.insert(twice.end(), {v, v});
  const auto exact = clusters_of(x, 1, {.clusters = 3});
  const auto searched = clusters_of(twice, 2, {.clusters = 3});
  ASSERT_TRUE(exact && searched);
  EXPECT_EQ(exact->cluster_of, searched->cluster_of);
  EXPECT_NEAR(2 * exact->within, searched->within, 1e-12);
  EXPECT_NEAR(exact->goodness, searched->goodness, 1e-12);
}

TEST(KMeans, Corners) {
  const std::vector<double> cells{0, 0, 1, 1, 5, 5};
  EXPECT_EQ(clusters_of(cells, 2, {.clusters = 1})->goodness, 0);
  const auto each = clusters_of(cells, 2, {.clusters = 3});
  EXPECT_EQ(each->goodness, 1);
  EXPECT_EQ(each->cluster_of, (std::vector<std::size_t>{2, 1, 0}));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(clusters_of({}, 1, {}), ErrorCode::shape, "measure.clusters.shape");
  EXPECT_REFUSED(clusters_of(cells, 2, {.clusters = 0}), ErrorCode::domain, "measure.clusters.count");
  EXPECT_REFUSED(clusters_of(cells, 2, {.clusters = 4}), ErrorCode::domain, "measure.clusters.count");
  EXPECT_REFUSED(clusters_of(cells, 2, {.restarts = 0}), ErrorCode::domain, "measure.clusters.restarts");
  EXPECT_REFUSED(clusters_of({0, 0, 0, nan}, 2, {.clusters = 1}), ErrorCode::domain, "measure.clusters.not_finite");
  EXPECT_REFUSED(clusters_of({1, 1, 1, 1}, 2, {.clusters = 2}), ErrorCode::domain, "measure.clusters.distinct");
  EXPECT_REFUSED(clusters_of({1, 1}, 1, {.clusters = 2}), ErrorCode::domain, "measure.clusters.distinct");
}

RC_GTEST_PROP(KMeansProperty, NoSingleMoveIsBetterAndTheSeedDecidesAlone, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(24, rc::gen::inRange(0, 1000));
  const std::vector<double> cells(raw.begin(), raw.end());
  const auto out = clusters_of(cells, 2, {.clusters = 3, .restarts = 4, .seed = 9});
  RC_PRE(out.has_value());
  RC_ASSERT(clusters_of(cells, 2, {.clusters = 3, .restarts = 4, .seed = 9})->cluster_of == out->cluster_of);
  const auto sum_of = [&](const std::vector<std::size_t>& of) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t d = 0; d < 2; ++d) {
        double mean = 0;
        double n = 0;
        for (std::size_t i = 0; i < of.size(); ++i) {
          if (of[i] != c) continue;
          mean += cells[2 * i + d];
          ++n;
        }
        for (std::size_t i = 0; i < of.size(); ++i) {
          if (of[i] == c) sum += (cells[2 * i + d] - mean / n) * (cells[2 * i + d] - mean / n);
        }
      }
    }
    return sum;
  };
  RC_ASSERT(std::fabs(sum_of(out->cluster_of) - out->within) < 1e-6);
  for (std::size_t i = 0; i < out->cluster_of.size(); ++i) {
    if (out->sizes[out->cluster_of[i]] == 1) continue;
    for (std::size_t c = 0; c < 3; ++c) {
      auto moved = out->cluster_of;
      moved[i] = c;
      RC_ASSERT(sum_of(moved) > out->within - 1e-6);
    }
  }
}

}  // namespace
}  // namespace tidu::measure
