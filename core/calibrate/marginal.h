// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/formula.h"
#include "core/base/result.h"
#include "core/calibrate/path_fit.h"

namespace tidu::calibrate {

/// The posterior of one parameter with all others integrated out, on a grid. With the parameter held at x, Laplace's
/// approximation of the data's density, times its prior:
///
///   ln p(x | z) = ln p(z | x, s(x)) + ln p(s(x)) + ln p(x) + constant       [laplace_marginal]
///
/// and s(x) the standard deviations (sigma, tau, shock), estimated anew at each x. Unlike a normal distribution around
/// the mode it is as skew as the data make it, and it knows that the standard deviations are not.
/// On 200 synthetic panels (8 regions, 6 years) 90 % intervals of discontinuance so held the truth 89 times of 100,
/// normal ones 78: small rates look all alike, so that the truth lies below them (19 of the 22).
struct Marginal {
  std::vector<double> x;            ///< rising, on the scale of theta
  std::vector<double> log_density;  ///< up to a constant

  /// Quantile of the density whose logarithm is linear between the points; none beyond them. p in (0, 1).
  double quantile(double p) const;
};

/// parameter  kInnovation to kAware of PathLayout, with a prior whose sd is above 0 and finite
/// errors     cancelled; calibrate.marginal (no_convergence: fewer than 3 points could be fitted)
/// cost       about 13 points, each a fit without its polish: 31 regions x 11 years about 25 ms a point
Result<Marginal> posterior_marginal(const PathFitInput& input, const PathFit& fit, std::size_t parameter,
                                    Executor& executor = serial_executor());

std::span<const FormulaRecord> marginal_formulas();

}  // namespace tidu::calibrate
