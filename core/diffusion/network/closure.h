// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/diffusion/network/degree_law.h"

namespace tidu::diffusion::network {

// What a large number of agents on a random network comes to, without the agents: edge-based compartments with an
// influence from outside. theta_l is the probability that a link of layer l has not yet passed the adoption of its
// other end to a test node; nobody gives up what was adopted.
//
//   S(t)     = (1 - rho) e^(-P(t)) prod_l psi_l(theta_l),   F = 1 - S,   P(t) = sum or integral of p [edge_closure]
//   dtheta_l = - beta_l [ theta_l - (1 - rho) e^(-P) (psi_l'(theta_l)/psi_l'(1)) prod_{m != l} psi_m(theta_m) ]
//
// In discrete time 1 - e^(-beta_l) stands for beta_l dt, and all theta_l move together from the state at the start of
// the step: who adopts in a step is seen from the next one on.   [Miller, Slim & Volz 2012; influence from outside:
// Fibich & Warman 2024 on the d-regular Bass model, which d = 2 reproduces exactly]

/// One kind of links; the layers' links are independent of each other.
struct Layer {
  DegreeLaw degrees;
  double rate = 0;  ///< beta_l >= 0 of one link, for each step or unit of time: q_l/z_l for a Bass imitation rate q_l
};

struct StepRequest {
  std::span<const Layer> layers;       ///< none: innovation alone
  std::span<const double> innovation;  ///< p >= 0 of each step, as a rate: a node left alone adopts with 1 - e^-p
  double seed = 0;                     ///< rho, share that has adopted at the start, at random; in [0, 1]
};

/// Share of adopters F after 0, 1, ..., n steps, n = innovation.size(); rises from rho, at most 1.
/// errors   diffusion.network.rate (domain: p or beta_l negative or not finite), diffusion.network.share (domain: rho).
/// cost     O(n L^2) evaluations of psi for L layers.
Result<std::vector<double>> closure_by_step(const StepRequest& request);

struct TimeRequest {
  std::span<const Layer> layers;
  double innovation = 0;          ///< p >= 0, a unit of time
  std::span<const double> times;  ///< >= 0, rising; time runs from 0
  double seed = 0;                ///< as in StepRequest
  double tolerance = 1e-12;       ///< on F, in [1e-14, 1)
};

struct TimeClosure {
  std::vector<double> share;  ///< F at each time
  double error = 0;           ///< the largest difference from F with twice the step length
  std::size_t steps = 0;      ///< of the run that is given
  bool converged = false;     ///< error <= tolerance
};

/// The same in continuous time, by the classical Runge-Kutta method of fourth order with equal steps between one time
/// and the next. Step control: the run is repeated with twice the steps until no F moves by more than the tolerance
/// (the error of the finer run is then about a fifteenth of that), at most kMaximumClosureSteps.
/// errors   diffusion.network.rate, diffusion.network.share, diffusion.network.times (domain; position from 1 of the
///          first time that is negative, not finite or below the one before it), diffusion.network.tolerance (domain),
///          diffusion.network.steps (limit: rates times the last time ask for more steps than the maximum).
/// cost     O(steps L^2) evaluations of psi; some 1e3 steps for ten years of Bass's rates.
Result<TimeClosure> closure_by_time(const TimeRequest& request);

inline constexpr std::size_t kMaximumClosureSteps = 1 << 20;

}  // namespace tidu::diffusion::network
