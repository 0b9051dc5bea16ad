// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Elementary functions with the same bits on every CPU, compiler and in WebAssembly: the C library's own differ
/// between machines with and without FMA. Written with additions, multiplications and divisions alone
/// (core/base/double_double.h). Errors are the largest that math_test measures against MPFR over the whole domain; NaN
/// in, NaN out; never an exception.
namespace tidu::math {

double exp(double x);  ///< e^x; below 0.7 ulp (0.8 where the result is subnormal); overflows to infinity above 709.78,
                       ///< subnormal results are rounded once
double expm1(double x);            ///< e^x - 1 without cancellation near 0; below 0.6 ulp
double log(double x);              ///< natural logarithm, x >= 0 (log 0 = -infinity, NaN below 0); below 0.6 ulp
double log1p(double x);            ///< ln(1 + x) without cancellation near 0, x >= -1; below 0.6 ulp
double pow(double x, double y);    ///< x^y with the special cases of C99 F.10.4.4; below 0.6 ulp
double tanh(double x);             ///< hyperbolic tangent; below 0.6 ulp
double erf(double x);              ///< (2/sqrt(pi)) int_0^x exp(-t^2) dt; below 0.8 ulp
double erfc(double x);             ///< 1 - erf(x), relative precision kept in the tail; below 0.8 ulp
double lgamma(double x);           ///< ln Gamma(x) for x > 0 (infinity at 0, NaN below); below 0.6 ulp
double logistic(double x);         ///< 1 / (1 + e^-x); below 0.6 ulp (0.8 where subnormal)
double normal_cdf(double z);       ///< standard normal distribution function erfc(-z / sqrt 2) / 2; below 0.8 ulp
double sin(double x);              ///< sine of x radians, |x| <= 2^20 (NaN beyond); below 0.6 ulp
double cos(double x);              ///< cosine, as sin
double atan2(double y, double x);  ///< angle of the point (x, y) from the x axis, in [-pi, pi], with the special cases
                                   ///< of C99 F.10.1.4; below 0.6 ulp
double normal_quantile(double p);  ///< its inverse on (0, 1), infinite at the ends; AS 241
/// (Wichura 1988) and one step of Newton in extended precision; below 0.75 ulp

}  // namespace tidu::math
