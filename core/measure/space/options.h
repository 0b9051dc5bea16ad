// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::measure {

/// Which regions count as near, and how near.   [Anselin 1988, ch. 3; LeSage & Pace 2009, ch. 4]
enum class WeightKind : std::uint8_t {
  contiguity,        ///< 1 for a common border
  k_nearest,         ///< 1 for the k nearest regions; equally far ones in the order of the region list
  distance_band,     ///< 1 within the cut-off
  inverse_distance,  ///< d^-a, within the cut-off
  exponential,       ///< exp(-d/delta), within the cut-off
  economic,          ///< 1/|x_i - x_j|, x a level such as output per head
  nested,            ///< phi W_d + (1 - phi) W_e of inverse distance and economic weights
  nested_level,      ///< W_d diag(x_j/mean x): near regions count by their level
  given,             ///< the study's own
};

/// How weights are scaled.
enum class WeightTransform : std::uint8_t {
  row,                   ///< w_ij / sum_j w_ij: the lag is a mean of neighbours (style W of spdep)
  none,                  ///< as they are (binary contiguity: style B)
  spectral,              ///< w_ij / largest |eigenvalue|: keeps the ratios between rows
  min_max,               ///< w_ij / min(largest row sum, largest column sum)   [Kelejian & Prucha 2010]
  variance_stabilising,  ///< w_ij / sqrt(sum_j w_ij^2), then to the sum n   [Tiefelsdorf et al. 1999; style S]
  global,                ///< to the sum n (style C)
};

/// What becomes of a region without neighbours. Never silent: the study says it.
enum class IslandRule : std::uint8_t {
  error,         ///< refuse
  zero_lag,      ///< its spatial lag is 0 and n counts only regions with neighbours
  nearest_link,  ///< it and its nearest region become neighbours (needs distances)
};

/// What 1/|x_i - x_j| is where two regions have the same level.
enum class EqualLevels : std::uint8_t {
  error,     ///< refuse
  smallest,  ///< as if they differed by the smallest difference that is not 0
};

/// How counts of permutations as large (r+) and as small (r-) as observed become a p. Always +1 in numerator and
/// denominator.   [Davison & Hinkley 1997, ch. 4]
enum class PValue : std::uint8_t {
  two_sided,  ///< min(1, 2 min(p+, p-))
  folded,     ///< (min(r+, m - r+) + 1)/(m + 1), as GeoDa and PySAL print: never above 1/2, one-sided after looking
  greater,    ///< p+ = (r+ + 1)/(m + 1)
  less,       ///< p- = (r- + 1)/(m + 1)
};

/// What is done about many tests at once.
enum class Correction : std::uint8_t {
  benjamini_hochberg,  ///< share of false discoveries   [Benjamini & Hochberg 1995]
  bonferroni,          ///< chance of any false discovery
  none,
};

/// What a study may set about spatial weights and spatial association.
struct SpaceOptions {
  WeightKind kind = WeightKind::contiguity;
  std::uint64_t neighbours = 4;   ///< k of k_nearest
  double exponent = 1;            ///< a of inverse_distance
  double cutoff = 0;              ///< km; 0: none. distance_band needs one
  double decay = 500;             ///< km, delta of exponential
  double geographic_share = 0.5;  ///< phi of nested
  EqualLevels equal_levels = EqualLevels::error;
  WeightTransform transform = WeightTransform::row;
  IslandRule islands = IslandRule::error;
  std::uint64_t permutations = 9999;  ///< of every permutation test
  PValue p_value = PValue::two_sided;
  Correction correction = Correction::benjamini_hochberg;
  double level = 0.05;  ///< of significance, after the correction
};

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<SpaceOptions>> space_options();

}  // namespace tidu::measure
