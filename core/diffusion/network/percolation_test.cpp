// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/percolation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::law;
using testing::poisson;
using testing::regular;

TEST(Percolation, EightLinks) {
  // Design T10, more digits by mpmath.
  EXPECT_DOUBLE_EQ(critical_transmission(regular(8)), 1.0 / 7);
  EXPECT_NEAR(*giant_share(regular(8), 0.15), 0.123263719128434, 1e-13);
  EXPECT_NEAR(*giant_share(regular(8), 0.2), 0.623253765775031, 1e-14);
  EXPECT_NEAR(*giant_share(regular(8), 0.3), 0.915153606960089, 1e-14);
  EXPECT_EQ(*giant_share(regular(8), 1.0 / 7), 0);
  EXPECT_EQ(*giant_share(regular(8), 0.1), 0);
}

TEST(Percolation, PoissonComponent) {
  // S = 1 - e^(-z S): 0.796812130021 for z = 2 (Erdos & Renyi 1960).
  EXPECT_EQ(critical_transmission(poisson(2)), 0.5);
  EXPECT_NEAR(*giant_share(poisson(2), 1), 0.7968121300200199, 1e-14);
  EXPECT_NEAR(*giant_share(poisson(4), 0.5), 0.7968121300200199, 1e-14) << "thinned, a Poisson law stays one";
}

TEST(Percolation, ThreeLinksByHand) {
  // u = v^2, v = 1 - T + T u: u = ((1 - T)/T)^2, giant 1 - ((1 - T)/T)^3.
  const double t = 0.7;
  EXPECT_NEAR(*giant_share(regular(3), t), 1 - std::pow((1 - t) / t, 3), 1e-14);
}

TEST(Percolation, ChainsAndPairsHaveNone) {
  EXPECT_EQ(critical_transmission(regular(2)), 1);
  EXPECT_EQ(*giant_share(regular(2), 1), 0);
  EXPECT_TRUE(std::isinf(critical_transmission(regular(1))));
  EXPECT_EQ(*giant_share(regular(1), 1), 0);
}

TEST(Percolation, NearTheThresholdItVanishesInProportion) {
  // Poisson: S = 2 (zT - 1) to first order.
  EXPECT_NEAR(*giant_share(poisson(2), 0.5 * (1 + 1e-6)) / 2e-6, 1, 1e-4);
}

RC_GTEST_PROP(Percolation, SolvesItsEquationAndRises, ()) {
  const std::size_t degree = *rc::gen::inRange<std::size_t>(3, 50);
  const double t = *rc::gen::inRange(0, 1001) / 1000.0;
  const double more = t + (1 - t) * *rc::gen::inRange(0, 100) / 100.0;
  const double size = *giant_share(regular(degree), t);
  RC_ASSERT(size >= 0 && size <= 1);
  RC_ASSERT(*giant_share(regular(degree), more) >= size - 1e-13);
  RC_ASSERT((size > 0) == (t > critical_transmission(regular(degree))));
  if (size > 0 && size < 1) {
    const double v = std::pow(1 - size, 1.0 / static_cast<double>(degree));
    const double u = std::pow(v, static_cast<double>(degree) - 1);
    RC_ASSERT(std::fabs(1 - std::pow(1 - t + t * u, static_cast<double>(degree)) - size) < 1e-12);
  }
}

TEST(Percolation, Refuses) {
  EXPECT_REFUSED(giant_share(regular(8), -0.1), ErrorCode::domain, "diffusion.network.share");
  EXPECT_REFUSED(giant_share(regular(8), 1.1), ErrorCode::domain, "diffusion.network.share");
}

}  // namespace
}  // namespace tidu::diffusion::network
