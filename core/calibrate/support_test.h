// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/draws.h"
#include "core/calibrate/adoption_paths.h"

namespace tidu::calibrate::testing {

/// How a synthetic panel is made: the model of path_fit.h with known parameters.
struct Truth {
  std::size_t regions = 12;
  std::size_t years = 11;
  int first_year = 2013;
  PathParameters parameters{.innovation = 0.02, .imitation = 0.5, .discontinuance = 0.03, .aware = 0.7};
  double market = 0.8;
  double region_sd = 0.3;
  double observation_sd = 0.05;
  double correlation = 0.9;
  double shock_sd = 0.02;
  double start = -2;  ///< mean logit of F at the start
  std::uint64_t seed = 1;
};

/// Eight regions whose parameters are drawn from the priors of fit_panel.
inline Truth truth_of_priors(std::size_t years, std::uint64_t seed) {
  const Rng rng(seed, 7);
  const auto draw = [&](std::uint64_t entity) { return normal(rng, {.entity = entity}); };
  return {.regions = 8,
          .years = years,
          .parameters = {.innovation = 0.01 * std::exp(draw(0)),
                         .imitation = 0.38 * std::exp(0.5 * draw(1)),
                         .discontinuance = 0.02 * std::exp(draw(2)),
                         .aware = 1 / (1 + std::exp(-1.5 * draw(3)))},
          .market = 1 / (1 + std::exp(-1.59 - 0.88 * draw(4))),
          .shock_sd = 0.03,
          .seed = seed};
}

struct SyntheticPanel {
  Array<double, Region, Year> percent;
  std::vector<double> log_speed;
};

inline SyntheticPanel make_panel(const Truth& truth) {
  const Rng rng(truth.seed);
  const auto draw = [&](std::size_t entity, unsigned kind, std::size_t step = 0) {
    return normal(
        rng, {.entity = entity, .draw = static_cast<std::uint16_t>(kind), .step = static_cast<std::uint32_t>(step)});
  };
  PathSetting setting{.population = std::vector<double>(truth.regions, 1.0), .steps_per_year = 12};
  for (std::size_t t = 0; t < truth.years; ++t) setting.times.push_back(truth.first_year + static_cast<double>(t));
  PathParameters parameters = truth.parameters;
  SyntheticPanel out{.percent = Array<double, Region, Year>({truth.regions, truth.years})};
  for (std::size_t r = 0; r < truth.regions; ++r) {
    parameters.log_speed.push_back(truth.region_sd * draw(r, 0));
    parameters.start_users.push_back(1 / (1 + std::exp(-truth.start - 0.5 * draw(r, 1))));
  }
  out.log_speed = parameters.log_speed;
  auto paths = *AdoptionPaths::make(setting);
  Array<double, Region, Instant> users({truth.regions, truth.years});
  paths.run(parameters, users);
  const double rho = truth.correlation;
  for (std::size_t r = 0; r < truth.regions; ++r) {
    double error = 0;
    double shocks = 0;
    for (std::size_t t = 0; t < truth.years; ++t) {
      const double fresh = truth.observation_sd * draw(r, 2, t);
      error = t == 0 ? fresh : rho * error + std::sqrt(1 - rho * rho) * fresh;
      if (t > 0) shocks += truth.shock_sd * draw(1000, 3, t);
      const double share = truth.market * users(r, t);
      const double z = std::log(share / (1 - share)) + shocks + error;
      out.percent(r, t) = 100 / (1 + std::exp(-z));
    }
  }
  return out;
}

}  // namespace tidu::calibrate::testing
