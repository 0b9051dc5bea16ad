// SPDX-License-Identifier: Apache-2.0
#include "bench/dynamics.h"

#include <span>
#include <vector>

#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/measure/dynamics/clubs.h"
#include "core/measure/dynamics/kernel_density.h"
#include "core/measure/dynamics/spatial_markov.h"

namespace tidu::bench {
namespace {

/// Lognormal levels that drift from year to year.
Array<double, Region, Year> levels(std::size_t regions, std::size_t years) {
  Array<double, Region, Year> x({regions, years});
  for (std::size_t r = 0; r < regions; ++r) {
    double level = 0;
    for (std::size_t t = 0; t < years; ++t) {
      const Rng rng(7);
      const double step = normal(rng, {.entity = r, .step = static_cast<std::uint32_t>(t), .purpose = Purpose::test});
      level = t == 0 ? 10 + 0.5 * step : level + 0.02 + 0.03 * step;
      x(r, t) = math::exp(level);
    }
  }
  return x;
}

}  // namespace

void dynamics() {
  const auto panel = levels(3000, 20);
  std::vector<double> year(3000);
  for (std::size_t r = 0; r < year.size(); ++r) year[r] = panel(r, 19U);
  const std::span<const double> thousand(year.data(), 1000);
  line("Sheather-Jones bandwidth, exact, 1,000 values",
       1000 * seconds([&] { static_cast<void>(measure::bandwidth(thousand, measure::BandwidthRule::sheather_jones)); }),
       "ms", "all pairs, full precision");
  line("kernel density, exact, 3,000 values at 512 points",
       1000 * seconds([&] { static_cast<void>(measure::density_on_grid(year)); }), "ms", "");

  std::vector<measure::Link> ring;
  for (std::size_t r = 0; r < 3000; ++r) ring.push_back({r, (r + 1) % 3000});
  const auto weights = measure::SpatialWeights::contiguity(3000, ring, measure::IslandRule::error);
  line("spatial Markov, 3,000 regions x 20 years, k = m = 5",
       1000 * seconds([&] {
         static_cast<void>(measure::spatial_markov(panel, *weights, {.classes = 5, .lag_classes = 5}));
       }),
       "ms", "with tests");

  const auto paths = measure::convergence_paths(levels(300, 34), {.filter = measure::PathFilter::hodrick_prescott});
  line("convergence clubs, 300 regions x 34 years",
       1000 * seconds([&] { static_cast<void>(measure::convergence_clubs(*paths)); }), "ms", "");
}

}  // namespace tidu::bench
