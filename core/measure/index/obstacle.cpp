// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/obstacle.h"

#include <algorithm>
#include <cmath>

#include "core/base/order.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

bool is_score(double z) { return z >= 0 && z <= 1; }

Result<void> check_weights(std::size_t indicators, std::span<const double> weights) {
  if (indicators == 0 || weights.size() != indicators) {
    return refuse(ErrorCode::shape, "measure.obstacle.shape", "measure.obstacle.shape.hint", indicators,
                  weights.size());
  }
  const bool sound = std::all_of(weights.begin(), weights.end(), [](double w) { return w >= 0; });
  double total = 0;
  for (const double w : weights) total += w;
  if (!sound || !(total > 0) || !std::isfinite(total)) {
    return refuse(ErrorCode::domain, "measure.obstacle.weights", "measure.obstacle.weights.hint", total);
  }
  return {};
}

// Turns contributions F_j I_j into shares, in place.
void to_shares(std::span<double> parts) {
  double total = 0;
  for (const double part : parts) total += part;
  for (double& part : parts) part = total > 0 ? part / total : 0;
}

}  // namespace

Result<std::vector<double>> obstacle_degrees(std::span<const double> z, std::span<const double> weights) {
  if (auto checked = check_weights(z.size(), weights); !checked) return tl::unexpected(checked.error());
  std::vector<double> out(z.size());
  for (std::size_t j = 0; j < z.size(); ++j) {
    if (!is_score(z[j])) {
      return refuse(ErrorCode::domain, "measure.obstacle.outside", "measure.obstacle.outside.hint", j + 1, z[j]);
    }
    out[j] = weights[j] * (1 - z[j]);
  }
  to_shares(out);
  return out;
}

Result<ObstacleField> obstacles_by_region(const ObstacleInput& input) {
  const auto& z = input.standardised;
  const std::size_t indicators = z.extent<Indicator>();
  if (auto checked = check_weights(indicators, input.weights); !checked) return tl::unexpected(checked.error());
  if (input.pillar_of.size() != indicators) {
    return refuse(ErrorCode::shape, "measure.obstacle.shape", "measure.obstacle.shape.hint", indicators,
                  input.pillar_of.size());
  }
  const std::size_t regions = z.extent<Region>();
  const std::size_t years = z.extent<Year>();
  const std::size_t pillars = *std::max_element(input.pillar_of.begin(), input.pillar_of.end()) + 1;
  ObstacleField out{Array<double, Indicator, Region, Year>({indicators, regions, years}),
                    Array<double, Pillar, Region, Year>({pillars, regions, years})};
  std::vector<double> parts(indicators);
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < years; ++t) {
      for (std::size_t j = 0; j < indicators; ++j) {
        if (!is_score(z(j, r, t))) {
          return refuse(ErrorCode::domain, "measure.obstacle.cell_outside", "measure.obstacle.cell_outside.hint", j + 1,
                        r + 1, t + 1, z(j, r, t));
        }
        parts[j] = input.weights[j] * (1 - z(j, r, t));
      }
      to_shares(parts);
      for (std::size_t j = 0; j < indicators; ++j) {
        out.degree(j, r, t) = parts[j];
        out.pillar_degree(input.pillar_of[j], r, t) += parts[j];
      }
    }
  }
  return out;
}

std::vector<std::size_t> main_obstacles(std::span<const double> degrees, std::size_t k) {
  auto order = stable_order(degrees.size(), [&](std::size_t a, std::size_t b) { return degrees[a] > degrees[b]; });
  std::erase_if(order, [&](std::size_t j) { return !(degrees[j] > 0); });
  if (order.size() > k) order.resize(k);
  return order;
}

Result<std::vector<GroupObstacles>> obstacles_by_group(View<const double, Indicator, Region> degrees,
                                                       std::span<const std::size_t> group_of, std::size_t groups,
                                                       std::size_t k) {
  const std::size_t indicators = degrees.extent<Indicator>();
  const std::size_t regions = degrees.extent<Region>();
  if (group_of.size() != regions) {
    return refuse(ErrorCode::shape, "measure.obstacle.shape", "measure.obstacle.shape.hint", regions, group_of.size());
  }
  std::vector<GroupObstacles> out(groups);
  for (GroupObstacles& group : out) {
    group.mean_degree.assign(indicators, 0.0);
    group.share_in_main.assign(indicators, 0.0);
  }
  std::vector<double> column(indicators);
  for (std::size_t r = 0; r < regions; ++r) {
    if (group_of[r] >= groups) {
      return refuse(ErrorCode::domain, "measure.obstacle.group_unknown", "measure.obstacle.group_unknown.hint", r + 1,
                    group_of[r], groups);
    }
    GroupObstacles& group = out[group_of[r]];
    ++group.regions;
    for (std::size_t j = 0; j < indicators; ++j) group.mean_degree[j] += column[j] = degrees(j, r);
    for (const std::size_t j : main_obstacles(column, k)) ++group.share_in_main[j];
  }
  for (GroupObstacles& group : out) {
    if (group.regions == 0) continue;
    const auto members = static_cast<double>(group.regions);
    for (double& value : group.mean_degree) value /= members;
    for (double& value : group.share_in_main) value /= members;
  }
  return out;
}

}  // namespace tidu::measure
