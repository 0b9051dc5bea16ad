// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/spectrum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "core/measure/space/support_test.h"
#include "core/measure/space/weights_kinds.h"
#include "core/measure/space/weights_matrix.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

TEST(Spectrum, OfARingIsKnown) {
  // Eigenvalues cos(2 pi k/6) of the row-standardised ring of six.
  const std::vector<Link> ring{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}};
  const auto values = eigenvalues(*SpatialWeights::contiguity(6, ring, IslandRule::error));
  ASSERT_TRUE(values);
  const double expected[] = {-1, -0.5, -0.5, 0.5, 0.5, 1};
  for (std::size_t k = 0; k < 6; ++k) EXPECT_NEAR((*values)[k].real(), expected[k], 1e-14);
}

TEST(Spectrum, OfADirectedRingIsComplex) {
  // w_i,i+1 = 1: the n-th roots of 1. With a region that only looks on (and so adds a 0).
  const std::vector<WeightEntry> ring{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {3, 0, 1}, {4, 0, 1}, {4, 2, 1}};
  const auto w = *SpatialWeights::from_entries(5, ring, IslandRule::error, WeightTransform::none);
  const auto values = eigenvalues(w);
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 5);
  for (const std::complex<double> root : {std::complex<double>(-1, 0), {0, -1}, {0, 0}, {0, 1}, {1, 0}}) {
    double nearest = 1;
    for (const auto& value : *values) nearest = std::min(nearest, std::abs(value - root));
    EXPECT_LT(nearest, 1e-14);
  }
  const auto interval = admissible_interval(w);
  ASSERT_TRUE(interval);
  EXPECT_FALSE(interval->symmetrisable);
  EXPECT_NEAR(interval->lower, -1, 1e-14);
  EXPECT_NEAR(interval->upper, 1, 1e-14);
}

TEST(Spectrum, OfNearestNeighboursHasItsTraces) {
  // the two nearest of points on a line with growing gaps: not symmetric, reducible
  std::vector<double> x;
  for (int i = 0; i < 30; ++i) x.push_back(std::fmod(i * 0.37, 1.0) + 0.05 * i);
  const auto distances = *plane_distances(x, std::vector<double>(30, 0.0));
  const auto w = *SpatialWeights::from_entries(30, *k_nearest_entries(distances, 2), IslandRule::error);
  const auto values = eigenvalues(w);
  ASSERT_TRUE(values);
  std::complex<double> sum = 0;
  std::complex<double> squares = 0;
  for (const auto& value : *values) {
    sum += value;
    squares += value * value;
  }
  double trace = 0;
  for (const WeightEntry& e : w.entries()) trace += e.weight * w.at(e.to, e.from);
  EXPECT_NEAR(std::abs(sum), 0, 1e-12);
  EXPECT_NEAR(std::abs(squares - trace), 0, 1e-12);
  EXPECT_NEAR(*spectral_radius(w), 1, 1e-13);  // row-standardised
}

TEST(Spectrum, WeightsWithoutACycleHaveNone) {
  const std::vector<WeightEntry> chain{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {0, 3, 2}};
  const auto w = *SpatialWeights::from_entries(4, chain, IslandRule::zero_lag, WeightTransform::none);
  EXPECT_EQ(*spectral_radius(w), 0);
  EXPECT_REFUSED(admissible_interval(w), ErrorCode::domain, "measure.space.no_spectrum");
  EXPECT_REFUSED(SpatialWeights::from_entries(4, chain, IslandRule::zero_lag, WeightTransform::spectral),
                 ErrorCode::domain, "measure.space.no_spectrum");
}

TEST(Spectrum, IntervalOfColumbus) {
  TIDU_GOLDEN(path, "columbus_nb.txt");
  const auto w = *SpatialWeights::contiguity(49, testing::read_links(path), IslandRule::error);
  const auto interval = admissible_interval(w);
  ASSERT_TRUE(interval);
  EXPECT_TRUE(interval->symmetrisable);
  EXPECT_FALSE(w.symmetric());
  EXPECT_NEAR(interval->upper, 1, 1e-13);  // row-standardised
  // The eigenvalues' sums are traces: sum w_k = 0, sum w_k^2 = tr(WW) = sum w_ij w_ji.
  double first = 0;
  double second = 0;
  const auto values = eigenvalues(w);
  for (const auto& value : *values) {
    first += value.real();
    second += value.real() * value.real();
  }
  double trace = 0;
  for (const WeightEntry& e : w.entries()) trace += e.weight * w.at(e.to, e.from);
  EXPECT_NEAR(first, 0, 1e-12);
  EXPECT_NEAR(second, trace, 1e-12);
  EXPECT_DOUBLE_EQ(interval->lower, 1 / values->front().real());
}

TEST(Spectrum, ComplexEigenvaluesBoundNothing) {
  // A one-way ring of three has the third roots of 1; with a two-way pair beside it also -1/2 and 1/2.
  const std::vector<WeightEntry> entries{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {3, 4, 0.5}, {4, 3, 0.5}};
  const auto w = *SpatialWeights::from_entries(5, entries, IslandRule::error, WeightTransform::none);
  const auto values = eigenvalues(w);
  ASSERT_TRUE(values);
  EXPECT_NEAR((*values)[0].real(), -0.5, 1e-14);
  EXPECT_NEAR(std::fabs((*values)[1].imag()) + std::fabs((*values)[0].imag()) + std::fabs((*values)[2].imag()),
              std::sqrt(3.0), 1e-13);
  const auto interval = admissible_interval(w);
  EXPECT_FALSE(interval->symmetrisable);
  EXPECT_NEAR(interval->smallest, -0.5, 1e-13);
  EXPECT_NEAR(interval->upper, 1, 1e-13);
  const std::vector<WeightEntry> ring{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}};
  const auto one_way = admissible_interval(*SpatialWeights::from_entries(3, ring, IslandRule::error));
  EXPECT_EQ(one_way->smallest, 0);
  EXPECT_NEAR(one_way->lower, -1, 1e-13);  // no real eigenvalue is negative: -1/largest
  const std::vector<WeightEntry> chain{{0, 1, 1}, {1, 2, 1}};
  EXPECT_REFUSED(admissible_interval(*SpatialWeights::from_entries(3, chain, IslandRule::zero_lag)), ErrorCode::domain,
                 "measure.space.no_spectrum");
}

TEST(Spectrum, ScalingByItGivesALargestEigenvalueOfOne) {
  const std::vector<WeightEntry> entries{{0, 1, 3}, {1, 0, 3}, {1, 2, 5}, {2, 1, 5}, {0, 2, 1}, {2, 0, 1}};
  const auto w = SpatialWeights::from_entries(3, entries, IslandRule::error, WeightTransform::spectral);
  ASSERT_TRUE(w);
  EXPECT_NEAR(*spectral_radius(*w), 1, 1e-14);
  EXPECT_NEAR(w->at(1, 2) / w->at(0, 1), 5.0 / 3, 1e-15);
}

}  // namespace
}  // namespace tidu::measure
