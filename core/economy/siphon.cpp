// SPDX-License-Identifier: Apache-2.0
#include "core/economy/siphon.h"

#include "core/economy/checks.h"

namespace tidu::economy {

Result<Siphon> siphon(const BaseYear& base, const YearsOptions& options, Executor& executor) {
  if (options.moves.empty()) return refuse(ErrorCode::missing, "economy.years_base", "economy.years_base.hint");
  const auto path = transition(base, options, executor);
  if (!path) return tl::unexpected(path.error());
  const auto elasticity = friend_enemy(base, {}, executor);
  if (!elasticity) return tl::unexpected(elasticity.error());
  const std::vector<std::vector<double>> people = people_by_skill(base, options);
  const std::size_t regions = base.economy.regions();
  Siphon out;
  for (std::size_t n = 0; n < regions; ++n) {
    double all = 0;
    double leaving = 0;
    double slow = 0;
    for (std::size_t g = 0; g < people.size(); ++g) {
      all += people[g][n];
      for (std::size_t s = 0; s < regions; ++s)
        leaving += options.moves[g](n, s) * people[g][n] - options.moves[g](s, n) * people[g][s];
      if (!path->slowest.empty()) slow += people[g][n] * path->slowest[g * regions + n];
    }
    out.net_outflow.push_back(1000 * leaving / all);
    double gain = 0;
    for (std::size_t to = 0; to < regions; ++to) gain += base.income[to] * (*elasticity)(to, n);
    out.own_share.push_back(base.income[n] * (*elasticity)(n, n) / gain);
    if (!path->slowest.empty()) out.loading.push_back(slow / all);
  }
  return out;
}

}  // namespace tidu::economy
