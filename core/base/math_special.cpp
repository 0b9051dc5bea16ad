// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <iterator>
#include <limits>

#include "core/base/math.h"
#include "core/base/math_erfc_table.h"
#include "core/base/math_kernels.h"
#include "core/base/math_tables.h"

namespace tidu::math {
namespace {

using detail::DoubleDouble;
using detail::fast_two_sum;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr DoubleDouble kTwoOverSqrtPi{0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56};
constexpr DoubleDouble kInverseSqrt2{0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55};
constexpr DoubleDouble kEuler{0x1.2788cfc6fb619p-1, -0x1.6cb90701fbfabp-58};
constexpr DoubleDouble kHalfLn2Pi{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};

// int_0^h exp(-2ct - t^2) dt - h by its Taylor series: the coefficients g_n of the integrand obey
// (n + 1) g_(n+1) = -2 (c g_n + g_(n-1)). |h| <= 1/16, c <= 6: 22 terms reach 2^-60.
double erf_series_rest(double c, double h) {
  double before = 0;
  double g = 1;
  double power = h;
  double total = 0;
  for (int n = 0; n < 22; ++n) {
    const double next = -2 * (c * g + before) / (n + 1);
    before = g;
    g = next;
    power *= h;
    total += g * power / (n + 2);
  }
  return total;
}

// erf x for x in [0, 1/2]: 2/sqrt(pi) x (1 + sum_n (-x^2)^n / (n! (2n + 1)))
DoubleDouble erf_small(double x) {
  const double z = -x * x;
  double series = 0;
  double factorial = 1307674368000.0;  // 15!
  for (int n = 15; n >= 1; --n) {
    series = z * (series + 1 / (factorial * (2 * n + 1)));
    factorial /= n;
  }
  const DoubleDouble leading = kTwoOverSqrtPi * x;
  return fast_two_sum(leading.hi, leading.lo + leading.hi * series);
}

// erf x for x in [0, 6]; absolute error below 2^-58
DoubleDouble erf_extended(double x) {
  if (x <= 0.5) return erf_small(x);
  const int j = static_cast<int>(x * 8 + 0.5);
  const detail::ErfNode& node = detail::kErfNodes[j];
  const double h = x - j / 8.0;
  const DoubleDouble sum = node.value + node.slope * h;
  return fast_two_sum(sum.hi, sum.lo + node.slope.hi * erf_series_rest(j / 8.0, h));
}

// ln Gamma(1 + e), |e| <= 0.3, by its power series; the first terms with an error term because of the zero at e = 0
DoubleDouble lgamma_near_one(DoubleDouble e) {
  constexpr int kTerms = static_cast<int>(std::size(detail::kZetaOverK));
  const DoubleDouble minus = -e;
  DoubleDouble series = detail::kZetaOverK[kTerms - 1];
  for (int k = kTerms - 1; k-- > 0;) series = detail::kZetaOverK[k] + series * minus;
  return e * (e * series - kEuler);
}

// Stirling's series for x >= 16 with ln x and the leading terms extended
DoubleDouble lgamma_stirling(DoubleDouble x) {
  const double inverse = 1.0 / x.hi;
  const double z = inverse * inverse;
  double series = detail::kStirling[std::size(detail::kStirling) - 1];
  for (std::size_t i = std::size(detail::kStirling) - 1; i-- > 0;) series = series * z + detail::kStirling[i];
  const DoubleDouble head = detail::log_extended(x.hi);
  const DoubleDouble log_x = head + DoubleDouble{x.lo / x.hi, 0};
  return (x - DoubleDouble{0.5, 0}) * log_x - x + kHalfLn2Pi + DoubleDouble{series * inverse, 0};
}

// erfc(x) for x in [1/2, 7] from the nearest node c: erfc(c) - slope(c) int_0^h exp(-2ct - t^2) dt. The integral is h -
// c h^2 with an error term and the rest of its Taylor series in double; |h| <= 1/32: 16 terms reach 2^-65.
DoubleDouble erfc_near_node(DoubleDouble x) {
  const int j = static_cast<int>(x.hi * 16 + 0.5);
  const detail::ErfcNode& node = detail::kErfcNodes[j - detail::kFirstErfcNode];
  const double c = j / 16.0;
  const double h = x.hi - c;
  double before = 1;
  double g = -2 * c;
  double power = h;
  double rest = 0;
  double density = 1 + g * h;  // exp(-2ch - h^2), for the low part of x
  for (int n = 1; n < 16; ++n) {
    const double next = -2 * (c * g + before) / (n + 1);
    before = g;
    g = next;
    power *= h;
    density += g * power;
    rest += g * power * h / (n + 2);
  }
  const double low = x.lo * density;
  const DoubleDouble square = detail::two_product(h, h) * c;
  const DoubleDouble integral = DoubleDouble{h, 0} - square + DoubleDouble{rest + low, 0};
  return node.value - node.slope * integral;
}

// erfc(x) = exp(-x^2) / (x sqrt(pi)) (1 - z (1 - 3z (1 - 5z (...)))), z = 1 / (2 x^2), for x >= 7 (Abramowitz &
// Stegun 7.1.23): 32 terms reach 2^-60.
detail::ScaledExp erfc_asymptotic(DoubleDouble x) {
  const double z = 0.5 / (x.hi * x.hi);
  double series = 1;
  for (int n = 31; n >= 1; --n) series = 1 - (2 * n + 1) * z * series;
  const DoubleDouble square = x * x;
  const detail::ScaledExp e = detail::exp_scaled(-square);
  const DoubleDouble half{0.5 * kTwoOverSqrtPi.hi, 0.5 * kTwoOverSqrtPi.lo};
  return {e.m * half / x * detail::two_sum(1.0, -z * series), e.k};
}

// erfc(x.hi + x.lo) = (m.hi + m.lo) 2^k for x in [1/2, 27.3]; relative error below 2^-56
detail::ScaledExp erfc_extended(DoubleDouble x) {
  if (x.hi < 7) return {erfc_near_node(x), 0};
  return erfc_asymptotic(x);
}

// erfc(x) for any x below 27.3
detail::ScaledExp erfc_anywhere(DoubleDouble x) {
  if (x.hi >= 0.5) return erfc_extended(x);
  if (x.hi <= -6.5) return {{2, 0}, 0};
  if (x.hi <= -0.5) return {DoubleDouble{2, 0} - erfc_near_node(-x), 0};
  const DoubleDouble e = erf_small(std::fabs(x.hi));
  const double low = kTwoOverSqrtPi.hi * (1 - x.hi * x.hi) * x.lo;
  const DoubleDouble head = x.hi < 0 ? DoubleDouble{1, 0} + e : DoubleDouble{1, 0} - e;
  return {head - DoubleDouble{low, 0}, 0};
}

double polynomial(const double* c, int n, double r) {
  double p = c[n - 1];
  for (int i = n - 1; i-- > 0;) p = p * r + c[i];
  return p;
}

// Coefficients of AS 241, routine PPND16 (Wichura, M. J. 1988, Applied Statistics 37:477-484).
constexpr double kCentreNumerator[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                       1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                       3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr double kCentreDenominator[] = {1.0,
                                         4.2313330701600911252e+1,
                                         6.8718700749205790830e+2,
                                         5.3941960214247511077e+3,
                                         2.1213794301586595867e+4,
                                         3.9307895800092710610e+4,
                                         2.8729085735721942674e+4,
                                         5.2264952788528545610e+3};
constexpr double kMiddleNumerator[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                       3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                       2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double kMiddleDenominator[] = {1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
constexpr double kTailNumerator[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                     2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double kTailDenominator[] = {1.0,
                                       5.99832206555887937690e-1,
                                       1.36929880922735805310e-1,
                                       1.48753612908506148525e-2,
                                       7.86869131145613259100e-4,
                                       1.84631831751005468180e-5,
                                       1.42151175831644588870e-7,
                                       2.04426310338993978564e-15};

// About 5 ulp from the quantile.
double quantile_estimate(double p) {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kCentreNumerator, 8, r) / polynomial(kCentreDenominator, 8, r);
  }
  double r = std::sqrt(-log(q < 0 ? p : 1 - p));
  double z = 0;
  if (r <= 5) {
    r -= 1.6;
    z = polynomial(kMiddleNumerator, 8, r) / polynomial(kMiddleDenominator, 8, r);
  } else {
    r -= 5;
    z = polynomial(kTailNumerator, 8, r) / polynomial(kTailDenominator, 8, r);
  }
  return q < 0 ? -z : z;
}

}  // namespace

double erf(double x) {
  if (x != x) return x;
  const double magnitude = std::fabs(x);
  if (magnitude < 0x1p-500) return x * kTwoOverSqrtPi.hi;
  double result = 1;
  if (magnitude < 6) {
    const DoubleDouble e = erf_extended(magnitude);
    result = e.hi + e.lo;
  }
  return x < 0 ? -result : result;
}

double erfc(double x) {
  if (x != x) return x;
  if (x > 27.3) return 0;
  const detail::ScaledExp e = erfc_anywhere({x, 0});
  return detail::scale(e.m.hi + e.m.lo, e.k);
}

double lgamma(double x) {
  if (x != x || x < 0) return kNaN;
  if (x == 0 || x == kInfinity) return kInfinity;
  DoubleDouble result;
  if (x > 0x1p900) {
    return x * (log(x) - 1);  // the other terms are far below the last bit
  }
  if (x < 0.3) {  // Gamma(x) = Gamma(1 + x) / x
    result = lgamma_near_one({x, 0}) - detail::log_extended(x);
  } else if (x >= 0.7 && x <= 1.3) {
    result = lgamma_near_one({x - 1, 0});
  } else if (x >= 1.7 && x <= 2.3) {  // Gamma(x) = (x - 1) Gamma(x - 1)
    result = lgamma_near_one({x - 2, 0}) + detail::log1p_extended(x - 2);
  } else {
    DoubleDouble shifted{x, 0};
    DoubleDouble product{1, 0};
    while (shifted.hi < 24) {
      product = product * shifted;
      shifted = shifted + DoubleDouble{1, 0};
    }
    const DoubleDouble log_head = detail::log_extended(product.hi);
    result = lgamma_stirling(shifted) - (log_head + DoubleDouble{product.lo / product.hi, 0});
  }
  return result.hi + result.lo;
}

double normal_cdf(double z) {
  if (z != z) return z;
  if (z < -38.6) return 0;
  if (z > 9) return 1;
  const detail::ScaledExp e = erfc_anywhere(kInverseSqrt2 * -z);
  return detail::scale(e.m.hi + e.m.lo, e.k - 1);
}

double normal_quantile(double p) {
  if (p != p || p < 0 || p > 1) return kNaN;
  if (p == 0) return -kInfinity;
  if (p == 1) return kInfinity;
  const double z = quantile_estimate(p);
  if (z == 0) return z;
  // One step of Newton on Phi(z) - p with the residual in extended precision.
  const DoubleDouble y = kInverseSqrt2 * std::fabs(z);
  const detail::ScaledExp e = detail::exp_scaled({-0.5 * z * z, 0});
  const double density = detail::scale(e.m.hi, e.k) * 0x1.9884533d43651p-2;  // 1 / sqrt(2 pi)
  double residual = 0;
  if (std::fabs(z) < 2.5) {
    const DoubleDouble head = erf_extended(y.hi);
    const DoubleDouble half{0.5 * head.hi, 0.5 * (head.lo + 2.8284271247461903 * density * y.lo)};
    const DoubleDouble q = z < 0 ? detail::two_sum(0.5, -p) : detail::two_sum(p, -0.5);
    const DoubleDouble difference = half - q;
    residual = difference.hi + difference.lo;
  } else {
    const detail::ScaledExp tail = erfc_extended(y);
    const double half = detail::scale(0.5, tail.k < -1000 ? -1000 : tail.k);
    const DoubleDouble difference =
        DoubleDouble{z < 0 ? p : 1 - p, 0} - DoubleDouble{tail.m.hi * half, tail.m.lo * half};
    residual = difference.hi + difference.lo;
  }
  if (density < 0x1p-1000) return z;
  return z < 0 ? z + residual / density : z - residual / density;
}

}  // namespace tidu::math
