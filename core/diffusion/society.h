// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "core/base/formula.h"

namespace tidu::diffusion {

inline constexpr std::size_t kGroups = 5;

/// Rogers' adopter groups: the quantile bands of a normal distribution cut at mean + 2 sd, + 1 sd, mean and - 1 sd.
inline constexpr std::array<double, kGroups> kGroupShares{0.025, 0.135, 0.34, 0.34, 0.16};

/// Mean normal score of each group, innovators first: (phi(z_low) - phi(z_high)) / share.
std::array<double, kGroups> group_scores();

/// How much faster than the mean each group adopts: exp(s z_a) over its mean over people.
std::array<double, kGroups> group_factors(double spread);

/// How regions see each other.
struct RegionLinks {
  std::vector<std::size_t> start;      ///< n + 1 offsets into `neighbour`
  std::vector<std::size_t> neighbour;  ///< neighbours of region r: start[r] .. start[r + 1]
  std::vector<double> share;           ///< n population shares, summing to 1

  std::size_t regions() const { return share.size(); }
};

/// Links from pairs of neighbours, each given once. A region without neighbours sees the nation in their stead.
/// pairs       indices below population.size()
/// population  n values > 0
RegionLinks make_links(std::span<const std::pair<std::size_t, std::size_t>> pairs, std::span<const double> population);

std::span<const FormulaRecord> formulas();

}  // namespace tidu::diffusion
