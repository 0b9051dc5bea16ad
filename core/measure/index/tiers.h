// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// Where a region stands among the regions of a year.
enum class Tier : std::uint8_t { core, middle, less_developed };

inline constexpr std::size_t kTiers = 3;

/// How the borders between tiers are found.
enum class TierMethod : std::uint8_t {
  rule,            ///< given z scores: mean plus and minus half a standard deviation by default
  natural_breaks,  ///< the three classes with the smallest spread inside them (breaks.h)
  k_means,         ///< the same of several columns, pillar scores (tiers_by_k_means); of one score natural breaks
};

/// What the borders are measured on.
enum class TierScale : std::uint8_t {
  logarithm,  ///< ln(score): for scores above 0 that are skewed, as those of indices with a few leaders are
  score,      ///< the score itself
};

struct TierRule {
  TierMethod method = TierMethod::rule;
  TierScale scale = TierScale::logarithm;
  double upper = 0.5;   ///< rule: core from this z score on
  double lower = -0.5;  ///< rule: less developed below this z score
  double margin = 0.1;  ///< "near a border" below this distance, in standard deviations
};

struct RegionTier {
  double z = 0;  ///< (s - mean)/sd over the regions, s the score or its logarithm; of several columns, of their mean
  Tier tier = Tier::middle;
  double border_distance = 0;  ///< to the nearest border, in standard deviations, >= 0
  bool near_border = false;    ///< border_distance < margin: a small change of data or weights may move the region
};

/// Three tiers of one score. z = (s - mean)/sd, s = ln(score) or the score, with the population standard deviation
/// (divisor n). Rule: core when z >= upper, less developed when z < lower, middle between; the default borders are a
/// convention of Chinese regional studies and an assumption here, the options carry their range. Natural breaks: the
/// partition of s into three classes with the smallest sum of squares, found exactly; the border between two classes
/// lies halfway between their means.
/// score    n >= 2 finite scores, not all equal; above 0 on the scale of logarithms; three distinct ones for breaks.
/// returns  one entry a region, in the order given.
/// errors   measure.tiers.too_few (shape), measure.tiers.not_finite, measure.tiers.not_positive,
///          measure.tiers.constant, measure.tiers.order (domain: upper < lower), measure.tiers.margin (domain: negative
///          or not finite), measure.tiers.distinct (domain: natural breaks of fewer than three distinct scores).
/// cost     O(n), natural breaks O(n^2).
Result<std::vector<RegionTier>> tiers(std::span<const double> score, const TierRule& rule = {});

/// Three tiers of several columns (pillar scores) by k-means with three clusters, numbered by falling sum over their
/// centres; the border between two clusters lies halfway between their centres, and distances are in units of
/// sqrt(total/n). With one column the same as natural breaks of the score.
/// columns  n regions x d columns, finite, on scales that may be compared.
/// errors   measure.clusters.* (kmeans.h), measure.tiers.distinct (domain), measure.tiers.margin (domain).
/// cost     that of k_means.
Result<std::vector<RegionTier>> tiers_by_k_means(View<const double, Row, Column> columns, double margin = 0.1,
                                                 std::uint64_t seed = 0);

/// How stable tiers are over replicates of an index.
struct TierStability {
  Array<double, Region, Group> share;  ///< share of the replicates in which the region is in each tier; rows sum to 1
  std::size_t replicates = 0;          ///< that have tiers; of the others (all scores equal) nothing is known
};

/// The tiers of every replicate's scores by one rule, each with its own mean and borders: what is asked is whether a
/// region keeps its place among the others.
/// scores   replicates x regions.
/// errors   measure.tiers.no_replicates (shape: none has tiers).
/// cost     O(replicates) times that of tiers.
Result<TierStability> tier_stability(View<const double, Draw, Region> scores, const TierRule& rule = {});

}  // namespace tidu::measure
