// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/population.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check_shape(std::span<const double> x, std::span<const double> weights) {
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
  return {};
}

Result<void> check_domain(const Population& values, Domain domain) {
  for (std::size_t i = 0; i < values.x.size(); ++i) {
    const double x = values.x[i];
    if (domain == Domain::non_negative && x < 0) {
      return refuse(ErrorCode::domain, "measure.inequality.negative", "measure.inequality.negative.hint",
                    values.place[i] + 1, x);
    }
    if (domain == Domain::positive && !(x > 0)) {
      return refuse(ErrorCode::domain, "measure.inequality.not_positive", "measure.inequality.not_positive.hint",
                    values.place[i] + 1, x);
    }
  }
  if (domain != Domain::any && !(values.mean() > 0)) {
    return refuse(ErrorCode::domain, "measure.inequality.zero_sum", "measure.inequality.zero_sum.hint");
  }
  return {};
}

// One value's term of the generalised entropy, >= 0, with ratio = x/mu and u = ratio - 1 given more exactly:
// [r^a - 1 - a u]/(a (a - 1)), whose sum is the entropy because sum p u = 0. Near equality this keeps digits that the
// plain form loses, and near a = 0 and a = 1 it goes over into the limits without a jump.
double entropy_term(double ratio, double u, double order) {
  if (order == 2) return u * u / 2;
  if (ratio == 0) return 1 / order;
  const double log_ratio = u > -0.5 ? math::log1p(u) : math::log(ratio);
  if (order == 0) return u - log_ratio;
  if (order == 1) return ratio * log_ratio - u;
  const double above = order - 1;
  const double power =
      order > 0.5 ? ratio * math::expm1(above * log_ratio) - above * u : math::expm1(order * log_ratio) - order * u;
  return power / (order * above);
}

}  // namespace

double Population::mean() const { return dot(x, p); }

Result<Population> population(std::span<const double> x, std::span<const double> weights, Domain domain) {
  if (auto checked = check_shape(x, weights); !checked) return tl::unexpected(checked.error());
  Population out;
  out.x.reserve(x.size());
  out.p.reserve(x.size());
  out.place.reserve(x.size());
  const double total = weights.empty() ? static_cast<double>(x.size()) : sum(weights);
  if (!(total > 0 && std::isfinite(total))) {
    return refuse(ErrorCode::domain, "measure.inequality.weight_sum", "measure.inequality.weight_sum.hint", total);
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double share = (weights.empty() ? 1 : weights[i]) / total;
    if (share == 0) continue;
    out.x.push_back(x[i]);
    out.p.push_back(share);
    out.place.push_back(i);
  }
  if (auto checked = check_domain(out, domain); !checked) return tl::unexpected(checked.error());
  return out;
}

Result<Population> population(const GroupedValues& input, Domain domain) {
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
  return population(input.values, input.weights, domain);
}

std::vector<PopulationPart> parts_of(const Population& all, const GroupedValues& input) {
  std::vector<PopulationPart> out(input.groups);
  for (std::size_t i = 0; i < all.x.size(); ++i) {
    Population& values = out[input.group_of[all.place[i]]].values;
    values.x.push_back(all.x[i]);
    values.p.push_back(all.p[i]);
    values.place.push_back(all.place[i]);
  }
  const double mu = all.mean();
  for (PopulationPart& part : out) {
    part.population_share = sum(part.values.p);
    if (part.values.p.empty()) continue;
    for (double& p : part.values.p) p /= part.population_share;
    part.mean = part.values.mean();
    if (mu > 0) part.value_share = part.population_share * (part.mean / mu);
  }
  return out;
}

KeptValues keep_in_domain(std::span<const double> values, std::span<const double> weights,
                          std::span<const std::size_t> group_of, Domain domain) {
  TIDU_ASSERT(weights.empty() || weights.size() == values.size());
  TIDU_ASSERT(group_of.empty() || group_of.size() == values.size());
  KeptValues out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if ((domain == Domain::non_negative && values[i] < 0) || (domain == Domain::positive && values[i] <= 0)) {
      out.dropped.push_back(i);
      continue;
    }
    out.values.push_back(values[i]);
    if (!weights.empty()) out.weights.push_back(weights[i]);
    if (!group_of.empty()) out.group_of.push_back(group_of[i]);
  }
  return out;
}

double gini_of(const Population& population) {
  const double mu = population.x.empty() ? 0 : population.mean();
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

double entropy_of(const Population& population, double order) {
  const double mu = population.x.empty() ? 0 : population.mean();
  if (!(mu > 0) || is_constant(population.x)) return 0;
  std::vector<double> terms(population.x.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double u = (population.x[i] - mu) / mu;
    terms[i] = population.p[i] * std::max(0.0, entropy_term(population.x[i] / mu, u, order));
  }
  return sum(terms);
}

double distinct_pairs(const Population& population) {
  std::vector<double> terms(population.p.size());
  for (std::size_t i = 0; i < terms.size(); ++i) terms[i] = population.p[i] * (1 - population.p[i]);
  return sum(terms);
}

}  // namespace tidu::measure
