// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tiers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/base/math.h"
#include "core/measure/checks.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/index/kmeans.h"

namespace tidu::measure {
namespace {

Result<void> check_margin(double margin) {
  if (margin >= 0 && std::isfinite(margin)) return {};
  return refuse(ErrorCode::domain, "measure.tiers.margin", "measure.tiers.margin.hint", margin);
}

Result<void> check(std::span<const double> score, const TierRule& rule) {
  if (score.size() < 2) {
    return refuse(ErrorCode::shape, "measure.tiers.too_few", "measure.tiers.too_few.hint", score.size());
  }
  if (const std::size_t bad = first_not_finite(score); bad < score.size()) {
    return refuse(ErrorCode::domain, "measure.tiers.not_finite", "measure.tiers.not_finite.hint", bad + 1);
  }
  if (!(rule.lower <= rule.upper)) {
    return refuse(ErrorCode::domain, "measure.tiers.order", "measure.tiers.order.hint", rule.lower, rule.upper);
  }
  if (auto checked = check_margin(rule.margin); !checked) return checked;
  if (rule.scale == TierScale::logarithm) {
    const auto bad = std::find_if(score.begin(), score.end(), [](double s) { return !(s > 0); });
    if (bad != score.end())
      return refuse(ErrorCode::domain, "measure.tiers.not_positive", "measure.tiers.not_positive.hint",
                    bad - score.begin() + 1, *bad);
  }
  if (is_constant(score)) return refuse(ErrorCode::domain, "measure.tiers.constant", "measure.tiers.constant.hint");
  return {};
}

Tier tier_of(double z, const TierRule& rule) {
  if (z >= rule.upper) return Tier::core;
  return z < rule.lower ? Tier::less_developed : Tier::middle;
}

// Half the difference of the distances to the nearest other centre and to the own one: in one dimension the distance to
// the point halfway between the two centres.
double distance_to_border(View<const double, Row, Column> columns, const Clusters& clusters, std::size_t i) {
  const auto distance = [&](std::size_t c) {
    double squares = 0;
    for (std::size_t d = 0; d < columns.extent<Column>(); ++d) {
      const double difference = columns(i, d) - clusters.centres(c, d);
      squares += difference * difference;
    }
    return std::sqrt(squares);
  };
  const std::size_t own = clusters.cluster_of[i];
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < clusters.sizes.size(); ++c) {
    if (c != own) nearest = std::min(nearest, distance(c));
  }
  return std::max(0.0, nearest - distance(own)) / 2;
}

}  // namespace

Result<std::vector<RegionTier>> tiers(std::span<const double> score, const TierRule& rule) {
  if (auto checked = check(score, rule); !checked) return tl::unexpected(checked.error());
  std::vector<double> scaled(score.begin(), score.end());
  if (rule.scale == TierScale::logarithm)
    std::transform(score.begin(), score.end(), scaled.begin(), [](double s) { return math::log(s); });
  if (rule.method != TierMethod::rule) return tiers_by_k_means({scaled.data(), {scaled.size(), 1}}, rule.margin);
  const auto moments = spread(scaled);
  if (!moments) return tl::unexpected(moments.error());
  if (!(moments->sd > 0)) return refuse(ErrorCode::domain, "measure.tiers.constant", "measure.tiers.constant.hint");
  std::vector<RegionTier> out(score.size());
  for (std::size_t i = 0; i < score.size(); ++i) {
    RegionTier& region = out[i];
    region.z = (scaled[i] - moments->mean) / moments->sd;
    region.tier = tier_of(region.z, rule);
    region.border_distance = std::min(std::fabs(region.z - rule.upper), std::fabs(region.z - rule.lower));
    region.near_border = region.border_distance < rule.margin;
  }
  return out;
}

Result<std::vector<RegionTier>> tiers_by_k_means(View<const double, Row, Column> columns, double margin,
                                                 std::uint64_t seed) {
  if (auto checked = check_margin(margin); !checked) return tl::unexpected(checked.error());
  const auto clusters = k_means(columns, {.clusters = kTiers, .seed = seed});
  if (!clusters) {
    const std::string_view key = clusters.error().message.key;
    if (key != "measure.clusters.distinct" && key != "measure.clusters.count") return tl::unexpected(clusters.error());
    return refuse(ErrorCode::domain, "measure.tiers.distinct", "measure.tiers.distinct.hint");
  }
  const std::size_t regions = columns.extent<Row>();
  std::vector<double> height(regions);
  for (std::size_t i = 0; i < regions; ++i) {
    for (std::size_t d = 0; d < columns.extent<Column>(); ++d) height[i] += columns(i, d);
  }
  const auto moments = spread(height);
  if (!moments) return tl::unexpected(moments.error());
  const double unit = std::sqrt(clusters->total / static_cast<double>(regions));
  std::vector<RegionTier> out(regions);
  for (std::size_t i = 0; i < regions; ++i) {
    RegionTier& region = out[i];
    region.z = moments->sd > 0 ? (height[i] - moments->mean) / moments->sd : 0;
    region.tier = static_cast<Tier>(clusters->cluster_of[i]);
    region.border_distance = distance_to_border(columns, *clusters, i) / unit;
    region.near_border = region.border_distance < margin;
  }
  return out;
}

Result<TierStability> tier_stability(View<const double, Draw, Region> scores, const TierRule& rule) {
  const std::size_t regions = scores.extent<Region>();
  TierStability out{.share = Array<double, Region, Group>({regions, kTiers})};
  for (std::size_t draw = 0; draw < scores.extent<Draw>(); ++draw) {
    const auto found = tiers({scores.data() + draw * regions, regions}, rule);
    if (!found) continue;
    ++out.replicates;
    for (std::size_t r = 0; r < regions; ++r) ++out.share(r, static_cast<std::size_t>((*found)[r].tier));
  }
  if (out.replicates == 0) {
    return refuse(ErrorCode::shape, "measure.tiers.no_replicates", "measure.tiers.no_replicates.hint",
                  scores.extent<Draw>());
  }
  for (double& share : out.share.values()) share /= static_cast<double>(out.replicates);
  return out;
}

}  // namespace tidu::measure
