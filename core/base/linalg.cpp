// SPDX-License-Identifier: Apache-2.0
#include "core/base/linalg.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/math.h"

// Eigen is configured here, in the only file that includes it. What changes bits is fixed: no vector instructions, no
// threads, and blocks for stated cache sizes instead of those of the machine. The stack limit keeps WebAssembly's small
// stack safe.
#define EIGEN_MPL2_ONLY
#define EIGEN_DONT_VECTORIZE
#define EIGEN_DONT_PARALLELIZE
#define EIGEN_NO_CPUID
#define EIGEN_NO_IO
#define EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS 16
#define EIGEN_DEFAULT_L1_CACHE_SIZE 32768
#define EIGEN_DEFAULT_L2_CACHE_SIZE 262144
#define EIGEN_DEFAULT_L3_CACHE_SIZE 2097152
#define EIGEN_STACK_ALLOCATION_LIMIT 8192
#define eigen_assert(condition) TIDU_ASSERT(condition)
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>

namespace tidu::linalg {
namespace {

constexpr double kSingular = 0x1p-50;  ///< reciprocal condition at which no digit is left

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Eigen::Map<const RowMajor> map(Matrix a) {
  return {a.data(), static_cast<Index>(a.extent<Row>()), static_cast<Index>(a.extent<Column>())};
}

Eigen::Map<const VectorXd> map(std::span<const double> x) { return {x.data(), static_cast<Index>(x.size())}; }

std::vector<double> values_of(const VectorXd& x) { return {x.data(), x.data() + x.size()}; }

Array<double, Row, Column> array_of(const MatrixXd& a) {
  Array<double, Row, Column> out({static_cast<std::size_t>(a.rows()), static_cast<std::size_t>(a.cols())});
  Eigen::Map<RowMajor>(out.values().data(), a.rows(), a.cols()) = a;
  return out;
}

enum class Part { whole, lower };

// The first entry that is no number, as an error; an error without a message when there is none.
Error not_finite(Matrix a, Part part) {
  for (std::size_t i = 0; i < a.extent<Row>(); ++i) {
    const std::size_t end = part == Part::lower ? i + 1 : a.extent<Column>();
    for (std::size_t j = 0; j < end; ++j) {
      if (!std::isfinite(a(i, j))) {
        return {ErrorCode::domain, text("linalg.not_finite", i + 1, j + 1), text("linalg.not_finite.hint")};
      }
    }
  }
  return {};
}

Error not_finite(std::span<const double> b) {
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (!std::isfinite(b[i])) {
      return {ErrorCode::domain, text("linalg.not_finite_right", i + 1), text("linalg.not_finite_right.hint")};
    }
  }
  return {};
}

tl::unexpected<Error> overflow() {
  return failure(ErrorCode::domain, text("linalg.overflow"), text("linalg.overflow.hint"));
}

bool finite(const MatrixXd& a) {
  for (Index i = 0; i < a.size(); ++i) {
    if (!std::isfinite(a.data()[i])) return false;
  }
  return true;
}

// For each column the power of two that brings its largest entry into [1/2, 1): scaling by it rounds nothing.
VectorXd column_scales(const MatrixXd& x) {
  VectorXd scales = VectorXd::Ones(x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    const double largest = x.col(j).cwiseAbs().maxCoeff();
    int exponent = 0;
    std::frexp(largest, &exponent);
    if (largest > 0) scales[j] = std::ldexp(1.0, -(exponent < -1000 ? -1000 : exponent));
  }
  return scales;
}

}  // namespace

Result<Solution> cholesky_solve(Matrix a, std::span<const double> b) {
  TIDU_ASSERT(a.extent<Row>() > 0 && a.extent<Row>() == a.extent<Column>() && a.extent<Row>() == b.size());
  if (Error error = not_finite(a, Part::lower); !error.message.empty()) return tl::unexpected(std::move(error));
  if (Error error = not_finite(b); !error.message.empty()) return tl::unexpected(std::move(error));
  const Eigen::LLT<MatrixXd, Eigen::Lower> factors(map(a));
  if (factors.info() != Eigen::Success) {
    return failure(ErrorCode::domain, text("linalg.not_positive_definite"), text("linalg.not_positive_definite.hint"));
  }
  const VectorXd x = factors.solve(map(b));
  if (!finite(x) || !finite(factors.matrixLLT())) return overflow();
  return Solution{values_of(x), factors.rcond()};
}

Result<Array<double, Row, Column>> lu_solve(Matrix a, Matrix b) {
  TIDU_ASSERT(a.extent<Row>() > 0 && a.extent<Row>() == a.extent<Column>() && a.extent<Row>() == b.extent<Row>());
  for (const Matrix& each : {a, b}) {
    if (Error error = not_finite(each, Part::whole); !error.message.empty()) return tl::unexpected(std::move(error));
  }
  const Eigen::PartialPivLU<MatrixXd> factors(map(a));
  if (!finite(factors.matrixLU())) return overflow();
  if (!(factors.rcond() > kSingular))
    return failure(ErrorCode::domain, text("linalg.singular"), text("linalg.singular.hint"));
  const MatrixXd x = factors.solve(map(b));
  if (!finite(x)) return overflow();
  return array_of(x);
}

Result<Inverse> cholesky_inverse(Matrix a) {
  TIDU_ASSERT(a.extent<Row>() > 0 && a.extent<Row>() == a.extent<Column>());
  if (Error error = not_finite(a, Part::lower); !error.message.empty()) return tl::unexpected(std::move(error));
  const Eigen::LLT<MatrixXd, Eigen::Lower> factors(map(a));
  if (factors.info() != Eigen::Success) {
    return failure(ErrorCode::domain, text("linalg.not_positive_definite"), text("linalg.not_positive_definite.hint"));
  }
  const MatrixXd inverse = factors.solve(MatrixXd::Identity(map(a).rows(), map(a).rows()));
  if (!finite(inverse) || !finite(factors.matrixLLT())) return overflow();
  double half = 0;
  for (Index i = 0; i < inverse.rows(); ++i) half += math::log(factors.matrixLLT()(i, i));
  return Inverse{array_of(inverse), 2 * half};
}

Result<LeastSquares> least_squares(Matrix x, std::span<const double> y) {
  const std::size_t rows = x.extent<Row>();
  const std::size_t columns = x.extent<Column>();
  TIDU_ASSERT(columns > 0 && rows == y.size());
  if (rows < columns) {
    return failure(ErrorCode::shape, text("linalg.too_few_rows", rows, columns), text("linalg.too_few_rows.hint"));
  }
  if (Error error = not_finite(x, Part::whole); !error.message.empty()) return tl::unexpected(std::move(error));
  if (Error error = not_finite(y); !error.message.empty()) return tl::unexpected(std::move(error));
  MatrixXd scaled = map(x);
  const VectorXd scales = column_scales(scaled);
  scaled = scaled * scales.asDiagonal();
  const Eigen::ColPivHouseholderQR<MatrixXd> qr(scaled);
  if (qr.rank() < qr.cols()) {
    return failure(ErrorCode::domain, text("linalg.rank_deficient", qr.colsPermutation().indices()[qr.rank()] + 1),
                   text("linalg.rank_deficient.hint"));
  }
  const VectorXd coefficients = qr.solve(map(y));
  const VectorXd residual = map(y) - scaled * coefficients;
  MatrixXd inverse =
      qr.colsPermutation() * MatrixXd(qr.matrixR().topRows(qr.cols()).triangularView<Eigen::Upper>().solve(
                                 MatrixXd::Identity(qr.cols(), qr.cols())));
  inverse = scales.asDiagonal() * inverse;
  LeastSquares result{.coefficients = values_of(scales.cwiseProduct(coefficients)),
                      .residual_squares = residual.squaredNorm(),
                      .covariance = array_of(inverse * inverse.transpose())};
  if (!finite(inverse) || !std::isfinite(result.residual_squares) || !finite(coefficients)) return overflow();
  return result;
}

Result<SymmetricEigen> symmetric_eigen(Matrix a) {
  TIDU_ASSERT(a.extent<Row>() > 0 && a.extent<Row>() == a.extent<Column>());
  if (Error error = not_finite(a, Part::lower); !error.message.empty()) return tl::unexpected(std::move(error));
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(map(a));
  if (solver.info() != Eigen::Success) {
    return failure(ErrorCode::no_convergence, text("linalg.no_convergence"), text("linalg.no_convergence.hint"));
  }
  MatrixXd vectors = solver.eigenvectors();
  for (Index k = 0; k < vectors.cols(); ++k) {
    Index largest = 0;
    vectors.col(k).cwiseAbs().maxCoeff(&largest);
    if (vectors(largest, k) < 0) vectors.col(k) = -vectors.col(k);
  }
  return SymmetricEigen{values_of(solver.eigenvalues()), array_of(vectors)};
}

// The eigenvalues of a real Schur form: its diagonal, and a conjugate pair for each 2 x 2 block on it.
static std::vector<std::complex<double>> schur_values(const MatrixXd& t) {
  std::vector<std::complex<double>> values;
  for (Index i = 0; i < t.rows(); ++i) {
    if (i + 1 == t.rows() || t(i + 1, i) == 0) {
      values.emplace_back(t(i, i), 0.0);
      continue;
    }
    const double half = 0.5 * (t(i, i) - t(i + 1, i + 1));
    const double size = std::max({std::fabs(half), std::fabs(t(i + 1, i)), std::fabs(t(i, i + 1))});
    const double scaled = half / size;
    const double imaginary = size * std::sqrt(std::fabs(scaled * scaled + t(i + 1, i) / size * (t(i, i + 1) / size)));
    values.emplace_back(t(i + 1, i + 1) + half, imaginary);
    values.emplace_back(t(i + 1, i + 1) + half, -imaginary);
    ++i;
  }
  return values;
}

Result<std::vector<std::complex<double>>> eigenvalues(Matrix a) {
  TIDU_ASSERT(a.extent<Row>() > 0 && a.extent<Row>() == a.extent<Column>());
  if (Error error = not_finite(a, Part::whole); !error.message.empty()) return tl::unexpected(std::move(error));
  // Not EigenSolver, which brings the division of complex numbers of the compiler's library with it.
  const Eigen::RealSchur<MatrixXd> schur(map(a), false);
  if (schur.info() != Eigen::Success) {
    return failure(ErrorCode::no_convergence, text("linalg.no_convergence"), text("linalg.no_convergence.hint"));
  }
  return schur_values(schur.matrixT());
}

}  // namespace tidu::linalg
