// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tiers.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/measure/checks.h"
#include "core/measure/gaps/inequality.h"

namespace tidu::measure {
namespace {

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
  if (!(rule.margin >= 0 && std::isfinite(rule.margin))) {
    return refuse(ErrorCode::domain, "measure.tiers.margin", "measure.tiers.margin.hint", rule.margin);
  }
  if (rule.scale == TierScale::logarithm) {
    const auto bad = std::find_if(score.begin(), score.end(), [](double s) { return !(s > 0); });
    if (bad != score.end())
      return refuse(ErrorCode::domain, "measure.tiers.not_positive", "measure.tiers.not_positive.hint",
                    bad - score.begin() + 1, *bad);
  }
  if (is_constant(score)) return refuse(ErrorCode::domain, "measure.tiers.constant", "measure.tiers.constant.hint");
  return {};
}

}  // namespace

Result<std::vector<RegionTier>> tiers(std::span<const double> score, const TierRule& rule) {
  if (auto checked = check(score, rule); !checked) return tl::unexpected(checked.error());
  std::vector<double> scaled(score.begin(), score.end());
  if (rule.scale == TierScale::logarithm)
    std::transform(score.begin(), score.end(), scaled.begin(), [](double s) { return math::log(s); });
  const auto moments = spread(scaled);
  if (!moments) return tl::unexpected(moments.error());
  if (!(moments->sd > 0)) return refuse(ErrorCode::domain, "measure.tiers.constant", "measure.tiers.constant.hint");
  std::vector<RegionTier> out(score.size());
  for (std::size_t i = 0; i < score.size(); ++i) {
    RegionTier& region = out[i];
    region.z = (scaled[i] - moments->mean) / moments->sd;
    region.tier = region.z >= rule.upper ? Tier::core : region.z < rule.lower ? Tier::less_developed : Tier::middle;
    region.border_distance = std::min(std::fabs(region.z - rule.upper), std::fabs(region.z - rule.lower));
    region.near_border = region.border_distance < rule.margin;
  }
  return out;
}

}  // namespace tidu::measure
