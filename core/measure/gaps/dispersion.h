// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/measure/divisor.h"

// Measures of dispersion. Arguments, their errors and what weights mean as in core/measure/gaps/inequality.h.

namespace tidu::measure {

/// Coefficient of variation, sd/mu. With population weights and divisor n it is Williamson's weighted coefficient; the
/// sigma of sigma convergence.   [Williamson 1965]
/// x        finite with a positive weighted mean; may hold zeros and negative values.
/// returns  >= 0; divisor n: at most sqrt(1/min p - 1) for x >= 0.
/// errors   measure.inequality.mean_not_positive (domain); n_minus_one: measure.inequality.too_few (shape).
/// cost     O(n).
Result<double> variation(std::span<const double> x, std::span<const double> weights = {}, Divisor divisor = Divisor::n);

/// Standard deviation of ln x about its mean.   [Cowell 2011, ch. 2; Barro & Sala-i-Martin 1992]
/// x        > 0.
/// errors   n_minus_one: measure.inequality.too_few (shape).
/// cost     O(n).
Result<double> log_sd(std::span<const double> x, std::span<const double> weights = {}, Divisor divisor = Divisor::n);

/// max/min of the values with weight.
/// x        > 0.
/// returns  >= 1: it is 1 when all values are equal.
/// cost     O(n).
Result<double> range_ratio(std::span<const double> x, std::span<const double> weights = {});

/// (max - min)/mu of the values with weight.
/// x        finite with a positive weighted mean.
/// errors   measure.inequality.mean_not_positive (domain).
/// cost     O(n).
Result<double> relative_range(std::span<const double> x, std::span<const double> weights = {});

/// Ordinate of the Lorenz curve: the share of the total that belongs to the poorest `share` of the population, straight
/// between the values (a region's people are alike).   [Lorenz 1905]
/// x        >= 0 with a positive sum.
/// share    in [0, 1].
/// errors   measure.inequality.share (domain).
/// cost     O(n log n).
Result<double> lorenz_share(std::span<const double> x, double share, std::span<const double> weights = {});

/// The two ends whose shares are compared.
struct Ends {
  double top = 0.1;
  double bottom = 0.4;
};

/// Share of the richest `top` of the population over that of the poorest `bottom`: Palma's ratio with 0.1 and 0.4, the
/// quintile share ratio S80/S20 with 0.2 and 0.2. The ends cut through regions (lorenz_share): without weights and with
/// few values the top tenth is a fraction of one region, so read it with population weights or many regions.
/// [Palma 2011; Cobham & Sumner 2013]
/// x        >= 0 with a positive sum.
/// ends     both in (0, 1).
/// returns  >= 0; top/bottom when all values are equal.
/// errors   measure.inequality.share, measure.inequality.bottom_zero (domain: the poorest have nothing).
/// cost     O(n log n).
Result<double> top_bottom_ratio(std::span<const double> x, Ends ends = {}, std::span<const double> weights = {});

}  // namespace tidu::measure
