// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/threshold.h"

#include <cmath>
#include <vector>

#include "core/base/math.h"
#include "core/diffusion/network/binomial.h"
#include "core/diffusion/network/checks.h"

namespace tidu::diffusion::network {
namespace {

constexpr double kRounding = 1e-12;  // by which a distribution function may fall

double normal_density(double s) {
  constexpr double kOneOverRootTwoPi = 0.3989422804014326779;
  return kOneOverRootTwoPi * math::exp(-s * s / 2);
}

}  // namespace

Result<Equilibrium> threshold_equilibrium(FunctionRef<double(double)> cdf) {
  Equilibrium out;
  while (!out.converged && out.steps < kMaximumCrowdSteps) {
    const double next = cdf(out.share);
    if (!(next >= out.share - kRounding && next >= 0 && next <= 1)) {
      return refuse(ErrorCode::domain, "diffusion.network.distribution", "diffusion.network.distribution.hint",
                    out.share, next);
    }
    out.converged = next <= out.share;
    out.share = next > out.share ? next : out.share;
    ++out.steps;
  }
  return out;
}

Result<Equilibrium> normal_equilibrium(double mean, double sd) {
  if (!(std::isfinite(mean) && sd > 0 && std::isfinite(sd))) {
    return refuse(ErrorCode::domain, "diffusion.network.normal", "diffusion.network.normal.hint", mean, sd);
  }
  return threshold_equilibrium([mean, sd](double x) { return math::normal_cdf((x - mean) / sd); });
}

Result<CriticalSpread> critical_spread(double mean) {
  if (!(mean > 0 && mean < 0.5)) {
    return refuse(ErrorCode::domain, "diffusion.network.crowd_mean", "diffusion.network.crowd_mean.hint", mean);
  }
  const auto below = [mean](double s) { return math::normal_cdf(s) - s * normal_density(s) < mean; };
  const double s = sign_change(-40, 0, below);
  return CriticalSpread{.sd = normal_density(s), .share = math::normal_cdf(s)};
}

std::size_t crowd_equilibrium(std::span<const std::size_t> thresholds) {
  const std::size_t n = thresholds.size();
  std::vector<std::size_t> at(n + 1, 0);  // persons with threshold 0 .. n - 1; the rest never adopt
  for (const std::size_t threshold : thresholds) ++at[threshold < n ? threshold : n];
  std::size_t adopters = 0;
  std::size_t willing = n > 0 ? at[0] : 0;  // those with a threshold of at most `seen`
  std::size_t seen = 0;
  while (willing > adopters) {
    adopters = willing;
    while (seen < adopters && seen + 1 < n) willing += at[++seen];
  }
  return adopters;
}

}  // namespace tidu::diffusion::network
