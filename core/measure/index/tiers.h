// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

enum class Tier : std::uint8_t { core, middle, less_developed };

/// What the borders are measured on.
enum class TierScale : std::uint8_t {
  logarithm,  ///< ln(score): for scores above 0 that are skewed, as those of indices with a few leaders are
  score,      ///< the score itself
};

struct TierRule {
  TierScale scale = TierScale::logarithm;
  double upper = 0.5;   ///< core from this z score on
  double lower = -0.5;  ///< less developed below this z score
  double margin = 0.1;  ///< "near a border" below this distance, in standard deviations
};

struct RegionTier {
  double z = 0;  ///< (s - mean)/sd over the regions, s the score or its logarithm
  Tier tier = Tier::middle;
  double border_distance = 0;  ///< to the nearest border, in standard deviations, >= 0
  bool near_border = false;    ///< border_distance < margin: a small change of data or weights may move the region
};

/// Three tiers by an explicit rule: z = (s - mean)/sd, s = ln(score) or the score, with the population standard
/// deviation (divisor n); core when z >= upper, less developed when z < lower, middle between. The default, mean plus
/// and minus half a standard deviation, is a convention of Chinese regional studies and an assumption here; the options
/// carry its range. score    n >= 2 finite scores, not all equal; above 0 on the scale of logarithms. returns  one
/// entry a region, in the order given. errors   measure.tiers.too_few (shape), measure.tiers.not_finite,
/// measure.tiers.not_positive, measure.tiers.constant, measure.tiers.order
///          (domain: upper < lower), measure.tiers.margin (domain: negative or not finite).
/// cost     O(n).
Result<std::vector<RegionTier>> tiers(std::span<const double> score, const TierRule& rule = {});

}  // namespace tidu::measure
