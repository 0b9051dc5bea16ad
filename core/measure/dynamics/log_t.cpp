// SPDX-License-Identifier: Apache-2.0
// The log t regression and what is tested with it.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/dynamics/clubs.h"
#include "core/measure/dynamics/spectral_kernel.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kFewestPoints = 4;

// Long-run variance of e by Andrews' quadratic spectral kernel with his plug-in bandwidth for a first-order
// autoregression, 1.3221 (alpha(2) N)^(1/5).
double long_run_variance(std::span<const double> e, LongRunVariance rule) {
  const std::size_t n = e.size();
  const double square = dot(e, e);
  const double lagged = dot(e.subspan(0, n - 1), e.subspan(1));
  const double before = dot(e.subspan(0, n - 1), e.subspan(0, n - 1));
  const double b = before > 0 ? lagged / before : 0;
  const double alpha = 4 * b * b / ((1 - b) * (1 - b) * (1 - b) * (1 - b));
  const double width = 1.3221 * math::pow(alpha * static_cast<double>(n), 0.2);
  const std::size_t used = rule == LongRunVariance::phillips_sul ? n - 1 : n;
  double total = square;
  for (std::size_t lag = 1; lag < used && width > 0; ++lag) {
    const double weight = std::isfinite(width) ? quadratic_spectral(static_cast<double>(lag) / width) : 1;
    total += 2 * weight * dot(e.subspan(0, used - lag), e.subspan(lag, used - lag));
  }
  // The shortened sums are not sure to be positive; then the plain variance stands.
  return (total > 0 ? total : square) / static_cast<double>(used);
}

std::size_t discarded(double share, std::size_t years) {
  const double exact = share * static_cast<double>(years);
  double rounded = std::floor(exact + 0.5);
  if (rounded - exact == 0.5 && rounded != 2 * std::floor(rounded / 2)) rounded -= 1;
  return std::max<std::size_t>(1, static_cast<std::size_t>(rounded));
}

Result<void> check(View<const double, Region, Year> x, const LogTRequest& request,
                   std::span<const std::size_t> members) {
  if (x.extent<Region>() < 2 || (!members.empty() && members.size() < 2)) {
    return refuse(ErrorCode::shape, "measure.clubs.shape", "measure.clubs.shape.hint", x.extent<Region>());
  }
  if (!(request.discard > 0 && request.discard < 1)) {
    return refuse(ErrorCode::domain, "measure.clubs.discard", "measure.clubs.discard.hint", request.discard);
  }
  const std::size_t first = discarded(request.discard, x.extent<Year>());
  if (x.extent<Year>() < first + kFewestPoints) {
    return refuse(ErrorCode::shape, "measure.clubs.too_few_years", "measure.clubs.too_few_years.hint", x.extent<Year>(),
                  first, kFewestPoints);
  }
  for (const std::size_t member : members) {
    if (member >= x.extent<Region>()) {
      return refuse(ErrorCode::domain, "measure.clubs.member", "measure.clubs.member.hint", member, x.extent<Region>());
    }
  }
  return {};
}

// H_t of the members.
Result<std::vector<double>> dispersion_of(View<const double, Region, Year> x, std::span<const std::size_t> members) {
  const std::size_t n = members.size();
  std::vector<double> out;
  std::vector<double> year(n);
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    for (std::size_t i = 0; i < n; ++i) year[i] = x(members[i], t);
    if (const std::size_t bad = first_not_finite(year); bad < n) {
      return refuse(ErrorCode::domain, "measure.clubs.not_finite", "measure.clubs.not_finite.hint", members[bad] + 1,
                    t + 1);
    }
    const double center = mean(year);
    for (double& value : year) value = (value - center) / center;
    const double h = center != 0 ? dot(year, year) / static_cast<double>(n) : 0;
    if (!(h > 0 && std::isfinite(h))) {
      return refuse(ErrorCode::domain, "measure.clubs.no_spread", "measure.clubs.no_spread.hint", t + 1);
    }
    out.push_back(h);
  }
  return out;
}

// Fills slope, error and test of out.dispersion's regression.
void regress(const LogTRequest& request, LogT& out) {
  const std::size_t years = out.dispersion.size();
  std::vector<double> x;
  std::vector<double> y;
  for (std::size_t t = out.first + 1; t <= years; ++t) {
    x.push_back(math::log(static_cast<double>(t)));
    y.push_back(math::log(out.dispersion.front()) - math::log(out.dispersion[t - 1]) - 2 * math::log(x.back()));
  }
  const double x_mean = mean(x);
  const double y_mean = mean(y);
  for (double& value : x) value -= x_mean;
  for (double& value : y) value -= y_mean;
  const double squares = dot(x, x);
  out.observations = x.size();
  out.gamma = dot(x, y) / squares;
  for (std::size_t i = 0; i < x.size(); ++i) y[i] -= out.gamma * x[i];
  out.error = std::sqrt(long_run_variance(y, request.variance) / squares);
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  out.t = out.error > 0 ? out.gamma / out.error : out.gamma > 0 ? kInfinite : out.gamma < 0 ? -kInfinite : 0;
  out.p = math::normal_cdf(out.t);
  out.converges = out.t > request.critical;
}

}  // namespace

std::vector<double> hodrick_prescott(std::span<const double> x, double smoothing) {
  const std::size_t n = x.size();
  std::vector<double> trend(x.begin(), x.end());
  if (n < 3) return trend;
  // I + smoothing D'D has a main diagonal a and two beside it; L D L' in place.
  std::vector<double> a(n, 1);
  std::vector<double> b(n);
  std::vector<double> c(n);
  for (std::size_t t = 0; t + 2 < n; ++t) {
    a[t] += smoothing;
    a[t + 1] += 4 * smoothing;
    a[t + 2] += smoothing;
    b[t] -= 2 * smoothing;
    b[t + 1] -= 2 * smoothing;
    c[t] += smoothing;
  }
  for (std::size_t t = 0; t < n; ++t) {
    const double first = b[t] / a[t];
    const double second = c[t] / a[t];
    if (t + 1 < n) {
      a[t + 1] -= first * b[t];
      b[t + 1] -= first * c[t];
      trend[t + 1] -= first * trend[t];
    }
    if (t + 2 < n) {
      a[t + 2] -= second * c[t];
      trend[t + 2] -= second * trend[t];
    }
  }
  for (std::size_t t = n; t-- > 0;) {
    if (t + 1 < n) trend[t] -= b[t] * trend[t + 1];
    if (t + 2 < n) trend[t] -= c[t] * trend[t + 2];
    trend[t] /= a[t];
  }
  return trend;
}

Result<Array<double, Region, Year>> convergence_paths(View<const double, Region, Year> y, const PathRequest& request) {
  if (!(request.smoothing >= 0 && std::isfinite(request.smoothing))) {
    return refuse(ErrorCode::domain, "measure.clubs.smoothing", "measure.clubs.smoothing.hint", request.smoothing);
  }
  const std::size_t years = y.extent<Year>();
  Array<double, Region, Year> out({y.extent<Region>(), years});
  for (std::size_t r = 0; r < y.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < years; ++t) {
      if (!std::isfinite(y(r, t)) || (request.logarithm && !(y(r, t) > 0))) {
        return refuse(ErrorCode::domain, "measure.clubs.not_positive", "measure.clubs.not_positive.hint", r + 1, t + 1,
                      y(r, t));
      }
      out(r, t) = request.logarithm ? math::log(y(r, t)) : y(r, t);
    }
    if (request.filter == PathFilter::none) continue;
    const auto row = std::span<double>(out.values()).subspan(r * years, years);
    const auto trend = hodrick_prescott(row, request.smoothing);
    std::copy(trend.begin(), trend.end(), row.begin());
  }
  return out;
}

Result<LogT> log_t_test(View<const double, Region, Year> x, const LogTRequest& request,
                        std::span<const std::size_t> members) {
  if (auto checked = check(x, request, members); !checked) return tl::unexpected(checked.error());
  std::vector<std::size_t> who(members.begin(), members.end());
  if (who.empty()) {
    who.resize(x.extent<Region>());
    std::iota(who.begin(), who.end(), std::size_t{0});
  }
  auto dispersion = dispersion_of(x, who);
  if (!dispersion) return tl::unexpected(dispersion.error());
  LogT out;
  out.first = discarded(request.discard, x.extent<Year>());
  out.dispersion = std::move(*dispersion);
  regress(request, out);
  return out;
}

}  // namespace tidu::measure
