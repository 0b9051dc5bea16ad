// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/draws.h"

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::simulate {
namespace {

// Numbers of the draws of a prior draw: the fields of ProcessParameters from 0 on, those of SpreadParameters from here.
constexpr std::uint16_t kFirstSpreadDraw = 1000;

}  // namespace

template <class P>
P draw_fields(std::span<const Option<P>> options, std::span<const Range> ranges, const Rng& rng, DrawAddress address) {
  TIDU_ASSERT(options.size() == ranges.size());
  P p{};
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Range range = ranges[i];
    double value = range.low;
    if (range.low < range.high) {
      DrawAddress field = address;
      field.draw = static_cast<std::uint16_t>(address.draw + i);
      const double u = uniform(rng, field);
      value = options[i].record.logarithmic && range.low > 0
                  ? range.low * math::exp(u * math::log(range.high / range.low))
                  : range.low + (range.high - range.low) * u;
    }
    options[i].set(p, value);
  }
  return p;
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

ParameterDraw draw_national_parameters(const Assumptions& assumptions, std::uint64_t index) {
  const Rng rng(assumptions.seed);
  DrawAddress address{.entity = index, .purpose = Purpose::prior_draw};
  ParameterDraw draw;
  draw.process = draw_fields(diffusion::process_options(), assumptions.process, rng, address);
  address.draw = kFirstSpreadDraw;
  draw.spread = draw_fields(diffusion::spread_options(), assumptions.spread, rng, address);
  draw.speed = {1.0};
  return draw;
}

ParameterDraw draw_parameters(const Assumptions& assumptions, std::uint64_t index) {
  ParameterDraw draw = draw_national_parameters(assumptions, index);
  draw.speed = region_speeds(assumptions, draw.spread, index);
  return draw;
}

diffusion::LeverSizes draw_lever_sizes(const Assumptions& assumptions, std::uint64_t member) {
  return draw_fields(diffusion::lever_options(), assumptions.levers, Rng(assumptions.seed),
                     {.entity = member, .purpose = Purpose::ensemble_draw});
}

}  // namespace tidu::simulate
