// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/option.h"
#include "core/measure/index/method.h"
#include "core/measure/index/replicator.h"

namespace tidu::measure {

/// What a study may set about what is read off its indices: their robustness, stages, coupling, obstacles.
struct AssessmentOptions {
  std::size_t robustness_replicates = 1024;  ///< 0: none; odd numbers are raised by one
  WeightNoise robustness_noise = WeightNoise::relative;
  double robustness_spread = 0.25;        ///< of relative noise
  double robustness_concentration = 100;  ///< of Dirichlet noise
  bool robustness_weightings = true;      ///< whether this choice varies
  bool robustness_scales = true;
  bool robustness_aggregations = true;
  bool robustness_left_out = true;
  bool robustness_treatments = true;
  std::size_t robustness_top = 10;  ///< k of "among the first k"
  double robustness_level = 0.9;    ///< of every interval over replicates
  std::size_t stages = 3;
  double coupling_synchronous = 0.8;  ///< ratio from which systems count as synchronous
  std::size_t obstacles = 5;          ///< main obstacles that are named
};

/// The usual plan (replicator.h) without the choices that the options switch off.
RobustnessPlan robustness_plan(const AssessmentOptions& options, const IndexMethod& own);

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<AssessmentOptions>> assessment_options();

}  // namespace tidu::measure
