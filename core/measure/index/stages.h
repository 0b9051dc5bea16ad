// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// How far a region has come, by the level of its score: with three stages start-up (0), growth (1) and mature (2);
/// with two start-up (0) and growth (1). Tiers compare the regions of one year; stages have the same borders in all
/// years, so that a region, or all of them, can pass into the next.
enum class StageMethod : std::uint8_t {
  natural_breaks,  ///< of all regions and years together
  given,           ///< borders on the score
};

struct StageRule {
  StageMethod method = StageMethod::natural_breaks;
  std::size_t stages = 3;  ///< 2 or 3
  std::vector<double> borders =
      {};  ///< given: stages - 1 rising scores; a score on a border belongs to the stage above
};

struct Stages {
  Array<std::size_t, Region, Year> stage;  ///< 0 = lowest
  std::vector<double> borders;             ///< stages - 1; natural breaks: halfway between neighbouring members
  double goodness = 0;                     ///< goodness of variance fit of the stages over all cells, in [0, 1]
};

/// Stages of every region and year.
/// scores   regions x years, finite; comparable between years (pooled standardisation).
/// errors   measure.stages.empty (shape), measure.stages.not_finite (domain; region and year from 1),
///          measure.stages.count (domain), measure.stages.borders (domain: number or order), measure.breaks.classes.
/// cost     O(cells^2) for natural breaks, else O(cells).
Result<Stages> stages(View<const double, Region, Year> scores, const StageRule& rule = {});

}  // namespace tidu::measure
