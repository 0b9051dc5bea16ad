// SPDX-License-Identifier: Apache-2.0
#include "core/base/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/math.h"

namespace tidu::math {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kPi = 3.14159265358979323846;

// ln Gamma(z + 1) - ((z + 1/2) ln z - z + ln(2 pi)/2): what Stirling's formula lacks.   [Loader 2000]
double stirling_error(double z) {
  if (z < 15) return lgamma(z + 1) - ((z + 0.5) * log(z) - z + 0.91893853320467274178);
  const double s = 1 / (z * z);
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360360)))))) /
         z;
}

// x ln(x/m) + m - x, without cancellation near x = m.   [Loader 2000]
double deviance(double x, double m) {
  if (std::fabs(x - m) < 0.1 * (x + m)) {
    const double v = (x - m) / (x + m);
    double total = (x - m) * v;
    double power = 2 * x * v;
    for (int j = 3; j < 200; j += 2) {
      power *= v * v;
      const double next = total + power / j;
      if (next == total) break;
      total = next;
    }
    return total;
  }
  return x * log(x / m) + m - x;
}

// x^a y^b / B(a, b)
double beta_factor(double x, double y, double a, double b) {
  const double n = a + b;
  const double exponent =
      stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
  return exp(exponent) * std::sqrt(a / n * b / (2 * kPi));
}

// x^a e^-x / Gamma(a + 1)
double gamma_factor(double a, double x) { return exp(-stirling_error(a) - deviance(a, x)) / std::sqrt(2 * kPi * a); }

double away_from_zero(double v) { return std::fabs(v) < 1e-300 ? 1e-300 : v; }

// The continued fraction of I_x(a, b), fast for x < (a + 1)/(a + b + 2): it needs about sqrt(max(a, b)) steps.
double beta_fraction(double x, double a, double b) {
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double value = d;
  for (int m = 1; m < 1'000'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    value *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    value *= d * c;
    if (std::fabs(d * c - 1) <= kEpsilon) break;
  }
  return value;
}

bool is_beta(double x, double y, double a, double b) {
  return a > 0 && b > 0 && a < kInfinity && b < kInfinity && x >= 0 && y >= 0;
}

double gamma_series(double a, double x) {
  double term = 1;
  double total = 1;
  for (double n = 1; term > total * kEpsilon / 4; ++n) {
    term *= x / (a + n);
    total += term;
  }
  return gamma_factor(a, x) * total;
}

double gamma_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = 1e300;
  double d = 1 / away_from_zero(b);
  double value = d;
  for (int n = 1; n < 1'000'000; ++n) {
    const double numerator = -n * (n - a);
    b += 2;
    d = 1 / away_from_zero(numerator * d + b);
    c = away_from_zero(b + numerator / c);
    value *= d * c;
    if (std::fabs(d * c - 1) <= kEpsilon) break;
  }
  return gamma_factor(a, x) * a * value;
}

// The shares x and 1 - x that F's quotient stands for.
struct Shares {
  double x = 0;
  double y = 1;
};

Shares shares_of_f(double f, double numerator_degrees, double denominator_degrees) {
  if (f <= 0) return {0, 1};
  if (f == kInfinity) return {1, 0};
  const double below = denominator_degrees / f + numerator_degrees;
  if (below == kInfinity) return {numerator_degrees / denominator_degrees * f, 1};
  return {numerator_degrees / below, denominator_degrees / f / below};
}

bool is_f(double f, double numerator_degrees, double denominator_degrees) {
  return !std::isnan(f) && numerator_degrees > 0 && denominator_degrees > 0;
}

double poisson_weight(double j, double mean) { return j == 0 ? exp(-mean) : gamma_factor(j, mean); }

// sum_j Poisson(j; lambda/2) I_x(a + j, b), or with 1 - I: from the end at which each step adds.
double noncentral_beta(Shares at, double a, double b, double lambda, bool upper) {
  const double mean = lambda / 2;
  const double reach = 10 * std::sqrt(mean) + 40;
  const double first = std::max(0.0, std::floor(mean - reach));
  const double last = std::floor(mean + reach);
  double j = upper ? first : last;
  double tail = upper ? beta_upper(at.x, at.y, a + j, b) : beta_lower(at.x, at.y, a + j, b);
  double total = poisson_weight(j, mean) * tail;
  while (upper ? j < last : j > first) {
    if (!upper) --j;
    tail += beta_factor(at.x, at.y, a + j, b) / (a + j);  // I_x(a, b) - I_x(a + 1, b) = x^a y^b / (a B(a, b))
    if (upper) ++j;
    total += poisson_weight(j, mean) * std::min(tail, 1.0);
  }
  return std::min(total, 1.0);
}

double noncentral_f(double f, double numerator_degrees, double denominator_degrees, double lambda, bool upper) {
  if (!is_f(f, numerator_degrees, denominator_degrees) || !(lambda >= 0 && lambda <= 1e9)) return kNaN;
  const Shares at = shares_of_f(f, numerator_degrees, denominator_degrees);
  if (at.x == 0 || at.y == 0) return (at.x == 0) == upper ? 1 : 0;
  return noncentral_beta(at, numerator_degrees / 2, denominator_degrees / 2, lambda, upper);
}

}  // namespace

double beta_lower(double x, double y, double a, double b) {
  if (!is_beta(x, y, a, b)) return kNaN;
  if (x == 0 || y == 0) return x == 0 ? 0 : 1;
  if (x < (a + 1) / (a + b + 2)) return beta_factor(x, y, a, b) * beta_fraction(x, a, b) / a;
  return 1 - beta_factor(x, y, a, b) * beta_fraction(y, b, a) / b;
}

double beta_upper(double x, double y, double a, double b) { return beta_lower(y, x, b, a); }

double gamma_lower(double a, double x) {
  if (!(a > 0 && a < kInfinity && x >= 0)) return kNaN;
  if (x == 0 || x == kInfinity) return x == 0 ? 0 : 1;
  return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double gamma_upper(double a, double x) {
  if (!(a > 0 && a < kInfinity && x >= 0)) return kNaN;
  if (x == 0 || x == kInfinity) return x == 0 ? 1 : 0;
  return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

double normal_two_sided(double z) { return 2 * normal_cdf(-std::fabs(z)); }

double student_t_two_sided(double t, double degrees) {
  if (std::isnan(t) || !(degrees > 0)) return kNaN;
  if (std::isinf(t)) return 0;
  const double ratio = t / degrees * t;
  if (ratio > 1e300) {  // where 1/ratio is no number any more: x^a/(a B(a, 1/2)), all that is left of the series
    const double a = degrees / 2;
    return exp(degrees * (log(degrees) / 2 - log(std::fabs(t))) + lgamma(a + 0.5) - lgamma(a + 1)) / std::sqrt(kPi);
  }
  return beta_lower(1 / (1 + ratio), ratio / (1 + ratio), degrees / 2, 0.5);
}

double student_t_upper(double t, double degrees) {
  const double outside = student_t_two_sided(t, degrees) / 2;
  return t >= 0 ? outside : 1 - outside;
}

double student_t_cdf(double t, double degrees) { return student_t_upper(-t, degrees); }

double student_t_quantile(double p, double degrees) {
  if (!(p >= 0 && p <= 1) || !(degrees > 0)) return kNaN;
  if (p == 0.5) return 0;
  const double tail = std::min(p, 1 - p);
  if (tail == 0) return p == 0 ? -kInfinity : kInfinity;
  double low = 0;
  double high = 1;
  while (student_t_upper(high, degrees) > tail) {
    low = high;
    high *= 2;
    if (high == kInfinity) break;
  }
  for (double middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2) {
    (student_t_upper(middle, degrees) > tail ? low : high) = middle;
  }
  return p < 0.5 ? -high : high;
}

double chi_square_cdf(double x, double degrees) { return gamma_lower(degrees / 2, x < 0 ? 0 : x / 2); }

double chi_square_upper(double x, double degrees) { return gamma_upper(degrees / 2, x < 0 ? 0 : x / 2); }

double f_cdf(double f, double numerator_degrees, double denominator_degrees) {
  if (!is_f(f, numerator_degrees, denominator_degrees)) return kNaN;
  const Shares at = shares_of_f(f, numerator_degrees, denominator_degrees);
  return beta_lower(at.x, at.y, numerator_degrees / 2, denominator_degrees / 2);
}

double f_upper(double f, double numerator_degrees, double denominator_degrees) {
  if (!is_f(f, numerator_degrees, denominator_degrees)) return kNaN;
  const Shares at = shares_of_f(f, numerator_degrees, denominator_degrees);
  return beta_upper(at.x, at.y, numerator_degrees / 2, denominator_degrees / 2);
}

double noncentral_f_cdf(double f, double numerator_degrees, double denominator_degrees, double lambda) {
  return noncentral_f(f, numerator_degrees, denominator_degrees, lambda, false);
}

double noncentral_f_upper(double f, double numerator_degrees, double denominator_degrees, double lambda) {
  return noncentral_f(f, numerator_degrees, denominator_degrees, lambda, true);
}

}  // namespace tidu::math
