// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

/// Distances d_ij >= 0 between regions, in the order of the region list; need not be symmetric (travel times). The
/// diagonal is not read. Great-circle distances: geography.h.
using Distances = View<const double, Region, OtherRegion>;

/// Straight-line distances between points of a plane.
/// x, y    coordinates of n regions in one unit; a projection, not degrees.
/// errors  measure.space.coordinates (shape: different numbers), measure.space.coordinate_value (domain; position).
Result<Array<double, Region, OtherRegion>> plane_distances(std::span<const double> x, std::span<const double> y);

// Each function returns the weights of its kind before any scaling, ordered by region, then neighbour. Errors shared by
// all that take distances: measure.space.distances_shape (shape: not square or empty), measure.space.distance_value
// (domain: row and column, from 1, of the first that is negative or not a number).

/// Weight 1 for the k nearest regions of each region; of equally far ones those that stand first in the region list.
/// Not symmetric: a remote region has neighbours that do not have it.
/// errors  measure.space.neighbours (domain: k outside 1 .. n - 1).
/// cost    O(n^2 log n).
Result<std::vector<WeightEntry>> k_nearest_entries(Distances distances, std::size_t k);

/// Weight 1 for d_ij <= cutoff.
/// errors  measure.space.cutoff (domain: not above 0).
Result<std::vector<WeightEntry>> distance_band_entries(Distances distances, double cutoff);

/// d_ij^-exponent for d_ij <= cutoff; cutoff 0: for all pairs.
/// errors  measure.space.exponent (domain: not above 0), measure.space.cutoff, measure.space.same_place (domain: two
///         regions at distance 0), measure.space.entry_value (the power is beyond the limits of weights).
Result<std::vector<WeightEntry>> inverse_distance_entries(Distances distances, double exponent, double cutoff = 0);

/// exp(-d_ij/decay) for d_ij <= cutoff; cutoff 0: for all pairs.
/// errors  measure.space.decay (domain: not above 0), measure.space.cutoff.
Result<std::vector<WeightEntry>> exponential_entries(Distances distances, double decay, double cutoff = 0);

/// 1/|x_i - x_j| for all pairs.   [Case, Rosen & Hines 1993]
/// x        a level of each region, such as output per head averaged over years. With prices of one year and another
///          the weights change: they are not exogenous to what grows with x.
/// errors   measure.space.level_value (domain; position of the first that is not a number), measure.space.level_equal
///          (domain; the positions of two regions with the same level, under EqualLevels::error), measure.space
///          .level_constant (domain: all levels are equal), measure.space.level_shape (shape: fewer than two).
Result<std::vector<WeightEntry>> economic_entries(std::span<const double> x, EqualLevels rule);

/// share W_a + (1 - share) W_b of weights of the same regions, each as it is scaled.
/// errors   measure.space.share (domain: outside [0, 1]), measure.space.level_shape (shape: different regions).
Result<std::vector<WeightEntry>> nested_entries(const SpatialWeights& a, const SpatialWeights& b, double share);

/// w_ij x_j / mean(x): a neighbour counts by its level.
/// x        n levels > 0.
/// errors   measure.space.level_shape (shape), measure.space.level_positive (domain; position).
Result<std::vector<WeightEntry>> level_entries(std::span<const WeightEntry> entries, std::span<const double> x);

/// The elements of a dense matrix that are not 0. Its diagonal must be 0 (from_entries refuses it otherwise).
std::vector<WeightEntry> dense_entries(Distances weights);

/// Adds for each region without neighbours a link with its nearest region, in both directions where it is missing.
/// weight   of a link as long as the distance it is given.
Result<std::vector<WeightEntry>> link_islands(std::vector<WeightEntry> entries, Distances distances,
                                              FunctionRef<double(double)> weight);

}  // namespace tidu::measure
