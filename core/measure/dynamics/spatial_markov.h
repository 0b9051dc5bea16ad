// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/dynamics/classes.h"
#include "core/measure/dynamics/homogeneity.h"
#include "core/measure/dynamics/markov.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

struct SpatialMarkovRequest {
  std::size_t classes = 4;      ///< k, of the values
  std::size_t lag_classes = 4;  ///< m, of the neighbours' values
  CutoffRule rule = CutoffRule::pooled;
  std::span<const double> cutoffs = {};      ///< with CutoffRule::given
  std::span<const double> lag_cutoffs = {};  ///< with CutoffRule::given
  std::size_t duration = 1;
};

struct SpatialMarkov {
  Classes own;
  Classes lag;                 ///< of Wx; islands are in kNoRegime
  std::vector<Counts> by_lag;  ///< transitions given the neighbours' class in the year of departure
  Counts pooled;               ///< their sum
  Homogeneity test;            ///< that the neighbours play no part
  std::size_t islands = 0;     ///< regions without neighbours, left out
};

/// Spatial Markov chain: transitions of a region's class conditional on the class of its spatial lag Wx in the year of
/// departure, and the test that all conditional chains are one. Put values in relation to the mean of their year first
/// if their level grows: pooled classes of a growing quantity show growth, not dynamics.   [Rey 2001; Bickenbach & Bode
/// 2003]
/// x        regions x years, finite.
/// w        weights of the same regions in the same order; row-standardised weights make the lag the neighbours' mean.
/// errors   measure.spatial_markov.shape (shape); as classify, transitions and homogeneity.
/// cost     O(links years + N log N).
Result<SpatialMarkov> spatial_markov(View<const double, Region, Year> x, const SpatialWeights& w,
                                     const SpatialMarkovRequest& request = {});

/// States of a LISA Markov chain, in the order of giddy: quadrants of Moran's scatterplot by the signs of z = x - mean
/// and Wz; 0 counts as low.
enum class LisaState : std::uint8_t {
  high_high,
  low_high,  ///< low among high neighbours
  low_low,
  high_low,
};

struct LisaMarkov {
  Array<std::size_t, Region, Year> quadrant;  ///< numbers of LisaState
  Counts transitions;                         ///< 4 x 4, islands left out
  Matrix expected;  ///< n_i. times the probability that own and neighbours' moves make together when independent
  double chi_square = 0;
  std::size_t degrees = 0;  ///< sum over rows with departures of (reachable quadrants - 1), less the free probabilities
                            ///< of the two marginal chains: 8 when no cell is empty
  double p = 1;
  std::size_t islands = 0;
};

/// LISA Markov chain: moves of regions between the quadrants of Moran's scatterplot, and the test that a region's own
/// move (low or high) and its neighbours' are independent: expected counts n_i. p(own) p(neighbours) from the two
/// marginal chains.   [Rey 2001]
/// giddy's LISA_Markov compares each value with the region's own mean over time and
/// counts the marginal moves from one region to the next in the list instead of from year to year: 1058.2 where this
/// test gives 60.3.
/// errors   measure.spatial_markov.shape (shape: other regions, fewer than two years),
///          measure.spatial_markov.not_finite.
/// cost     O(links years).
Result<LisaMarkov> lisa_markov(View<const double, Region, Year> x, const SpatialWeights& w);

}  // namespace tidu::measure
