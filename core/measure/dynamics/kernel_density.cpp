// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/kernel_density.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr double kRootTwoPi = 2.50662827463100050242;
constexpr std::size_t kMaximumPoints = 100'000;

double kernel_at(Kernel kernel, double u) {
  if (kernel == Kernel::gaussian) return math::exp(-u * u / 2) / kRootTwoPi;
  if (!(std::fabs(u) < 1)) return 0;
  const double rest = 1 - u * u;
  switch (kernel) {
    case Kernel::epanechnikov:
      return 0.75 * rest;
    case Kernel::biweight:
      return 15.0 / 16 * rest * rest;
    case Kernel::triweight:
      return 35.0 / 32 * rest * rest * rest;
    case Kernel::triangular:
      return 1 - std::fabs(u);
    default:
      return 0.5;
  }
}

// u = 1 in standard deviations of the kernel.
double half_width_of(Kernel kernel) {
  switch (kernel) {
    case Kernel::gaussian:
      return 1;
    case Kernel::epanechnikov:
      return std::sqrt(5.0);
    case Kernel::biweight:
      return std::sqrt(7.0);
    case Kernel::triweight:
      return 3;
    case Kernel::triangular:
      return std::sqrt(6.0);
    case Kernel::rectangular:
      return std::sqrt(3.0);
  }
  return 1;
}

bool bounded(double bound) { return std::isfinite(bound); }

Result<void> check_values(std::span<const double> x, const DensityRequest& request) {
  if (x.empty()) return refuse(ErrorCode::shape, "measure.density.too_few", "measure.density.too_few.hint", x.size());
  if (!(request.lower < request.upper)) {
    return refuse(ErrorCode::domain, "measure.density.bounds", "measure.density.bounds.hint", request.lower,
                  request.upper);
  }
  if (!request.weights.empty() && request.weights.size() != x.size()) {
    return refuse(ErrorCode::shape, "measure.density.weights", "measure.density.weights.hint", request.weights.size(),
                  x.size());
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i])) {
      return refuse(ErrorCode::domain, "measure.density.not_finite", "measure.density.not_finite.hint", i + 1);
    }
    if (x[i] < request.lower || x[i] > request.upper) {
      return refuse(ErrorCode::domain, "measure.density.outside", "measure.density.outside.hint", i + 1, x[i],
                    request.lower, request.upper);
    }
  }
  for (std::size_t i = 0; i < request.weights.size(); ++i) {
    if (!(request.weights[i] >= 0 && std::isfinite(request.weights[i]))) {
      return refuse(ErrorCode::domain, "measure.density.weight", "measure.density.weight.hint", i + 1,
                    request.weights[i]);
    }
  }
  if (!request.weights.empty() && !(sum(request.weights) > 0)) {
    return refuse(ErrorCode::domain, "measure.density.weight", "measure.density.weight.hint", 1, request.weights[0]);
  }
  return {};
}

// The bandwidth as a standard deviation, of checked values.
Result<double> sd_of(std::span<const double> x, const DensityRequest& request) {
  if (request.rule != BandwidthRule::given) return bandwidth(x, request.rule);
  if (!(request.bandwidth > 0 && std::isfinite(request.bandwidth))) {
    return refuse(ErrorCode::domain, "measure.density.bandwidth", "measure.density.bandwidth.hint", request.bandwidth);
  }
  return request.scale == KernelScale::sd ? request.bandwidth : request.bandwidth / half_width_of(request.kernel);
}

std::vector<double> shares_of(std::size_t n, std::span<const double> weights) {
  std::vector<double> p(n, 1 / static_cast<double>(n));
  if (weights.empty()) return p;
  const double total = sum(weights);
  for (std::size_t i = 0; i < n; ++i) p[i] = weights[i] / total;
  return p;
}

double value_at(double point, std::span<const double> x, std::span<const double> p, const DensityRequest& request,
                double width) {
  if (point < request.lower || point > request.upper) return 0;
  double total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double k = kernel_at(request.kernel, (point - x[i]) / width);
    if (bounded(request.lower)) k += kernel_at(request.kernel, (point - 2 * request.lower + x[i]) / width);
    if (bounded(request.upper)) k += kernel_at(request.kernel, (point - 2 * request.upper + x[i]) / width);
    total += p[i] * k;
  }
  return total / width;
}

// Fills density.values; everything is checked.
void evaluate(std::span<const double> x, const DensityRequest& request, Density& density) {
  const auto p = shares_of(x.size(), request.weights);
  density.half_width = density.bandwidth * half_width_of(request.kernel);
  density.values.clear();
  for (const double point : density.points) {
    density.values.push_back(value_at(point, x, p, request, density.half_width));
  }
}

Result<std::vector<double>> grid_points(double low, double high, double h, const DensityRequest& request,
                                        const DensityGrid& grid) {
  const double from = std::isnan(grid.from) ? std::max(request.lower, low - grid.cut * h) : grid.from;
  const double to = std::isnan(grid.to) ? std::min(request.upper, high + grid.cut * h) : grid.to;
  if (!(from < to && std::isfinite(to - from)) || grid.points < 2 || grid.points > kMaximumPoints) {
    return refuse(ErrorCode::domain, "measure.density.grid", "measure.density.grid.hint", from, to, grid.points);
  }
  std::vector<double> points(grid.points);
  const auto steps = static_cast<double>(grid.points - 1);
  for (std::size_t k = 0; k < grid.points; ++k) points[k] = from + (to - from) * (static_cast<double>(k) / steps);
  points.back() = to;
  return points;
}

}  // namespace

Result<Density> density_at(std::span<const double> x, std::span<const double> points, const DensityRequest& request) {
  if (auto checked = check_values(x, request); !checked) return tl::unexpected(checked.error());
  if (const std::size_t bad = first_not_finite(points); bad < points.size()) {
    return refuse(ErrorCode::domain, "measure.density.points", "measure.density.points.hint", bad + 1);
  }
  const auto h = sd_of(x, request);
  if (!h) return tl::unexpected(h.error());
  Density out{*h, 0, {points.begin(), points.end()}, {}};
  evaluate(x, request, out);
  return out;
}

Result<Density> density_on_grid(std::span<const double> x, const DensityRequest& request, const DensityGrid& grid) {
  const View<const double, Region, Year> one(x.data(), {x.size(), 1});
  auto out = density_by_year(one, request, grid);
  if (!out) return tl::unexpected(out.error());
  return std::move(out->years.front());
}

Result<DensityByYear> density_by_year(View<const double, Region, Year> x, const DensityRequest& request,
                                      const DensityGrid& grid) {
  const std::size_t regions = x.extent<Region>();
  const std::size_t years = x.extent<Year>();
  DensityByYear out;
  std::vector<std::vector<double>> values(years, std::vector<double>(regions));
  double widest = 0;
  if (years == 0) return refuse(ErrorCode::shape, "measure.density.too_few", "measure.density.too_few.hint", 0);
  for (std::size_t t = 0; t < years; ++t) {
    for (std::size_t r = 0; r < regions; ++r) values[t][r] = x(r, t);
    if (auto checked = check_values(values[t], request); !checked) return tl::unexpected(checked.error());
    const auto h = sd_of(values[t], request);
    if (!h) return tl::unexpected(h.error());
    out.years.push_back({*h, 0, {}, {}});
    widest = std::max(widest, *h);
  }
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const auto points = grid_points(*low, *high, widest, request, grid);
  if (!points) return tl::unexpected(points.error());
  for (std::size_t t = 0; t < years; ++t) {
    out.years[t].points = *points;
    evaluate(values[t], request, out.years[t]);
  }
  return out;
}

Result<DensityShape> density_shape(const Density& density, double least) {
  const std::vector<double>& x = density.points;
  const std::vector<double>& f = density.values;
  if (x.size() < 2 || f.size() != x.size() || !std::is_sorted(x.begin(), x.end()) || !(x.front() < x.back())) {
    return refuse(ErrorCode::shape, "measure.density.grid", "measure.density.grid.hint", x.empty() ? 0 : x.front(),
                  x.empty() ? 0 : x.back(), x.size());
  }
  DensityShape out;
  const double top = *std::max_element(f.begin(), f.end());
  for (std::size_t k = 0; k < f.size(); ++k) {
    std::size_t end = k;
    while (end + 1 < f.size() && f[end + 1] == f[k]) ++end;
    const bool above_left = k == 0 || f[k - 1] < f[k];
    const bool above_right = end + 1 == f.size() || f[end + 1] < f[k];
    if (above_left && above_right && f[k] > 0 && f[k] >= least * top) out.modes.push_back(k);
    k = end;
  }
  std::vector<double> mass(x.size() - 1);
  std::vector<double> first(mass.size());
  std::vector<double> second(mass.size());
  for (std::size_t k = 0; k < mass.size(); ++k) {
    const double half = (x[k + 1] - x[k]) / 2;
    mass[k] = half * (f[k] + f[k + 1]);
    first[k] = half * (f[k] * x[k] + f[k + 1] * x[k + 1]);
  }
  out.mass = sum(mass);
  if (!(out.mass > 0)) return out;
  out.mean = sum(first) / out.mass;
  for (std::size_t k = 0; k < mass.size(); ++k) {
    const double left = x[k] - out.mean;
    const double right = x[k + 1] - out.mean;
    second[k] = (x[k + 1] - x[k]) / 2 * (f[k] * left * left + f[k + 1] * right * right);
  }
  out.sd = std::sqrt(sum(second) / out.mass);
  return out;
}

}  // namespace tidu::measure
