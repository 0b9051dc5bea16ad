// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/replicator.h"

#include <algorithm>
#include <cmath>

#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr double kGeometricFloor = 0.01;

// Appends an alternative unless the list holds it already.
template <class T, class Same>
void add_once(std::vector<T>& list, const T& item, Same same) {
  if (std::none_of(list.begin(), list.end(), [&](const T& other) { return same(other, item); })) list.push_back(item);
}

// One affine map for all indicators: the lowest of all cells becomes 0, the highest 1.
void map_to_unit_interval(std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double origin = *low;
  const double range = *high - *low;
  for (double& value : values) value = range > 0 ? std::clamp((value - origin) / range, 0.0, 1.0) : 0;
}

Result<void> check(const RobustnessPlan& plan) {
  if (plan.weightings.empty() || plan.scales.empty() || plan.aggregations.empty() || plan.treatments.empty()) {
    return refuse(ErrorCode::shape, "measure.robustness.plan", "measure.robustness.plan.hint");
  }
  const bool spread_sound = plan.spread >= 0 && plan.spread <= 1;
  const bool concentration_sound = plan.concentration > 0 && std::isfinite(plan.concentration);
  if ((plan.noise == WeightNoise::relative && !spread_sound) ||
      (plan.noise == WeightNoise::dirichlet && !concentration_sound)) {
    return refuse(ErrorCode::domain, "measure.robustness.noise", "measure.robustness.noise.hint",
                  plan.noise == WeightNoise::relative ? plan.spread : plan.concentration);
  }
  return {};
}

// Brings weights to sum 1; false when they have no sum.
bool normalise(std::span<double> weights) {
  double total = 0;
  for (const double w : weights) total += w;
  if (!(total > 0)) return false;
  for (double& w : weights) w /= total;
  return true;
}

}  // namespace

RobustnessPlan usual_plan(const IndexMethod& own) {
  RobustnessPlan plan;
  plan.weightings = {own.weights};
  for (const Weighting rule : {Weighting::equal, Weighting::entropy, Weighting::critic}) {
    WeightRule weighting;
    weighting.rule = rule;
    add_once(plan.weightings, weighting, [](const WeightRule& a, const WeightRule& b) { return a.rule == b.rule; });
  }
  plan.scales = {own.scale};
  for (const Scaling rule : {Scaling::min_max, Scaling::z_score, Scaling::rank}) {
    ScaleRule scale;
    scale.rule = rule;
    scale.pooling = own.scale.pooling;
    add_once(plan.scales, scale, [](const ScaleRule& a, const ScaleRule& b) { return a.rule == b.rule; });
  }
  plan.aggregations = {own.aggregation};
  for (const Aggregation rule : {Aggregation::linear, Aggregation::geometric}) {
    AggregationRule aggregation;
    aggregation.rule = rule;
    if (rule == Aggregation::geometric) aggregation.floor = kGeometricFloor;
    add_once(plan.aggregations, aggregation,
             [](const AggregationRule& a, const AggregationRule& b) { return a.rule == b.rule; });
  }
  plan.treatments = {own.outliers};
  for (const Treatment rule : {Treatment::none, Treatment::winsorise}) {
    OutlierRule treatment;
    treatment.treatment = rule;
    add_once(plan.treatments, treatment,
             [](const OutlierRule& a, const OutlierRule& b) { return a.treatment == b.treatment; });
  }
  return plan;
}

Result<Replicator> Replicator::make(const IndexInput& input, const RobustnessPlan& plan, std::uint64_t seed,
                                    std::uint64_t stream) {
  if (auto checked = check(plan); !checked) return tl::unexpected(checked.error());
  Replicator out(Rng(seed, stream));
  out.plan_ = plan;
  out.indicators_ = input.raw.extent<Indicator>();
  const std::size_t years = input.raw.extent<Year>();
  for (const OutlierRule& treatment : plan.treatments) {
    const auto treated = treat_outliers(input.raw, treatment);
    if (!treated) return tl::unexpected(treated.error());
    const auto rules = transformed_rules(input.indicators, *treated);
    if (!rules) return tl::unexpected(rules.error());
    for (const ScaleRule& scale : plan.scales) {
      auto z = standardise(treated->values, *rules, scale);
      if (!z) return tl::unexpected(z.error());
      if (!z->unit_interval) map_to_unit_interval(z->values.values());
      const auto rows = pooled(z->values.view());
      for (const WeightRule& weighting : plan.weightings) {
        auto weights = tree_weights(input.tree, rows, weighting);
        if (!weights) return tl::unexpected(weights.error());
        out.weights_.push_back(std::move(weights->values));
      }
      for (const AggregationRule& aggregation : plan.aggregations) {
        auto aggregator = Aggregator::make(input.tree, rows, aggregation, years);
        if (!aggregator) return tl::unexpected(aggregator.error());
        out.aggregators_.push_back(std::move(*aggregator));
      }
    }
  }
  for (std::size_t f = 0; f < kRobustnessFactors; ++f) {
    const auto factor = static_cast<RobustnessFactor>(f);
    const bool noisy = factor == RobustnessFactor::noise && plan.noise != WeightNoise::none && out.indicators_ > 1;
    if (noisy || out.levels(factor) > 1) out.factors_.push_back(factor);
  }
  return out;
}

std::size_t Replicator::levels(RobustnessFactor factor) const {
  switch (factor) {
    case RobustnessFactor::weighting:
      return plan_.weightings.size();
    case RobustnessFactor::noise:
      return 0;
    case RobustnessFactor::left_out:
      return plan_.leave_one_out && indicators_ > 1 ? indicators_ + 1 : 1;
    case RobustnessFactor::scale:
      return plan_.scales.size();
    case RobustnessFactor::aggregation:
      return plan_.aggregations.size();
    case RobustnessFactor::treatment:
      return plan_.treatments.size();
  }
  return 1;
}

std::size_t Replicator::level(RobustnessFactor factor, double u) const {
  const std::size_t count = levels(factor);
  if (count == 0) return 0;
  return std::min(static_cast<std::size_t>(u * static_cast<double>(count)), count - 1);
}

Replicator::Scratch Replicator::scratch() const {
  Scratch out{.weights = std::vector<double>(indicators_), .aggregators = {}};
  for (const Aggregator& aggregator : aggregators_) out.aggregators.push_back(aggregator.scratch());
  return out;
}

// The level of a factor, 0 when it is switched off.
std::size_t Replicator::chosen(RobustnessFactor factor, std::span<const double> u) const {
  for (std::size_t f = 0; f < factors_.size(); ++f) {
    if (factors_[f] == factor) return level(factor, u[f]);
  }
  return 0;
}

void Replicator::scores(std::span<const double> u, std::span<double> scores, Scratch& scratch) const {
  const std::size_t variant =
      chosen(RobustnessFactor::treatment, u) * plan_.scales.size() + chosen(RobustnessFactor::scale, u);
  weights(u, variant, scratch.weights);
  const std::size_t a = variant * plan_.aggregations.size() + chosen(RobustnessFactor::aggregation, u);
  aggregators_[a].scores(scratch.weights, scores, scratch.aggregators[a]);
}

void Replicator::weights(std::span<const double> u, std::size_t variant, std::span<double> out) const {
  const auto& base = weights_[variant * plan_.weightings.size() + chosen(RobustnessFactor::weighting, u)];
  std::copy(base.begin(), base.end(), out.begin());
  for (std::size_t f = 0; f < factors_.size(); ++f) {
    if (factors_[f] == RobustnessFactor::noise) add_noise(u[f], out);
  }
  if (const std::size_t left_out = chosen(RobustnessFactor::left_out, u); left_out > 0) {
    const double weight = out[left_out - 1];
    out[left_out - 1] = 0;
    if (!normalise(out)) out[left_out - 1] = weight;
  }
}

void Replicator::add_noise(double u, std::span<double> weights) const {
  // each u names a stream of its own; 2^48 of them tell all points of a design apart
  DrawAddress address{.entity = static_cast<std::uint64_t>(u * 0x1p48), .purpose = Purpose::index_replicate};
  if (plan_.noise == WeightNoise::relative) {
    for (double& w : weights) {
      w *= 1 + plan_.spread * (2 * uniform(rng_, address) - 1);
      ++address.step;
    }
    normalise(weights);
    return;
  }
  // in logarithms, less the largest: gamma variates of small shapes underflow
  double largest = -INFINITY;
  for (double& w : weights) {
    w = w > 0 ? log_gamma_variate(rng_, address, plan_.concentration * w) : -INFINITY;
    largest = std::max(largest, w);
    ++address.step;
  }
  for (double& w : weights) w = math::exp(w - largest);
  normalise(weights);
}

}  // namespace tidu::measure
