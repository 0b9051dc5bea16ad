// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/dispersion.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/gaps/population.h"

namespace tidu::measure {
namespace {

// sqrt of the mean squared deviation of y about its mean, in units of `unit`.
Result<double> deviation(const Population& values, double unit, Divisor divisor) {
  if (divisor == Divisor::n_minus_one && values.x.size() < 2) {
    return refuse(ErrorCode::shape, "measure.inequality.too_few", "measure.inequality.too_few.hint", values.x.size());
  }
  if (is_constant(values.x)) return 0.0;
  const double mu = values.mean();
  std::vector<double> squares(values.x.size());
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const double u = (values.x[i] - mu) / unit;
    squares[i] = u * u;
  }
  const double variance = dot(squares, values.p);
  return std::sqrt(divisor == Divisor::n ? variance : variance / distinct_pairs(values));
}

Result<Population> with_positive_mean(std::span<const double> x, std::span<const double> weights) {
  auto values = population(x, weights, Domain::any);
  if (values && !(values->mean() > 0)) {
    return refuse(ErrorCode::domain, "measure.inequality.mean_not_positive",
                  "measure.inequality.mean_not_positive.hint", values->mean());
  }
  return values;
}

tl::unexpected<Error> no_share(double share) {
  return refuse(ErrorCode::domain, "measure.inequality.share", "measure.inequality.share.hint", share);
}

// The share of the total that the first `share` of the population has, in the order given.
double share_of_first(const Population& values, std::span<const std::size_t> order, double share) {
  std::vector<double> amounts;
  double left = share;
  for (const std::size_t i : order) {
    const double people = std::min(left, values.p[i]);
    amounts.push_back(people * (values.x[i] / values.mean()));
    left -= people;
    if (!(left > 0)) break;
  }
  return std::min(1.0, sum(amounts));
}

}  // namespace

Result<double> variation(std::span<const double> x, std::span<const double> weights, Divisor divisor) {
  const auto values = with_positive_mean(x, weights);
  if (!values) return tl::unexpected(values.error());
  return deviation(*values, values->mean(), divisor);
}

Result<double> log_sd(std::span<const double> x, std::span<const double> weights, Divisor divisor) {
  auto values = population(x, weights, Domain::positive);
  if (!values) return tl::unexpected(values.error());
  for (double& value : values->x) value = math::log(value);
  return deviation(*values, 1, divisor);
}

Result<double> range_ratio(std::span<const double> x, std::span<const double> weights) {
  const auto values = population(x, weights, Domain::positive);
  if (!values) return tl::unexpected(values.error());
  const auto [low, high] = std::minmax_element(values->x.begin(), values->x.end());
  return *high / *low;
}

Result<double> relative_range(std::span<const double> x, std::span<const double> weights) {
  const auto values = with_positive_mean(x, weights);
  if (!values) return tl::unexpected(values.error());
  const auto [low, high] = std::minmax_element(values->x.begin(), values->x.end());
  return (*high - *low) / values->mean();
}

Result<double> lorenz_share(std::span<const double> x, double share, std::span<const double> weights) {
  const auto values = population(x, weights, Domain::non_negative);
  if (!values) return tl::unexpected(values.error());
  if (!(share >= 0 && share <= 1)) return no_share(share);
  if (share == 1) return 1.0;
  return share_of_first(*values, rising_order(values->x), share);
}

Result<double> top_bottom_ratio(std::span<const double> x, Ends ends, std::span<const double> weights) {
  const auto values = population(x, weights, Domain::non_negative);
  if (!values) return tl::unexpected(values.error());
  for (const double share : {ends.top, ends.bottom}) {
    if (!(share > 0 && share < 1)) return no_share(share);
  }
  auto order = rising_order(values->x);
  const double bottom = share_of_first(*values, order, ends.bottom);
  if (!(bottom > 0)) {
    return refuse(ErrorCode::domain, "measure.inequality.bottom_zero", "measure.inequality.bottom_zero.hint",
                  ends.bottom);
  }
  std::reverse(order.begin(), order.end());
  return share_of_first(*values, order, ends.top) / bottom;
}

}  // namespace tidu::measure
