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

/// A struct with each ranged field drawn evenly over its range (evenly in the logarithm where its record says so); the
/// field at position i of `options` uses the i-th draw number from that of `address` on. Fixed fields take the range's value.
template <class P>
P draw_fields(std::span<const Option<P>> options, std::span<const Range> ranges, const Rng& rng, DrawAddress address);

/// Draw number `index`: M_r = exp(lambda (u_r + error_r e1) + sigma e2) over its mean.   [region_speed]
ParameterDraw draw_parameters(const Assumptions& assumptions, std::uint64_t index);

/// The same for a nation of one region, whose speed is 1.
ParameterDraw draw_national_parameters(const Assumptions& assumptions, std::uint64_t index);

/// The levers' sizes of ensemble member `member`.
diffusion::LeverSizes draw_lever_sizes(const Assumptions& assumptions, std::uint64_t member);

/// The multipliers of the regions for given parameters, with the noise of draw `index`; without it when `noise` is
/// false.
std::vector<double> region_speeds(const Assumptions& assumptions, const diffusion::SpreadParameters& parameters,
                                  std::uint64_t index, bool noise = true);

}  // namespace tidu::simulate
