// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <cstddef>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

class SpatialWeights;

/// Eigenvalues are computed from dense matrices, which sets a limit.
inline constexpr std::size_t kMaximumSpectrum = 2000;

/// All eigenvalues of W, by rising real part, then rising imaginary part. Where a diagonal D > 0 makes D W symmetric
/// (contiguity, distances and everything row-standardised from them; Kolmogorov's criterion finds D), they are those
/// of the symmetric matrix with the elements sqrt(w_ij w_ji) and real; else they may be complex.   [Ord 1975]
/// errors   measure.space.spectrum_limit (limit: more than kMaximumSpectrum regions), linalg.no_convergence.
/// cost     about 10 n^3 multiplications, 2 n^2 doubles.
Result<std::vector<std::complex<double>>> eigenvalues(const SpatialWeights& w);

/// Largest |eigenvalue|; for weights >= 0 it is itself an eigenvalue (Perron & Frobenius). Errors, cost as above.
Result<double> spectral_radius(const SpatialWeights& w);

/// The rho for which I - rho W can be inverted, around 0.
struct AdmissibleInterval {
  double smallest = 0;         ///< the most negative real eigenvalue, 0 if none is negative
  double largest = 0;          ///< the largest real eigenvalue
  double lower = 0;            ///< 1/smallest, or -1/largest where no real eigenvalue is negative
  double upper = 0;            ///< 1/largest
  bool symmetrisable = false;  ///< a diagonal D > 0 makes D W symmetric, so that all eigenvalues are real
};

/// (1/w_min, 1/w_max) of the real eigenvalues: a pair of complex ones contributes |1 - rho w|^2 > 0 to the
/// determinant and bounds nothing.   [Ord 1975; LeSage & Pace 2009, ch. 4]
/// errors   as eigenvalues; measure.space.no_spectrum (domain: all eigenvalues are 0).
Result<AdmissibleInterval> admissible_interval(const SpatialWeights& w);

}  // namespace tidu::measure
