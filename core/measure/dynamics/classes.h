// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// Where the borders between classes come from.
enum class CutoffRule : std::uint8_t {
  pooled,  ///< quantiles of all regions and years together: a class means the same in every year
  yearly,  ///< quantiles of each year: a region's class is its place among the others of that year
  given,   ///< ClassRequest::cutoffs
};

struct ClassRequest {
  std::size_t classes = 4;  ///< k; not read when cutoffs are given
  CutoffRule rule = CutoffRule::pooled;
  std::span<const double> cutoffs = {};  ///< with CutoffRule::given: k - 1 rising values
};

struct Classes {
  std::size_t count = 0;                ///< k
  std::vector<double> cutoffs;          ///< k - 1 values; yearly: k - 1 values of the first year, of the second, ...
  Array<std::size_t, Region, Year> of;  ///< class of each value, 0 (lowest) .. k - 1
  std::vector<std::uint64_t> sizes;     ///< values of all years in each class
};

inline constexpr std::size_t kMaximumClasses = 100;

/// Classes of a panel, from its quantiles j/k (j = 1 .. k - 1) or from given cutoffs c_1 < ... < c_(k-1). A value's
/// class is the number of cutoffs below it: class 0 is (-inf, c_1], class j is (c_j, c_(j+1)]. A value that equals a
/// cutoff therefore falls into the lower class, always; where many values are equal two cutoffs may be equal, and the
/// class between them stays empty and keeps its number (mapclassify drops it and renumbers the others).
/// x        regions x years, at least one of each, finite.
/// errors   measure.classes.shape, measure.classes.count (shape: k < 2 or k > kMaximumClasses),
///          measure.classes.not_finite (domain; region and year from 1), measure.classes.cutoffs (domain; position from
///          1 of the first cutoff that is not finite or not above the one before it).
/// cost     O(N log N), N = regions x years.
Result<Classes> classify(View<const double, Region, Year> x, const ClassRequest& request = {});

}  // namespace tidu::measure
