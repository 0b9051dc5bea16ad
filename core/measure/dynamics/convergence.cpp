// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/convergence.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Panel = View<const double, Region, Year>;

Result<void> check_positive(Panel y) {
  for (std::size_t r = 0; r < y.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < y.extent<Year>(); ++t) {
      if (y(r, t) > 0 && std::isfinite(y(r, t))) continue;
      return refuse(ErrorCode::domain, "measure.convergence.not_positive", "measure.convergence.not_positive.hint",
                    r + 1, t + 1, y(r, t));
    }
  }
  return {};
}

tl::unexpected<Error> wrong_shape(std::size_t regions, std::size_t years) {
  return refuse(ErrorCode::shape, "measure.convergence.shape", "measure.convergence.shape.hint", regions, years);
}

// Shares of the weights in one year; empty when they are no weights.
std::vector<double> shares(std::span<const double> weights, std::size_t regions, std::size_t years, std::size_t t) {
  std::vector<double> p(regions, 1 / static_cast<double>(regions));
  if (weights.empty()) return p;
  for (std::size_t r = 0; r < regions; ++r) {
    p[r] = weights[r * years + t];
    if (!(p[r] >= 0 && std::isfinite(p[r]))) return {};
  }
  const double total = sum(p);
  if (!(total > 0)) return {};
  for (double& share : p) share /= total;
  return p;
}

// sqrt(sum p (x - m)^2), divided for a sample; m beside it.
std::pair<double, double> spread_of(std::span<const double> x, std::span<const double> p, Divisor divisor) {
  std::vector<double> squares(x.begin(), x.end());
  const int unit = scale_to_unit(squares);
  const double center = dot(squares, p);
  for (double& value : squares) value = (value - center) * (value - center);
  const double variance = dot(squares, p);
  const double scale = divisor == Divisor::n ? 1 : 1 - dot(p, p);
  return {scale > 0 ? std::ldexp(std::sqrt(variance / scale), unit) : 0, std::ldexp(center, unit)};
}

std::optional<SigmaTrend> trend_of(std::span<const double> sigma, const SigmaRequest& request) {
  const std::size_t years = sigma.size();
  if (years < 3 || is_constant(sigma)) return std::nullopt;
  Array<double, Row, Column> x({years, 2}, 1);
  for (std::size_t t = 0; t < years; ++t) x(t, 1U) = static_cast<double>(t);
  const std::size_t lags =
      request.trend_errors == CovarianceRule::newey_west ? request.lags.value_or(newey_west_lags(years)) : 0;
  const auto fit =
      fit_least_squares({.x = x, .y = sigma, .rule = request.trend_errors, .lags = std::min(lags, years - 1)});
  if (!fit) return std::nullopt;
  return SigmaTrend{fit->coefficients[1], fit->coefficients[0].value, std::min(lags, years - 1), fit->degrees};
}

// lambda of a slope: -ln(1 + b T)/T (annual growth) or -ln(1 + b)/T (total).
std::optional<Speed> speed_of(const Coefficient& beta, double years, Growth growth) {
  const double change = growth == Growth::annual ? beta.value * years : beta.value;
  if (!(change > -1)) return std::nullopt;
  Speed out;
  out.lambda = -math::log1p(change) / years;
  out.lambda_error = beta.error / (1 + change) / (growth == Growth::annual ? 1 : years);
  if (out.lambda > 0) {
    const double ln2 = math::log(2);
    out.half_life = ln2 / out.lambda;
    out.half_life_error = ln2 / (out.lambda * out.lambda) * out.lambda_error;
  }
  return out;
}

Result<void> check_beta(const BetaRequest& request) {
  const std::size_t n = request.initial.size();
  if (n < 3 || request.final.size() != n ||
      (request.conditions.size() > 0 && request.conditions.extent<Region>() != n)) {
    return wrong_shape(n, request.final.size());
  }
  if (!(request.years > 0 && std::isfinite(request.years))) {
    return refuse(ErrorCode::domain, "measure.convergence.years", "measure.convergence.years.hint", request.years);
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (!(request.initial[i] > 0 && std::isfinite(request.initial[i]))) {
      return refuse(ErrorCode::domain, "measure.convergence.initial_not_positive",
                    "measure.convergence.initial_not_positive.hint", i + 1, request.initial[i]);
    }
    if (!(request.final[i] > 0 && std::isfinite(request.final[i]))) {
      return refuse(ErrorCode::domain, "measure.convergence.final_not_positive",
                    "measure.convergence.final_not_positive.hint", i + 1, request.final[i]);
    }
  }
  return {};
}

// Takes the effects out of one variable over regions x periods; weights by region, p their shares.
void take_out(Effects effects, std::span<const double> p, Array<double, Region, Year>& x) {
  if (effects == Effects::none) return;
  const std::size_t regions = x.extent<Region>();
  const std::size_t periods = x.extent<Year>();
  const auto row = [&](std::size_t r) { return std::span<double>(x.values()).subspan(r * periods, periods); };
  for (std::size_t r = 0; r < regions; ++r) {
    const double center = mean(row(r));
    for (double& value : row(r)) value -= center;
  }
  if (effects == Effects::region) return;
  // The weights do not change over time, so that the means by year of what is left are the two-way projection.
  std::vector<double> year(regions);
  for (std::size_t t = 0; t < periods; ++t) {
    for (std::size_t r = 0; r < regions; ++r) year[r] = x(r, t);
    const double center = dot(year, p);
    for (std::size_t r = 0; r < regions; ++r) x(r, t) -= center;
  }
}

Result<void> check_panel(const PanelBetaRequest& request) {
  const std::size_t regions = request.y.extent<Region>();
  const std::size_t years = request.y.extent<Year>();
  if (regions < 2 || years < 3) return wrong_shape(regions, years);
  for (const auto& condition : request.conditions) {
    if (condition.extents() != request.y.extents())
      return wrong_shape(condition.extent<Region>(), condition.extent<Year>());
  }
  if (!request.weights.empty() && request.weights.size() != regions) {
    return refuse(ErrorCode::shape, "measure.convergence.weights", "measure.convergence.weights.hint",
                  request.weights.size(), regions);
  }
  return check_positive(request.y);
}

// Growth, level and conditions of the years of departure.
std::vector<Array<double, Region, Year>> panel_variables(const PanelBetaRequest& request) {
  const std::size_t regions = request.y.extent<Region>();
  const std::size_t periods = request.y.extent<Year>() - 1;
  std::vector<Array<double, Region, Year>> out(2 + request.conditions.size(),
                                               Array<double, Region, Year>({regions, periods}));
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < periods; ++t) {
      out[0](r, t) = math::log(request.y(r, t + 1)) - math::log(request.y(r, t));
      out[1](r, t) = math::log(request.y(r, t));
      for (std::size_t c = 0; c < request.conditions.size(); ++c) out[2 + c](r, t) = request.conditions[c](r, t);
    }
  }
  return out;
}

BetaFit to_beta(const LeastSquaresFit& fit, bool intercept) {
  BetaFit out;
  const std::size_t first = intercept ? 1 : 0;
  if (intercept) out.intercept = fit.coefficients.front();
  out.beta = fit.coefficients[first];
  out.conditions.assign(fit.coefficients.begin() + static_cast<std::ptrdiff_t>(first) + 1, fit.coefficients.end());
  out.r_squared = fit.r_squared;
  out.observations = fit.observations;
  out.degrees = fit.degrees;
  return out;
}

}  // namespace

Result<SigmaPath> sigma_convergence(Panel y, const SigmaRequest& request) {
  const std::size_t regions = y.extent<Region>();
  const std::size_t years = y.extent<Year>();
  if (regions < 2 || years == 0) return wrong_shape(regions, years);
  if (!request.weights.empty() && request.weights.size() != y.size()) {
    return refuse(ErrorCode::shape, "measure.convergence.weights", "measure.convergence.weights.hint",
                  request.weights.size(), y.size());
  }
  if (auto checked = check_positive(y); !checked) return tl::unexpected(checked.error());
  SigmaPath out;
  std::vector<double> values(regions);
  std::vector<double> logs(regions);
  for (std::size_t t = 0; t < years; ++t) {
    const auto p = shares(request.weights, regions, years, t);
    if (p.empty()) {
      return refuse(ErrorCode::domain, "measure.convergence.weight", "measure.convergence.weight.hint", t + 1);
    }
    for (std::size_t r = 0; r < regions; ++r) {
      values[r] = y(r, t);
      logs[r] = math::log(y(r, t));
    }
    const auto [sd, center] = spread_of(values, p, request.divisor);
    out.mean.push_back(center);
    out.variation.push_back(sd / center);
    out.log_sd.push_back(spread_of(logs, p, request.divisor).first);
  }
  out.trend = trend_of(request.trend_of == SigmaMeasure::variation ? out.variation : out.log_sd, request);
  return out;
}

Result<BetaFit> beta_convergence(const BetaRequest& request) {
  if (auto checked = check_beta(request); !checked) return tl::unexpected(checked.error());
  const std::size_t n = request.initial.size();
  const std::size_t m = request.conditions.size() > 0 ? request.conditions.extent<Column>() : 0;
  Array<double, Row, Column> x({n, 2 + m}, 1);
  std::vector<double> growth(n);
  const double divisor = request.growth == Growth::annual ? request.years : 1;
  for (std::size_t i = 0; i < n; ++i) {
    x(i, 1U) = math::log(request.initial[i]);
    growth[i] = (math::log(request.final[i]) - x(i, 1U)) / divisor;
    for (std::size_t c = 0; c < m; ++c) x(i, 2 + c) = request.conditions(i, c);
  }
  const auto fit = fit_least_squares({.x = x, .y = growth, .weights = request.weights, .rule = request.errors});
  if (!fit) return tl::unexpected(fit.error());
  BetaFit out = to_beta(*fit, true);
  out.speed = speed_of(out.beta, request.years, request.growth);
  return out;
}

Result<BetaFit> panel_beta(const PanelBetaRequest& request) {
  if (auto checked = check_panel(request); !checked) return tl::unexpected(checked.error());
  const std::size_t regions = request.y.extent<Region>();
  const std::size_t periods = request.y.extent<Year>() - 1;
  const bool intercept = request.effects == Effects::none;
  auto variables = panel_variables(request);
  const auto p = shares(request.weights, regions, 1, 0);
  if (p.empty()) return refuse(ErrorCode::domain, "measure.convergence.weight", "measure.convergence.weight.hint", 1);
  for (auto& variable : variables) take_out(request.effects, p, variable);

  const std::size_t columns = variables.size() - 1 + (intercept ? 1 : 0);
  Array<double, Row, Column> x({regions * periods, columns}, 1);
  std::vector<double> weights;
  std::vector<std::size_t> cluster_of(regions * periods);
  for (std::size_t i = 0; i < regions * periods; ++i) {
    for (std::size_t c = 1; c < variables.size(); ++c) x(i, c - (intercept ? 0 : 1)) = variables[c].values()[i];
    cluster_of[i] = i / periods;
    if (!request.weights.empty()) weights.push_back(request.weights[i / periods]);
  }
  const std::size_t absorbed = intercept ? 0 : request.effects == Effects::region ? regions : regions + periods - 1;
  const auto fit = fit_least_squares({.x = x,
                                      .y = variables[0].values(),
                                      .weights = weights,
                                      .rule = request.errors,
                                      .cluster_of = cluster_of,
                                      .clusters = regions,
                                      .absorbed = absorbed,
                                      .absorbed_in_clusters = intercept ? 0 : regions - 1});
  if (!fit) return tl::unexpected(fit.error());
  BetaFit out = to_beta(*fit, intercept);
  out.speed = speed_of(out.beta, 1, Growth::annual);
  return out;
}

bool sign_trap(const BetaFit& region_effects, const BetaFit& two_way) {
  return (region_effects.beta.value < 0) != (two_way.beta.value < 0);
}

}  // namespace tidu::measure
