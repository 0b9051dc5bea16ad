// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Distribution functions that tests need, with the same bits everywhere. A small tail keeps its relative precision:
/// ask for the tail that is small instead of taking the other from 1. Unless said otherwise relative errors are below
/// 1e-13 for degrees of freedom up to 1e3 and below 1e-11 up to 1e6 (distributions_test compares with MPFR). NaN in,
/// NaN out; parameters outside their range give NaN.
namespace tidu::math {

/// Regularised incomplete beta function I_x(a, b) = int_0^x t^(a-1) (1-t)^(b-1) dt / B(a, b) and 1 - I_x(a, b); x in
/// [0, 1], a, b > 0. `y` is 1 - x, given apart so that neither loses digits.   [Abramowitz & Stegun 1964, 26.5.8 and
/// 6.6; continued fraction by Lentz 1976; x^a y^b / B(a, b) by Loader 2000]
double beta_lower(double x, double y, double a, double b);
double beta_upper(double x, double y, double a, double b);

/// Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P; a > 0, x >= 0.   [Abramowitz & Stegun 1964,
/// 6.5.29 and 6.5.31; Loader 2000]
double gamma_lower(double a, double x);
double gamma_upper(double a, double x);

/// P(|Z| >= |z|) of the standard normal distribution, erfc(|z|/sqrt 2).
double normal_two_sided(double z);

/// P(T <= t), P(T >= t) and P(|T| >= |t|) of Student's t; degrees > 0.   [Abramowitz & Stegun 1964, 26.7.1]
double student_t_cdf(double t, double degrees);
double student_t_upper(double t, double degrees);
double student_t_two_sided(double t, double degrees);
/// The t with P(T <= t) = p in (0, 1); infinite at 0 and 1. By bisection of the tail: to the nearest double or two.
double student_t_quantile(double p, double degrees);

/// P(X <= x) and P(X >= x) of chi-square; degrees > 0, x >= 0 (below 0 as at 0).
double chi_square_cdf(double x, double degrees);
double chi_square_upper(double x, double degrees);

/// P(X <= f) and P(X >= f) of the F distribution; degrees > 0.   [Abramowitz & Stegun 1964, 26.6.2]
double f_cdf(double f, double numerator_degrees, double denominator_degrees);
double f_upper(double f, double numerator_degrees, double denominator_degrees);

/// The same of the noncentral F distribution with noncentrality lambda >= 0 (the numerator's sum of squared means over
/// the variance; lambda <= 1e9): a Poisson(lambda/2) mixture of beta functions, summed over the weights above 1e-20 by
/// the recurrence that only adds.   [Johnson, Kotz & Balakrishnan 1995, ch. 30; relative error below 1e-11]
double noncentral_f_cdf(double f, double numerator_degrees, double denominator_degrees, double lambda);
double noncentral_f_upper(double f, double numerator_degrees, double denominator_degrees, double lambda);

}  // namespace tidu::math
