// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/space/options.h"

namespace tidu::measure {

/// A common border of two regions, by their positions in the region list. Which is first does not matter.
struct Link {
  std::size_t first = 0;
  std::size_t second = 0;
};

enum class LinkScaling : std::uint8_t {
  row,     ///< w_ij = 1/(neighbours of i): the lag is the neighbours' mean
  binary,  ///< w_ij = 1
};

/// Sparse spatial weights w_ij of n regions, w_ii = 0; the same pattern for ij and ji.   [Cliff & Ord 1981, ch. 1]
class SpatialWeights {
 public:
  /// Weights from common borders.
  /// regions  n, number of regions.
  /// links    each border once, in either order.
  /// islands  what becomes of regions without neighbours; there is no default on purpose.
  /// errors   measure.space.link_range, measure.space.link_self, measure.space.link_twice (domain/duplicate;
  ///          position of the link from 1), measure.space.island (missing; position of the first region without
  ///          neighbours, their number), measure.space.no_links (missing).
  /// cost     O(n + links log links).
  static Result<SpatialWeights> contiguity(std::size_t regions, std::span<const Link> links, IslandRule islands,
                                           LinkScaling scaling = LinkScaling::row);

  std::size_t regions() const { return start_.size() - 1; }
  /// Neighbours of region i, ascending, and the weights w_ij beside them.
  std::span<const std::uint32_t> neighbours(std::size_t i) const {
    return {column_.data() + start_[i], start_[i + 1] - start_[i]};
  }
  std::span<const double> weights(std::size_t i) const {
    return {weight_.data() + start_[i], start_[i + 1] - start_[i]};
  }
  /// Regions without neighbours, ascending.
  const std::vector<std::size_t>& islands() const { return islands_; }
  /// n in the moments of Moran's I: regions with at least one neighbour.
  std::size_t effective_regions() const { return regions() - islands_.size(); }

  double s0() const { return s0_; }  ///< sum_ij w_ij
  double s1() const { return s1_; }  ///< (1/2) sum_ij (w_ij + w_ji)^2
  double s2() const { return s2_; }  ///< sum_i (sum_j w_ij + sum_j w_ji)^2

  /// out_i = sum_j w_ij x_j; 0 for islands. Both spans have n elements.
  void lag(std::span<const double> x, std::span<double> out) const;

 private:
  SpatialWeights() = default;
  void compute_sums();

  std::vector<std::size_t> start_;  // first entry of each region in column_ and weight_, and the end
  std::vector<std::uint32_t> column_;
  std::vector<double> weight_;
  std::vector<std::size_t> islands_;
  double s0_ = 0;
  double s1_ = 0;
  double s2_ = 0;
};

}  // namespace tidu::measure
