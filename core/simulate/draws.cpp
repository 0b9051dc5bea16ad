// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/draws.h"

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/option_draws.h"
#include "core/base/sum.h"

namespace tidu::simulate {
std::size_t dimensions(const Assumptions& assumptions) {
  std::size_t count = 0;
  for (const auto& ranges : {assumptions.process, assumptions.spread}) {
    for (const Range& range : ranges) count += range.low < range.high ? 1 : 0;
  }
  return count;
}

ParameterDraw draw_at(const Assumptions& assumptions, std::span<const double> z) {
  TIDU_ASSERT(z.size() >= dimensions(assumptions));
  std::size_t used = 0;
  const auto next = [&](const OptionRecord&) { return math::normal_cdf(z[used++]); };
  ParameterDraw draw;
  draw.process = fields_at(diffusion::process_options(), assumptions.process, next);
  draw.spread = fields_at(diffusion::spread_options(), assumptions.spread, next);
  draw.speed = {1.0};
  draw.decisions = assumptions.decisions;
  return draw;
}

void set_regions(const Assumptions& assumptions, std::uint64_t index, ParameterDraw& draw) {
  draw.speed = region_speeds(assumptions, draw.spread, index);
  draw.attributes.clear();
  for (const diffusion::Attributes& score : assumptions.attribute_score) {
    draw.attributes.push_back(diffusion::perceived(score, draw.spread.attribute_effect));
  }
}

std::vector<double> region_speeds(const Assumptions& assumptions, const diffusion::SpreadParameters& parameters,
                                  std::uint64_t index, bool noise) {
  const std::size_t n = assumptions.population_share.size();
  const Rng rng(assumptions.seed);
  std::vector<double> speed(n);
  for (std::size_t r = 0; r < n; ++r) {
    double effect = assumptions.region_effect[r];
    double news = 0;
    if (noise) {
      DrawAddress address{
          .entity = index, .draw = 0, .step = static_cast<std::uint32_t>(r), .purpose = Purpose::region_effect};
      effect += assumptions.region_error[r] * normal(rng, address);
      address.draw = 1;
      news = parameters.region_noise * normal(rng, address);
    }
    speed[r] = math::exp(parameters.carry_over * effect + news);
  }
  const double average = dot(speed, assumptions.population_share);
  for (double& s : speed) s /= average;
  return speed;
}

ParameterDraw draw_parameters(const Assumptions& assumptions, std::uint64_t index) {
  const Rng rng(assumptions.seed);
  std::vector<double> z(dimensions(assumptions));
  for (std::size_t j = 0; j < z.size(); ++j) {
    z[j] = normal(rng, {.entity = index, .draw = static_cast<std::uint16_t>(j), .purpose = Purpose::prior_draw});
  }
  ParameterDraw draw = draw_at(assumptions, z);
  set_regions(assumptions, index, draw);
  return draw;
}

diffusion::LeverSizes draw_lever_sizes(const Assumptions& assumptions, std::uint64_t member) {
  const Rng rng(assumptions.seed);
  DrawAddress address{.entity = member, .purpose = Purpose::ensemble_draw};
  const auto next = [&](const OptionRecord&) {
    const double u = uniform(rng, address);
    ++address.draw;
    return u;
  };
  return fields_at(diffusion::lever_options(), assumptions.levers, next);
}

}  // namespace tidu::simulate
