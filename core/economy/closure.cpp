// SPDX-License-Identifier: Apache-2.0
#include "core/economy/closure.h"

#include <cmath>

#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy {
namespace {

std::size_t absorber(const BaseYear& base, const Closure& closure) {
  return closure.absorber == Closure::kLastRegion ? base.economy.regions() - 1 : closure.absorber;
}

/// Sum of x over the regions of n's nation.
double of_nation(const Economy& e, std::size_t n, const std::vector<double>& x) {
  double out = 0;
  for (std::size_t i = 0; i < e.regions(); ++i) out += e.nation[i] == e.nation[n] ? x[i] : 0;
  return out;
}

/// People after over people before, of n relative to its nation.
double relative_people(const Economy& e, std::size_t n, const std::vector<double>& people_hat) {
  if (people_hat.empty()) return 1;
  std::vector<double> after(e.regions());
  for (std::size_t i = 0; i < e.regions(); ++i) after[i] = e.people[i] * people_hat[i];
  return people_hat[n] * of_nation(e, n, e.people) / of_nation(e, n, after);
}

}  // namespace

Result<void> check_closure(const BaseYear& base, const Closure& closure, const std::vector<double>& people_hat) {
  const std::size_t regions = base.economy.regions();
  if (absorber(base, closure) >= regions)
    return refuse(ErrorCode::domain, "economy.closure_absorber", "economy.closure_absorber.hint", closure.absorber + 1,
                  regions);
  if (auto right = check_value("closure.keep", {}, closure.keep, Bound::at_most_one); !right) return right;
  if (!people_hat.empty()) {
    if (auto right = check_size("people", people_hat.size(), regions); !right) return right;
    for (std::size_t n = 0; n < regions; ++n) {
      if (auto right = check_value("people", {n}, people_hat[n], Bound::above_zero); !right) return right;
    }
  }
  if (closure.rule == ClosureRule::per_head && base.economy.people.empty())
    return refuse(ErrorCode::missing, "economy.closure_people", "economy.closure_people.hint");
  if (closure.rule != ClosureRule::given) return {};
  if (auto right = check_size("closure.deficit", closure.deficit.size(), regions); !right) return right;
  const double rest = sum(closure.deficit) / base.world_value_added;
  if (std::fabs(rest) <= 1e-12) return {};
  return refuse(ErrorCode::domain, "economy.closure_sum", "economy.closure_sum.hint", rest);
}

std::vector<double> deficits_after(const BaseYear& base, const Closure& closure, const std::vector<double>& people_hat,
                                   const std::vector<double>& value_added) {
  if (closure.rule == ClosureRule::given) return closure.deficit;
  const Economy& e = base.economy;
  std::vector<double> out(e.regions());
  double grown = 0;  // value added of n's nation over the base year's
  for (std::size_t n = 0; n < e.regions(); ++n) {
    out[n] = closure.keep * e.deficit[n];
    if (closure.rule == ClosureRule::share_of_world) continue;
    // regions of a nation mostly follow each other
    if (n == 0 || e.nation[n] != e.nation[n - 1])
      grown = of_nation(e, n, value_added) / of_nation(e, n, base.value_added);
    if (out[n] == 0) continue;
    out[n] *= grown;
    if (closure.rule == ClosureRule::per_head) out[n] *= relative_people(e, n, people_hat);
  }
  if (closure.rule == ClosureRule::share_of_world) return out;
  const std::size_t rest = absorber(base, closure);
  out[rest] = 0;
  out[rest] = -sum(out);
  return out;
}

std::vector<double> deficit_changes(const BaseYear& base, const Closure& closure,
                                    const std::vector<double>& people_change,
                                    const std::vector<double>& value_added_change) {
  const Economy& e = base.economy;
  std::vector<double> out(e.regions(), 0.0);
  if (closure.rule == ClosureRule::given || closure.rule == ClosureRule::share_of_world) return out;
  const bool per_head = closure.rule == ClosureRule::per_head && !people_change.empty();
  std::vector<double> more_people(per_head ? e.regions() : 0);
  for (std::size_t n = 0; n < more_people.size(); ++n) more_people[n] = e.people[n] * people_change[n];
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (e.deficit[n] == 0) continue;
    double relative = of_nation(e, n, value_added_change) / of_nation(e, n, base.value_added);
    if (per_head) relative += people_change[n] - of_nation(e, n, more_people) / of_nation(e, n, e.people);
    out[n] = e.deficit[n] * relative;
  }
  const std::size_t rest = absorber(base, closure);
  out[rest] = 0;
  out[rest] = -sum(out);
  return out;
}

}  // namespace tidu::economy
