// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

struct NaturalBreaks {
  std::vector<std::size_t> class_of;  ///< of each value, 0 = lowest .. classes - 1
  std::vector<double> upper;          ///< largest member of each class, rising; the last is the maximum
  std::vector<double> means;          ///< of each class, rising
  std::vector<std::size_t> sizes;
  double within = 0;    ///< sum of squared deviations from the class means
  double total = 0;     ///< sum of squared deviations from the mean of all
  double goodness = 0;  ///< goodness of variance fit, 1 - within/total in [0, 1]; 1 when each class is a single value
};

/// Natural breaks: the partition of values into k classes of neighbours with the smallest sum of squared deviations
/// from the class means, found exactly. That is k-means in one dimension. Equal values share a class; of equally good
/// partitions the one with the larger higher classes.   [Fisher 1958; Jenks 1977]
/// x        n >= 1 finite values.
/// classes  1 .. the number of distinct values.
/// errors   measure.breaks.empty (shape), measure.breaks.not_finite (domain; position from 1), measure.breaks.classes
///          (domain: 0 classes, or more than the distinct values).
/// cost     O(classes m^2) time and O(classes m) memory for m distinct values. Same bits for any thread count.
Result<NaturalBreaks> natural_breaks(std::span<const double> x, std::size_t classes);

/// Goodness of variance fit of any classes, 1 - within/total in [0, 1]; 1 when each class is a single value.
/// class_of  class of each value, from 0; as many as there are values (a programmer's promise).
/// cost      O(n).
double variance_fit(std::span<const double> x, std::span<const std::size_t> class_of);

}  // namespace tidu::measure
