// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/tree.h"

namespace tidu::measure {

/// Obstacle degree of each indicator: O_j = F_j I_j / sum_k F_k I_k with the contribution F_j = w_j (its weight in the
/// whole index: pillar weight times weight within the pillar) and the deviation I_j = 1 - z_j. It says how the
/// distance to the best possible score splits over the indicators, and is an account of the index, not a cause.
/// [definition; common in Chinese regional studies]
/// z        m >= 1 standardised values in [0, 1].
/// weights  m weights >= 0 with positive sum; only their ratios matter.
/// returns  m shares in [0, 1] with sum 1; all 0 where nothing stands in the way (every indicator with weight has z =
/// 1). errors   measure.obstacle.shape (shape), measure.obstacle.weights (domain), measure.obstacle.outside (domain;
/// position
///          of the indicator from 1, value).
/// cost     O(m).
Result<std::vector<double>> obstacle_degrees(std::span<const double> z, std::span<const double> weights);

/// What the obstacles of an index are read off.
struct ObstacleInput {
  View<const double, Indicator, Region, Year> standardised;  ///< in [0, 1]
  std::span<const double> weights;                           ///< of the indicators in the whole index
  std::span<const std::size_t> pillar_of;                    ///< pillar of each indicator, from 0
};

struct ObstacleField {
  Array<double, Indicator, Region, Year> degree;      ///< O_j in [0, 1]; sums to 1 over the indicators, or all 0
  Array<double, Pillar, Region, Year> pillar_degree;  ///< sum over the pillar's indicators
};

/// obstacle_degrees() for every region and year, and by pillar.
/// errors   as obstacle_degrees; measure.obstacle.cell_outside (domain; positions of indicator, region and year from
///          1, value).
/// cost     O(cells).
Result<ObstacleField> obstacles_by_region(const ObstacleInput& input);

/// Positions of the k main obstacles, largest first; equal ones in the order given; indicators with degree 0 are none,
/// so there may be fewer than k.
/// cost     O(m log m).
std::vector<std::size_t> main_obstacles(std::span<const double> degrees, std::size_t k);

/// A group's obstacles: means over its regions, and how often each indicator is among a region's k main ones.
struct GroupObstacles {
  std::vector<double> mean_degree;    ///< by indicator; sums to 1 unless a region has no obstacle at all
  std::vector<double> share_in_main;  ///< by indicator: share of the group's regions, in [0, 1]
  std::size_t regions = 0;            ///< 0: the group is empty and the vectors hold zeros
};

/// degrees   indicators x regions of one year.
/// group_of  group of each region, 0 .. groups - 1 (tiers, macro-regions).
/// errors    measure.obstacle.shape (shape), measure.obstacle.group_unknown (domain; position of the region from 1).
/// cost      O(regions m log m).
Result<std::vector<GroupObstacles>> obstacles_by_group(View<const double, Indicator, Region> degrees,
                                                       std::span<const std::size_t> group_of, std::size_t groups,
                                                       std::size_t k);

}  // namespace tidu::measure
