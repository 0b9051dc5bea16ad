// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"
#include "core/measure/gaps/bootstrap.h"
#include "core/measure/gaps/gap_measure.h"

namespace tidu::measure {

/// What becomes of values that a measure has no meaning for (a negative income). Never silent.
enum class OutsideRule : std::uint8_t {
  refuse,  ///< an error that names the first of them
  drop,    ///< left out and counted where the measure is shown
};

/// What a study may set about gaps and their intervals.
struct GapOptions {
  OutsideRule outside = OutsideRule::refuse;
  double entropy_order = 2;
  double atkinson_epsilon = 0.5;
  double polarisation_alpha = 1.3;
  double top_share = 0.1;
  double bottom_share = 0.4;
  std::uint64_t replicates = 999;  ///< of the bootstrap; 0: no intervals
  double level = 0.95;             ///< of the intervals
  IntervalMethod interval = IntervalMethod::bca;

  GapParameters parameters() const {
    return {entropy_order, atkinson_epsilon, polarisation_alpha, top_share, bottom_share};
  }
};

/// Keys "measure.gap_*" of the study file, one for each field above.
std::span<const Option<GapOptions>> gap_options();

}  // namespace tidu::measure
