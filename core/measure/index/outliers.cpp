// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/outliers.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kFewestCells = 4;  // kurtosis needs four

// Sums of powers of deviations from the mean, in units of the largest deviation so that nothing overflows.
struct Moments {
  double n = 0;
  double second = 0;
  double third = 0;
  double fourth = 0;
};

Moments moments(std::span<const double> x) {
  Moments out{.n = static_cast<double>(x.size())};
  const double center = mean(x);
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value - center));
  if (!(largest > 0)) return out;
  std::vector<double> powers[3];
  for (const double value : x) {
    const double d = (value - center) / largest;
    powers[0].push_back(d * d);
    powers[1].push_back(d * d * d);
    powers[2].push_back(d * d * d * d);
  }
  out.second = sum(powers[0]);
  out.third = sum(powers[1]);
  out.fourth = sum(powers[2]);
  return out;
}

struct Shape {
  double skewness = 0;
  double kurtosis = 0;
  bool passes = true;
};

Shape shape(std::span<const double> x, const OutlierRule& rule) {
  Shape out{.skewness = skewness(x), .kurtosis = excess_kurtosis(x)};
  const bool skewed = std::fabs(out.skewness) > rule.skewness;
  const bool peaked = out.kurtosis > rule.kurtosis;
  out.passes = rule.test == OutlierTest::both ? !(skewed && peaked) : !(skewed || peaked);
  return out;
}

// Moves the cells with the extreme value to the next one. False when that would leave no variation.
bool winsorise_once(std::span<double> x, bool high) {
  const double extreme = high ? *std::max_element(x.begin(), x.end()) : *std::min_element(x.begin(), x.end());
  const double other = high ? *std::min_element(x.begin(), x.end()) : *std::max_element(x.begin(), x.end());
  double next = other;
  for (const double value : x) {
    if (value != extreme) next = high ? std::max(next, value) : std::min(next, value);
  }
  if (next == other) return false;
  for (double& value : x) {
    if (value == extreme) value = next;
  }
  return true;
}

std::size_t count_changed(std::span<const double> raw, std::span<const double> x) {
  std::size_t changed = 0;
  for (std::size_t i = 0; i < x.size(); ++i) changed += x[i] != raw[i] ? 1U : 0U;
  return changed;
}

double transform(const OutlierRule& rule, double minimum, double range, double x) {
  if (rule.treatment == Treatment::winsorise_log) return math::log(x - minimum + 0.01 * range);
  const double positive = x - minimum + 1;
  return rule.lambda == 0 ? math::log(positive) : (math::pow(positive, rule.lambda) - 1) / rule.lambda;
}

// Treats one indicator in place.
IndicatorTreatment treat(std::span<double> x, const OutlierRule& rule) {
  const std::vector<double> raw(x.begin(), x.end());
  IndicatorTreatment out;
  const auto [low, high] = std::minmax_element(raw.begin(), raw.end());
  out.minimum = *low;
  out.range = *high - *low;
  if (x.size() < kFewestCells || !(out.range > 0)) return out;
  Shape now = shape(x, rule);
  out.skewness_before = now.skewness;
  out.kurtosis_before = now.kurtosis;
  while (rule.treatment != Treatment::none && !now.passes && count_changed(raw, x) < rule.most_points) {
    if (!winsorise_once(x, now.skewness >= 0)) break;
    now = shape(x, rule);
    out.treated = Treated::winsorised;
  }
  const bool transforms = rule.treatment == Treatment::winsorise_log || rule.treatment == Treatment::winsorise_box_cox;
  if (transforms && !now.passes) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = transform(rule, out.minimum, out.range, raw[i]);
    now = shape(x, rule);
    out.treated = Treated::transformed;
  }
  out.skewness_after = now.skewness;
  out.kurtosis_after = now.kurtosis;
  out.passes = now.passes;
  return out;
}

}  // namespace

double skewness(std::span<const double> x) {
  TIDU_ASSERT(x.size() >= 3);
  const Moments m = moments(x);
  if (!(m.second > 0)) return 0;
  const double g1 = std::sqrt(m.n) * m.third / (m.second * std::sqrt(m.second));
  return g1 * std::sqrt(m.n * (m.n - 1)) / (m.n - 2);
}

double excess_kurtosis(std::span<const double> x) {
  TIDU_ASSERT(x.size() >= kFewestCells);
  const Moments m = moments(x);
  if (!(m.second > 0)) return 0;
  const double ratio = m.n * m.fourth / (m.second * m.second);
  return ((m.n + 1) * (ratio - 3) + 6) * (m.n - 1) / ((m.n - 2) * (m.n - 3));
}

Result<TreatedIndicators> treat_outliers(View<const double, Indicator, Region, Year> x, const OutlierRule& rule) {
  if (!(rule.skewness > 0 && rule.kurtosis > 0 && std::isfinite(rule.lambda))) {
    return refuse(ErrorCode::domain, "measure.outliers.limits", "measure.outliers.limits.hint", rule.skewness,
                  rule.kurtosis, rule.lambda);
  }
  const std::size_t years = x.extent<Year>();
  const std::size_t cells = x.extent<Region>() * years;
  const std::size_t bad = first_not_finite({x.data(), x.size()});
  if (bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.outliers.not_finite", "measure.outliers.not_finite.hint", bad / cells + 1,
                  bad % cells / years + 1, bad % years + 1);
  }
  TreatedIndicators out;
  out.rule = rule;
  out.values = Array<double, Indicator, Region, Year>(x.extents());
  std::copy(x.begin(), x.end(), out.values.values().begin());
  for (std::size_t j = 0; cells > 0 && j < x.extent<Indicator>(); ++j) {
    const std::span<double> column{out.values.values().data() + j * cells, cells};
    out.indicators.push_back(treat(column, rule));
    if (out.indicators.back().treated != Treated::winsorised) continue;
    for (std::size_t i = 0; i < cells; ++i) {
      const double raw = x(j, i / years, i % years);
      if (column[i] != raw) out.changed.push_back({j, i / years, i % years, raw, column[i]});
    }
  }
  return out;
}

double transformed(const TreatedIndicators& treated, std::size_t indicator, double raw) {
  const IndicatorTreatment& done = treated.indicators[indicator];
  return done.treated == Treated::transformed ? transform(treated.rule, done.minimum, done.range, raw) : raw;
}

Result<std::vector<IndicatorRule>> transformed_rules(std::span<const IndicatorRule> rules,
                                                     const TreatedIndicators& treated) {
  std::vector<IndicatorRule> out(rules.begin(), rules.end());
  for (std::size_t j = 0; j < std::min(out.size(), treated.indicators.size()); ++j) {
    for (double* mark : {&out[j].optimum, &out[j].low, &out[j].high, &out[j].goal_low, &out[j].goal_high}) {
      if (std::isnan(*mark)) continue;
      const double raw = *mark;
      *mark = transformed(treated, j, raw);
      if (!std::isfinite(*mark)) {
        return refuse(ErrorCode::domain, "measure.outliers.mark", "measure.outliers.mark.hint", j + 1, raw);
      }
    }
  }
  return out;
}

}  // namespace tidu::measure
