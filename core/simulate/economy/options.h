// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::simulate {

/// Keys "baseline.*".
struct BaselineOptions {
  int until = 2035;                    ///< horizon
  std::uint64_t draws = 200;           ///< size of the ensemble
  std::uint64_t variance_draws = 100;  ///< rows of the design by which the variance is shared out; 0: it is not
  bool yearly_shocks = true;           ///< whether years are good and bad as those of the past were
  double persistence = 1;  ///< largest rho of good and bad years that is thought possible; 0: they are independent
};

std::span<const Option<BaselineOptions>> baseline_options();

}  // namespace tidu::simulate
