// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

/// Rates made comparable for measures of spatial association: the rate of a small population varies by chance alone,
/// which Moran's I of raw rates takes for a pattern. z_i = (p_i - b)/sqrt(v_i), p_i = events/population, b the overall
/// rate, v_i = a + b/population_i, a = s^2 - b/(mean population), s^2 = sum population_i (p_i - b)^2/sum population;
/// where v_i would be negative it is b/population_i.   [Assuncao & Reis 1999]
/// events      n >= 1 counts >= 0, not all 0.
/// population  n populations at risk > 0.
/// errors      measure.rates.shape (shape), measure.rates.count, measure.rates.population, measure.rates.no_event
///             (domain; positions from 1).
/// cost        O(n).
Result<std::vector<double>> standardised_rates(std::span<const double> events, std::span<const double> population);

}  // namespace tidu::measure
