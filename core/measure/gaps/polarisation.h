// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/measure/gaps/population.h"

// Measures of polarisation: inequality falls when the members of a camp become alike, polarisation rises. Arguments,
// their errors and what weights mean as in core/measure/gaps/inequality.h.

namespace tidu::measure {

/// Wolfson's index of bipolarisation, W = 4 (mu/m) [1/2 - L(1/2) - G/2] with the median m, the Lorenz curve L and the
/// Gini coefficient G.   [Wolfson 1994]
/// The median is the value that holds the middle of the population; where the middle falls between two values it is
/// their mean (shares within 1e-12 of 1/2 count as 1/2).
/// x        >= 0 with a positive sum and a positive median.
/// returns  0 when all values are equal, 1 when one half has nothing and the other half shares everything equally;
///          above 1 possible when the median lies far below the mean.
/// errors   measure.polarisation.median_zero (domain).
/// cost     O(n log n).
Result<double> wolfson(std::span<const double> x, std::span<const double> weights = {});

inline constexpr double kMaximumPolarisationAlpha = 1.6;  ///< beyond it Esteban & Ray's axioms fail

/// Polarisation of Esteban & Ray, P = sum_i sum_j p_i^(1+a) p_j |y_i - y_j|/mu over the distinct values of y: who has
/// the same value belongs to one camp, so that copies change nothing. Their constant K is 1 and incomes are divided by
/// the mean; with a = 0 it is twice the Gini coefficient.   [Esteban & Ray 1994, theorem 1]
/// x        >= 0 with a positive sum; the camps' incomes, e.g. the means of macro-regions with their populations.
/// alpha    identification, in [0, 1.6]; Esteban & Ray's axiom 4 asks for 1 or more.
/// errors   measure.polarisation.alpha (domain).
/// cost     O(n log n).
Result<double> esteban_ray(std::span<const double> x, double alpha, std::span<const double> weights = {});

/// Polarisation between groups that are not alike inside.
struct GroupPolarisation {
  double between = 0;   ///< Esteban & Ray's index of the group means
  double spread = 0;    ///< G - G(group means): what the groups hide
  double extended = 0;  ///< between - beta spread; may be negative
};

/// Extended measure of Esteban, Gradin & Ray, P = P_ER(group means) - beta [G - G(group means)]: groups that are
/// unequal inside identify less.   [Esteban, Gradin & Ray 2007]
/// beta     >= 0; 1 in the paper.
/// errors   as esteban_ray; measure.inequality.groups_shape (shape), measure.inequality.group_unknown,
///          measure.polarisation.beta (domain).
/// cost     O(n log n + groups log groups).
Result<GroupPolarisation> group_polarisation(const GroupedValues& input, double alpha, double beta = 1);

}  // namespace tidu::measure
