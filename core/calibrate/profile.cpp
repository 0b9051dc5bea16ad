// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/base/math.h"
#include "core/calibrate/national.h"
#include "core/calibrate/nelder_mead.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {
namespace {

using Logarithms = std::array<double, 4>;

Logarithms logarithms(const simulate::ParameterDraw& draw) {
  return {math::log(draw.process.media), math::log(draw.process.innovation), math::log(draw.process.imitation),
          math::log(draw.spread.pulse)};
}

void take_logarithms(std::span<const double> x, simulate::ParameterDraw& draw) {
  draw.process.media = math::exp(x[0]);
  draw.process.innovation = math::exp(x[1]);
  draw.process.imitation = math::exp(x[2]);
  draw.spread.pulse = math::exp(x[3]);
}

}  // namespace

std::vector<ProfilePoint> market_profile(std::span<const double> markets, const simulate::ParameterDraw& draw,
                                         std::span<const Observation> series, const CalibrateOptions& options,
                                         int steps_per_year) {
  const std::array<double, 1> one{1.0};
  const diffusion::RegionLinks links = diffusion::make_links({}, one);
  simulate::ParameterDraw p = draw;
  p.speed = {1.0};
  const auto half_squares = [&](std::span<const double> x) {
    take_logarithms(x, p);
    simulate::AdoptionRun run(links, p, steps_per_year);
    double total = 0;
    for (const Observation& point : series) {
      run.run_until(point.time);
      const double z = (point.share - (point.asked == Asked::use ? run.users() : run.aware())) / options.observation_sd;
      total += 0.5 * z * z;
    }
    return total;
  };
  std::vector<ProfilePoint> profile;
  Logarithms last = logarithms(draw);
  for (const double market : markets) {
    p.spread.market = market;
    Minimum best = nelder_mead(half_squares, last, 0.5);
    const Minimum anew = nelder_mead(half_squares, logarithms(draw), 0.5);
    if (anew.value < best.value) best = anew;
    std::copy(best.x.begin(), best.x.end(), last.begin());
    take_logarithms(best.x, p);
    profile.push_back({market, -best.value, p.process.media, p.process.innovation, p.process.imitation, p.spread.pulse});
  }
  return profile;
}

}  // namespace tidu::calibrate
