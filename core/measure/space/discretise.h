// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

/// How a continuous variable becomes classes.   [Slocum et al. 2009, ch. 5]
enum class Discretisation : std::uint8_t {
  equal_interval,      ///< borders min + i (max - min)/k
  quantile,            ///< borders are the i/k quantiles (type 7)
  natural_breaks,      ///< smallest variance within classes, exactly (breaks.h)
  geometric,           ///< borders min (max/min)^(i/k); values above 0
  standard_deviation,  ///< borders mean + (i - k/2) sd, divisor n - 1
};
inline constexpr std::size_t kDiscretisations = 5;

struct Discretised {
  std::vector<std::size_t> class_of;  ///< 0 .. classes - 1 by rising value
  std::vector<double> borders;        ///< classes - 1 inner borders, rising; a value on a border is in the lower class
  std::size_t classes = 0;            ///< as asked for
  std::size_t empty = 0;              ///< classes without a value
};

/// Equal values are always in one class, whatever the rule, so that quantile classes need not be of equal size.
/// x        n >= 1 finite values.
/// classes  k >= 1.
/// errors   measure.discretise.empty (shape), measure.discretise.not_finite (domain; position),
/// measure.discretise.classes
///          (domain: k = 0 or above n), measure.discretise.not_positive (domain: geometric; position, value), and those
///          of natural_breaks (more classes than distinct values).
/// cost     O(n log n), natural breaks as natural_breaks(). Same bits for any thread count.
Result<Discretised> discretise(std::span<const double> x, Discretisation rule, std::size_t classes);

}  // namespace tidu::measure
