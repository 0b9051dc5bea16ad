// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// The graph behind spatial weights: i and j are joined when w_ij or w_ji is not 0.
struct Connectivity {
  std::size_t links = 0;  ///< weights that are not 0
  double density = 0;     ///< links / (n (n - 1))
  double mean_neighbours = 0;
  std::size_t fewest_neighbours = 0;
  std::size_t most_neighbours = 0;
  std::size_t islands = 0;     ///< regions whose own row is empty
  std::size_t components = 0;  ///< parts without a link between them; a region that is linked with none is one
  std::vector<std::size_t> component_of;  ///< by region, 0 .. components - 1, numbered by their first region
  std::size_t largest_component = 0;      ///< its number of regions
  std::size_t diameter = 0;               ///< most steps between two regions of the same component, over all components
};

/// cost  O(n links) time where weights are sparse, O(n^2) where all are joined.
Connectivity connectivity(const SpatialWeights& w);

}  // namespace tidu::measure
