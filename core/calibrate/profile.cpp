// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/base/math.h"
#include "core/calibrate/national.h"
#include "core/calibrate/nelder_mead.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {

std::vector<ProfilePoint> market_profile(std::span<const double> markets,
                                         const diffusion::DiffusionParameters& parameters,
                                         std::span<const Observation> series, const CalibrateOptions& options) {
  const std::array<double, 1> one{1.0};
  const diffusion::RegionLinks links = diffusion::make_links({}, one);
  std::vector<ProfilePoint> profile;
  for (const double market : markets) {
    diffusion::DiffusionParameters p = parameters;
    p.market = market;
    const auto apply = [&p](std::span<const double> x) {
      p.innovation = math::exp(x[0]);
      p.imitation = math::exp(x[1]);
      p.pulse = math::exp(x[2]);
    };
    const auto half_squares = [&](std::span<const double> x) {
      apply(x);
      const diffusion::CellRates rates = diffusion::make_rates(p, one);
      diffusion::CellMap map(links);
      simulate::AdoptionState state = simulate::initial_state(p, 1);
      double total = 0;
      for (const Observation& point : series) {
        simulate::run_until(point.time, p, rates, 12, map, state);
        const double z = (point.share - simulate::national_share(state, links.share)) / options.observation_sd;
        total += 0.5 * z * z;
      }
      return total;
    };
    const std::array<double, 3> start{math::log(parameters.innovation), math::log(parameters.imitation),
                                      math::log(parameters.pulse)};
    const Minimum best = nelder_mead(half_squares, start, 0.5);
    apply(best.x);
    profile.push_back({market, -best.value, p.innovation, p.imitation, p.pulse});
  }
  return profile;
}

}  // namespace tidu::calibrate
