// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/degree_law.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::law;
using testing::poisson;
using testing::regular;

TEST(DegreeLaw, MeansAndExcess) {
  EXPECT_EQ(regular(8).mean(), 8);
  EXPECT_EQ(regular(8).mean_excess(), 7);
  EXPECT_EQ(regular(1).mean_excess(), 0);
  EXPECT_EQ(poisson(5.5).mean(), 5.5);
  EXPECT_EQ(poisson(5.5).mean_excess(), 5.5) << "a neighbour has as many other links as anybody has links";
  // A quarter with 1, the rest with 3: z = 2.5; a link leads to degree 3 with probability 2.25/2.5.
  const DegreeLaw mixed = law({0, 0.25, 0, 0.75});
  EXPECT_DOUBLE_EQ(mixed.mean(), 2.5);
  EXPECT_DOUBLE_EQ(mixed.mean_excess(), 1.8);
}

TEST(DegreeLaw, PoissonProbabilities) {
  const DegreeLaw five = poisson(5);
  EXPECT_NEAR(five.probabilities()[0], std::exp(-5.0), 1e-17);
  EXPECT_NEAR(five.probabilities()[5], 0.17546736976785068, 1e-15);
  const DegreeLaw large = poisson(kMaximumPoissonMean);
  // P(X = 1000) for z = 1000: exp(-1000) 1000^1000/1000!, by mpmath.
  EXPECT_NEAR(large.probabilities()[1000], 0.0126146113487, 1e-12);
}

TEST(DegreeLaw, RegularAsAnyLaw) {
  const DegreeLaw a = regular(4);
  const DegreeLaw b = law({0, 0, 0, 0, 1});
  for (const double x : {0.0, 0.2, 0.7, 1.0}) {
    EXPECT_NEAR(a.psi(x), b.psi(x), 1e-15);
    EXPECT_NEAR(a.slope(x), b.slope(x), 1e-15);
    EXPECT_NEAR(a.curvature(x), b.curvature(x), 1e-14);
  }
}

TEST(DegreeLaw, PoissonAsAnyLaw) {
  const DegreeLaw a = poisson(3.7);
  const DegreeLaw b = law({a.probabilities().begin(), a.probabilities().end()});
  for (const double x : {0.0, 0.2, 0.7, 1.0}) {
    EXPECT_NEAR(a.psi(x), b.psi(x), 1e-14);
    EXPECT_NEAR(a.slope(x), b.slope(x), 1e-13);
    EXPECT_NEAR(a.curvature(x), b.curvature(x), 1e-13);
  }
}

TEST(DegreeLaw, CloseToOne) {
  // (1 - 1e-9)^4096 and its like with one power less, by mpmath; from 1 - y they would lose up to three digits more.
  EXPECT_NEAR(regular(4096).psi_below(1e-9), 0.9999959040083865486, 2e-16);
  EXPECT_NEAR(regular(4096).excess_below(1e-9), 0.9999959050083824536, 2e-16);
  for (const DegreeLaw& any : {regular(1), regular(5), poisson(3), law({0.1, 0.4, 0.5})}) {
    for (const double y : {0.0, 0.25, 1.0}) {
      EXPECT_NEAR(any.psi_below(y), any.psi(1 - y), 1e-15);
      EXPECT_NEAR(any.excess_below(y), any.excess(1 - y), 1e-15);
    }
    EXPECT_EQ(any.psi_below(0), 1);
    EXPECT_EQ(any.excess_below(0), 1);
    EXPECT_NEAR(any.psi_below(1 + 1e-16), any.psi(0), 1e-15);
  }
}

RC_GTEST_PROP(DegreeLaw, ExactlyOneAtOne, ()) {
  const auto weights =
      *rc::gen::container<std::vector<int>>(*rc::gen::inRange<std::size_t>(2, 30), rc::gen::inRange(1, 100));
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> p;
  for (const int w : weights) p.push_back(w / total);
  const DegreeLaw any = law(p);
  RC_ASSERT(any.psi(1) == 1 && any.excess(1) == 1);
  const double x = *rc::gen::inRange(0, 1000) / 1000.0;
  RC_ASSERT(any.psi(x) <= 1 && any.psi(x) >= p[0] * (1 - 1e-12));
  // Derivatives against differences.
  const double h = 1e-5;
  RC_ASSERT(std::fabs((any.psi(x + h) - any.psi(x)) / h - any.slope(x + h / 2)) < 1e-5);
  RC_ASSERT(std::fabs((any.slope(x + h) - any.slope(x)) / h - any.curvature(x + h / 2)) < 1e-3);
}

TEST(DegreeLaw, Refuses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(DegreeLaw::regular(0), ErrorCode::domain, "diffusion.network.degree");
  EXPECT_REFUSED(DegreeLaw::regular(kMaximumDegree + 1), ErrorCode::domain, "diffusion.network.degree");
  EXPECT_REFUSED(DegreeLaw::poisson(0), ErrorCode::domain, "diffusion.network.mean_degree");
  EXPECT_REFUSED(DegreeLaw::poisson(nan), ErrorCode::domain, "diffusion.network.mean_degree");
  EXPECT_REFUSED(DegreeLaw::poisson(1001), ErrorCode::domain, "diffusion.network.mean_degree");
  const auto from = [](std::vector<double> p) { return DegreeLaw::from_probabilities(p); };
  EXPECT_REFUSED(from({}), ErrorCode::shape, "diffusion.network.law_size");
  EXPECT_REFUSED(from(std::vector<double>(kMaximumDegree + 2, 0)), ErrorCode::shape, "diffusion.network.law_size");
  EXPECT_REFUSED(from({1.5, -0.5}), ErrorCode::domain, "diffusion.network.law_probability");
  EXPECT_REFUSED(from({0.5, nan}), ErrorCode::domain, "diffusion.network.law_probability");
  EXPECT_REFUSED(from({0.5, 0.4}), ErrorCode::domain, "diffusion.network.law_sum");
  EXPECT_REFUSED(from({1, 0}), ErrorCode::domain, "diffusion.network.no_links");
}

}  // namespace
}  // namespace tidu::diffusion::network
