// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"

namespace tidu::measure {

struct RankOptions {
  std::size_t top = 10;  ///< k of "among the first k"; more than there are regions: all are
  double level = 0.9;    ///< of the intervals
};

/// Where a region's rank lies over the replicates of an index. Ranks are midranks, 1 = highest.
struct RegionRank {
  double nominal = 0;
  double mean = 0;
  double low = 0;  ///< quantiles of type 7
  double median = 0;
  double high = 0;
  double best = 0;
  double worst = 0;
  double top_share = 0;  ///< share of the replicates with a rank of at most k, in [0, 1]
};

struct RankUncertainty {
  std::vector<RegionRank> regions;
  double mean_shift = 0;  ///< mean over replicates and regions of |rank - nominal rank| (Saisana et al. 2005)
  double reversals = 0;   ///< mean share of the pairs whose nominal order a replicate turns round, in [0, 1]
  /// (a, b): share of the replicates in which a scores higher than b, ties counting half; (a, b) + (b, a) = 1, 1/2 on
  /// the diagonal. Near 1/2: the index cannot tell the two apart.
  Array<double, Region, OtherRegion> above;
};

inline constexpr std::size_t kMostRankedRegions = 4096;  ///< the pairs need memory

/// Midranks of scores, 1 = highest.   cost O(n log n)
std::vector<double> falling_midranks(std::span<const double> scores);

/// Mean absolute rank shift (1/n) sum_i |rank_i - nominal_i|.   [Saisana, Saltelli & Tarantola 2005]
double mean_rank_shift(std::span<const double> ranks, std::span<const double> nominal_ranks);

/// Ranks of the regions over replicates of their scores.
/// scores    replicates x regions, at least one of each, finite.
/// nominal   scores of the index as published, by region.
/// errors    measure.ranks.shape (shape), measure.ranks.not_finite (domain; replicate and region from 1; 0 = the
///           nominal scores), measure.ranks.level (domain), measure.ranks.top (domain: 0), measure.ranks.too_many
///           (limit), measure.ranks.cancelled.
/// cost      O(replicates n^2). Same bits for any executor.
Result<RankUncertainty> rank_uncertainty(View<const double, Draw, Region> scores, std::span<const double> nominal,
                                         const RankOptions& options = {}, Executor& executor = serial_executor());

}  // namespace tidu::measure
