// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/weights.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"

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
double entropy_information(std::span<const double> z) {
  const double center = mean(z);
  std::vector<double> terms(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double u = (z[i] - center) / center;
    terms[i] = z[i] > 0 ? std::max(0.0, (1 + u) * math::log1p(u) - u) : 1;
  }
  return mean(terms) / math::log(static_cast<double>(z.size()));
}

double standard_deviation(std::span<const double> x) {
  const double center = mean(x);
  std::vector<double> squares(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) squares[i] = (x[i] - center) * (x[i] - center);
  return std::sqrt(mean(squares));
}

}  // namespace

Result<IndicatorWeights> entropy_weights(Observations z) {
  auto weights = start(z);
  if (!weights) return weights;
  weights->information.assign(weights->values.size(), 0.0);
  for (std::size_t j = 0; j < weights->values.size(); ++j) {
    const auto values = column(z, j);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] < 0) {
        return refuse(ErrorCode::domain, "measure.weights.negative", "measure.weights.negative.hint", j + 1, i + 1,
                      values[i]);
      }
    }
    if (varies(*weights, j)) weights->information[j] = entropy_information(values);
  }
  if (!scale_information(*weights)) {
    return refuse(ErrorCode::domain, "measure.weights.no_variation", "measure.weights.no_variation.hint");
  }
  return weights;
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

Result<IndicatorWeights> critic_weights(Observations z) {
  auto weights = start(z);
  if (!weights) return weights;
  const std::size_t indicators = weights->values.size();
  weights->information.assign(indicators, 0.0);
  for (std::size_t j = 0; j < indicators; ++j) {
    if (!varies(*weights, j)) continue;
    double conflict = 0;
    for (std::size_t k = 0; k < indicators; ++k) {
      if (k == j || !varies(*weights, k)) continue;
      const auto r = pearson(column(z, j), column(z, k));
      if (!r) return tl::unexpected(r.error());
      conflict += 1 - *r > kNoConflict ? 1 - *r : 0;
    }
    weights->information[j] = standard_deviation(column(z, j)) * conflict;
  }
  if (!scale_information(*weights)) {
    return refuse(ErrorCode::domain, "measure.weights.no_conflict", "measure.weights.no_conflict.hint");
  }
  return weights;
}

Result<IndicatorWeights> indicator_weights(Weighting rule, Observations z, std::span<const std::size_t> pillar_of) {
  switch (rule) {
    case Weighting::entropy:
      return entropy_weights(z);
    case Weighting::equal:
      return equal_weights(z);
    case Weighting::equal_in_pillars:
      return equal_pillar_weights(z, pillar_of);
    case Weighting::critic:
      return critic_weights(z);
  }
  TIDU_ASSERT(false);
  return equal_weights(z);
}

}  // namespace tidu::measure
