// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/space/permutation_test.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// Where a region and its neighbours lie: its own value above or below the mean, then the weighted sum of its
/// neighbours' deviations. A deviation of exactly 0 counts as low.
enum class Quadrant : std::uint8_t { high_high, low_low, high_low, low_high, none };

/// Over which arrangements the moments of local Moran run.
enum class LocalMoments : std::uint8_t {
  conditional,  ///< the region keeps its value   [Sokal, Oden & Thomson 1998; spdep >= 1.2, esda]
  total,        ///< all values move   [Anselin 1995]
};

struct LocalTest {
  std::uint64_t permutations = 9999;  ///< 0: p from z and the normal distribution
  std::uint64_t seed = 0;
  PValue p_value = PValue::two_sided;
  Correction correction = Correction::benjamini_hochberg;  ///< over the regions of a year
  double level = 0.05;
  LocalMoments moments = LocalMoments::conditional;
};

/// A local statistic of one region and year.
struct LocalValue {
  double value = 0;
  double expected = 0;  ///< over conditional arrangements, or as LocalTest says
  double variance = 0;
  double z = 0;  ///< (value - expected)/sd; 0 where every arrangement has the same value
  PermutationResult test;
  double p = 1;              ///< of the kind that was asked for
  double p_corrected = 1;    ///< for the tests of the same year
  bool significant = false;  ///< p_corrected <= level
  bool island = false;       ///< without neighbours: nothing is tested, value 0, p 1, not counted in the correction
  Quadrant quadrant = Quadrant::none;
};

using LocalField = Array<LocalValue, Region, Year>;

// All take values of n >= 4 regions, every year at once, and test each region by drawing its neighbours from all others
// (conditional_permutation.h). Errors: those of check_association, measure.association.constant, measure.local.level
// (domain: outside (0, 1)), measure.association.cancelled. Cost as conditional_sums. n is the number of all regions.

/// Local Moran, I_i = (z_i/m2) sum_j w_ij z_j, z = x - mean, m2 = sum z^2/n. Conditional moments: E = -w_i. z_i^2/((n -
/// 1) m2), Var = (z_i/m2)^2 (n/(n - 2)) (sum_j w_ij^2 - w_i.^2/(n - 1)) (m2 - z_i^2/(n - 1)).   [Anselin 1995; Sokal,
/// Oden & Thomson 1998]
Result<LocalField> local_moran(View<const double, Region, Year> x, const SpatialWeights& w, const LocalTest& test = {},
                               Executor& executor = serial_executor());

/// Local bivariate Moran: x in place against y of the neighbours, I_i = (dx_i/(s_x s_y)) sum_j w_ij dy_j, s with
/// divisor n. The quadrant is that of dx_i and the neighbours' dy.   [Anselin, Syabri & Smirnov 2002]
Result<LocalField> local_bivariate(View<const double, Region, Year> x, View<const double, Region, Year> y,
                                   const SpatialWeights& w, const LocalTest& test = {},
                                   Executor& executor = serial_executor());

/// Local Geary, c_i = sum_j w_ij (x_i - x_j)^2/m2, m2 with divisor n (esda; spdep's localC divides by n - 1): small
/// where neighbours are alike. Its p greater speaks for unlike neighbours, p less for alike ones.   [Anselin 1995,
/// 2019]
Result<LocalField> local_geary(View<const double, Region, Year> x, const SpatialWeights& w, const LocalTest& test = {},
                               Executor& executor = serial_executor());

/// Getis and Ord's G_i = sum_j w_ij x_j/sum_{j != i} x_j, or with `star` G_i* = sum_j w_ij x_j/sum_j x_j in which the
/// region is its own neighbour with the largest weight of its row (binary weights: 1). z of G_i: (sum_j w_ij x_j - w_i.
/// mean_(i))/(s_(i) sqrt(((n - 1) sum_j w_ij^2 - w_i.^2)/(n - 2))), mean and sd (divisor n - 1) without i; of G_i*:
/// (sum - w_i. mean)/(s sqrt((n sum_j w_ij^2 - w_i.^2)/(n - 1))). z and p hold for any x; the value itself needs a true
/// zero and is 0 where the sum it divides by is not positive. Quadrant: high_high for z > 0 (hot), else low_low (cold).
/// [Getis & Ord 1992; Ord & Getis 1995]
Result<LocalField> local_g(View<const double, Region, Year> x, const SpatialWeights& w, bool star,
                           const LocalTest& test = {}, Executor& executor = serial_executor());

}  // namespace tidu::measure
