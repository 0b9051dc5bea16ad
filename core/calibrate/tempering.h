// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/formula.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"

namespace tidu::calibrate {

// Draws from a posterior whose prior is z ~ N(0, I), by sequential Monte Carlo (Del Moral, Doucet & Jasra 2006; Chopin
// 2002): particles from the prior are led to the posterior through targets
//
//   pi_t(z) ~ N(z; 0, I) exp((1 - t) from(z) + t to(z)),   t from 0 to 1                        [tempered_posterior]
//
// Each t is the next at which the weights' effective size falls to half the particles; they are resampled, and moved
// by
//   z' = m + sqrt(1 - b^2) (z - m) + b L xi,   xi ~ N(0, I)
// which leaves N(m, LL'), the particles' own mean and covariance, as it is (Cotter et al. 2013; Rudolf & Sprungk 2018),
// and is accepted as Metropolis and Hastings say. b follows the share that is accepted.

/// Axis over the coordinates of z.
struct Coordinate {};

/// Logarithms of the two likelihoods between which targets lie, up to constants. from = 0: begins with the prior.
struct Likelihoods {
  double from = 0;
  double to = 0;
};

struct TemperingOptions {
  std::uint64_t seed = 0;
  std::uint16_t run = 0;  ///< keeps the random numbers of several runs of one seed apart
  int moves = 3;          ///< after each resampling; twice as many at the end
};

/// Called at the same time for different particles.
using LikelihoodOf = FunctionRef<Likelihoods(std::size_t particle, std::span<const double> z)>;

struct Particles {
  Array<double, Draw, Coordinate> z;
  std::vector<Likelihoods> likelihood;  ///< of each; empty: to be worked out
};

/// What tempering went through.
struct TemperingReport {
  std::vector<double> steps;  ///< t of each target, the last is 1
  double accepted = 0;        ///< share of moves at the last target
  double log_evidence = 0;    ///< ln of the mean likelihood under the first target, if the constants are given
  std::uint64_t evaluations = 0;
};

/// `count` particles of N(0, I).
Particles prior_particles(std::size_t count, std::size_t dimensions, const TemperingOptions& options);

/// Moves particles that come from pi_0 to pi_1, in place; all weigh alike afterwards.
/// errors  calibrate.no_draw_near (no_convergence: every likelihood is 0, or 200 targets do not reach 1), cancelled
/// cost    about ten targets times `moves` likelihoods a particle; parallel over particles, same bits for any executor
Result<TemperingReport> temper(Particles& particles, LikelihoodOf likelihood, const TemperingOptions& options,
                               Executor& executor);

std::span<const FormulaRecord> tempering_formulas();

}  // namespace tidu::calibrate
