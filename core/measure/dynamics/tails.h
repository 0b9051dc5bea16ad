// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::measure {

/// P(|T| >= |t|) of Student's t with `degrees` > 0 degrees of freedom: I_x(degrees/2, 1/2), x = degrees/(degrees +
/// t^2), by the continued fraction of the incomplete beta function; relative error below 1e-12, kept in the tail.
/// [Abramowitz & Stegun 1964, 26.5.8 and 26.7.1; Lentz 1976]
double student_t_two_sided(double t, double degrees);

/// P(chi2 >= x) with `degrees` > 0 degrees of freedom, x >= 0: the upper incomplete gamma function Q(degrees/2, x/2),
/// by its series below degrees/2 + 1 and its continued fraction above; relative error below 1e-12, kept in the tail.
/// [Abramowitz & Stegun 1964, 6.5.29 and 6.5.31]
double chi_square_tail(double x, double degrees);

/// Andrews' quadratic spectral kernel, k(x) = 3/z^2 (sin z/z - cos z), z = 6 pi x/5; k(0) = 1; 0 from |x| = 2.5e5 on,
/// where it is below 1e-12. Absolute error below 1e-15.   [Andrews 1991]
double quadratic_spectral(double x);

}  // namespace tidu::measure
