// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/change.h"

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

struct Period {
  double mean = 0;
  double total = 0;
  std::vector<PopulationPart> groups;
};

Result<Period> period_of(const GroupedValues& input) {
  const auto all = population(input, Domain::positive);
  if (!all) return tl::unexpected(all.error());
  return Period{all->mean(), entropy_of(*all, 0), parts_of(*all, input)};
}

double middle(double a, double b) { return a / 2 + b / 2; }

struct GroupChange {
  TheilChange parts;
  double growth = 0;
};

GroupChange change_of(const Period& before, const Period& after, std::size_t g) {
  const PopulationPart& a = before.groups[g];
  const PopulationPart& b = after.groups[g];
  const double inside_a = entropy_of(a.values, 0);
  const double inside_b = entropy_of(b.values, 0);
  const double relative_a = math::log(a.mean / before.mean);
  const double relative_b = math::log(b.mean / after.mean);
  const double people = middle(a.population_share, b.population_share);
  const double moved = b.population_share - a.population_share;
  GroupChange out;
  out.parts.inequality = people * (inside_b - inside_a);
  out.parts.shares_within = middle(inside_a, inside_b) * moved;
  out.parts.shares_between = -middle(relative_a, relative_b) * moved;
  out.parts.means = -people * (relative_b - relative_a);
  out.growth = (middle(a.value_share, b.value_share) - people) * math::log(b.mean / a.mean);
  return out;
}

}  // namespace

Result<TheilChangeDecomposition> theil_l_change(const GroupedValues& before, const GroupedValues& after) {
  if (before.groups != after.groups) {
    return refuse(ErrorCode::shape, "measure.change.groups", "measure.change.groups.hint", before.groups, after.groups);
  }
  const auto first = period_of(before);
  if (!first) return tl::unexpected(first.error());
  const auto second = period_of(after);
  if (!second) return tl::unexpected(second.error());
  TheilChangeDecomposition out;
  out.before = first->total;
  out.after = second->total;
  out.change = out.after - out.before;
  std::vector<double> growth;
  for (std::size_t g = 0; g < before.groups; ++g) {
    const bool empty = first->groups[g].values.x.empty();
    if (empty != second->groups[g].values.x.empty()) {
      return refuse(ErrorCode::domain, "measure.change.group_appears", "measure.change.group_appears.hint", g);
    }
    const GroupChange change = empty ? GroupChange{} : change_of(*first, *second, g);
    out.groups.push_back(change.parts);
    growth.push_back(change.growth);
  }
  out.growth = sum(growth);
  for (const auto part :
       {&TheilChange::inequality, &TheilChange::shares_within, &TheilChange::shares_between, &TheilChange::means}) {
    std::vector<double> terms;
    for (const TheilChange& group : out.groups) terms.push_back(group.*part);
    out.parts.*part = sum(terms);
  }
  return out;
}

}  // namespace tidu::measure
