// SPDX-License-Identifier: Apache-2.0
#include "core/economy/persistence.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy {
namespace {

constexpr std::size_t kPoints = 40;  // of rho: the middles of equal parts of its range

/// What T numbers of a stationary autoregression with innovations of variance 1 say of their mean. With the inverse of
/// their covariance, 1'Oi 1 = (1 - rho) f, det O = 1 / (1 - rho^2); the factor 1 - rho cancels from mean and contrasts.
class Autoregression {
 public:
  Autoregression(double rho, std::size_t years) : rho_(rho), years_(years) {
    weight_ = (1 + rho) + static_cast<double>(years - 1) * (1 - rho);
  }
  /// Generalised least squares.
  double mean(const std::vector<double>& x) const {
    double out = (1 + rho_) * x[0];
    for (std::size_t t = 1; t < years_; ++t) out += x[t] - rho_ * x[t - 1];
    return out / weight_;
  }
  /// Squares about that mean, in innovations.
  double squares(const std::vector<double>& x, double mean) const {
    double out = (1 - rho_ * rho_) * (x[0] - mean) * (x[0] - mean);
    for (std::size_t t = 1; t < years_; ++t) {
      const double innovation = (x[t] - mean) - rho_ * (x[t - 1] - mean);
      out += innovation * innovation;
    }
    return out;
  }
  double mean_variance() const { return 1 / ((1 - rho_) * weight_); }
  /// ln of det O times 1'Oi 1: of the covariance of contrasts, up to a constant.
  double log_determinant() const { return math::log(weight_ / (1 + rho_)); }

 private:
  double rho_;
  std::size_t years_;
  double weight_;
};

constexpr double kNothing = 1e-24;  // of the squares of growth: what is left is rounding

/// ln of the likelihood of contrasts of `series` series, their variance integrated out (Jeffreys).
double contrasts(const Autoregression& process, double series, double freedom, double squares) {
  return -0.5 * (series * process.log_determinant() + freedom * math::log(squares));
}

/// Logarithms of likelihoods into probabilities.
template <class Point>
void set_probabilities(const std::vector<double>& logs, std::vector<Point>& points) {
  const double best = *std::max_element(logs.begin(), logs.end());
  std::vector<double> likelihood;
  for (const double l : logs) likelihood.push_back(math::exp(l - best));
  const double all = sum(likelihood);
  for (std::size_t k = 0; k < points.size(); ++k) points[k].probability = likelihood[k] / all;
}

double rho_at(std::size_t k, double largest) { return largest * (static_cast<double>(k) + 0.5) / kPoints; }

/// Growth of a region by year, less what all share.
std::vector<std::vector<double>> deviations(View<const double, Region, Year> x, const std::vector<double>& year) {
  std::vector<std::vector<double>> out(x.extent<Region>());
  for (std::size_t n = 0; n < out.size(); ++n) {
    for (std::size_t t = 0; t < year.size(); ++t) out[n].push_back(x(n, t) - year[t]);
  }
  return out;
}

/// One rho of the regions; and the logarithm of its likelihood.
RegionPersistence of_regions(const std::vector<std::vector<double>>& x, double rho, double& log_likelihood) {
  const auto regions = static_cast<double>(x.size());
  const auto years = static_cast<double>(x.front().size());
  const Autoregression process(rho, x.front().size());
  RegionPersistence out{.rho = rho};
  double squares = 0;
  double total = 0;
  double between = 0;
  for (const std::vector<double>& own : x) {
    out.deviation.push_back(process.mean(own));
    squares += process.squares(own, out.deviation.back());
    total += dot(own, own);
    between += out.deviation.back() * out.deviation.back() / (regions - 1);
  }
  const double freedom = (regions - 1) * (years - 1);
  const double of_mean = squares / freedom * process.mean_variance();
  out.shock = std::sqrt(squares / freedom);
  log_likelihood = squares > kNothing * total ? contrasts(process, regions - 1, freedom, squares) : 0;
  // means scatter by their own noise at the least; beyond it as they do (the positive part, as for the shrinkage)
  const double scatter = std::max(of_mean, between);
  if (scatter > 0) log_likelihood -= 0.5 * (regions - 1) * (math::log(scatter) + between / scatter);
  if (between > 0) out.shrinkage = std::max(0.0, 1 - (regions - 3) / (regions - 1) * of_mean / between);
  for (double& own : out.deviation) {
    const double lost = (1 - out.shrinkage) * own;
    out.error.push_back(std::sqrt(of_mean * out.shrinkage + 2 / (regions - 3) * lost * lost));
    own *= out.shrinkage;
  }
  return out;
}

CommonPersistence of_all(const std::vector<double>& x, double rho, double& log_likelihood) {
  const Autoregression process(rho, x.size());
  const auto freedom = static_cast<double>(x.size() - 1);
  CommonPersistence out{.rho = rho, .mean = process.mean(x)};
  const double squares = process.squares(x, out.mean);
  out.shock = std::sqrt(squares / freedom);
  out.mean_error = out.shock * std::sqrt(process.mean_variance());
  log_likelihood = squares > kNothing * dot(x, x) ? contrasts(process, 1, freedom, squares) : 0;
  return out;
}

template <class Point>
RhoEstimate estimate(const std::vector<Point>& points) {
  RhoEstimate out;
  for (const Point& point : points) out.mean += point.probability * point.rho;
  for (const Point& point : points) out.sd += point.probability * (point.rho - out.mean) * (point.rho - out.mean);
  out.sd = std::sqrt(out.sd);
  return out;
}

/// The point that a uniform number falls on.
template <class Point>
const Point& drawn(const std::vector<Point>& points, double u) {
  double below = 0;
  for (const Point& point : points) {
    below += point.probability;
    if (u < below) return point;
  }
  return points.back();
}

}  // namespace

Result<PersistentTrend> persistent_trend(View<const double, Region, Year> growth, double largest) {
  const auto independent = empirical_bayes_trend(growth);  // checks
  if (!independent) return tl::unexpected(independent.error());
  for (const Bound bound : {Bound::above_zero, Bound::at_most_one}) {
    if (auto ok = check_value("persistence", {}, largest, bound); !ok) return tl::unexpected(ok.error());
  }
  std::vector<double> year(growth.extent<Year>(), 0);
  for (std::size_t t = 0; t < year.size(); ++t) {
    for (std::size_t n = 0; n < growth.extent<Region>(); ++n) year[t] += growth(n, t);
    year[t] /= static_cast<double>(growth.extent<Region>());
  }
  const std::vector<std::vector<double>> x = deviations(growth, year);
  PersistentTrend out{.common_last = year.back(), .freedom = year.size() - 1};
  for (const std::vector<double>& own : x) out.last.push_back(own.back());
  std::vector<double> region_log(kPoints), common_log(kPoints);
  for (std::size_t k = 0; k < kPoints; ++k) {
    out.region.push_back(of_regions(x, rho_at(k, largest), region_log[k]));
    out.common.push_back(of_all(year, rho_at(k, largest), common_log[k]));
  }
  set_probabilities(region_log, out.region);
  set_probabilities(common_log, out.common);
  return out;
}

RhoEstimate rho_of_regions(const PersistentTrend& trend) { return estimate(trend.region); }
RhoEstimate rho_of_all(const PersistentTrend& trend) { return estimate(trend.common); }

std::vector<std::vector<double>> GrowthAhead::together() const {
  std::vector<std::vector<double>> out = passing;
  for (std::vector<double>& year : out) {
    for (std::size_t n = 0; n < lasting.size(); ++n) year[n] += lasting[n];
  }
  return out;
}

GrowthAhead expected_growth(const PersistentTrend& trend, std::size_t years) {
  const std::vector<double> none(trend.regions(), 0);
  GrowthAhead out{.lasting = none, .passing = std::vector(years, none)};
  for (const CommonPersistence& at : trend.common) {
    double left = at.probability * (trend.common_last - at.mean);
    for (double& own : out.lasting) own += at.probability * at.mean;
    for (std::vector<double>& year : out.passing) {
      left *= at.rho;
      for (double& own : year) own += left;
    }
  }
  for (const RegionPersistence& at : trend.region) {
    for (std::size_t n = 0; n < trend.regions(); ++n) {
      double left = at.probability * (trend.last[n] - at.deviation[n]);
      out.lasting[n] += at.probability * at.deviation[n];
      for (std::vector<double>& year : out.passing) {
        left *= at.rho;
        year[n] += left;
      }
    }
  }
  return out;
}

GrowthAhead drawn_growth(const PersistentTrend& trend, const GrowthNoise& noise) {
  const RegionPersistence& own = drawn(trend.region, noise.region_rho);
  const CommonPersistence& all = drawn(trend.common, noise.common_rho);
  const double scale = 1 / std::sqrt(noise.common_scale);
  const double mean = all.mean + scale * all.mean_error * noise.common_mean;
  std::vector<double> left = trend.last;
  GrowthAhead out;
  for (std::size_t n = 0; n < trend.regions(); ++n) {
    const double deviation = own.deviation[n] + own.error[n] * noise.region[n];
    left[n] -= deviation;
    out.lasting.push_back(mean + deviation);
  }
  double common_left = trend.common_last - mean;
  for (std::size_t t = 0; t < noise.year.size(); ++t) {
    common_left = all.rho * common_left + scale * all.shock * noise.year[t];
    std::vector<double>& year = out.passing.emplace_back();
    for (std::size_t n = 0; n < left.size(); ++n) {
      left[n] = own.rho * left[n] + own.shock * noise.region_year[t][n];
      year.push_back(common_left + left[n]);
    }
  }
  return out;
}

void set_ahead(const GrowthAhead& efficiency, const GrowthAhead& labour, GrowthPaths& paths) {
  paths.efficiency.assign(efficiency.passing.size(), efficiency.lasting);
  paths.shock = efficiency.passing;
  paths.labour = labour.together();
  paths.capital = efficiency.lasting;
  for (std::size_t n = 0; n < paths.capital.size(); ++n) paths.capital[n] += labour.lasting[n];
  paths.capital.push_back(mean(paths.capital));
  for (auto* path : {&paths.efficiency, &paths.shock, &paths.labour}) {
    for (std::vector<double>& year : *path) year.push_back(mean(year));
  }
}

}  // namespace tidu::economy
