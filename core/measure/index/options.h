// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"
#include "core/measure/index/tiers.h"

namespace tidu::measure {

/// Over which cells the minimum and maximum of an indicator are taken.
enum class Standardisation : std::uint8_t {
  pooled,  ///< all regions and years: scores of different years can be compared
  yearly,  ///< the regions of each year: only ranks within a year mean anything
};

/// How indicator weights are made.
enum class Weighting : std::uint8_t {
  entropy,           ///< entropy method over all indicators of the tree at once
  equal,             ///< 1/m for each indicator
  equal_in_pillars,  ///< pillars weigh the same, indicators within a pillar weigh the same
  critic,            ///< contrast intensity times conflict (Diakoulaki et al. 1995)
};

/// What a study may set about indices, tiers and coupling.
struct IndexOptions {
  Standardisation standardisation = Standardisation::pooled;
  Weighting weights = Weighting::entropy;
  TierScale tier_scale = TierScale::logarithm;
  double tier_upper = 0.5;      ///< z score from which a region is "core"
  double tier_lower = -0.5;     ///< z score below which a region is "less developed"
  double tier_margin = 0.1;     ///< distance to a border, in standard deviations, below which a tier is unsure
  double coupling_alpha = 0.5;  ///< weight of the first system in T; the second has 1 - alpha
};

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<IndexOptions>> index_options();

}  // namespace tidu::measure
