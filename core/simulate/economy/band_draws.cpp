// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/band_draws.h"

namespace tidu::simulate {

Result<GrowthDraws> relative_growth_draws(const BaselineInput& input, const BaselineAssumptions& assumptions,
                                          std::size_t draws, Executor& executor) {
  std::vector<std::vector<double>> found(draws);
  std::vector<std::optional<Error>> refusals(draws);
  executor.for_blocks(draws, [&](std::size_t draw) {
    if (executor.cancelled()) return;
    const auto run = run_baseline(input, draw_point(input, assumptions, {draw, draw, draw}));
    if (!run) {
      refusals[draw] = run.error();
      return;
    }
    for (std::size_t n = 0; n < input.people.size(); ++n)
      found[draw].push_back(run->of(RegionOutcome::relative_growth, input.years, n));
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("economy.cancelled"));
  GrowthDraws out;
  std::erase_if(found, [](const std::vector<double>& draw) { return draw.empty(); });
  out.refused = draws - found.size();
  if (found.size() < 2) {
    for (const std::optional<Error>& why : refusals) {
      if (why) return tl::unexpected(*why);
    }
  }
  out.growth = Array<double, Draw, Region>({found.size(), input.people.size()});
  for (std::size_t draw = 0; draw < found.size(); ++draw) {
    for (std::size_t n = 0; n < input.people.size(); ++n) out.growth(draw, n) = found[draw][n];
  }
  return out;
}

}  // namespace tidu::simulate
