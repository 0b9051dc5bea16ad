// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"
#include "core/economy/closure.h"

namespace tidu::economy {

/// Closures of ClosureRule that a study can choose: those that need no numbers of their own.
enum class StudyClosure : std::uint8_t { share_of_nation, per_head, share_of_world };

/// What comparative statics assume, keys "economy.*".
struct StaticsOptions {
  StudyClosure closure = StudyClosure::share_of_nation;
  double deficits_kept = 1;  ///< Closure::keep
};

std::span<const Option<StaticsOptions>> statics_options();

Closure closure_of(const StaticsOptions& options);

/// How density feeds back (DensityFeedback), keys "economy.*".
struct DensityOptions {
  double agglomeration = 0.06;  ///< alpha; 0: off
  double congestion = -0.32;    ///< beta; 0: off
};

std::span<const Option<DensityOptions>> density_options();

}  // namespace tidu::economy
