// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/measure/space/weights_kinds.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// What weights may be made from, all in the order of the region list; what a kind does not need may stay empty.
/// Regions are joined by their codes before: nothing here can know whether row 3 of one thing is row 3 of another.
struct WeightsSource {
  std::size_t regions = 0;
  std::span<const Link> links;           ///< contiguity
  Distances distances;                   ///< k_nearest, distance_band, inverse_distance, exponential, nested*; islands
  std::span<const double> level;         ///< economic, nested, nested_level
  std::span<const WeightEntry> entries;  ///< given
};

/// The weights that a study's options ask for. Nested weights are made from inverse distances and economic weights
/// that are scaled like the result, which is then scaled once more (row-standardised parts stay row-standardised).
/// A nearest_link of an island weighs 1 for contiguity and distance bands, for the other kinds what its distance
/// gives without the cut-off; given weights have to name it themselves.
/// errors   measure.space.needs_distances, measure.space.needs_level, measure.space.needs_entries (missing),
///          measure.space.source_shape (shape: distances or levels of another number of regions), and those of
///          weights_kinds.h and weights_matrix.h.
Result<SpatialWeights> spatial_weights(const WeightsSource& source, const SpaceOptions& options);

}  // namespace tidu::measure
