// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/local.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/space/association_input.h"
#include "core/measure/space/conditional_permutation.h"
#include "core/measure/space/false_discovery.h"

namespace tidu::measure {
namespace {

using Years = std::vector<Deviations>;

Result<Years> all_deviations(View<const double, Region, Year> x, const SpatialWeights& w, const LocalTest& test) {
  if (auto ok = check_association(x, w, {.permutations = test.permutations}); !ok) return tl::unexpected(ok.error());
  if (!(test.level > 0 && test.level < 1)) {
    return refuse(ErrorCode::domain, "measure.local.level", "measure.local.level.hint", test.level);
  }
  Years out;
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    auto year = deviations(x, t);
    if (!year) return tl::unexpected(year.error());
    out.push_back(std::move(*year));
  }
  return out;
}

// The statistic is shift + factor * s of its sum s.
LocalValue linear(const ConditionalSum& s, double factor, double shift = 0) {
  LocalValue out{.value = shift + factor * s.observed,
                 .expected = shift + factor * s.expected,
                 .variance = factor * factor * s.variance,
                 .test = s.test};
  out.test.mean = shift + factor * s.test.mean;
  out.test.sd = std::fabs(factor) * s.test.sd;
  if (factor < 0) std::swap(out.test.as_large, out.test.as_small);
  if (factor == 0) out.test.as_large = out.test.as_small = s.test.permutations;
  out.z = standardised(factor * s.observed, factor * s.expected, out.variance);
  return out;
}

Quadrant quadrant_of(double own, double neighbours) {
  if (own > 0) return neighbours > 0 ? Quadrant::high_high : Quadrant::high_low;
  return neighbours > 0 ? Quadrant::low_high : Quadrant::low_low;
}

// p of a standard normal z, for tests without permutations.
double normal_p(double z, PValue kind) {
  switch (kind) {
    case PValue::greater:
      return math::normal_cdf(-z);
    case PValue::less:
      return math::normal_cdf(z);
    case PValue::folded:
      return math::normal_cdf(-std::fabs(z));
    case PValue::two_sided:
      break;
  }
  return 2 * math::normal_cdf(-std::fabs(z));
}

// Marks islands, then fills p, their corrections and what is significant.
LocalField judged(LocalField field, const SpatialWeights& w, const LocalTest& test) {
  for (const std::size_t i : w.islands()) {
    for (std::size_t t = 0; t < field.extent<Year>(); ++t) field(i, t) = {.island = true};
  }
  for (std::size_t t = 0; t < field.extent<Year>(); ++t) {
    std::vector<double> p;
    for (std::size_t i = 0; i < w.regions(); ++i) {
      LocalValue& v = field(i, t);
      if (v.island) continue;
      v.p = test.permutations > 0 ? v.test.p(test.p_value) : normal_p(v.z, test.p_value);
      p.push_back(v.p);
    }
    const auto corrected = corrected_p(p, test.correction);
    std::size_t next = 0;
    for (std::size_t i = 0; i < w.regions(); ++i) {
      LocalValue& v = field(i, t);
      if (v.island) continue;
      v.p_corrected = corrected[next++];
      v.significant = v.p_corrected <= test.level;
    }
  }
  return field;
}

// Sums of the neighbours' values for all regions and years, u_j = values(i, t, j).
template <class Values>
Result<std::vector<ConditionalSum>> sums_of(const SpatialWeights& w, std::size_t years, const LocalTest& test,
                                            Executor& executor, Values values) {
  const auto fill = [&](std::size_t region, std::size_t year, std::span<double> out) {
    for (std::size_t j = 0; j < out.size(); ++j) out[j] = values(region, year, j);
  };
  return conditional_sums({.weights = w, .years = years, .values = fill},
                          {.permutations = test.permutations, .seed = test.seed}, executor);
}

// E and Var of local Moran when all values move.
void use_total_moments(const SpatialWeights& w, std::size_t region, double b2, LocalValue& out) {
  const auto n = static_cast<double>(w.regions());
  const double row = sum(w.weights(region));
  const double squares = dot(w.weights(region), w.weights(region));
  out.expected = -row / (n - 1);
  out.variance = squares * (n - b2) / (n - 1) + (row * row - squares) * (2 * b2 - n) / ((n - 1) * (n - 2)) -
                 out.expected * out.expected;
  out.z = standardised(out.value, out.expected, out.variance);
}

// A region's sum of deviations times its own deviation over `scale` of the year.
template <class Scale>
LocalField products(const std::vector<ConditionalSum>& sums, const Years& own, std::size_t regions, Scale scale) {
  LocalField field({regions, own.size()});
  for (std::size_t i = 0; i < regions; ++i) {
    for (std::size_t t = 0; t < own.size(); ++t) {
      const ConditionalSum& s = sums[i * own.size() + t];
      field(i, t) = linear(s, own[t].z[i] / scale(t));
      field(i, t).quadrant = quadrant_of(own[t].z[i], s.observed);
    }
  }
  return field;
}

}  // namespace

Result<LocalField> local_moran(View<const double, Region, Year> x, const SpatialWeights& w, const LocalTest& test,
                               Executor& executor) {
  const auto years = all_deviations(x, w, test);
  if (!years) return tl::unexpected(years.error());
  const auto sums = sums_of(w, years->size(), test, executor,
                            [&](std::size_t, std::size_t t, std::size_t j) { return (*years)[t].z[j]; });
  if (!sums) return tl::unexpected(sums.error());
  const auto n = static_cast<double>(w.regions());
  LocalField field = products(*sums, *years, w.regions(), [&](std::size_t t) { return (*years)[t].squares / n; });
  if (test.moments == LocalMoments::total) {
    for (std::size_t i = 0; i < w.regions(); ++i) {
      for (std::size_t t = 0; t < years->size(); ++t) use_total_moments(w, i, (*years)[t].kurtosis, field(i, t));
    }
  }
  return judged(std::move(field), w, test);
}

Result<LocalField> local_bivariate(View<const double, Region, Year> x, View<const double, Region, Year> y,
                                   const SpatialWeights& w, const LocalTest& test, Executor& executor) {
  const auto own = all_deviations(x, w, test);
  if (!own) return tl::unexpected(own.error());
  const auto others = all_deviations(y, w, test);
  if (!others) return tl::unexpected(others.error());
  if (own->size() != others->size()) {
    return refuse(ErrorCode::shape, "measure.association.years", "measure.association.years.hint", own->size(),
                  others->size());
  }
  const auto sums = sums_of(w, own->size(), test, executor,
                            [&](std::size_t, std::size_t t, std::size_t j) { return (*others)[t].z[j]; });
  if (!sums) return tl::unexpected(sums.error());
  const auto n = static_cast<double>(w.regions());
  return judged(
      products(*sums, *own, w.regions(),
               [&](std::size_t t) { return std::sqrt((*own)[t].squares / n) * std::sqrt((*others)[t].squares / n); }),
      w, test);
}

Result<LocalField> local_geary(View<const double, Region, Year> x, const SpatialWeights& w, const LocalTest& test,
                               Executor& executor) {
  const auto years = all_deviations(x, w, test);
  if (!years) return tl::unexpected(years.error());
  const auto sums = sums_of(w, years->size(), test, executor, [&](std::size_t i, std::size_t t, std::size_t j) {
    const double difference = (*years)[t].z[i] - (*years)[t].z[j];
    return difference * difference;
  });
  if (!sums) return tl::unexpected(sums.error());
  const auto n = static_cast<double>(w.regions());
  LocalField field({w.regions(), years->size()});
  std::vector<double> lag(w.regions());
  for (std::size_t t = 0; t < years->size(); ++t) {
    const Deviations& year = (*years)[t];
    w.lag(year.z, lag);
    for (std::size_t i = 0; i < w.regions(); ++i) {
      field(i, t) = linear((*sums)[i * years->size() + t], n / year.squares);
      field(i, t).quadrant = quadrant_of(year.z[i], lag[i]);
    }
  }
  return judged(std::move(field), w, test);
}

namespace {

// Without a true zero there is no value; z and p do not need one.
LocalValue without_value(LocalValue out) {
  out.value = out.expected = out.variance = out.test.mean = out.test.sd = 0;
  return out;
}

// G_i of one region and year: sum_j w_ij x_j is s + w_i. mean, s the sum of the neighbours' deviations from the mean of
// all.
LocalValue plain_g(const ConditionalSum& s, double row, double others_total, double center) {
  if (!(others_total > 0)) return without_value(linear(s, 1));
  return linear(s, 1 / others_total, row * center / others_total);
}

LocalValue starred_g(const ConditionalSum& s, std::span<const double> weights, double own, const Deviations& year) {
  const auto n = static_cast<double>(year.z.size());
  const double self = *std::max_element(weights.begin(), weights.end());
  const double row = sum(weights) + self;
  const double squares = dot(weights, weights) + self * self;
  const double spread = std::max(0.0, n * squares - row * row) / (n - 1);
  LocalValue out = linear(s, 1, self * own);
  // Moments over all values: the deviations' mean is 0.
  const double variance = year.squares / n * spread;
  out.z = standardised(s.observed + self * own, 0, spread > 1e-12 * row * row ? variance : 0);
  if (!(year.mean > 0)) return without_value(out);
  const double factor = 1 / (n * year.mean);
  out.value = factor * (s.observed + self * own + row * year.mean);
  out.expected = factor * row * year.mean;
  out.variance = factor * factor * variance;
  out.test.mean = factor * (out.test.mean + row * year.mean);
  out.test.sd *= factor;
  return out;
}

}  // namespace

Result<LocalField> local_g(View<const double, Region, Year> x, const SpatialWeights& w, bool star,
                           const LocalTest& test, Executor& executor) {
  const auto years = all_deviations(x, w, test);
  if (!years) return tl::unexpected(years.error());
  const auto sums = sums_of(w, years->size(), test, executor,
                            [&](std::size_t, std::size_t t, std::size_t j) { return (*years)[t].z[j]; });
  if (!sums) return tl::unexpected(sums.error());
  const auto n = static_cast<double>(w.regions());
  LocalField field({w.regions(), years->size()});
  for (std::size_t i = 0; i < w.regions(); ++i) {
    const auto weights = w.weights(i);
    if (weights.empty()) continue;
    for (std::size_t t = 0; t < years->size(); ++t) {
      const Deviations& year = (*years)[t];
      const ConditionalSum& s = (*sums)[i * years->size() + t];
      const double others = (n - 1) * year.mean - year.z[i];
      field(i, t) = star ? starred_g(s, weights, year.z[i], year) : plain_g(s, sum(weights), others, year.mean);
      field(i, t).quadrant = field(i, t).z > 0 ? Quadrant::high_high : Quadrant::low_low;
    }
  }
  return judged(std::move(field), w, test);
}

}  // namespace tidu::measure
