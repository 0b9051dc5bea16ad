// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/options.h"

namespace tidu::measure {

/// Whether more of an indicator is better (positive) or worse (negative).
enum class Direction : std::uint8_t { positive, negative };

/// An indicator that does not vary in one year (yearly rule only).
struct ConstantYear {
  std::size_t indicator = 0;
  std::size_t year = 0;
  friend bool operator==(const ConstantYear&, const ConstantYear&) = default;
};

struct Standardised {
  Array<double, Indicator, Region, Year> values;  ///< in [0, 1]; 0 where the indicator does not vary
  std::vector<std::size_t> constant;              ///< indicators without any variation, ascending: weight 0 everywhere
  std::vector<ConstantYear> constant_years;  ///< yearly rule: years in which an otherwise varying indicator is flat
  bool trend_is_meaningful = true;  ///< false for the yearly rule: values of different years have different scales
};

/// Min-max standardisation: z = (x - min)/(max - min) for a positive, z = (max - x)/(max - min) for a negative
/// indicator; min and max over all regions and years (pooled) or over the regions of each year (yearly).
/// [OECD/JRC 2008, ch. 5]
/// x           indicators x regions x years, any unit, every cell finite.
/// directions  one for each indicator.
/// returns     values in [0, 1], 0 and 1 both taken by each varying indicator (in each year for the yearly rule).
/// errors      measure.standardise.empty, measure.standardise.directions (shape), measure.standardise.not_finite
///             (domain; positions of indicator, region, year, counted from 1).
/// cost        O(cells), one allocation. Same bits for any thread count.
Result<Standardised> standardise(View<const double, Indicator, Region, Year> x, std::span<const Direction> directions,
                                 Standardisation rule = Standardisation::pooled);

/// The same cells seen as indicators x pooled observations (region-year pairs), as the weighting rules want them.
/// No copy.
inline View<const double, Indicator, Row> pooled(View<const double, Indicator, Region, Year> x) {
  return {x.data(), {x.extent<Indicator>(), x.extent<Region>() * x.extent<Year>()}};
}

}  // namespace tidu::measure
