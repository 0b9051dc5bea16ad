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

/// A single weight: how much region `to` counts in the lag of region `from`.
struct WeightEntry {
  std::size_t from = 0;
  std::size_t to = 0;
  double weight = 0;

  friend bool operator==(const WeightEntry&, const WeightEntry&) = default;
};

/// A weight that is not 0 lies between 1/kLargestWeight and kLargestWeight, so that sums of squares stay numbers.
inline constexpr double kLargestWeight = 1e100;

/// Sparse spatial weights w_ij >= 0 of n regions, w_ii = 0; w_ij and w_ji may differ.   [Cliff & Ord 1981, ch. 1]
/// weights_kinds.h makes the entries of each kind of weights, weights_build.h all from a study's options.
class SpatialWeights {
 public:
  /// Weights from common borders.
  /// regions  n, number of regions.
  /// links    each border once, in either order.
  /// islands  what becomes of regions without neighbours; there is no default on purpose. nearest_link needs
  ///          distances: see weights_build.h; here it is refused like error.
  /// errors   measure.space.link_range, measure.space.link_self, measure.space.link_twice (domain/duplicate;
  ///          position of the link from 1), measure.space.island (missing; position of the first region without
  ///          neighbours, their number), measure.space.no_links (missing), and those of scaling in from_entries.
  /// cost     O(n + links log links); spectral scaling as spectral_radius.
  static Result<SpatialWeights> contiguity(std::size_t regions, std::span<const Link> links, IslandRule islands,
                                           WeightTransform transform = WeightTransform::row);

  /// Weights from their entries, in any order. An entry of 0 is no link.
  /// errors   measure.space.entry_range, measure.space.entry_self, measure.space.entry_value (domain; neither 0 nor
  ///          a positive number within the limits above; position of the entry from 1), measure.space.entry_twice
  ///          (duplicate), measure.space.no_links, measure.space.island (missing); spectral scaling:
  ///          measure.space.no_spectrum (domain: all eigenvalues are 0, as in weights without a cycle) and the errors
  ///          of spectral_radius.
  static Result<SpatialWeights> from_entries(std::size_t regions, std::span<const WeightEntry> entries,
                                             IslandRule islands, WeightTransform transform = WeightTransform::row);

  std::size_t regions() const { return start_.size() - 1; }
  /// Neighbours of region i, ascending, and the weights w_ij beside them.
  std::span<const std::uint32_t> neighbours(std::size_t i) const {
    return {column_.data() + start_[i], start_[i + 1] - start_[i]};
  }
  std::span<const double> weights(std::size_t i) const {
    return {weight_.data() + start_[i], start_[i + 1] - start_[i]};
  }
  /// w_ij; 0 where j is no neighbour of i.
  double at(std::size_t i, std::size_t j) const;
  /// All weights, ordered by region, then neighbour.
  std::vector<WeightEntry> entries() const;
  /// Number of weights that are not 0; a common border counts twice.
  std::size_t links() const { return column_.size(); }
  /// Regions without neighbours, ascending.
  const std::vector<std::size_t>& islands() const { return islands_; }
  /// n in the moments of Moran's I: regions with at least one neighbour.
  std::size_t effective_regions() const { return regions() - islands_.size(); }
  /// Whether w_ij = w_ji everywhere, to the bit.
  bool symmetric() const { return symmetric_; }

  double s0() const { return s0_; }  ///< sum_ij w_ij
  double s1() const { return s1_; }  ///< (1/2) sum_ij (w_ij + w_ji)^2
  double s2() const { return s2_; }  ///< sum_i (sum_j w_ij + sum_j w_ji)^2

  /// out_i = sum_j w_ij x_j; 0 for islands. Both spans have n elements.
  void lag(std::span<const double> x, std::span<double> out) const;
  /// sum_j w_ij of each region i, and sum_i w_ij of each region j.
  std::vector<double> row_sums() const;
  std::vector<double> column_sums() const;

 private:
  SpatialWeights() = default;
  static Result<SpatialWeights> make(std::size_t regions, std::vector<WeightEntry> sorted, IslandRule islands,
                                     WeightTransform transform);
  Result<void> scale(WeightTransform transform);
  void compute_sums();

  std::vector<std::size_t> start_;  // first entry of each region in column_ and weight_, and the end
  std::vector<std::uint32_t> column_;
  std::vector<double> weight_;
  std::vector<std::size_t> islands_;
  bool symmetric_ = false;
  double s0_ = 0;
  double s1_ = 0;
  double s2_ = 0;
};

}  // namespace tidu::measure
