// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/measure/gaps/population.h"

namespace tidu::measure {

/// Every measure of a gap by name, so that tables, intervals and comparisons run over all of them in one way. The
/// functions stand in core/measure/gaps/{inequality,dispersion,polarisation}.h.
enum class GapMeasure : std::uint8_t {
  gini,
  gini_sample,  ///< n - 1
  theil_t,
  theil_l,
  entropy,  ///< GE of GapParameters::entropy_order
  atkinson,
  variation,         ///< divisor n
  variation_sample,  ///< n - 1
  log_sd,            ///< divisor n
  log_sd_sample,     ///< n - 1
  range_ratio,
  relative_range,
  top_bottom_ratio,
  bonferroni,
  wolfson,
  esteban_ray,
};

inline constexpr std::array kGapMeasures{GapMeasure::gini,
                                         GapMeasure::gini_sample,
                                         GapMeasure::theil_t,
                                         GapMeasure::theil_l,
                                         GapMeasure::entropy,
                                         GapMeasure::atkinson,
                                         GapMeasure::variation,
                                         GapMeasure::variation_sample,
                                         GapMeasure::log_sd,
                                         GapMeasure::log_sd_sample,
                                         GapMeasure::range_ratio,
                                         GapMeasure::relative_range,
                                         GapMeasure::top_bottom_ratio,
                                         GapMeasure::bonferroni,
                                         GapMeasure::wolfson,
                                         GapMeasure::esteban_ray};

/// What the measures leave to choice.
struct GapParameters {
  double entropy_order = 2;
  double atkinson_epsilon = 0.5;
  double esteban_ray_alpha = 1.3;
  double top = 0.1;  ///< of top_bottom_ratio
  double bottom = 0.4;
};

/// The measure's name in tables and study files: "gini_sample".
std::string_view name_of(GapMeasure measure);

/// What the measure asks of its values.
Domain domain_of(GapMeasure measure, const GapParameters& parameters = {});

/// The measure of values with weights; errors, range and cost as of its function.
Result<double> gap_measure(GapMeasure measure, std::span<const double> x, std::span<const double> weights = {},
                           const GapParameters& parameters = {});

}  // namespace tidu::measure
