// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/gap_measure.h"

#include "core/base/assert.h"
#include "core/measure/gaps/dispersion.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/polarisation.h"

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, kGapMeasures.size()> kNames{
    "gini",        "gini_sample",    "theil_t",          "theil_l",    "entropy",
    "atkinson",    "variation",      "variation_sample", "log_sd",     "log_sd_sample",
    "range_ratio", "relative_range", "top_bottom_ratio", "bonferroni", "wolfson",
    "esteban_ray"};

}  // namespace

std::string_view name_of(GapMeasure measure) { return kNames[static_cast<std::size_t>(measure)]; }

Domain domain_of(GapMeasure measure, const GapParameters& parameters) {
  switch (measure) {
    case GapMeasure::theil_l:
    case GapMeasure::log_sd:
    case GapMeasure::log_sd_sample:
    case GapMeasure::range_ratio:
      return Domain::positive;
    case GapMeasure::entropy:
      return parameters.entropy_order > 0 ? Domain::non_negative : Domain::positive;
    case GapMeasure::atkinson:
      return parameters.atkinson_epsilon < 1 ? Domain::non_negative : Domain::positive;
    case GapMeasure::variation:
    case GapMeasure::variation_sample:
    case GapMeasure::relative_range:
      return Domain::any;
    default:
      return Domain::non_negative;
  }
}

Result<double> gap_measure(GapMeasure measure, std::span<const double> x, std::span<const double> weights,
                           const GapParameters& parameters) {
  switch (measure) {
    case GapMeasure::gini:
      return gini(x, weights);
    case GapMeasure::gini_sample:
      return gini(x, weights, GiniForm::sample);
    case GapMeasure::theil_t:
      return theil_t(x, weights);
    case GapMeasure::theil_l:
      return theil_l(x, weights);
    case GapMeasure::entropy:
      return generalised_entropy(x, parameters.entropy_order, weights);
    case GapMeasure::atkinson:
      return atkinson(x, parameters.atkinson_epsilon, weights);
    case GapMeasure::variation:
      return variation(x, weights);
    case GapMeasure::variation_sample:
      return variation(x, weights, Divisor::n_minus_one);
    case GapMeasure::log_sd:
      return log_sd(x, weights);
    case GapMeasure::log_sd_sample:
      return log_sd(x, weights, Divisor::n_minus_one);
    case GapMeasure::range_ratio:
      return range_ratio(x, weights);
    case GapMeasure::relative_range:
      return relative_range(x, weights);
    case GapMeasure::top_bottom_ratio:
      return top_bottom_ratio(x, {parameters.top, parameters.bottom}, weights);
    case GapMeasure::bonferroni:
      return bonferroni(x, weights);
    case GapMeasure::wolfson:
      return wolfson(x, weights);
    case GapMeasure::esteban_ray:
      return esteban_ray(x, parameters.esteban_ray_alpha, weights);
  }
  TIDU_ASSERT(false);
  return 0.0;
}

}  // namespace tidu::measure
