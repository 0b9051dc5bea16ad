// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "core/simulate/run.h"

namespace tidu::simulate {

/// Two neighbours, one three times as large as the other and slower.
struct Nation {
  std::vector<double> people{1, 3};
  diffusion::RegionLinks links =
      diffusion::make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}, people);
  ParameterDraw draw{.process = {.innovation = 0.3, .imitation = 1.5},
                     .spread = {.market = 0.6, .pulse = 5, .start = 2022.917},
                     .speed = {1.3, 0.9}};

  AdoptionRun after(double time, int steps_per_year = 12) const {
    AdoptionRun run(links, draw, steps_per_year);
    run.run_until(time);
    return run;
  }
};

}  // namespace tidu::simulate
