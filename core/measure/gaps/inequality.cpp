// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/inequality.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// Values with shares of population that sum to 1.
struct Population {
  std::vector<double> x;
  std::vector<double> p;
  double mean() const { return dot(x, p); }
};

enum class Theil : std::uint8_t { t, l };

Result<Population> population(std::span<const double> x, std::span<const double> weights) {
  if (x.empty()) return refuse(ErrorCode::shape, "measure.inequality.empty", "measure.inequality.empty.hint");
  if (!weights.empty() && weights.size() != x.size()) {
    return refuse(ErrorCode::shape, "measure.inequality.weights_shape", "measure.inequality.weights_shape.hint",
                  weights.size(), x.size());
  }
  if (const std::size_t bad = first_not_finite(x); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.inequality.not_finite", "measure.inequality.not_finite.hint", bad + 1);
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0)) {
      return refuse(ErrorCode::domain, "measure.inequality.weight_negative", "measure.inequality.weight_negative.hint",
                    i + 1, weights[i]);
    }
  }
  Population out{{x.begin(), x.end()}, std::vector<double>(x.size(), 1 / static_cast<double>(x.size()))};
  if (!weights.empty()) {
    const double total = sum(weights);
    if (!(total > 0 && std::isfinite(total))) {
      return refuse(ErrorCode::domain, "measure.inequality.weight_sum", "measure.inequality.weight_sum.hint", total);
    }
    for (std::size_t i = 0; i < x.size(); ++i) out.p[i] = weights[i] / total;
  }
  return out;
}

Result<Population> gini_population(std::span<const double> x, std::span<const double> weights) {
  auto out = population(x, weights);
  if (!out) return out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] < 0) return refuse(ErrorCode::domain, "measure.gini.negative", "measure.gini.negative.hint", i + 1, x[i]);
  }
  if (!(out->mean() > 0)) return refuse(ErrorCode::domain, "measure.gini.zero_sum", "measure.gini.zero_sum.hint");
  return out;
}

Result<Population> theil_population(std::span<const double> x, std::span<const double> weights) {
  auto out = population(x, weights);
  if (!out) return out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(x[i] > 0)) {
      return refuse(ErrorCode::domain, "measure.theil.not_positive", "measure.theil.not_positive.hint", i + 1, x[i]);
    }
  }
  return out;
}

// Gini of checked values; 0 when all of them are 0.
double gini_of(const Population& population) {
  const double mu = population.mean();
  if (!(mu > 0)) return 0;
  const auto order = rising_order(population.x);
  const std::size_t n = order.size();
  // Shares above each place are summed from the top, so that 1 - P has no cancellation.
  std::vector<double> above(n, 0.0);
  for (std::size_t place = n - 1; place > 0; --place) above[place - 1] = above[place] + population.p[order[place]];
  std::vector<double> terms(n, 0.0);
  double below = 0;
  for (std::size_t place = 0; place + 1 < n; ++place) {
    below += population.p[order[place]];
    terms[place] = below * above[place] * (population.x[order[place + 1]] - population.x[order[place]]);
  }
  return sum(terms) / mu;
}

// Both indices as sums of terms >= 0, with u = x/mu - 1 and sum p u = 0:
// T = sum p [(1 + u) ln(1 + u) - u], L = sum p [u - ln(1 + u)]. Near equality this keeps the digits that the plain form
// loses.
double theil_of(const Population& population, Theil kind) {
  const double mu = population.mean();
  if (!(mu > 0)) return 0;
  std::vector<double> terms(population.x.size(), 0.0);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (population.p[i] == 0) continue;
    const double u = (population.x[i] - mu) / mu;
    const double log_ratio = math::log1p(u);
    const double term = kind == Theil::t ? (1 + u) * log_ratio - u : u - log_ratio;
    terms[i] = population.p[i] * std::max(0.0, term);
  }
  return sum(terms);
}

Result<void> check_groups(const GroupedValues& input) {
  if (input.group_of.size() != input.values.size()) {
    return refuse(ErrorCode::shape, "measure.inequality.groups_shape", "measure.inequality.groups_shape.hint",
                  input.group_of.size(), input.values.size());
  }
  for (std::size_t i = 0; i < input.group_of.size(); ++i) {
    if (input.group_of[i] >= input.groups) {
      return refuse(ErrorCode::domain, "measure.inequality.group_unknown", "measure.inequality.group_unknown.hint",
                    i + 1, input.group_of[i], input.groups);
    }
  }
  return {};
}

// The members of a group, with shares that sum to 1 inside it.
Population members(const Population& all, std::span<const std::size_t> group_of, std::size_t group) {
  Population out;
  for (std::size_t i = 0; i < group_of.size(); ++i) {
    if (group_of[i] != group) continue;
    out.x.push_back(all.x[i]);
    out.p.push_back(all.p[i]);
  }
  return out;
}

// Shares and means of the groups; leaves the members' shares scaled to 1 in `parts`.
std::vector<GroupInequality> group_shares(const Population& all, const GroupedValues& input,
                                          std::vector<Population>& parts) {
  const double mu = all.mean();
  std::vector<GroupInequality> out(input.groups);
  for (std::size_t g = 0; g < input.groups; ++g) {
    Population part = members(all, input.group_of, g);
    const double share = sum(part.p);
    if (share > 0) {
      for (double& p : part.p) p /= share;
      out[g].population_share = share;
      out[g].mean = part.mean();
      out[g].value_share = share * out[g].mean / mu;
    } else {
      part = {};
    }
    parts.push_back(std::move(part));
  }
  return out;
}

template <class Term>
double sum_over(std::span<const GroupInequality> groups, Term term) {
  std::vector<double> terms;
  terms.reserve(groups.size());
  for (const GroupInequality& group : groups) terms.push_back(term(group));
  return sum(terms);
}

Result<TheilDecomposition> theil_by_group(const GroupedValues& input, Theil kind) {
  if (auto checked = check_groups(input); !checked) return tl::unexpected(checked.error());
  const auto all = theil_population(input.values, input.weights);
  if (!all) return tl::unexpected(all.error());
  TheilDecomposition out;
  out.total = theil_of(*all, kind);
  std::vector<Population> parts;
  out.groups = group_shares(*all, input, parts);
  for (std::size_t g = 0; g < input.groups; ++g) {
    GroupInequality& group = out.groups[g];
    if (group.population_share == 0) continue;
    group.measure = theil_of(parts[g], kind);
    // Value shares weigh Theil T, population shares Theil L: any other choice does not add up.
    const double weight = kind == Theil::t ? group.value_share : group.population_share;
    const double other = kind == Theil::t ? group.population_share : group.value_share;
    group.within = weight * group.measure;
    group.between = weight * math::log(weight / other);
  }
  out.within = sum_over(out.groups, [](const GroupInequality& g) { return g.within; });
  out.between = std::max(0.0, sum_over(out.groups, [](const GroupInequality& g) { return g.between; }));
  return out;
}

}  // namespace

Result<double> gini(std::span<const double> x, std::span<const double> weights) {
  const auto checked = gini_population(x, weights);
  if (!checked) return tl::unexpected(checked.error());
  return gini_of(*checked);
}

Result<double> theil_t(std::span<const double> x, std::span<const double> weights) {
  const auto checked = theil_population(x, weights);
  if (!checked) return tl::unexpected(checked.error());
  return theil_of(*checked, Theil::t);
}

Result<double> theil_l(std::span<const double> x, std::span<const double> weights) {
  const auto checked = theil_population(x, weights);
  if (!checked) return tl::unexpected(checked.error());
  return theil_of(*checked, Theil::l);
}

Result<TheilDecomposition> theil_t_by_group(const GroupedValues& input) { return theil_by_group(input, Theil::t); }

Result<TheilDecomposition> theil_l_by_group(const GroupedValues& input) { return theil_by_group(input, Theil::l); }

Result<GiniDecomposition> gini_by_group(const GroupedValues& input) {
  if (auto checked = check_groups(input); !checked) return tl::unexpected(checked.error());
  const auto all = gini_population(input.values, input.weights);
  if (!all) return tl::unexpected(all.error());
  GiniDecomposition out;
  out.total = gini_of(*all);
  std::vector<Population> parts;
  out.groups = group_shares(*all, input, parts);
  for (std::size_t g = 0; g < input.groups; ++g) {
    GroupInequality& group = out.groups[g];
    group.measure = gini_of(parts[g]);
    group.within = group.population_share * group.value_share * group.measure;
    for (std::size_t h = 0; h < g; ++h) {
      GroupInequality& other = out.groups[h];
      const double term =
          std::fabs(group.population_share * other.value_share - other.population_share * group.value_share);
      group.between += term / 2;
      other.between += term / 2;
    }
  }
  out.within = sum_over(out.groups, [](const GroupInequality& g) { return g.within; });
  out.between = sum_over(out.groups, [](const GroupInequality& g) { return g.between; });
  out.overlap = std::max(0.0, out.total - out.within - out.between);
  return out;
}

Result<std::vector<ShiftedInequality>> shifted_inequality(std::span<const double> x, std::span<const double> constants,
                                                          std::span<const double> weights) {
  std::vector<ShiftedInequality> out;
  std::vector<double> shifted(x.size());
  for (double constant : constants) {
    for (std::size_t i = 0; i < x.size(); ++i) shifted[i] = x[i] + constant;
    const auto g = gini(shifted, weights);
    if (!g) return tl::unexpected(g.error());
    const auto t = theil_t(shifted, weights);
    if (!t) return tl::unexpected(t.error());
    out.push_back({constant, *g, *t});
  }
  return out;
}

Result<Spread> spread(std::span<const double> x) {
  const auto checked = population(x, {});
  if (!checked) return tl::unexpected(checked.error());
  Spread out;
  out.mean = mean(x);
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  out.range = *high - *low;
  std::vector<double> squares(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) squares[i] = (x[i] - out.mean) * (x[i] - out.mean);
  out.sd = std::sqrt(mean(squares));
  return out;
}

}  // namespace tidu::measure
