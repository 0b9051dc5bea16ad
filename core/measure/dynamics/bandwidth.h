// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace tidu::measure {

/// Values that Sheather & Jones' rules take: their cost is the square of it.
inline constexpr std::size_t kMaximumPairwise = 20'000;

/// How the bandwidth of a kernel density is found. s: standard deviation (divisor n - 1), IQR: type 7 quartiles.
enum class BandwidthRule : std::uint8_t {
  silverman,         ///< 0.9 min(s, IQR/1.34) n^(-1/5): R's nrd0, the default of density()
  scott,             ///< 1.06 min(s, IQR/1.34) n^(-1/5): R's nrd
  sheather_jones,    ///< solve-the-equation, exact: all pairs of values, root to full precision
  sheather_jones_r,  ///< the same as R's bw.SJ computes it: pairs counted in 1,000 bins, root to a tolerance of 1 % of
                     ///< the upper end of its search; the digits of R, not those of the equation
  given,             ///< a number
};

/// The bandwidth h of values, as the standard deviation of the kernel. Weights, if any, play no part (as in R).
/// Silverman's rule falls back as R's does when the quartiles coincide: s, then |x_1|, then 1 in place of the minimum.
/// [Silverman 1986, 3.31; Scott 1992, 6.5; Sheather & Jones 1991, solve-the-equation; Venables & Ripley 2002, 5.6]
/// x        n >= 2 finite values.
/// returns  h > 0, unit of x.
/// errors   measure.density.too_few (shape), measure.density.not_finite (domain; position from 1),
///          measure.density.no_spread (domain: Scott's and Sheather & Jones' rules where the quartiles coincide),
///          measure.density.no_bandwidth (no_convergence: Sheather & Jones' equation has no root for these values),
///          measure.density.too_many (limit: Sheather & Jones), measure.density.rule (domain: BandwidthRule::given has
///          no rule to work out).
/// cost     O(n log n); Sheather & Jones: O(n^2) pairs, times some 30 evaluations for the exact one, once for R's.
Result<double> bandwidth(std::span<const double> x, BandwidthRule rule);

}  // namespace tidu::measure
