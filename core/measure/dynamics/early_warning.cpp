// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/early_warning.h"

#include <cmath>
#include <limits>
#include <span>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kSmallestWindow = 4;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Result<void> check(const EarlyWarningRequest& request) {
  const std::size_t steps = request.paths.extent<Step>();
  if (request.window < kSmallestWindow || request.window > steps) {
    return refuse(ErrorCode::domain, "measure.early_warning.window", "measure.early_warning.window.hint",
                  request.window, steps);
  }
  if (!(request.bandwidth > 0 && std::isfinite(request.bandwidth))) {
    return refuse(ErrorCode::domain, "measure.early_warning.bandwidth", "measure.early_warning.bandwidth.hint",
                  request.bandwidth);
  }
  for (std::size_t r = 0; r < request.paths.extent<Region>(); ++r) {
    const std::size_t bad = first_not_finite({request.paths.data() + r * steps, steps});
    if (bad == steps) continue;
    return refuse(ErrorCode::domain, "measure.early_warning.value", "measure.early_warning.value.hint", r + 1, bad + 1,
                  request.paths(r, bad));
  }
  return {};
}

// e = x - (K x)/(K 1).   kernel  by distance in steps
std::vector<double> residuals(std::span<const double> x, std::span<const double> kernel) {
  std::vector<double> out;
  for (std::size_t t = 0; t < x.size(); ++t) {
    double weights = 0;
    double deviation = 0;  // from x_t: what x has in common drops out without rounding
    for (std::size_t s = 0; s < x.size(); ++s) {
      const double w = kernel[t > s ? t - s : s - t];
      weights += w;
      deviation += w * (x[t] - x[s]);
    }
    out.push_back(deviation / weights);
  }
  return out;
}

struct Moments {
  double lagged = 0;  ///< sum (e_t - m)(e_t+1 - m)
  double square = 0;  ///< sum (e_t - m)^2
};

Moments moments(std::span<const double> e) {
  const double m = mean(e);
  Moments out;
  for (std::size_t t = 0; t < e.size(); ++t) {
    out.square += (e[t] - m) * (e[t] - m);
    if (t > 0) out.lagged += (e[t] - m) * (e[t - 1] - m);
  }
  return out;
}

double ratio(const Moments& m) { return m.square > 0 ? m.lagged / m.square : kNaN; }

double trend(std::span<const double> values) {
  if (first_not_finite(values) < values.size()) return kNaN;
  std::vector<double> time;
  for (std::size_t w = 0; w < values.size(); ++w) time.push_back(static_cast<double>(w));
  return kendall_tau_b(time, values).value_or(kNaN);
}

}  // namespace

Result<EarlyWarning> early_warning(const EarlyWarningRequest& request) {
  if (auto checked = check(request); !checked) return tl::unexpected(checked.error());
  const std::size_t regions = request.paths.extent<Region>();
  const std::size_t steps = request.paths.extent<Step>();
  const std::size_t windows = steps - request.window + 1;
  const auto below = static_cast<double>(request.window - 1);
  std::vector<double> kernel;
  for (std::size_t d = 0; d < steps; ++d) {
    const double u = static_cast<double>(d) / request.bandwidth;
    kernel.push_back(math::exp(-u * u / 2));
  }
  EarlyWarning out{.autocorrelation = Array<double, Region, Step>({regions, windows}),
                   .variance = Array<double, Region, Step>({regions, windows})};
  std::vector<Moments> pooled(windows);
  for (std::size_t r = 0; r < regions; ++r) {
    const std::vector<double> e = residuals({request.paths.data() + r * steps, steps}, kernel);
    for (std::size_t w = 0; w < windows; ++w) {
      const Moments own = moments({e.data() + w, request.window});
      out.autocorrelation(r, w) = ratio(own);
      out.variance(r, w) = own.square / below;
      pooled[w].lagged += own.lagged;
      pooled[w].square += own.square;
    }
    out.autocorrelation_trend.push_back(trend({&out.autocorrelation(r, 0), windows}));
    out.variance_trend.push_back(trend({&out.variance(r, 0), windows}));
  }
  for (const Moments& m : pooled) {
    out.pooled_autocorrelation.push_back(ratio(m));
    out.pooled_variance.push_back(regions > 0 ? m.square / below / static_cast<double>(regions) : kNaN);
  }
  out.pooled_autocorrelation_trend = trend(out.pooled_autocorrelation);
  out.pooled_variance_trend = trend(out.pooled_variance);
  return out;
}

}  // namespace tidu::measure
