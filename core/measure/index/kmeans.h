// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

struct KMeansOptions {
  std::size_t clusters = 3;
  std::size_t restarts = 64;  ///< seedings that are tried; the best partition is kept
  std::uint64_t seed = 0;
};

inline constexpr std::size_t kMaximumRestarts = 10'000;

struct Clusters {
  std::vector<std::size_t> cluster_of;  ///< of each row, 0 .. k - 1; cluster 0 has the largest sum over its centre
  Array<double, Group, Column> centres;
  std::vector<std::size_t> sizes;
  double within = 0;                 ///< sum of squared distances to the own centre
  double total = 0;                  ///< sum of squared distances to the mean of all
  double goodness = 0;               ///< 1 - within/total in [0, 1]: goodness of variance fit
  std::size_t restarts_at_best = 0;  ///< restarts that ended at this sum: few of many say that the optimum is doubtful
};

/// k-means: the partition of n points into k clusters with the smallest sum of squared Euclidean distances to the
/// clusters' means. Seeds by k-means++ (the first uniform, each next with probability proportional to its squared
/// distance to the nearest seed); then single points move to the cluster that lowers the sum most (n_A/(n_A - 1) d_A^2
/// against n_B/(n_B + 1) d_B^2) until none does, which ends no worse than Lloyd's iteration and leaves no cluster
/// empty. The best of all restarts, of equal ones the first; of equally good moves the one to the lower cluster.
/// One column is done exactly by dynamic programming (natural breaks), without random numbers.
/// [Hartigan & Wong 1979; Arthur & Vassilvitskii 2007; Telgarsky & Vattani 2010; one dimension: Fisher 1958]
/// points   n rows x d columns, finite, on scales that may be compared: standardise first.
/// errors   measure.clusters.shape (shape: no rows or columns), measure.clusters.count (domain: k outside 1 .. n),
///          measure.clusters.restarts (domain), measure.clusters.not_finite (domain; row and column from 1),
///          measure.clusters.distinct (domain: fewer than k distinct points).
/// cost     O(restarts passes n k d); passes are some tens. Same bits for the same seed on every machine.
Result<Clusters> k_means(View<const double, Row, Column> points, const KMeansOptions& options = {});

}  // namespace tidu::measure
