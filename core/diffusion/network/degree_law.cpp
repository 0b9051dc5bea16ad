// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/degree_law.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/diffusion/network/checks.h"

namespace tidu::diffusion::network {
namespace {

constexpr double kSumTolerance = 1e-9;
constexpr double kNegligible = 1e-20;

// x^n by squaring: the same bits everywhere, and x^0 = 1.
double power(double x, std::size_t n) {
  double out = 1;
  for (; n > 0; n /= 2, x *= x) {
    if (n % 2 == 1) out *= x;
  }
  return out;
}

// Outwards from the largest term, so that nothing under- or overflows.
std::vector<double> poisson_probabilities(double z) {
  const auto mode = static_cast<std::size_t>(std::floor(z));
  std::vector<double> p(mode + 1, 0.0);
  p[mode] = 1;
  for (std::size_t k = mode; k > 0; --k) p[k - 1] = p[k] * static_cast<double>(k) / z;
  while (p.back() > kNegligible) p.push_back(p.back() * z / static_cast<double>(p.size()));
  const double total = sum(p);
  for (double& value : p) value /= total;
  return p;
}

// sum_k k p_k
double mean_of(std::span<const double> p) {
  double mean = 0;
  for (std::size_t k = p.size(); k-- > 0;) mean += static_cast<double>(k) * p[k];
  return mean;
}

// sum_k p_k x^k
double polynomial(std::span<const double> p, double x) {
  double out = 0;
  for (std::size_t k = p.size(); k-- > 0;) out = out * x + p[k];
  return out;
}

}  // namespace

DegreeLaw::DegreeLaw(Kind kind, double mean, std::vector<double> probabilities)
    : kind_(kind), mean_(mean), total_(polynomial(probabilities, 1)), probabilities_(std::move(probabilities)) {}

Result<DegreeLaw> DegreeLaw::regular(std::size_t degree) {
  if (degree == 0 || degree > kMaximumDegree) {
    return refuse(ErrorCode::domain, "diffusion.network.degree", "diffusion.network.degree.hint", degree,
                  kMaximumDegree);
  }
  std::vector<double> p(degree + 1, 0.0);
  p[degree] = 1;
  return DegreeLaw(Kind::regular, static_cast<double>(degree), std::move(p));
}

Result<DegreeLaw> DegreeLaw::poisson(double mean) {
  if (!(mean > 0 && mean <= kMaximumPoissonMean)) {
    return refuse(ErrorCode::domain, "diffusion.network.mean_degree", "diffusion.network.mean_degree.hint", mean,
                  kMaximumPoissonMean);
  }
  return DegreeLaw(Kind::poisson, mean, poisson_probabilities(mean));
}

Result<DegreeLaw> DegreeLaw::from_probabilities(std::span<const double> p) {
  if (p.empty() || p.size() > kMaximumDegree + 1) {
    return refuse(ErrorCode::shape, "diffusion.network.law_size", "diffusion.network.law_size.hint", p.size(),
                  kMaximumDegree + 1);
  }
  for (std::size_t k = 0; k < p.size(); ++k) {
    if (!(p[k] >= 0 && std::isfinite(p[k]))) {
      return refuse(ErrorCode::domain, "diffusion.network.law_probability", "diffusion.network.law_probability.hint", k,
                    p[k]);
    }
  }
  const double total = sum(p);
  if (!(std::fabs(total - 1) <= kSumTolerance)) {
    return refuse(ErrorCode::domain, "diffusion.network.law_sum", "diffusion.network.law_sum.hint", total);
  }
  std::vector<double> law(p.begin(), p.end());
  for (double& value : law) value /= total;
  const double mean = mean_of(law);
  if (!(mean > 0)) return refuse(ErrorCode::domain, "diffusion.network.no_links", "diffusion.network.no_links.hint");
  return DegreeLaw(Kind::given, mean, std::move(law));
}

double DegreeLaw::psi(double x) const {
  if (kind_ == Kind::regular) return power(x, probabilities_.size() - 1);
  if (kind_ == Kind::poisson) return math::exp(mean_ * (x - 1));
  // Where nobody has adopted nothing may spread, not even an error of rounding.
  return polynomial(probabilities_, x) / total_;
}

double DegreeLaw::slope(double x) const {
  if (kind_ == Kind::regular) return mean_ * power(x, probabilities_.size() - 2);
  if (kind_ == Kind::poisson) return mean_ * math::exp(mean_ * (x - 1));
  double out = 0;
  for (std::size_t k = probabilities_.size(); k-- > 1;) out = out * x + static_cast<double>(k) * probabilities_[k];
  return out;
}

double DegreeLaw::curvature(double x) const {
  if (kind_ == Kind::regular) {
    return mean_ < 2 ? 0 : mean_ * (mean_ - 1) * power(x, probabilities_.size() - 3);
  }
  if (kind_ == Kind::poisson) return mean_ * mean_ * math::exp(mean_ * (x - 1));
  double out = 0;
  for (std::size_t k = probabilities_.size(); k-- > 2;) {
    out = out * x + static_cast<double>(k) * static_cast<double>(k - 1) * probabilities_[k];
  }
  return out;
}

double DegreeLaw::excess(double x) const { return slope(x) / mean_; }

double DegreeLaw::psi_below(double y) const {
  if (kind_ == Kind::given) return psi(1 - std::min(y, 1.0));
  return math::exp(kind_ == Kind::poisson ? -mean_ * y : mean_ * math::log1p(-std::min(y, 1.0)));
}

double DegreeLaw::excess_below(double y) const {
  if (kind_ == Kind::given) return excess(1 - std::min(y, 1.0));
  if (kind_ == Kind::poisson) return math::exp(-mean_ * y);
  return mean_ == 1 ? 1 : math::exp((mean_ - 1) * math::log1p(-std::min(y, 1.0)));
}

double DegreeLaw::mean_excess() const { return curvature(1) / mean_; }

}  // namespace tidu::diffusion::network
