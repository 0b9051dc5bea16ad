// SPDX-License-Identifier: Apache-2.0
#include "bench/space.h"

#include <vector>

#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/measure/space/local.h"

namespace tidu::bench {

void space(Executor& executor) {
  constexpr std::size_t kRows = 50;
  constexpr std::size_t kColumns = 60;
  std::vector<measure::Link> links;
  Array<double, Region, Year> x({kRows * kColumns, 1});
  for (std::size_t i = 0; i < x.size(); ++i) {
    if ((i + 1) % kColumns != 0) links.push_back({i, i + 1});
    if (i + kColumns < x.size()) links.push_back({i, i + kColumns});
    x(i, 0) = normal(Rng(1), {.entity = i, .purpose = Purpose::test});
  }
  const auto w = measure::SpatialWeights::contiguity(x.size(), links, measure::IslandRule::error);
  line("local Moran, n = 3,000, 99,999 permutations",
       seconds([&] { static_cast<void>(measure::local_moran(x, *w, {.permutations = 99'999, .seed = 1}, executor)); }),
       "s", "target 5 s; spdep about 125 s (one core)");
  line("local G*, n = 3,000, 999 permutations",
       seconds([&] { static_cast<void>(measure::local_g(x, *w, true, {.permutations = 999, .seed = 1}, executor)); }),
       "s", "esda 1.15 s, spdep 1.18 s (one core)");
}

}  // namespace tidu::bench
