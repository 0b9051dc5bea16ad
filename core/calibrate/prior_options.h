// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/option.h"
#include "core/calibrate/path_fit.h"

namespace tidu::calibrate {

/// What is assumed of an adoption panel before it is seen, keys "calibrate.prior_*". A positive number has a median and
/// the standard deviation of its logarithm; a share has a median and the standard deviation of its logit.
struct PriorOptions {
  double innovation = 0.01;  ///< p, 1/year
  double innovation_sd = 1;
  double imitation = 0.38;  ///< q, 1/year
  double imitation_sd = 0.5263;
  double market = 0.831;  ///< m
  double market_sd = 0.8821;
  double discontinuance = 0.02;  ///< C -> X, 1/year
  double discontinuance_sd = 1;
  double knowledge = 1;  ///< factor of how fast people hear of it
  double knowledge_sd = 1;
  double aware = 0.5;  ///< share of those who do not use it at the start that has heard of it
  double aware_sd = 1.5;
  double attribute_scale_sd = 2;   ///< of theta's scale, whose prior mean is 0
  double wording_sd = 0.3;         ///< of a wording's factor on the odds, whose prior median is 1
  double start = 0.27;             ///< share of users among those who may adopt, at the start
  double start_sd = 3;             ///< of the regions' mean logit
  double start_difference_sd = 1;  ///< of a region's logit from that mean
  double region_sd = 0.2;          ///< tau: of the logarithm of regions' speeds
  double region_sd_spread = 1;
  double observation_sd = 0.05;  ///< sigma: of an observation's logit
  double observation_sd_spread = 1;
  double shock_sd = 0.03;  ///< of a year that all regions share, in logits
  double shock_sd_spread = 0.5;
  double correlation = 0.9;  ///< rho of a region's errors one year apart
};

std::span<const Option<PriorOptions>> prior_options();

/// The priors on the scales of the fit. The defaults give PathPriors{}.
PathPriors path_priors(const PriorOptions& options);

}  // namespace tidu::calibrate
