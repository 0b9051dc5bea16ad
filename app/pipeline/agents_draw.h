// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/diffusion/process/rates.h"

namespace tidu::app {

/// When the process runs, and among whom.
struct AgentSpread {
  double market = 0.8;
  double pulse = 8;
  double pulse_start = 2025.05;
  double pulse_years = 0.5;
  double start = 2022.917;
};

/// The parameters with which agents are run.
struct AgentDraw {
  diffusion::ProcessParameters process;
  AgentSpread spread;
  std::vector<double> speed;  ///< by region: multiplies p and q
};

/// The study's values, every region alike.
AgentDraw agent_draw(const LoadedStudy& loaded);

}  // namespace tidu::app
