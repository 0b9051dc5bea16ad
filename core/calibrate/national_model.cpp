// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/national_model.h"

#include <algorithm>

#include "core/base/math.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {
namespace {

double wording_factor(const NationalInput& input, std::span<const double> z, std::size_t wording) {
  if (wording == 0) return 1;
  return math::exp(input.options.wording_sd * z[dimensions(input.assumptions) + wording - 1]);
}

}  // namespace

std::size_t coordinates(const NationalInput& input) {
  std::size_t last = 0;
  for (const Observation& point : input.series) last = std::max(last, point.wording);
  return dimensions(input.assumptions) + last;
}

simulate::ParameterDraw draw_of(const NationalInput& input, std::span<const double> z) {
  return draw_at(input.assumptions, z.first(dimensions(input.assumptions)));
}

void predict(const NationalInput& input, const diffusion::RegionLinks& links, const simulate::ParameterDraw& draw,
             std::span<const double> z, std::span<double> out) {
  simulate::AdoptionRun run(links, draw, input.steps_per_year);
  for (std::size_t k = 0; k < out.size(); ++k) {
    const Observation& point = input.series[k];
    run.run_until(point.time);
    out[k] = wording_factor(input, z, point.wording) * (point.asked == Asked::use ? run.users() : run.aware());
  }
}

}  // namespace tidu::calibrate
