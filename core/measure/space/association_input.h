// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/space/permutation_test.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// What every statistic of spatial association asks of its input.
/// errors   measure.association.shape (shape: other regions than the weights, or no year), measure.association.too_few
///          (shape: fewer than 4 regions with neighbours), measure.association.permutations,
///          measure.association.too_many (limit), measure.association.not_finite (domain; region and year from 1).
Result<void> check_association(View<const double, Region, Year> x, const SpatialWeights& w,
                               const PermutationTest& test);

/// A year's values as deviations from their mean; one that rounding alone makes is 0, so that it has no sign. The unit
/// is that of the values, or a power of two of it where their squares would leave the range of numbers (scale_to_unit):
/// all statistics made from them have none.
struct Deviations {
  std::vector<double> z;
  double mean = 0;
  double squares = 0;   ///< sum z^2 > 0
  double kurtosis = 0;  ///< b2 = m4/m2^2
};

/// errors   measure.association.constant (domain; the year from 1): all values are equal.
Result<Deviations> deviations(View<const double, Region, Year> x, std::size_t year);

/// (value - expected)/sqrt(variance); 0 where the variance is 0 but for rounding: then every arrangement of the values
/// has the expected value.
double standardised(double value, double expected, double variance);

/// A cross-section as a table of one year.
inline View<const double, Region, Year> one_year(std::span<const double> x) { return {x.data(), {x.size(), 1}}; }

}  // namespace tidu::measure
