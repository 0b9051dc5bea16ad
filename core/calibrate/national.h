// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/calibrate/options.h"
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
  int steps_per_year = 6;
};

/// Draws from the assumptions, weighed by how near they come to the national series (sampling-importance-resampling,
/// Rubin 1988): weight ~ L = exp(-sum (y - pi_w model)^2 / (2 sd^2)).   [importance_weights]
/// pi_w is 1 for the first wording; ln pi_w ~ N(0, wording_sd) for the others, drawn with the parameters.
///
/// A few points leave little of a wide prior, so most draws would be wasted on running all regions. As in delayed
/// acceptance (Christen & Fox 2005) a cheap model screens them first: the same draw in a nation of one region, with the
/// sd doubled (L1, from the points before the held-out ones). `candidates` are resampled by L1 and run over all
/// regions; a candidate that was taken k times has the weight k L / L1, so that the screening decides where to look and
/// not what is found.
struct NationalFit {
  std::vector<std::uint64_t> candidates;  ///< numbers of the draws (simulate/draws.h), rising
  Array<double, Draw, Point> predicted;   ///< national share of each candidate at each point
  std::vector<double> weights_fit;        ///< from the points before the held-out ones; sum 1
  std::vector<double> weights_all;        ///< from every point; sum 1
  double effective_fit = 0;               ///< effective sample size 1 / sum w^2 (Kong 1992)
  double effective_all = 0;
  Array<double, Draw, Point> prior;  ///< national share at each point before the series is seen, over all regions
};

/// errors  shape (too few points), no_convergence (no draw comes near: every weight is 0), cancelled
/// cost    months x (prior_draws x groups + candidates x cells); parallel over draws; same bits for any executor
Result<NationalFit> fit_national(const NationalInput& input, Executor& executor);

/// Systematic resampling (Kitagawa 1996): `count` numbers of draws, each draw i about count * weights[i] times, in
/// rising order.
std::vector<std::uint64_t> resample(std::span<const double> weights, std::uint64_t count, std::uint64_t seed);

/// Quantile of weighted values: the smallest value whose cumulated weight reaches p. values.size() == weights.size().
double weighted_quantile(std::span<const double> values, std::span<const double> weights, double p);

/// The best fit at one market size: how little a few points say about the market.
struct ProfilePoint {
  double market = 0;
  double log_likelihood = 0;  ///< up to a constant
  double media = 0;
  double innovation = 0;
  double imitation = 0;
  double pulse = 0;
};

/// For each market size the media, innovation, imitation and pulse with the largest likelihood, all points used, for a
/// nation of one region with the other parameters at `draw` (Nelder & Mead 1965 in the logarithms, from the values of
/// the fit before and from the given ones, whichever ends lower). Wording factors are 1.
std::vector<ProfilePoint> market_profile(std::span<const double> markets, const simulate::ParameterDraw& draw,
                                         std::span<const Observation> series, const CalibrateOptions& options,
                                         int steps_per_year);

}  // namespace tidu::calibrate
