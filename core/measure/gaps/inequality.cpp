// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/inequality.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

enum class Theil : std::uint8_t { t, l };

// Powers of ratios up to e^700 stay finite; beyond that the sum is taken relative to its largest term.
constexpr double kLargestExponent = 700;

tl::unexpected<Error> too_few(const Population& values) {
  return refuse(ErrorCode::shape, "measure.inequality.too_few", "measure.inequality.too_few.hint", values.x.size());
}

double log_ratio(double x, double mu) { return math::log(x / mu); }

// ln [sum_i p_i (x_i/mu)^b]/b for powers that leave the range of numbers, from the largest term down.
double log_power_mean(const Population& values, double mu, double b) {
  std::vector<double> logs(values.x.size());
  for (std::size_t i = 0; i < logs.size(); ++i) logs[i] = b * log_ratio(values.x[i], mu);
  const double top = *std::max_element(logs.begin(), logs.end());
  for (double& value : logs) value = math::exp(value - top);
  return (top + math::log(dot(logs, values.p))) / b;
}

// sum p (mu - m)/mu, m the means of the 1, 2, ... n smallest.
double partial_mean_gaps(std::span<const double> rising, double mu) {
  std::vector<double> gaps(rising.size());
  double below = 0;
  for (std::size_t i = 0; i < rising.size(); ++i) {
    below += rising[i];
    gaps[i] = (mu - below / static_cast<double>(i + 1)) / mu;
  }
  gaps.back() = 0;  // the mean of all, whatever rounding says
  return sum(gaps);
}

// 1 - int L(q)/q dq. Between two places L is a line of slope x/mu through (F, L): int = (x/mu) p + (L - (x/mu) F)
// ln((F + p)/F), where L - (x/mu) F = -(1/mu) sum over the poorer of p (x - poorer x) <= 0.
double bonferroni_of_curve(const Population& values) {
  const double mu = values.mean();
  const auto order = rising_order(values.x);
  std::vector<double> terms(order.size(), 0.0);
  double below = 0;    // F
  double deficit = 0;  // sum over the poorer of p (x - poorer x)
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double p = values.p[order[k]];
    if (k > 0) {
      deficit += below * (values.x[order[k]] - values.x[order[k - 1]]);
      terms[k] = deficit / mu * math::log1p(p / below);
    }
    below += p;
  }
  return std::min(1.0, sum(terms));
}

template <class Term>
double sum_over(std::span<const GroupInequality> groups, Term term) {
  std::vector<double> terms;
  terms.reserve(groups.size());
  for (const GroupInequality& group : groups) terms.push_back(term(group));
  return sum(terms);
}

Result<TheilDecomposition> theil_by_group(const GroupedValues& input, Theil kind) {
  const double order = kind == Theil::t ? 1 : 0;
  const auto all = population(input, kind == Theil::t ? Domain::non_negative : Domain::positive);
  if (!all) return tl::unexpected(all.error());
  TheilDecomposition out{.total = entropy_of(*all, order), .within = 0, .between = 0, .groups = {}};
  for (const PopulationPart& part : parts_of(*all, input)) {
    GroupInequality group{part.population_share, part.value_share, part.mean, entropy_of(part.values, order), 0, 0};
    // Value shares weigh Theil T, population shares Theil L: any other choice does not add up.
    const double weight = kind == Theil::t ? group.value_share : group.population_share;
    const double other = kind == Theil::t ? group.population_share : group.value_share;
    if (weight > 0) {
      group.within = weight * group.measure;
      group.between = weight * math::log(weight / other);
    }
    out.groups.push_back(group);
  }
  out.within = sum_over(out.groups, [](const GroupInequality& g) { return g.within; });
  out.between = std::max(0.0, sum_over(out.groups, [](const GroupInequality& g) { return g.between; }));
  return out;
}

}  // namespace

Result<double> gini(std::span<const double> x, std::span<const double> weights, GiniForm form) {
  const auto values = population(x, weights, Domain::non_negative);
  if (!values) return tl::unexpected(values.error());
  if (form == GiniForm::population) return gini_of(*values);
  if (values->x.size() < 2) return too_few(*values);
  const double g = gini_of(*values) / distinct_pairs(*values);
  return weights.empty() ? std::min(1.0, g) : g;
}

Result<double> theil_t(std::span<const double> x, std::span<const double> weights) {
  return generalised_entropy(x, 1, weights);
}

Result<double> theil_l(std::span<const double> x, std::span<const double> weights) {
  return generalised_entropy(x, 0, weights);
}

Result<double> generalised_entropy(std::span<const double> x, double order, std::span<const double> weights) {
  if (!std::isfinite(order)) {
    return refuse(ErrorCode::domain, "measure.inequality.order", "measure.inequality.order.hint", order);
  }
  const auto values = population(x, weights, order > 0 ? Domain::non_negative : Domain::positive);
  if (!values) return tl::unexpected(values.error());
  const double entropy = entropy_of(*values, order);
  if (!std::isfinite(entropy)) {
    return refuse(ErrorCode::domain, "measure.inequality.too_large", "measure.inequality.too_large.hint", order);
  }
  return entropy;
}

Result<double> atkinson(std::span<const double> x, double epsilon, std::span<const double> weights) {
  if (!(epsilon >= 0 && std::isfinite(epsilon))) {
    return refuse(ErrorCode::domain, "measure.inequality.aversion", "measure.inequality.aversion.hint", epsilon);
  }
  const auto values = population(x, weights, epsilon < 1 ? Domain::non_negative : Domain::positive);
  if (!values) return tl::unexpected(values.error());
  const double b = 1 - epsilon;
  if (b == 1) return 0.0;
  if (b == 0) return -math::expm1(-entropy_of(*values, 0));
  const double mu = values->mean();
  const auto [low, high] = std::minmax_element(values->x.begin(), values->x.end());
  if (b < 0 && -b * std::max(-log_ratio(*low, mu), log_ratio(*high, mu)) > kLargestExponent) {
    return std::max(0.0, -math::expm1(log_power_mean(*values, mu, b)));
  }
  // sum p (x/mu)^b = 1 + b (b - 1) GE(b): exact near equality and near epsilon = 1
  return std::max(0.0, -math::expm1(math::log1p(b * (b - 1) * entropy_of(*values, b)) / b));
}

Result<double> bonferroni(std::span<const double> x, std::span<const double> weights, BonferroniForm form) {
  const auto values = population(x, weights, Domain::non_negative);
  if (!values) return tl::unexpected(values.error());
  if (form == BonferroniForm::lorenz_curve) return bonferroni_of_curve(*values);
  if (!weights.empty()) {
    return refuse(ErrorCode::shape, "measure.inequality.bonferroni_weights",
                  "measure.inequality.bonferroni_weights.hint");
  }
  std::vector<double> rising(x.begin(), x.end());
  std::sort(rising.begin(), rising.end());
  const std::size_t divisor = rising.size() - (form == BonferroniForm::partial_means_sample ? 1 : 0);
  if (divisor == 0) return too_few(*values);
  return std::clamp(partial_mean_gaps(rising, mean(rising)) / static_cast<double>(divisor), 0.0, 1.0);
}

Result<TheilDecomposition> theil_t_by_group(const GroupedValues& input) { return theil_by_group(input, Theil::t); }

Result<TheilDecomposition> theil_l_by_group(const GroupedValues& input) { return theil_by_group(input, Theil::l); }

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
  const auto checked = population(x, {}, Domain::any);
  if (!checked) return tl::unexpected(checked.error());
  Spread out;
  std::vector<double> values(x.begin(), x.end());
  const int unit = scale_to_unit(values);
  const double center = mean(values);
  out.mean = std::ldexp(center, unit);
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  out.range = *high - *low;
  for (double& value : values) value = (value - center) * (value - center);
  out.sd = std::ldexp(std::sqrt(mean(values)), unit);
  return out;
}

}  // namespace tidu::measure
