// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/space/permutation_test.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// A global statistic of spatial association of one year. n is w.effective_regions() as in Moran's I (moran.h).
struct Association {
  double value = 0;
  double expected = 0;
  double variance = 0;            ///< under randomisation
  double z = 0;                   ///< (value - expected)/sd, 0 where the variance is 0
  double variance_normality = 0;  ///< of Geary's C alone
  double z_normality = 0;
  PermutationResult test;
};

/// Geary's C of every year, C = ((n - 1)/(2 S0)) sum_ij w_ij (x_i - x_j)^2 / sum_i (x_i - mean)^2; E(C) = 1, below it
/// where neighbours are alike, so that z < 0 speaks for positive association (spdep prints the opposite sign). Moments
/// under normality and randomisation.   [Geary 1954; Cliff & Ord 1981, ch. 1-2]
/// errors   as moran_by_year.
/// cost     O(m years (n + links)). Same bits for any executor and thread count.
Result<std::vector<Association>> geary_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                               const PermutationTest& test = {},
                                               Executor& executor = serial_executor());

/// Getis and Ord's global G of every year, G = sum_ij w_ij x_i x_j / sum_{i != j} x_i x_j: large where high values
/// meet. E(G) = S0/(n (n - 1)); variance under randomisation. Meant for binary weights.   [Getis & Ord 1992, and the
/// correction in Getis & Ord 1993, Geographical Analysis 25, 276]
/// x        values >= 0 with a true zero, at least two positive in every year.
/// errors   as moran_by_year; measure.association.negative (domain; region and year), measure.association.one_positive
///          (domain; year).
Result<std::vector<Association>> global_g_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                                  const PermutationTest& test = {},
                                                  Executor& executor = serial_executor());

/// Association of x with y of the neighbours, every year: I_xy = (n/S0) sum_ij w_ij dx_i dy_j / sqrt(sum dx^2 sum
/// dy^2), d the deviation from the mean; I_xx is Moran's I. It mixes the correlation of x and y in place with that
/// between neighbours: a high value need not be spatial. The test shuffles y over the regions and leaves x, so expected
/// and variance, which are exact under it, are conditional on x.   [Anselin, Syabri & Smirnov 2002; Lee 2001]
/// errors   as moran_by_year, for either table.
Result<std::vector<Association>> bivariate_moran_by_year(View<const double, Region, Year> x,
                                                         View<const double, Region, Year> y, const SpatialWeights& w,
                                                         const PermutationTest& test = {},
                                                         Executor& executor = serial_executor());

/// Lee's L of every year, L = (n / sum_i w_i.^2) sum_i (Wdx)_i (Wdy)_i / sqrt(sum dx^2 sum dy^2): the correlation of
/// the two smoothed maps, scaled by how much smoothing shrinks them. The test shuffles the pairs (x, y) together;
/// expected is exact under it, variance has no closed form here and is 0: see test.sd.   [Lee 2001, 2004]
/// errors   as moran_by_year, for either table.
Result<std::vector<Association>> lee_by_year(View<const double, Region, Year> x, View<const double, Region, Year> y,
                                             const SpatialWeights& w, const PermutationTest& test = {},
                                             Executor& executor = serial_executor());

}  // namespace tidu::measure
