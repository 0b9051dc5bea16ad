// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/diffusion/process/process.h"

namespace tidu::tests {

/// Rates that move agents through every stage and back.
inline diffusion::ProcessRates lively_rates() {
  return {.media = 0.6,
          .word_of_mouth = {0.5, 0.3, 0.2},
          .elaboration = 3,
          .attitude = 0.3,
          .attitude_contacts = {1, 0.5, 0.5},
          .attitude_discontinuers = 1,
          .innovation = 0.2,
          .imitation = {1, 0.5, 0.5},
          .leaders = 0.3,
          .implementation = 4,
          .abandonment = 0.2,
          .confirmation = 1,
          .disenchantment = 0.3,
          .discontinuance = 0.1,
          .reconsideration = 0.5,
          .readoption = 0.4,
          .demonstration = 0.02};
}

}  // namespace tidu::tests
