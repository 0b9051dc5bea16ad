// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/method.h"
#include "core/measure/index/standardise.h"

namespace tidu::measure {

/// Sample skewness G1 = sqrt(n(n - 1))/(n - 2) m3/m2^1.5 (type 2 of Joanes & Gill 1998; Excel, SAS, COINr).
/// x        n >= 3 finite values, not all equal (0 then).
double skewness(std::span<const double> x);

/// Sample excess kurtosis G2 = ((n + 1)(m4/m2^2 - 3) + 6)(n - 1)/((n - 2)(n - 3)) (type 2 of Joanes & Gill 1998).
/// x        n >= 4 finite values, not all equal (0 then).
double excess_kurtosis(std::span<const double> x);

/// A cell that winsorising changed.
struct ChangedCell {
  std::size_t indicator = 0;
  std::size_t region = 0;
  std::size_t year = 0;
  double from = 0;
  double to = 0;
};

enum class Treated : std::uint8_t { untouched, winsorised, transformed };

/// What was done with one indicator.
struct IndicatorTreatment {
  Treated treated = Treated::untouched;
  double skewness_before = 0;
  double kurtosis_before = 0;
  double skewness_after = 0;
  double kurtosis_after = 0;
  bool passes = true;  ///< the test, in the end
  double minimum = 0;  ///< of the raw values, which a transformation starts from
  double range = 0;
};

struct TreatedIndicators {
  Array<double, Indicator, Region, Year> values;
  std::vector<IndicatorTreatment> indicators;  ///< one for each indicator
  std::vector<ChangedCell> changed;            ///< by indicator, region, year; winsorised cells alone
  OutlierRule rule;
};

/// Treats outliers as JRC and COINr do, all regions and years of an indicator together: an indicator passes when
/// |skewness| <= limit or excess kurtosis <= limit (OutlierTest::both) or when both hold (either). While it fails, the
/// cells with the highest value (for skewness >= 0) or the lowest take the next highest or lowest value, until it
/// passes or at least most_points cells are changed (cells that tie change together). What still fails stays winsorised
/// or, if the rule says so, is taken back to the raw values and transformed: ln(x - min + 0.01 (max - min)) or ((x -
/// min + 1)^lambda - 1)/lambda. Indicators with fewer than 4 cells or without variation are not touched. [OECD/JRC
/// 2008, ch. 4; COINr: Treat, winsorise, log_CT, boxcox] x        indicators x regions x years, finite. errors
/// measure.outliers.not_finite (domain; positions from 1), measure.outliers.limits (domain: a limit that is not
///          above 0, or a lambda that is not finite).
/// cost     O(cells k), k the points changed.
Result<TreatedIndicators> treat_outliers(View<const double, Indicator, Region, Year> x, const OutlierRule& rule = {});

/// The value that a treated indicator's transformation makes of a raw value: of the marks (optimum, ends, goalposts)
/// that a study gives in raw units. Itself where the indicator was not transformed.
double transformed(const TreatedIndicators& treated, std::size_t indicator, double raw);

/// The rules with their marks on the treated scale.
/// errors   measure.outliers.mark (domain: a mark lies where the transformation has no value; position from 1).
Result<std::vector<IndicatorRule>> transformed_rules(std::span<const IndicatorRule> rules,
                                                     const TreatedIndicators& treated);

}  // namespace tidu::measure
