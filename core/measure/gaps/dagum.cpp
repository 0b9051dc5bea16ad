// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/dagum.h"

#include "core/base/order.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// A group's values in rising order with the share of members up to and above each of them.
struct Sorted {
  std::vector<double> x;
  std::vector<double> up_to;
  std::vector<double> above;  // summed from the top, so that it has no cancellation
};

Sorted sorted(const Population& values) {
  const auto order = rising_order(values.x);
  const std::size_t n = order.size();
  Sorted out{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n)};
  double below = 0;
  for (std::size_t k = 0; k < n; ++k) {
    out.x[k] = values.x[order[k]];
    below += values.p[order[k]];
    out.up_to[k] = below;
  }
  for (std::size_t k = n - 1; k > 0; --k) out.above[k - 1] = out.above[k] + values.p[order[k]];
  return out;
}

double inside(const Sorted& group, double mean, std::vector<double>& terms) {
  if (!(mean > 0)) return 0;
  terms.clear();
  for (std::size_t k = 0; k + 1 < group.x.size(); ++k) {
    terms.push_back(group.up_to[k] * group.above[k] * (group.x[k + 1] - group.x[k]));
  }
  return sum(terms) / mean;
}

// d = int F_h (1 - F_j), p = int F_j (1 - F_h): a walk over the values of both groups in rising order.
void compare(const Sorted& j, const Sorted& h, DagumPair& pair, std::vector<double>& terms_d,
             std::vector<double>& terms_p) {
  terms_d.clear();
  terms_p.clear();
  std::size_t a = 0;  // values of j passed
  std::size_t b = 0;
  double last = std::min(j.x.front(), h.x.front());
  while (a < j.x.size() || b < h.x.size()) {
    const bool from_j = b == h.x.size() || (a < j.x.size() && j.x[a] <= h.x[b]);
    const double here = from_j ? j.x[a] : h.x[b];
    const double gap = here - last;
    if (gap > 0) {
      const double up_to_j = a == 0 ? 0 : j.up_to[a - 1];
      const double above_j = a == 0 ? 1 : j.above[a - 1];
      const double up_to_h = b == 0 ? 0 : h.up_to[b - 1];
      const double above_h = b == 0 ? 1 : h.above[b - 1];
      terms_d.push_back(up_to_h * above_j * gap);
      terms_p.push_back(up_to_j * above_h * gap);
    }
    last = here;
    ++(from_j ? a : b);
  }
  pair.gross_affluence = sum(terms_d);
  pair.transvariation_moment = sum(terms_p);
}

DagumPair pair_of(const DagumGroup& j, const DagumGroup& h) {
  DagumPair pair;
  pair.higher = j.group;
  pair.lower = h.group;
  pair.weight = j.population_share * h.value_share + h.population_share * j.value_share;
  return pair;
}

// G_jh, D_jh and the pair's terms, from d and p.
void finish(double means, DagumPair& pair) {
  const double d = pair.gross_affluence;
  const double p = pair.transvariation_moment;
  if (!(d + p > 0)) return;  // all members of both are equal: D = 0, G_jh = 0
  pair.gini = (d + p) / means;
  pair.relative_affluence = std::max(0.0, (d - p) / (d + p));  // equal means may differ by rounding
  pair.between = pair.gini * pair.weight * pair.relative_affluence;
  pair.transvariation = pair.gini * pair.weight * (1 - pair.relative_affluence);
}

// The groups by falling mean.
std::vector<DagumGroup> groups_by_mean(std::span<const PopulationPart> parts) {
  const auto order = stable_order(parts.size(), [&parts](std::size_t a, std::size_t b) {
    const bool empty_a = parts[a].values.x.empty();
    const bool empty_b = parts[b].values.x.empty();
    return empty_a == empty_b ? parts[a].mean > parts[b].mean : empty_b;
  });
  std::vector<DagumGroup> out;
  for (const std::size_t g : order) {
    DagumGroup group;
    group.group = g;
    group.population_share = parts[g].population_share;
    group.value_share = parts[g].value_share;
    group.mean = parts[g].mean;
    out.push_back(group);
  }
  return out;
}

template <class Item>
double sum_over(std::span<const Item> items, double Item::* member) {
  std::vector<double> terms;
  terms.reserve(items.size());
  for (const Item& item : items) terms.push_back(item.*member);
  return sum(terms);
}

}  // namespace

Result<Dagum> dagum(const GroupedValues& input) {
  const auto all = population(input, Domain::non_negative);
  if (!all) return tl::unexpected(all.error());
  if (input.groups > kMaximumDagumGroups) {
    return refuse(ErrorCode::limit, "measure.dagum.groups", "measure.dagum.groups.hint", input.groups,
                  kMaximumDagumGroups);
  }
  const std::vector<PopulationPart> parts = parts_of(*all, input);
  Dagum out;
  out.gini = gini_of(*all);
  out.groups = groups_by_mean(parts);
  std::vector<double> terms;
  std::vector<double> more_terms;
  std::vector<Sorted> members;  // of the groups with weight, which stand first
  for (DagumGroup& group : out.groups) {
    if (parts[group.group].values.x.empty()) break;
    members.push_back(sorted(parts[group.group].values));
    group.gini = inside(members.back(), group.mean, terms);
    group.within = group.gini * group.population_share * group.value_share;
  }
  for (std::size_t j = 0; j < members.size(); ++j) {
    for (std::size_t h = j + 1; h < members.size(); ++h) {
      DagumPair pair = pair_of(out.groups[j], out.groups[h]);
      compare(members[j], members[h], pair, terms, more_terms);
      finish(out.groups[j].mean + out.groups[h].mean, pair);
      for (const std::size_t g : {j, h}) {
        out.groups[g].between += pair.between / 2;
        out.groups[g].transvariation += pair.transvariation / 2;
      }
      out.pairs.push_back(pair);
    }
  }
  out.within = sum_over<DagumGroup>(out.groups, &DagumGroup::within);
  out.between = sum_over<DagumPair>(out.pairs, &DagumPair::between);
  out.transvariation = sum_over<DagumPair>(out.pairs, &DagumPair::transvariation);
  out.residual = out.gini - (out.within + out.between + out.transvariation);
  return out;
}

}  // namespace tidu::measure
