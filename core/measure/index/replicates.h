// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"

namespace tidu::measure {

/// Scores of one index made in many defensible ways (robustness.h). Draw d of two indices of a study stands for the
/// same choices, so that what joins them (coupling) is computed draw by draw.
struct IndexReplicates {
  Array<double, Draw, Year, Region> scores;  ///< in [0, 1]
  std::vector<std::size_t> years;            ///< which years of the study these are, rising positions from 0

  std::size_t draws() const { return scores.extent<Draw>(); }
  /// The scores of a draw by region. year  position in `years`
  std::span<const double> of(std::size_t draw, std::size_t year) const {
    const std::size_t regions = scores.extent<Region>();
    return std::span(scores.values()).subspan((draw * scores.extent<Year>() + year) * regions, regions);
  }
  /// The scores of a draw in all of its years.
  View<const double, Year, Region> of(std::size_t draw) const {
    const std::size_t cells = scores.extent<Year>() * scores.extent<Region>();
    return {scores.values().data() + draw * cells, {scores.extent<Year>(), scores.extent<Region>()}};
  }
  /// The scores of a year, copied.
  Array<double, Draw, Region> in_year(std::size_t year) const;
};

/// What the replicates say of a number that is computed from scores. The interval holds the index's own uncertainty
/// (weights, standardisation, aggregation, choice of indicators): the regions are all there are and nothing is
/// sampled, so it is no confidence interval, and it says nothing of errors in the data.
struct ReplicateInterval {
  double low = 0;
  double median = 0;
  double high = 0;
  double mean = 0;
  std::size_t replicates = 0;  ///< in which the number exists; 0: the fields above mean nothing
};

/// Computes numbers of one draw into `out`; false where they do not exist (a Theil index of a score of 0).
using DrawStatistic = FunctionRef<bool(std::size_t draw, std::span<double> out)>;

/// Intervals of `values` numbers that a statistic computes of each draw: quantiles (1 - level)/2, 1/2, (1 + level)/2
/// (type 7), and the mean, over the draws in which it exists.
/// draws      >= 1.
/// statistic  called once a draw, perhaps at the same time from several threads.
/// level      in (0, 1).
/// errors     measure.replicates.level (domain), measure.replicates.none (shape: no draws),
/// measure.replicates.cancelled. cost       draws statistics, and sorting. Same bits for any executor.
Result<std::vector<ReplicateInterval>> over_draws(std::size_t draws, std::size_t values, DrawStatistic statistic,
                                                  double level = 0.9, Executor& executor = serial_executor());

/// Computes numbers of one year's scores by region into `out`; false where they do not exist.
using ScoreStatistic = FunctionRef<bool(std::span<const double> scores, std::span<double> out)>;

/// over_draws() of what depends on one index in one year.
/// year     position in replicates.years.
/// example  over_replicates(replicates, year, 1, [](std::span<const double> scores, std::span<double> out) {
///            const auto g = gini(scores); if (g) out[0] = *g; return g.has_value(); })
Result<std::vector<ReplicateInterval>> over_replicates(const IndexReplicates& replicates, std::size_t year,
                                                       std::size_t values, ScoreStatistic statistic, double level = 0.9,
                                                       Executor& executor = serial_executor());

}  // namespace tidu::measure
