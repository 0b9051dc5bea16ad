// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/residual_moran.h"

#include <gtest/gtest.h>

#include "core/measure/space/moran.h"
#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(ResidualMoran, Columbus) {
  TIDU_GOLDEN(path, "columbus.csv");
  auto columns = testing::read_columns(path);
  const auto links = testing::read_links(path.parent_path() / "columbus_nb.txt");
  Array<double, Row, Column> x({49, 3}, 1.0);
  for (std::size_t i = 0; i < 49; ++i) {
    x(i, 1) = columns["INC"][i];
    x(i, 2) = columns["HOVAL"][i];
  }
  const auto out = residual_moran(columns["CRIME"], x, *SpatialWeights::contiguity(49, links, IslandRule::error));
  ASSERT_TRUE(out);  // spatialreg 1.2-6, lm.morantest
  EXPECT_NEAR(out->moran, 0.21237415252310, 1e-12);
  EXPECT_NEAR(out->expected, -0.03326828434669, 1e-12);
  EXPECT_NEAR(out->variance, 0.00839485278564, 1e-13);
  EXPECT_NEAR(out->z, 2.681000252, 1e-8);
}

TEST(ResidualMoran, OfAMeanIsMoranUnderNormality) {
  const std::vector<WeightEntry> entries{{0, 1, 1}, {1, 2, 2}, {2, 3, 1}, {3, 4, 1}, {4, 0, 3}, {5, 4, 1}};
  const auto w = *SpatialWeights::from_entries(6, entries, IslandRule::error);
  const std::vector<double> y{9, 7, 3, 1, 6, 5};
  const auto residual = residual_moran(y, Array<double, Row, Column>({6, 1}, 1.0), w);
  const auto plain = moran(y, w, {.permutations = 0});
  EXPECT_NEAR(residual->moran, plain->moran, 1e-14);
  EXPECT_NEAR(residual->expected, plain->expected, 1e-14);
  EXPECT_NEAR(residual->variance, plain->variance_normality, 1e-14);
}

TEST(ResidualMoran, Refusals) {
  const std::vector<Link> path{{0, 1}, {1, 2}, {2, 3}};
  const auto w = *SpatialWeights::contiguity(4, path, IslandRule::error);
  const std::vector<double> y{1, 2, 3, 4};
  EXPECT_REFUSED(residual_moran(std::vector<double>{1, 2}, Array<double, Row, Column>({4, 1}, 1.0), w),
                 ErrorCode::shape, "measure.association.shape");
  Array<double, Row, Column> x({4, 2}, 1.0);
  for (std::size_t i = 0; i < 4; ++i) x(i, 1) = y[i];
  EXPECT_REFUSED(residual_moran(y, x, w), ErrorCode::domain, "measure.residual.perfect_fit");
}

}  // namespace
}  // namespace tidu::measure
