// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>

#include "core/base/formula.h"
#include "core/base/option.h"
#include "core/diffusion/process/mixing.h"
#include "core/diffusion/process/rates.h"
#include "core/diffusion/society.h"

namespace tidu::diffusion {

// Where, when and among whom the process of process.h runs:
//
//   media(t) = 1 + pulse within [pulse_start, pulse_start + pulse_years), else 1      multiplies U -> K by mass media
//   [media_pulse] local    sees its own region,                 chain   (1 - o) own + o ((1 - n) neighbours + n nation)
//   online   sees the nation; each layer through heterophily (mixing.h)                [region_layers]
//   M_r      = exp(lambda u_r + sigma e_r) over its mean over people                    multiplies p and q
//   [region_speed]
//   A_r      = clamp(1/2 + e z_r, 0, 1), z_r the standard score of what the study names for that attribute
//   [region_attributes]

/// Keys "diffusion.*".
struct SpreadParameters {
  double market = 0.8;           ///< m: share of the population that may ever adopt
  double pulse = 8;              ///< media are 1 + pulse times as strong while the pulse lasts; 0 = off
  double pulse_start = 2025.05;  ///< when the pulse begins, in years
  double pulse_years = 0.5;      ///< how long it lasts
  double start = 2022.917;       ///< nobody has heard of it before
  double outside = 0.5;          ///< o: share of contacts in the chain layer that lie in other regions; 0 = off
  double national = 0.5;         ///< n: of these, the part that is spread over the nation; the rest is neighbours'
  double carry_over = 0.5;    ///< lambda: how much of the regions' differences in earlier technologies holds; 0 = off
  double region_noise = 0.2;  ///< sigma: standard deviation of what is new in a region's speed (logarithm); 0 = off
  double attribute_effect = 0.1;  ///< e: how far one standard deviation of what stands for an attribute moves it
  double incidents = 0;  ///< index of incidents, in [0, 1): what the late groups' safety gate looks at; 0 = none
};

std::span<const Option<SpreadParameters>> spread_options();

/// The factor on mass media over [time, time + dt]: 1 outside the pulse, 1 + pulse within, the mean where the step is
/// cut.
double media_factor(const SpreadParameters& parameters, double time, double dt);

/// Attributes of the innovation as a region sees it.   [region_attributes]
/// score  of each attribute, signed; 0 changes nothing
Attributes perceived(const Attributes& score, double effect);

/// How cells of regions x groups see each other in each layer.
std::array<LayerMixing, kLayers> region_layers(const ProcessParameters& process, const SpreadParameters& spread,
                                               const RegionLinks& links);

std::span<const FormulaRecord> spread_formulas();

}  // namespace tidu::diffusion
