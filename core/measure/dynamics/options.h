// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/option.h"
#include "core/measure/dynamics/classes.h"
#include "core/measure/dynamics/clubs.h"
#include "core/measure/dynamics/convergence.h"
#include "core/measure/dynamics/kernel_density.h"

namespace tidu::measure {

/// Standard errors of growth regressions across regions that a study may name.
enum class GrowthErrors : std::uint8_t { iid, hc1, hc3 };

/// What a study may set about distributions over time and convergence.
struct DynamicsOptions {
  Kernel density_kernel = Kernel::gaussian;
  BandwidthRule density_bandwidth = BandwidthRule::silverman;  ///< not `given`
  std::size_t classes = 4;                                     ///< of Markov chains, own and neighbours'
  CutoffRule class_cutoffs = CutoffRule::pooled;               ///< not `given`
  std::size_t markov_duration = 1;                             ///< years of a transition
  Divisor sigma_divisor = Divisor::n;
  bool convergence_weighted = true;  ///< sigma and beta by population
  Growth growth = Growth::annual;
  GrowthErrors growth_errors = GrowthErrors::hc1;
  double club_discard = 0.3;
  PathFilter club_filter = PathFilter::none;
};

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<DynamicsOptions>> dynamics_options();

/// The rule for least squares that the option names.
CovarianceRule covariance_rule(GrowthErrors errors);

}  // namespace tidu::measure
