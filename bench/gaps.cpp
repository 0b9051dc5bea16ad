// SPDX-License-Identifier: Apache-2.0
#include "bench/gaps.h"

#include <vector>

#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/measure/gaps/bootstrap.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/reweighted.h"

namespace tidu::bench {
namespace {

std::vector<double> lognormal(std::size_t n, std::uint32_t sample) {
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = math::exp(0.5 * normal(Rng(1), {.entity = i, .step = sample, .purpose = Purpose::test}));
  }
  return x;
}

std::vector<std::size_t> groups_of(std::size_t n, std::size_t groups) {
  std::vector<std::size_t> out(n);
  for (std::size_t i = 0; i < n; ++i) out[i] = i % groups;
  return out;
}

void decomposition() {
  const std::vector<double> x = lognormal(3000, 0);
  const std::vector<std::size_t> groups = groups_of(x.size(), 10);
  line("Dagum, 3,000 regions in 10 groups, all 45 pairs",
       1000 * seconds([&] { static_cast<void>(measure::dagum({x, {}, groups, 10})); }), "ms", "target 10 ms");
}

/// Nine measures of 31 regions in each of 11 years, all years of a resample from the same regions.
void intervals() {
  constexpr std::size_t kRegions = 31;
  constexpr std::size_t kYears = 11;
  const std::vector<std::size_t> groups = groups_of(kRegions, 4);
  const std::vector<double> people = lognormal(kRegions, 99);
  std::vector<measure::ReweightedGaps> years;
  for (std::uint32_t t = 0; t < kYears; ++t) {
    const std::vector<double> x = lognormal(kRegions, t);
    years.push_back(*measure::ReweightedGaps::make({x, people, groups, 4}, {}));
  }
  const auto statistics = [&years](std::span<const double> counts, std::span<double> values) {
    for (std::size_t t = 0; t < kYears; ++t)
      years[t].measure(counts, values.subspan(t * measure::kReweightedGaps, measure::kReweightedGaps));
  };
  const double time = seconds([&] {
    static_cast<void>(measure::bootstrap(kRegions, groups, kYears * measure::kReweightedGaps, statistics,
                                         {.replicates = 1000, .seed = 1}));
  });
  line("bootstrap, 9 gaps, 31 regions x 11 years, 1,000 times", 1000 * time, "ms", "");
}

}  // namespace

void gaps() {
  decomposition();
  intervals();
}

}  // namespace tidu::bench
