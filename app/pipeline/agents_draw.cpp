// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_draw.h"

#include "study/registry.h"

namespace tidu::app {

AgentDraw agent_draw(const LoadedStudy& loaded) {
  return {.process = study::parameters(loaded.study, diffusion::process_options()),
          .spread = {},
          .speed = std::vector<double>(loaded.region_count(), 1)};
}

}  // namespace tidu::app
