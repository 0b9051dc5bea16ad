// SPDX-License-Identifier: Apache-2.0
#include "bench/robustness.h"

#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/measure/index/robustness.h"

namespace tidu::bench {

double make_replicates(std::size_t replicates, Executor& executor) {
  constexpr std::size_t kIndicators = 49;
  constexpr std::size_t kRegions = 51;
  Array<double, Indicator, Region, Year> raw({kIndicators, kRegions, 1});
  for (std::size_t j = 0; j < kIndicators; ++j) {
    for (std::size_t r = 0; r < kRegions; ++r) {
      const double own = normal(Rng(1), {.entity = j, .step = static_cast<std::uint32_t>(r), .purpose = Purpose::test});
      raw(j, r, 0u) = math::exp(own + 0.05 * static_cast<double>(r));
    }
  }
  const std::vector<measure::IndicatorRule> rules(kIndicators);
  const measure::IndexTree tree = measure::flat_tree(kIndicators);
  const measure::IndexMethod method;
  const auto out = measure::robustness({raw, rules, tree}, method, measure::usual_plan(method),
                                       {.replicates = replicates, .seed = 1}, executor);
  return out ? out->ranks.mean_shift : 0;
}

}  // namespace tidu::bench
