// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/bandwidth.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/function_ref.h"
#include "core/base/math.h"
#include "core/base/quantile.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/dynamics/classes.h"

namespace tidu::measure {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr std::size_t kBins = 1000;  // of R's bw.SJ
constexpr double kFarPair = 1000;    // squared distance in bandwidths beyond which a pair adds nothing
constexpr int kWidenings = 99;       // of the bracket, as in bw.SJ

double power(double x, double numerator, double denominator) { return math::pow(x, numerator / denominator); }

double sample_sd(std::span<const double> x) {
  const double center = mean(x);
  std::vector<double> squares(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) squares[i] = (x[i] - center) * (x[i] - center);
  return std::sqrt(sum(squares) / static_cast<double>(x.size() - 1));
}

double interquartile_range(std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted_quantile(sorted, 3, 4) - sorted_quantile(sorted, 1, 4);
}

// What the pairs of a sample add up to: all of them, or counted in bins of their distance.
struct Pairs {
  std::vector<double> x;      // rising; not read when there are bins
  double unit = 1;            // width of a bin
  std::vector<double> count;  // by distance in bins
  double n = 0;
};

Pairs all_pairs(std::span<const double> x) {
  Pairs out{{x.begin(), x.end()}, 1, {}, static_cast<double>(x.size())};
  std::sort(out.x.begin(), out.x.end());
  return out;
}

Pairs binned_pairs(std::span<const double> x) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  Pairs out{{},
            (*high - *low) * 1.01 / static_cast<double>(kBins),
            std::vector<double>(kBins),
            static_cast<double>(x.size())};
  // Bins are cut towards zero, as C converts a double: the bin around 0 is twice as wide as the others.
  std::vector<double> bin(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) bin[i] = std::trunc(x[i] / out.unit);
  for (std::size_t i = 1; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      out.count[std::min(kBins - 1, static_cast<std::size_t>(std::fabs(bin[i] - bin[j])))] += 1;
    }
  }
  return out;
}

// phi^(order)(u)/phi(0) of d = u^2.
double derivative(double d, int order) {
  return math::exp(-d / 2) * (order == 4 ? d * d - 6 * d + 3 : d * d * d - 15 * d * d + 45 * d - 15);
}

// Estimates of the integrated squared second derivative (order 4) and third derivative (order 6, negative) with a
// Gaussian kernel of bandwidth h: (1/(n (n - 1) h^(order + 1))) sum over ordered pairs and the diagonal of phi^(order).
double functional(const Pairs& pairs, double h, int order) {
  double total = 0;
  for (std::size_t k = 0; k < pairs.count.size(); ++k) {
    const double u = static_cast<double>(k) * pairs.unit / h;
    if (u * u >= kFarPair) break;
    total += derivative(u * u, order) * pairs.count[k];
  }
  for (std::size_t i = 1; i < pairs.x.size(); ++i) {
    double row = 0;
    for (std::size_t j = i; j-- > 0;) {
      const double u = (pairs.x[i] - pairs.x[j]) / h;
      if (u * u >= kFarPair) break;
      row += derivative(u * u, order);
    }
    total += row;
  }
  const double n = pairs.n;
  const double diagonal = order == 4 ? 3 * n : -15 * n;
  return (2 * total + diagonal) / (n * (n - 1) * math::pow(h, order + 1.0) * std::sqrt(2 * kPi));
}

// Brent's root between a and b, f(a) and f(b) of different sign, to `tolerance`.   [Brent 1973, ch. 4]
double brent(double a, double b, FunctionRef<double(double)> f, double tolerance) {
  double fa = f(a);
  double fb = f(b);
  double c = a;
  double fc = fa;
  for (int step = 0; step < 1000; ++step) {
    const double before = b - a;
    if (std::fabs(fc) < std::fabs(fb)) {
      a = b;
      b = c;
      c = a;
      fa = fb;
      fb = fc;
      fc = fa;
    }
    const double near = 2 * std::numeric_limits<double>::epsilon() * std::fabs(b) + tolerance / 2;
    double next = (c - b) / 2;
    if (std::fabs(next) <= near || fb == 0) return b;
    if (std::fabs(before) >= near && std::fabs(fa) > std::fabs(fb)) {
      const double across = c - b;
      const double s = fb / fa;
      double p = across * s;
      double q = 1 - s;
      if (a != c) {  // three points: inverse quadratic interpolation, else the secant
        const double u = fa / fc;
        const double v = fb / fc;
        p = s * (across * u * (u - v) - (b - a) * (v - 1));
        q = (u - 1) * (v - 1) * (s - 1);
      }
      q = p > 0 ? -q : q;
      p = std::fabs(p);
      if (p < 0.75 * across * q - std::fabs(near * q) / 2 && p < std::fabs(before * q / 2)) next = p / q;
    }
    if (std::fabs(next) < near) next = next > 0 ? near : -near;
    a = b;
    fa = fb;
    b += next;
    fb = f(b);
    if ((fb > 0) == (fc > 0)) {
      c = a;
      fc = fa;
    }
  }
  return b;
}

tl::unexpected<Error> no_bandwidth() {
  return refuse(ErrorCode::no_convergence, "measure.density.no_bandwidth", "measure.density.no_bandwidth.hint");
}

// h = [R(phi) / (n S(alpha(h)))]^(1/5), alpha(h) = 1.357 (S(a)/T(b))^(1/7) h^(5/7); the constants as in bw.SJ.
Result<double> sheather_jones(std::span<const double> x, double scale, bool as_r) {
  const Pairs pairs = as_r ? binned_pairs(x) : all_pairs(x);
  const double n = pairs.n;
  const double a = 1.24 * scale * power(n, -1, 7);
  const double b = 1.23 * scale * power(n, -1, 9);
  const double c = 1 / (2 * std::sqrt(kPi) * n);
  const double third = -functional(pairs, b, 6);
  if (!(std::isfinite(third) && third > 0)) return no_bandwidth();
  const double alpha = 1.357 * power(functional(pairs, a, 4) / third, 1, 7);
  if (!std::isfinite(alpha)) return no_bandwidth();
  const auto excess = [&](double h) { return power(c / functional(pairs, alpha * power(h, 5, 7), 4), 1, 5) - h; };
  double high = 1.144 * scale * power(n, -1, 5);
  double low = 0.1 * high;
  const double tolerance = as_r ? 0.1 * low : 0;
  for (int widening = 1; !(excess(low) * excess(high) <= 0); ++widening) {
    if (widening > kWidenings) return no_bandwidth();
    if (widening % 2 == 1)
      high *= 1.2;
    else
      low /= 1.2;
  }
  return brent(low, high, excess, tolerance);
}

}  // namespace

Result<double> bandwidth(std::span<const double> x, BandwidthRule rule) {
  if (x.size() < 2)
    return refuse(ErrorCode::shape, "measure.density.too_few", "measure.density.too_few.hint", x.size());
  if (const std::size_t bad = first_not_finite(x); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.density.not_finite", "measure.density.not_finite.hint", bad + 1);
  }
  if (rule == BandwidthRule::given)
    return refuse(ErrorCode::domain, "measure.density.rule", "measure.density.rule.hint");
  const bool pairwise = rule == BandwidthRule::sheather_jones || rule == BandwidthRule::sheather_jones_r;
  if (pairwise && x.size() > kMaximumPairwise) {
    return refuse(ErrorCode::limit, "measure.density.too_many", "measure.density.too_many.hint", x.size(),
                  kMaximumPairwise);
  }
  const double sd = sample_sd(x);
  const double quartiles = interquartile_range(x);
  const double factor = power(static_cast<double>(x.size()), -1, 5);
  if (rule == BandwidthRule::silverman) {
    double scale = std::min(sd, quartiles / 1.34);
    if (scale == 0) scale = sd;
    if (scale == 0) scale = std::fabs(x.front());
    if (scale == 0) scale = 1;
    return 0.9 * scale * factor;
  }
  if (!(quartiles > 0)) {
    return refuse(ErrorCode::domain, "measure.density.no_spread", "measure.density.no_spread.hint");
  }
  if (rule == BandwidthRule::scott) return 1.06 * std::min(sd, quartiles / 1.34) * factor;
  return sheather_jones(x, std::min(sd, quartiles / 1.349), rule == BandwidthRule::sheather_jones_r);
}

}  // namespace tidu::measure
