// SPDX-License-Identifier: Apache-2.0
#include "core/base/sobol.h"

#include <gtest/gtest.h>

#include <set>

namespace tidu {
namespace {

TEST(Sobol, FirstPointsAsPublished) {
  // The first points of the generator that Joe and Kuo publish with their numbers.
  const double expected[10][3] = {{0, 0, 0},
                                  {0.5, 0.5, 0.5},
                                  {0.75, 0.25, 0.25},
                                  {0.25, 0.75, 0.75},
                                  {0.375, 0.375, 0.625},
                                  {0.875, 0.875, 0.125},
                                  {0.625, 0.125, 0.875},
                                  {0.125, 0.625, 0.375},
                                  {0.1875, 0.3125, 0.9375},
                                  {0.6875, 0.8125, 0.4375}};
  const SobolSequence sequence(3);
  std::vector<double> u(3);
  for (std::size_t k = 0; k < 10; ++k) {
    sequence.point(k, u);
    for (std::size_t d = 0; d < 3; ++d) EXPECT_EQ(u[d], expected[k][d]) << k << " " << d;
  }
}

TEST(Sobol, EachCoordinateIsEvenlySpread) {
  // Of the first 2^m points each interval of length 2^-m holds one, in every dimension: m_i odd and below 2^i.
  const SobolSequence sequence(kSobolDimensions);
  std::vector<double> u(kSobolDimensions);
  std::vector<std::set<int>> intervals(kSobolDimensions);
  for (std::size_t k = 0; k < 1024; ++k) {
    sequence.point(k, u);
    for (std::size_t d = 0; d < u.size(); ++d) intervals[d].insert(static_cast<int>(u[d] * 1024));
  }
  for (const auto& seen : intervals) EXPECT_EQ(seen.size(), 1024u);
}

TEST(Sobol, PairsOfDimensionsFillTheSquare) {
  // Of the first 2^12 points every cell of a 4 x 4 grid holds the same number in any two of the first twelve
  // dimensions.
  const SobolSequence sequence(12);
  std::vector<double> u(12);
  std::vector<int> counts(12 * 12 * 16);
  for (std::size_t k = 0; k < 4096; ++k) {
    sequence.point(k, u);
    for (std::size_t a = 0; a < 12; ++a) {
      for (std::size_t b = 0; b < a; ++b)
        ++counts[(a * 12 + b) * 16 + static_cast<std::size_t>(4 * u[a]) * 4 + static_cast<std::size_t>(4 * u[b])];
    }
  }
  for (const int count : counts) EXPECT_TRUE(count == 0 || count == 256) << count;
}

}  // namespace
}  // namespace tidu
