// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/draws.h"
#include "core/diffusion/process/levers.h"
#include "core/diffusion/process/spread.h"

namespace tidu::simulate {

/// What is assumed before a run: ranges of the parameters and what is known about the regions' speeds.
struct Assumptions {
  std::vector<Range> process;            ///< in the order of process_options()
  std::vector<Range> spread;             ///< in the order of spread_options()
  std::vector<Range> levers;             ///< in the order of lever_options()
  std::vector<double> region_effect;     ///< u_r, logarithm; from calibrate/heterogeneity.h
  std::vector<double> region_error;      ///< its standard error
  std::vector<double> population_share;  ///< n, summing to 1
  std::uint64_t seed = 0;
};

/// One point of the assumptions.
struct ParameterDraw {
  diffusion::ProcessParameters process;
  diffusion::SpreadParameters spread;
  std::vector<double> speed;  ///< n multipliers with a mean over people of 1
};

/// How many numbers z make a point of the assumptions: one for each ranged field.
std::size_t dimensions(const Assumptions& assumptions);

/// The point z of the assumptions, for a nation of one region whose speed is 1. Coordinates are standard normal: a
/// field takes the quantile Phi(z_i) of its range, evenly spread (in the logarithm where its record says so). Fixed
/// fields take the range's value.   z  dimensions(assumptions), process before spread
ParameterDraw draw_at(const Assumptions& assumptions, std::span<const double> z);

/// Prior draw number `index`, with the speeds of the regions.
ParameterDraw draw_parameters(const Assumptions& assumptions, std::uint64_t index);

/// The levers' sizes of ensemble member `member`.
diffusion::LeverSizes draw_lever_sizes(const Assumptions& assumptions, std::uint64_t member);

/// The multipliers of the regions, M_r = exp(lambda (u_r + error_r e1) + sigma e2) over its mean, with the noise e of
/// draw `index`; without it when `noise` is false.   [region_speed]
std::vector<double> region_speeds(const Assumptions& assumptions, const diffusion::SpreadParameters& parameters,
                                  std::uint64_t index, bool noise = true);

}  // namespace tidu::simulate
