// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

// Small dense systems. Every routine runs its operations in one fixed order (Eigen without vector instructions, threads
// or cache-dependent blocks), so that it has the same bits on every machine, compiler and in WebAssembly.
namespace tidu::linalg {

using Matrix = View<const double, Row, Column>;

struct Solution {
  std::vector<double> x;
  double reciprocal_condition =
      0;  ///< estimate of 1 / (|A| |A^-1|) in the 1-norm, in [0, 1]; x has about log10 of it fewer digits
};

/// Solves A x = b by Cholesky's factors A = L L'.   [Golub & Van Loan 2013, 4.2]
/// a        n x n, n >= 1, symmetric and positive definite; the lower triangle alone is read.
/// b        n values.
/// errors   linalg.not_finite (domain; row and column from 1), linalg.not_finite_right (domain; row from 1),
///          linalg.not_positive_definite (domain), linalg.overflow (domain: numbers beyond the range of a double on the
///          way).
/// cost     n^3 / 3 multiplications, n^2 doubles.
Result<Solution> cholesky_solve(Matrix a, std::span<const double> b);

/// Solves A X = B by Gaussian elimination with row pivoting.   [Golub & Van Loan 2013, 3.4]
/// a        n x n, n >= 1.
/// b        n x m, m >= 1.
/// returns  X, n x m.
/// errors   linalg.not_finite (domain; row and column from 1, of a or b), linalg.singular (domain: the reciprocal
///          condition is below 2^-50), linalg.overflow (domain).
/// cost     n^3 / 3 + n^2 m multiplications, n^2 + n m doubles.
Result<Array<double, Row, Column>> lu_solve(Matrix a, Matrix b);

struct Inverse {
  Array<double, Row, Column> inverse;
  double log_determinant = 0;  ///< of the matrix itself, natural logarithm
};

/// Inverse and determinant of a symmetric positive definite matrix by Cholesky's factors.   [Golub & Van Loan
/// 2013, 4.2] a        n x n, n >= 1; the lower triangle alone is read. errors   linalg.not_finite,
/// linalg.not_positive_definite, linalg.overflow (all domain), as in cholesky_solve. cost     n^3 multiplications, 2
/// n^2 doubles.
Result<Inverse> cholesky_inverse(Matrix a);

struct LeastSquares {
  std::vector<double> coefficients;  ///< one a column
  double residual_squares = 0;       ///< |y - X c|^2
  Array<double, Row, Column>
      covariance;  ///< (X'X)^-1: times residual_squares / (n - k) the covariance of the coefficients
};

/// The c with the smallest |y - X c|, by Householder's QR with column pivoting; columns are first brought to comparable
/// size by powers of two, so that the decision on the rank does not depend on units.   [Golub & Van Loan 2013, 5.4] x
/// n x k, n >= k >= 1, a column of ones where an intercept is wanted. y        n values. errors   linalg.too_few_rows
/// (shape), linalg.not_finite, linalg.not_finite_right (domain), linalg.rank_deficient (domain; the
///          first column, from 1, that the others explain to 2^-52 k of its size), linalg.overflow.
/// cost     2 n k^2 multiplications, (n + k) k doubles.
Result<LeastSquares> least_squares(Matrix x, std::span<const double> y);

struct SymmetricEigen {
  std::vector<double> values;  ///< rising
  Array<double, Row, Column>
      vectors;  ///< column k belongs to values[k]; length 1, the entry of largest size is positive
};

/// Eigenvalues and eigenvectors of a symmetric matrix by tridiagonal QR.   [Golub & Van Loan 2013, 8.3]
/// a        n x n, n >= 1; the lower triangle alone is read.
/// errors   linalg.not_finite (domain), linalg.no_convergence (no_convergence: more than 30 n steps).
/// cost     about 9 n^3 multiplications, 2 n^2 doubles.
Result<SymmetricEigen> symmetric_eigen(Matrix a);

/// Eigenvalues of any square matrix by Francis' QR on its Hessenberg form, in no stated order; complex ones come in
/// conjugate pairs. One of a block of k that are equal is exact to about 2^(-52/k) of the largest: split a reducible
/// matrix into its irreducible blocks first.   [Golub & Van Loan 2013, 7.5]
/// a        n x n, n >= 1.
/// errors   linalg.not_finite (domain), linalg.no_convergence (no_convergence: more than 40 n steps).
/// cost     about 10 n^3 multiplications, n^2 doubles.
Result<std::vector<std::complex<double>>> eigenvalues(Matrix a);

}  // namespace tidu::linalg
