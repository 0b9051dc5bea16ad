// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/method.h"
#include "core/measure/index/tree.h"

namespace tidu::measure {

/// What more of an indicator means, and the marks that its direction or rule needs.
struct IndicatorRule {
  Direction direction = Direction::positive;
  double optimum = kNotGiven;  ///< middle: the best value
  double low = kNotGiven;      ///< interval: its ends, low <= high
  double high = kNotGiven;
  double goal_low = kNotGiven;  ///< goalposts: goal_low < goal_high
  double goal_high = kNotGiven;
};

/// An indicator that does not vary in one year (yearly pooling only).
struct ConstantYear {
  std::size_t indicator = 0;
  std::size_t year = 0;
  friend bool operator==(const ConstantYear&, const ConstantYear&) = default;
};

struct Standardised {
  Array<double, Indicator, Region, Year> values;  ///< higher is better, whatever the direction
  std::vector<std::size_t> constant;              ///< indicators without any variation, ascending: weight 0 everywhere
  std::vector<ConstantYear> constant_years;  ///< yearly pooling: years in which an otherwise varying indicator is flat
  bool trend_is_meaningful = true;  ///< false for yearly pooling: values of different years have different scales
  bool unit_interval = true;        ///< every value lies in [0, 1]: what coupling and obstacles ask for
};

/// Brings indicators to a common scale on which higher is better.   [OECD/JRC 2008, ch. 5; COINr: Normalise]
///
/// min_max     positive z = (x - min)/(max - min), negative z = (max - x)/(max - min);
///             middle z = 1 - |x - c|/max|x - c|, c the optimum;
///             interval [a, b] z = 1 inside, 1 - (a - x)/D below, 1 - (x - b)/D above, D = max(a - min, max - b);
///             then low + (high - low) z. In [low, high]; a constant indicator is low.
/// goalposts   with the bounds L, U in place of min and max, and |x - c|, a - x, x - b over the largest distance that
///             lies within them; cut off to [0, 1] before low and high.
/// z_score     mean + deviation (x - m)/s, s with n - 1; negative: the sign of (x - m) is turned.
/// rank        midrank among the cells, 1 = worst.
/// vector      x/sqrt(sum x^2); negative: the sign is turned (the nearer to 0, the better).
/// base_year   x_t/x_base; negative: x_base/x_t. Region by region, every x > 0.
/// none        x; negative: -x.
/// For z_score, rank, vector and none a middle or interval indicator is first replaced by minus its distance from the
/// optimum or the interval and then taken as positive. min, max, m, s, ranks and lengths are taken over all regions and
/// years (pooled) or over the regions of each year (yearly).
///
/// x           indicators x regions x years, any unit, every cell finite.
/// indicators  one for each indicator.
/// returns     values as above. unit_interval says whether they lie in [0, 1] by rule.
/// errors      measure.standardise.empty, measure.standardise.directions (shape), measure.standardise.not_finite
///             (domain; positions of indicator, region, year, counted from 1), measure.standardise.optimum,
///             measure.standardise.interval, measure.standardise.goalposts (domain; position of the indicator from 1),
///             measure.standardise.base_year (domain: no such year), measure.standardise.base_direction (domain: middle
///             and interval have no base year; position), measure.standardise.base_value (domain: a value that is not
///             above 0; positions), measure.standardise.scale (domain: not low < high, or not deviation > 0),
///             measure.standardise.overflow (domain: the scale of an indicator exceeds the largest number; position).
/// cost        O(cells), O(cells log cells) for ranks. Same bits for any thread count.
Result<Standardised> standardise(View<const double, Indicator, Region, Year> x,
                                 std::span<const IndicatorRule> indicators, const ScaleRule& rule = {});

/// The same cells seen as indicators x pooled observations (region-year pairs), as the weighting rules want them.
/// No copy.
inline View<const double, Indicator, Row> pooled(View<const double, Indicator, Region, Year> x) {
  return {x.data(), {x.extent<Indicator>(), x.extent<Region>() * x.extent<Year>()}};
}

}  // namespace tidu::measure
