// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::measure {

/// What separates two regions in the gravity model.
enum class DistanceForm : std::uint8_t {
  plain,    ///< D = d, the distances as given
  per_gap,  ///< D = d / |g_i - g_j|, "economic distance": regions that differ in development attract each other more
};

/// What becomes of two regions of equal development under DistanceForm::per_gap, whose D is infinite.
enum class ZeroGap : std::uint8_t {
  no_strength,  ///< the limit: strength 0
  plain,        ///< their plain distance stands in
  error,        ///< refuse
};

/// Which strengths become links.
enum class NetworkCut : std::uint8_t {
  row_mean,      ///< at least the mean strength of the sender's row
  overall_mean,  ///< at least the mean of all strengths
  quantile,      ///< at least a quantile of all strengths
  strongest,     ///< the k largest of the sender's row
  none,          ///< every positive strength
};

/// Which closeness is shown where not every node reaches every other.
enum class ClosenessRule : std::uint8_t {
  automatic,  ///< classical if every node reaches every other, harmonic for all nodes otherwise
  harmonic,   ///< mean of 1/distance, 0 for what is out of reach
  penalised,  ///< classical with distance n for what is out of reach (an option of UCINET)
};

/// How a node's own cell enters its profile in CONCOR.
enum class ConcorDiagonal : std::uint8_t {
  kept,        ///< as the matrix has it
  reciprocal,  ///< comparing i and j, own cell stands against own cell: a_ii with a_jj and a_ij with a_ji
  ignored,     ///< comparing i and j, the places i and j are left out
};

/// What tells a block's role.
enum class RoleRule : std::uint8_t {
  balance,   ///< links received from outside against links sent outside
  received,  ///< whether any are received from outside worth naming: their density against a threshold
};

/// How the p-values of a network regression come about.
enum class MrqapMethod : std::uint8_t {
  double_semi_partialling,  ///< residuals of one regressor on the others are permuted
  permute_outcome,          ///< the outcome is permuted
};

/// What a study may set about networks of regions.
struct NetworkOptions {
  double distance_exponent = 2;
  DistanceForm distance_form = DistanceForm::plain;
  ZeroGap zero_gap = ZeroGap::no_strength;
  NetworkCut cut = NetworkCut::row_mean;
  bool strict = false;  ///< links need more than the cut instead of at least
  bool diagonal_in_mean = false;
  double quantile = 0.75;
  std::size_t strongest = 3;
  ClosenessRule closeness = ClosenessRule::automatic;
  std::size_t concor_depth = 2;
  ConcorDiagonal concor_diagonal = ConcorDiagonal::kept;
  RoleRule roles = RoleRule::balance;
  double received_threshold = 0.05;
  std::uint64_t qap_permutations = 9999;
  MrqapMethod mrqap = MrqapMethod::double_semi_partialling;
};

/// Keys "measure.network_*" of the study file, one for each field above.
std::span<const Option<NetworkOptions>> network_options();

}  // namespace tidu::measure
