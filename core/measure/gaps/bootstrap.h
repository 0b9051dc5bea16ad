// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"

namespace tidu::measure {

/// How an interval is read off the replicates t*, with q(p) their quantile and t the value found.
enum class IntervalMethod : std::uint8_t {
  percentile,  ///< [q(a), q(1 - a)]: keeps the range of the measure; ignores that t* lies below t on average
  basic,       ///< [2t - q(1 - a), 2t - q(a)]: corrects that; may leave the range of the measure
  bca,  ///< percentiles moved by bias and acceleration (Efron 1987): keeps the range and corrects to second order
};

inline constexpr std::uint64_t kMaximumReplicates = 100'000;

struct BootstrapOptions {
  std::uint64_t replicates = 999;  ///< 1 .. kMaximumReplicates
  double level = 0.95;             ///< of the interval, in (0, 1)
  IntervalMethod method = IntervalMethod::bca;
  std::uint64_t seed = 0;
};

/// The interval of one statistic.
struct Interval {
  double value = 0;  ///< of the data as they are
  double low = 0;
  double high = 0;
  double bias = 0;         ///< mean of t* - t
  double sd = 0;           ///< of t*, divisor replicates
  std::uint64_t used = 0;  ///< replicates in which the statistic has a value
  bool at_edge = false;    ///< an end is the smallest or largest replicate: too few of them for this level and skew
};

/// Writes the statistics of a resample in which each region counts as often as `counts` says (whole numbers that sum to
/// n within each stratum; for the jackknife a single 0). Multiply population weights by the counts: to all measures of
/// this folder a weight is as many copies. A statistic without value is a NaN: the replicate is left out for it.
using BootstrapStatistics = FunctionRef<void(std::span<const double> counts, std::span<double> values)>;

/// Intervals by resampling regions with replacement, inside their groups where groups are given, so that every resample
/// has as many regions of each group as the study.   [Efron & Tibshirani 1993, ch. 13-14; Davison & Hinkley 1997, ch.
/// 5; for measures of inequality Mills & Zandvakili 1997, Biewen 2002] The error concept. A study of all provinces
/// observes its population: nothing was sampled. Such an interval answers another question: how far would the measure
/// move in another draw of regions from the process that made these ones (superpopulation)? Errors of measurement and
/// of an index's construction are not in it. Say so where it is shown. A region is drawn with all its years: hand all
/// years to one call and the change between two years has an interval, too. stratum_of   empty (one stratum) or the
/// group of each of n >= 2 regions. A group of one region never varies. statistics   how many values `statistic`
/// writes. It is called from several threads at once with different spans. returns      one interval a statistic; q(p)
/// interpolates between order statistics at (replicates + 1) p. errors       measure.bootstrap.too_few (shape: n < 2),
/// measure.bootstrap.strata (shape),
///              measure.bootstrap.replicates (limit), measure.bootstrap.level (domain), measure.bootstrap.no_value
///              (domain: a statistic, from 1, has no value on the data or in more than half of the replicates),
///              measure.bootstrap.cancelled (cancelled).
/// cost         replicates (+ n + 1) calls and replicates x statistics x 8 bytes. Same bits for any executor.
Result<std::vector<Interval>> bootstrap(std::size_t regions, std::span<const std::size_t> stratum_of,
                                        std::size_t statistics, BootstrapStatistics statistic,
                                        const BootstrapOptions& options = {}, Executor& executor = serial_executor());

/// The interval that given replicates have, for statistics computed elsewhere.
/// replicates    of the statistic; those that are not finite are left out.
/// acceleration  of BCa: a = sum_s n_s^-3 sum_i l_si^3 / (6 [sum_s n_s^-2 sum_i l_si^2]^(3/2)), l the influence values;
///               0 for the bias-corrected percentiles. Other methods do not use it.
/// errors        measure.bootstrap.level, measure.bootstrap.no_value (domain).
/// cost          O(replicates log replicates).
Result<Interval> interval_of(double value, std::span<const double> replicates, const BootstrapOptions& options,
                             double acceleration = 0);

}  // namespace tidu::measure
