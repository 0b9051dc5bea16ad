// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/space/permutation_test.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// Moran's I of one year with its analytic moments and, if asked for, its permutation test.
struct Moran {
  double moran = 0;     ///< I
  double expected = 0;  ///< E(I) = -1/(n - 1)
  double variance_normality = 0;
  double variance_randomisation = 0;
  double z_normality = 0;
  double z_randomisation = 0;
  std::uint64_t permutations = 0;  ///< m; the fields below mean nothing when 0
  std::uint64_t as_large = 0;      ///< r+ = #{I* >= I}
  std::uint64_t as_small = 0;      ///< r- = #{I* <= I}
  double p_greater = 1;            ///< one-sided, positive autocorrelation: (r+ + 1)/(m + 1)
  double p_less = 1;               ///< one-sided, negative autocorrelation: (r- + 1)/(m + 1)
  double p_two_sided = 1;          ///< min(1, 2 min(p_greater, p_less))
  double permutation_mean = 0;     ///< of I*
  double permutation_sd = 0;       ///< of I*, divisor m
};

/// Moran's I of every year: I = (n/S0) z'Wz / z'z with z = x - mean(x); E(I) = -1/(n - 1);
/// VarN = (n^2 S1 - n S2 + 3 S0^2)/((n^2 - 1) S0^2) - E^2;
/// VarR = {n[(n^2 - 3n + 3) S1 - n S2 + 3 S0^2] - b2[(n^2 - n) S1 - 2n S2 + 6 S0^2]} / ((n-1)(n-2)(n-3) S0^2) - E^2,
/// b2 = m4/m2^2.   [Moran 1950; Cliff & Ord 1981, ch. 1-2]
/// The permutation test shuffles the values over all regions; a shuffle whose I differs from the observed one by
/// rounding alone counts as equal to it, which speaks against the finding. All years see the same shuffles, so a
/// year's p does not depend on which other years are asked for.   [Davison & Hinkley 1997, ch. 4]
/// x         regions x years, finite, not constant in any year; any unit.
/// w         weights of the same regions in the same order. n is w.effective_regions() (islands are left out of n,
///           S0, S1, S2 but keep their place in the mean and in the shuffles, as spdep does with adjust.n).
/// returns   one entry a year.
///           A variance that the moments give as 0 (all regions are each other's neighbours with equal weights, so that
///           every arrangement has the same I) goes with z = 0.
/// errors    those of check_association (association_input.h), measure.association.constant (domain),
///           measure.association.cancelled (cancelled).
/// cost      O(m years (n + links)) time, 8 n years bytes a thread. Same bits for any executor and thread count.
Result<std::vector<Moran>> moran_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                         const PermutationTest& test = {}, Executor& executor = serial_executor());

/// The same for a single cross-section.
Result<Moran> moran(std::span<const double> x, const SpatialWeights& w, const PermutationTest& test = {},
                    Executor& executor = serial_executor());

}  // namespace tidu::measure
