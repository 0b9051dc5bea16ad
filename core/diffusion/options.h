// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/option.h"

namespace tidu::diffusion {

/// Parameters of the aggregate adoption model (cells.h), keys "diffusion.*". All rates are per year.
struct DiffusionParameters {
  double innovation = 0.01;      ///< p: rate of adopting on the word of mass media alone
  double imitation = 0.38;       ///< q: rate added when everybody one meets has adopted
  double market = 0.8;           ///< m: share of the population that may ever adopt
  double discontinuance = 0.02;  ///< delta: rate of giving up
  double pulse = 20;             ///< factor on p while the pulse lasts is 1 + pulse; 0 = off
  double pulse_start = 2025.05;  ///< when the pulse begins, in years
  double pulse_years = 0.5;      ///< how long it lasts
  double start = 2022.917;       ///< nobody has adopted before
  double group_spread =
      0.5;  ///< s: adopter group a adopts exp(s z_a) times as fast, z_a its mean normal score; 0 = off
  double heterophily = 0.05;  ///< gamma: groups at distance d meet exp(-gamma d^2) times as often; 0 = off
  double outside = 0.3;       ///< share of what one sees that lies in other regions; 0 = every region for itself
  double national = 0.5;      ///< of that, the part from the whole nation (online); the rest from neighbours
  double carry_over =
      0.5;  ///< lambda: how much of the regions' differences in earlier technologies holds for this one; 0 = off
  double region_noise = 0.2;  ///< standard deviation of what is new in a region's speed (logarithm); 0 = off
};

std::span<const Option<DiffusionParameters>> diffusion_options();

/// What the levers do at full strength, keys "lever.*" (levers.h).
struct LeverSizes {
  double subsidy = 0.3;
  double training = 0.3;
  double solutions = 0.25;
  double light_entry = 0.2;
  double governance = 0.3;
  double talent = 0.5;
  double channels = 1.0;
  double demonstration = 0.02;
  double alliance = 0.2;
  double infrastructure = 0.3;
};

std::span<const Option<LeverSizes>> lever_options();

}  // namespace tidu::diffusion
