// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/calibrate/options.h"
#include "core/calibrate/resample.h"
#include "core/simulate/draws.h"

namespace tidu::calibrate {

/// Axis over the points of a series.
struct Point {};

/// What a survey asked.
enum class Asked : std::uint8_t {
  use,        ///< who uses it: implementing or confirmed
  awareness,  ///< who has heard of it: all but the unaware
};

/// A point of the national series: the share of people at a time (in years).
struct Observation {
  double time = 0;
  double share = 0;
  Asked asked = Asked::use;
  std::size_t wording = 0;  ///< which survey; what it calls use differs from that of survey 0 by an unknown factor
};

struct NationalInput {
  const diffusion::RegionLinks& links;
  const simulate::Assumptions& assumptions;
  std::span<const Observation> series;  ///< in order of time; more than options.held_out points
  CalibrateOptions options;
  int steps_per_year = 4;
};

/// What the national series says of the assumptions. In coordinates z (simulate/draws.h) these are N(0, I); the
/// likelihood is
///   ln L = -sum_k (y_k - pi_w(k) model_k)^2 / (2 sd^2),   pi_0 = 1, ln pi_w ~ N(0, wording_sd) for other wordings
/// Particles are led from the prior to the posterior (tempering.h) with a nation of one region, which is thirty times
/// cheaper than all of them; what is found then runs over all regions, each particle with noise of its own in the
/// regions' speeds, and weighs L / L of one region.   [importance_weights]
struct NationalFit {
  Array<double, Draw, Point> prior;            ///< share at each point before the series is seen
  Array<double, Draw, Point> predicted;        ///< from the points before the held-out ones
  std::vector<double> weights_fit;             ///< of `predicted`; sum 1
  std::vector<simulate::ParameterDraw> draws;  ///< from every point
  std::vector<double> weights_all;             ///< of `draws`; sum 1
  double effective_fit = 0;                    ///< effective size of weights_fit (Kong 1992)
  double effective_all = 0;
  std::uint64_t evaluations = 0;  ///< of the model with one region
};

/// errors  shape (too few points), no_convergence (no particle comes near: every likelihood is 0), cancelled
/// cost    steps x particles x (40 x groups + 2 x cells), 250 ns each; parallel; same bits for any executor
Result<NationalFit> fit_national(const NationalInput& input, Executor& executor);

/// The posterior's mode at one market size: how little a few points say about the market.
struct ProfilePoint {
  double market = 0;
  double log_likelihood = 0;  ///< at that mode, up to a constant
  double log_posterior = 0;   ///< with the assumptions, likewise
  double media = 0;
  double innovation = 0;
  double imitation = 0;
  double pulse = 0;
};

/// For eleven market sizes over its range, and for all points, the mode of the other assumptions by Levenberg and
/// Marquardt in coordinates z, in a nation of one region. Wording factors are part of z.
/// returns  nothing where the market is fixed
/// errors   those of levenberg_marquardt
Result<std::vector<ProfilePoint>> market_profile(const NationalInput& input);

}  // namespace tidu::calibrate
