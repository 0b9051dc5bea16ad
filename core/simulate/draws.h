// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/draws.h"
#include "core/diffusion/process/levers.h"
#include "core/diffusion/process/spread.h"

namespace tidu::simulate {

/// Kinds of decisions about an innovation (Rogers 2003, ch. 1).
enum class DecisionKind : std::uint8_t {
  optional,    ///< everybody decides alone, whatever contacts push
  collective,  ///< likewise, but once more than `collective_share` of a region's members use it all others decide for
               ///< it
  authority,   ///< decided for them, at the rate `authority` besides their own
};

/// A part of the people of every region that decides in a way of its own, such as the staff of state-owned firms.
struct DecisionUnit {
  DecisionKind kind = DecisionKind::optional;
  double share = 0;                                        ///< of the people, in [0, 1]
  double from = -std::numeric_limits<double>::infinity();  ///< time from which on it does; optional decisions before
};

/// What is assumed before a run: ranges of the parameters and what is known about the regions' speeds.
struct Assumptions {
  std::vector<Range> process;            ///< in the order of process_options()
  std::vector<Range> spread;             ///< in the order of spread_options()
  std::vector<Range> levers;             ///< in the order of lever_options()
  std::vector<double> region_effect;     ///< u_r, logarithm; from calibrate/heterogeneity.h
  std::vector<double> region_error;      ///< its standard error
  std::vector<double> population_share;  ///< n, summing to 1
  /// Standard scores of what stands for the attributes, by region, signed and 0 where nothing does; empty: nothing.
  std::vector<diffusion::Attributes> attribute_score;
  std::vector<DecisionUnit> decisions;  ///< whose shares sum to at most 1; the others decide optionally
  std::uint64_t seed = 0;
};

/// One point of the assumptions.
struct ParameterDraw {
  diffusion::ProcessParameters process;
  diffusion::SpreadParameters spread;
  std::vector<double> speed;                      ///< n multipliers with a mean over people of 1
  std::vector<diffusion::Attributes> attributes;  ///< by region; empty: those of the reference
  std::vector<DecisionUnit> decisions;
};

/// How many numbers z make a point of the assumptions: one for each ranged field.
std::size_t dimensions(const Assumptions& assumptions);

/// The point z of the assumptions, for a nation of one region whose speed is 1. Coordinates are standard normal: a
/// field takes the quantile Phi(z_i) of its range, evenly spread (in the logarithm where its record says so). Fixed
/// fields take the range's value.   z  dimensions(assumptions), process before spread
ParameterDraw draw_at(const Assumptions& assumptions, std::span<const double> z);

/// Gives a draw the regions of the assumptions: speeds with the noise `index`, and attributes.
void set_regions(const Assumptions& assumptions, std::uint64_t index, ParameterDraw& draw);

/// Prior draw number `index`, with its regions.
ParameterDraw draw_parameters(const Assumptions& assumptions, std::uint64_t index);

/// The levers' sizes of ensemble member `member`.
diffusion::LeverSizes draw_lever_sizes(const Assumptions& assumptions, std::uint64_t member);

/// The multipliers of the regions, M_r = exp(lambda (u_r + error_r e1) + sigma e2) over its mean, with the noise e of
/// draw `index`; without it when `noise` is false.   [region_speed]
std::vector<double> region_speeds(const Assumptions& assumptions, const diffusion::SpreadParameters& parameters,
                                  std::uint64_t index, bool noise = true);

}  // namespace tidu::simulate
