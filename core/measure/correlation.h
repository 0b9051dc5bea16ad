// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

/// Pearson's product-moment correlation, r = sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2).
/// x, y     n >= 2 finite values each, neither constant.
/// returns  r in [-1, 1].
/// errors   measure.correlation.shape, measure.correlation.too_few (shape), measure.correlation.not_finite,
///          measure.correlation.constant (domain).
/// cost     O(n). Same bits for any thread count.
Result<double> pearson(std::span<const double> x, std::span<const double> y);

/// Spearman's rank correlation: Pearson's r of the midranks (equal values share the mean of their ranks).
/// [Spearman 1904; Kendall & Gibbons 1990, ch. 1 and 3]
/// Arguments, range and errors as in pearson. cost O(n log n).
Result<double> spearman(std::span<const double> x, std::span<const double> y);

/// Kendall's tau-b, (c - d)/sqrt((n0 - n1)(n0 - n2)), with c and d concordant and discordant pairs, n0 = n(n-1)/2
/// and n1, n2 the pairs tied in x and in y; tau-b corrects for ties and equals tau-a without them.   [Kendall 1945;
/// algorithm: Knight 1966]
/// Arguments, range and errors as in pearson. cost O(n log n).
Result<double> kendall_tau_b(std::span<const double> x, std::span<const double> y);

/// Midranks, 1 = smallest; equal values share the mean of their ranks. NaN is a programmer's mistake.
/// cost     O(n log n).
std::vector<double> midranks(std::span<const double> x);

}  // namespace tidu::measure
