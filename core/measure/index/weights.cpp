// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/weights.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"
#include "core/measure/gaps/inequality.h"

namespace tidu::measure {
namespace {

// A correlation this close to 1 differs from 1 by rounding alone.
constexpr double kNoConflict = 1e-12;

using Observations = View<const double, Indicator, Row>;

std::span<const double> column(Observations z, std::size_t indicator) {
  const std::size_t rows = z.extent<Row>();
  return {z.data() + indicator * rows, rows};
}

Result<IndicatorWeights> start(Observations z) {
  const std::size_t indicators = z.extent<Indicator>();
  if (indicators == 0) return refuse(ErrorCode::shape, "measure.weights.empty", "measure.weights.empty.hint");
  if (z.extent<Row>() < 2) {
    return refuse(ErrorCode::shape, "measure.weights.too_few_rows", "measure.weights.too_few_rows.hint",
                  z.extent<Row>());
  }
  IndicatorWeights out;
  out.values.assign(indicators, 0.0);
  for (std::size_t j = 0; j < indicators; ++j) {
    const std::size_t bad = first_not_finite(column(z, j));
    if (bad < z.extent<Row>()) {
      return refuse(ErrorCode::domain, "measure.weights.not_finite", "measure.weights.not_finite.hint", j + 1, bad + 1);
    }
    if (is_constant(column(z, j))) out.constant.push_back(j);
  }
  if (out.constant.size() == indicators) {
    return refuse(ErrorCode::domain, "measure.weights.no_variation", "measure.weights.no_variation.hint");
  }
  return out;
}

bool varies(const IndicatorWeights& weights, std::size_t indicator) {
  return !std::binary_search(weights.constant.begin(), weights.constant.end(), indicator);
}

// Divides the information of the indicators by its sum. False when there is none.
bool scale_information(IndicatorWeights& weights) {
  const double total = sum(weights.information);
  if (!(total > 0)) return false;
  for (std::size_t j = 0; j < weights.values.size(); ++j) weights.values[j] = weights.information[j] / total;
  return true;
}

// 1 - e_j of one indicator that varies. It equals the indicator's Theil T index divided by ln N and is computed as
// such: a sum of terms >= 0 with u = N p - 1, which keeps the digits that 1 - e loses for nearly even indicators. 0 ln
// 0 = 0 is the limit.
double entropy_information(std::span<const double> z, double shift) {
  const double center = mean(z);
  std::vector<double> terms(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double u = (z[i] - center) / (center + shift);
    terms[i] = z[i] + shift > 0 ? std::max(0.0, (1 + u) * math::log1p(u) - u) : 1;
  }
  return mean(terms) / math::log(static_cast<double>(z.size()));
}

// Weights in proportion to what `measure` finds in each column that varies; columns without negative values.
template <class Measure>
Result<IndicatorWeights> shares_of_information(Observations z, Measure&& measure) {
  auto weights = start(z);
  if (!weights) return weights;
  weights->information.assign(weights->values.size(), 0.0);
  for (std::size_t j = 0; j < weights->values.size(); ++j) {
    const auto values = column(z, j);
    const auto negative = std::find_if(values.begin(), values.end(), [](double v) { return v < 0; });
    if (negative != values.end()) {
      return refuse(ErrorCode::domain, "measure.weights.negative", "measure.weights.negative.hint", j + 1,
                    negative - values.begin() + 1, *negative);
    }
    if (varies(*weights, j)) weights->information[j] = measure(values);
  }
  if (!scale_information(*weights)) {
    return refuse(ErrorCode::domain, "measure.weights.no_variation", "measure.weights.no_variation.hint");
  }
  return weights;
}

double standard_deviation(std::span<const double> x) {
  const double center = mean(x);
  std::vector<double> squares(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) squares[i] = (x[i] - center) * (x[i] - center);
  return std::sqrt(mean(squares));
}

// The share of the first set in the mixture a1 w1 + a2 w2 that solves (W W')a = diag(W W').
double game_share(std::span<const double> first, std::span<const double> second) {
  const double a = dot(first, first);
  const double b = dot(first, second);
  const double c = dot(second, second);
  const double of_first = std::fabs(c * (a - b));
  const double of_second = std::fabs(a * (c - b));
  const double total = of_first + of_second;
  return total > 0 ? of_first / total : 0.5;
}

}  // namespace

Result<IndicatorWeights> entropy_weights(Observations z, double shift) {
  if (!(shift >= 0 && std::isfinite(shift))) {
    return refuse(ErrorCode::domain, "measure.weights.shift", "measure.weights.shift.hint", shift);
  }
  return shares_of_information(z, [shift](std::span<const double> x) { return entropy_information(x, shift); });
}

Result<IndicatorWeights> equal_weights(Observations z) {
  auto weights = start(z);
  if (!weights) return weights;
  const auto varying = static_cast<double>(weights->values.size() - weights->constant.size());
  for (std::size_t j = 0; j < weights->values.size(); ++j) weights->values[j] = varies(*weights, j) ? 1 / varying : 0;
  return weights;
}

Result<IndicatorWeights> equal_pillar_weights(Observations z, std::span<const std::size_t> pillar_of) {
  auto weights = start(z);
  if (!weights) return weights;
  if (pillar_of.size() != weights->values.size()) {
    return refuse(ErrorCode::shape, "measure.weights.pillars", "measure.weights.pillars.hint", pillar_of.size(),
                  weights->values.size());
  }
  std::vector<std::size_t> members(*std::max_element(pillar_of.begin(), pillar_of.end()) + 1, 0);
  for (std::size_t j = 0; j < pillar_of.size(); ++j) members[pillar_of[j]] += varies(*weights, j) ? 1U : 0U;
  const auto pillars =
      static_cast<double>(std::count_if(members.begin(), members.end(), [](std::size_t n) { return n > 0; }));
  for (std::size_t j = 0; j < pillar_of.size(); ++j) {
    if (varies(*weights, j)) weights->values[j] = 1 / (pillars * static_cast<double>(members[pillar_of[j]]));
  }
  return weights;
}

Result<IndicatorWeights> critic_weights(Observations z, CriticCorrelation correlation) {
  auto weights = start(z);
  if (!weights) return weights;
  const std::size_t indicators = weights->values.size();
  std::vector<std::vector<double>> columns(indicators);
  for (std::size_t j = 0; j < indicators; ++j) {
    columns[j] = correlation == CriticCorrelation::spearman
                     ? midranks(column(z, j))
                     : std::vector<double>(column(z, j).begin(), column(z, j).end());
  }
  std::vector<double> conflict(indicators, 0.0);
  for (std::size_t j = 0; j < indicators; ++j) {
    for (std::size_t k = j + 1; k < indicators; ++k) {
      if (!varies(*weights, j) || !varies(*weights, k)) continue;
      const auto r = pearson(columns[j], columns[k]);
      if (!r) return tl::unexpected(r.error());
      const double d = 1 - (correlation == CriticCorrelation::absolute ? std::fabs(*r) : *r);
      if (!(d > kNoConflict)) continue;
      conflict[j] += d;
      conflict[k] += d;
    }
  }
  weights->information.assign(indicators, 0.0);
  for (std::size_t j = 0; j < indicators; ++j) {
    if (varies(*weights, j)) weights->information[j] = standard_deviation(column(z, j)) * conflict[j];
  }
  if (!scale_information(*weights)) {
    return refuse(ErrorCode::domain, "measure.weights.no_conflict", "measure.weights.no_conflict.hint");
  }
  return weights;
}

Result<IndicatorWeights> variation_weights(Observations z) {
  auto weights = deviation_weights(z);
  if (!weights) return weights;
  for (std::size_t j = 0; j < weights->values.size(); ++j) {
    if (!varies(*weights, j)) continue;
    const double center = mean(column(z, j));
    // A mean of rounding alone (that of z scores) is none.
    if (!(std::fabs(center) > 1e-12 * weights->information[j])) {
      return refuse(ErrorCode::domain, "measure.weights.zero_mean", "measure.weights.zero_mean.hint", j + 1);
    }
    weights->information[j] /= std::fabs(center);
  }
  scale_information(*weights);
  return weights;
}

Result<IndicatorWeights> deviation_weights(Observations z) {
  auto weights = start(z);
  if (!weights) return weights;
  for (std::size_t j = 0; j < weights->values.size(); ++j)
    weights->information.push_back(varies(*weights, j) ? standard_deviation(column(z, j)) : 0);
  if (!scale_information(*weights)) {
    return refuse(ErrorCode::domain, "measure.weights.no_variation", "measure.weights.no_variation.hint");
  }
  return weights;
}

Result<IndicatorWeights> gini_weights(Observations z) {
  return shares_of_information(z, [](std::span<const double> x) { return gini(x).value_or(0.0); });
}

Result<std::vector<double>> combine_weights(std::span<const double> first, std::span<const double> second,
                                            Combination combination, double share) {
  const bool sound = !first.empty() && first.size() == second.size() && share >= 0 && share <= 1;
  std::vector<double> out(first.size());
  if (sound && combination == Combination::multiplicative) {
    for (std::size_t j = 0; j < out.size(); ++j) out[j] = first[j] * second[j];
    const double total = sum(out);
    for (double& w : out) w /= total;
  } else if (sound) {
    if (combination == Combination::game) share = game_share(first, second);
    for (std::size_t j = 0; j < out.size(); ++j) out[j] = share * first[j] + (1 - share) * second[j];
  }
  if (!sound || first_not_finite(out) < out.size()) {
    return refuse(ErrorCode::domain, "measure.weights.combination", "measure.weights.combination.hint", first.size(),
                  second.size(), share);
  }
  return out;
}

}  // namespace tidu::measure
