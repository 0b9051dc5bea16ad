// SPDX-License-Identifier: Apache-2.0
#include "core/base/linalg.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace tidu::linalg {
namespace {

using Dense = Array<double, Row, Column>;

Dense hilbert(std::size_t n) {
  Dense a({n, n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) a(i, j) = 1.0 / static_cast<double>(i + j + 1);
  }
  return a;
}

// Longley 1967, JASA 62:819-841; certified values of NIST's Statistical Reference Datasets.
constexpr std::size_t kYears = 16;
constexpr double kEmployed[kYears] = {60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761,
                                      66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551};
constexpr double kLongley[kYears][6] = {
    {83.0, 234289, 2356, 1590, 107608, 1947},  {88.5, 259426, 2325, 1456, 108632, 1948},
    {88.2, 258054, 3682, 1616, 109773, 1949},  {89.5, 284599, 3351, 1650, 110929, 1950},
    {96.2, 328975, 2099, 3099, 112075, 1951},  {98.1, 346999, 1932, 3594, 113270, 1952},
    {99.0, 365385, 1870, 3547, 115094, 1953},  {100.0, 363112, 3578, 3350, 116219, 1954},
    {101.2, 397469, 2904, 3048, 117388, 1955}, {104.6, 419180, 2822, 2857, 118734, 1956},
    {108.4, 442769, 2936, 2798, 120445, 1957}, {110.8, 444546, 4681, 2637, 121950, 1958},
    {112.6, 482704, 3813, 2552, 123366, 1959}, {114.2, 502601, 3931, 2514, 125368, 1960},
    {115.7, 518173, 4806, 2572, 127852, 1961}, {116.9, 554894, 4007, 2827, 130081, 1962}};
constexpr double kCertified[7] = {-3482258.63459582, 15.0618722713733,       -0.358191792925910E-01, -2.02022980381683,
                                  -1.03322686717359, -0.511041056535807E-01, 1829.15146461355};
constexpr double kCertifiedErrors[7] = {890420.383607373,  84.9149257747669,  0.334910077722432E-01, 0.488399681651699,
                                        0.214274163161675, 0.226073200069370, 455.478499142212};
constexpr double kCertifiedResidualDeviation = 304.854073561965;

Dense longley() {
  Dense x({kYears, 7}, 1.0);
  for (std::size_t i = 0; i < kYears; ++i) {
    for (std::size_t j = 0; j < 6; ++j) x(i, j + 1) = kLongley[i][j];
  }
  return x;
}

TEST(LinalgLeastSquares, HasTheCertifiedValuesOfLongley) {
  const auto fit = least_squares(longley(), kEmployed);
  ASSERT_TRUE(fit.has_value());
  const double variance = fit->residual_squares / (kYears - 7);
  EXPECT_NEAR(std::sqrt(variance), kCertifiedResidualDeviation, 1e-8);
  for (std::size_t j = 0; j < 7; ++j) {
    EXPECT_NEAR(fit->coefficients[j] / kCertified[j], 1, 1e-8) << j;
    EXPECT_NEAR(std::sqrt(variance * fit->covariance(j, j)) / kCertifiedErrors[j], 1, 1e-8) << j;
  }
}

TEST(LinalgLeastSquares, NamesTheColumnThatTheOthersExplain) {
  Dense x({4, 3}, 1.0);
  for (std::size_t i = 0; i < 4; ++i) {
    x(i, 1) = static_cast<double>(i);
    x(i, 2) = 1e-9 * (2 * x(i, 1) + 3);
  }
  const double y[] = {1, 2, 3, 5};
  const auto fit = least_squares(x, y);
  ASSERT_FALSE(fit.has_value());
  EXPECT_EQ(fit.error().message.key, "linalg.rank_deficient");
  ASSERT_EQ(fit.error().message.args.size(), 1u);
  const auto column = std::get<std::int64_t>(fit.error().message.args[0]);
  EXPECT_TRUE(column >= 1 && column <= 3);
}

TEST(LinalgLeastSquares, WantsARowForEachColumn) {
  const double y[] = {1, 2};
  const auto fit = least_squares(Dense({2, 3}, 1.0), y);
  ASSERT_FALSE(fit.has_value());
  EXPECT_EQ(fit.error().code, ErrorCode::shape);
  EXPECT_EQ(fit.error().message.key, "linalg.too_few_rows");
}

// The inverse of Hilbert's matrix is known in whole numbers; for n = 5 its first column is 25, -300, 1050, -1400, 630.
TEST(LinalgCholesky, SolvesHilbertsSystem) {
  const double unit[] = {1, 0, 0, 0, 0};
  const double first_column[] = {25, -300, 1050, -1400, 630};
  const auto solution = cholesky_solve(hilbert(5), unit);
  ASSERT_TRUE(solution.has_value());
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(solution->x[i] / first_column[i], 1, 1e-10);
  // |A|_1 = 137/60 and |A^-1|_1 = 413280
  EXPECT_NEAR(solution->reciprocal_condition * 943656, 1, 1e-8);
}

TEST(LinalgCholesky, RefusesWhatIsNotPositiveDefinite) {
  Dense a({2, 2}, 2.0);
  a(0, 0) = 1;  // eigenvalues (3 +- sqrt 17) / 2
  const double b[] = {1, 1};
  const auto solution = cholesky_solve(a, b);
  ASSERT_FALSE(solution.has_value());
  EXPECT_EQ(solution.error().message.key, "linalg.not_positive_definite");
}

TEST(LinalgLu, SolvesSeveralRightHandSides) {
  // A = [[0, 2], [3, 4]] needs its rows exchanged; X = [[1, -2], [5, 0.5]].
  Dense a({2, 2});
  a(0, 1) = 2;
  a(1, 0) = 3;
  a(1, 1) = 4;
  Dense b({2, 2});
  b(0, 0) = 10;
  b(0, 1) = 1;
  b(1, 0) = 23;
  b(1, 1) = -4;
  const auto x = lu_solve(a, b);
  ASSERT_TRUE(x.has_value());
  EXPECT_NEAR((*x)(0, 0), 1, 1e-14);
  EXPECT_NEAR((*x)(0, 1), -2, 1e-14);
  EXPECT_NEAR((*x)(1, 0), 5, 1e-14);
  EXPECT_NEAR((*x)(1, 1), 0.5, 1e-14);
  a(1, 0) = 0;
  EXPECT_EQ(lu_solve(a, b).error().message.key, "linalg.singular");
  b(1, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(lu_solve(a, b).error().message.key, "linalg.not_finite");
}

// The inverse of the Hilbert matrix is whole: its determinant is 1 / 266716800000 for n = 5 (OEIS A005249).
TEST(LinalgCholesky, InvertsTheHilbertMatrix) {
  const auto found = cholesky_inverse(hilbert(5));
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->inverse(0, 0) / 25, 1, 1e-10);
  EXPECT_NEAR(found->inverse(4, 4) / 44100, 1, 1e-10);
  EXPECT_NEAR(found->inverse(3, 2) / -117600, 1, 1e-10);
  EXPECT_NEAR(found->inverse(2, 3) / -117600, 1, 1e-10);
  EXPECT_NEAR(found->log_determinant, -std::log(266716800000.0), 1e-10);
  Dense a({2, 2}, 2.0);
  a(0, 0) = 1;
  EXPECT_EQ(cholesky_inverse(a).error().message.key, "linalg.not_positive_definite");
  a(1, 0) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(cholesky_inverse(a).error().message, text("linalg.not_finite", 2, 1));
}

TEST(LinalgErrors, NameTheEntryThatIsNoNumber) {
  Dense a({2, 2}, 1.0);
  a(0, 0) = 3;
  a(1, 0) = std::numeric_limits<double>::quiet_NaN();
  const double b[] = {1, 1};
  for (const Error& error : {cholesky_solve(a, b).error(), least_squares(a, b).error(), symmetric_eigen(a).error()}) {
    EXPECT_EQ(error.message, text("linalg.not_finite", 2, 1));
  }
  a(1, 0) = 1;
  const double infinite[] = {1, std::numeric_limits<double>::infinity()};
  for (const Error& error : {cholesky_solve(a, infinite).error(), least_squares(a, infinite).error()}) {
    EXPECT_EQ(error.message, text("linalg.not_finite_right", 2));
  }
  Dense huge({2, 2}, 1e300);
  huge(0, 1) = -1e300;
  const double huge_right[] = {1e308, 1e308};
  EXPECT_EQ(least_squares(huge, huge_right).error().message.key, "linalg.overflow");
}

// The path of n points has the Laplacian's eigenvalues 2 - 2 cos(pi k / n), k = 0 .. n - 1 (Chung 1997).
TEST(LinalgEigen, HasTheSpectrumOfAPath) {
  constexpr std::size_t kPoints = 40;
  Dense laplacian({kPoints, kPoints});
  for (std::size_t i = 0; i + 1 < kPoints; ++i) {
    laplacian(i, i) += 1;
    laplacian(i + 1, i + 1) += 1;
    laplacian(i, i + 1) = laplacian(i + 1, i) = -1;
  }
  const auto eigen = symmetric_eigen(laplacian);
  ASSERT_TRUE(eigen.has_value());
  for (std::size_t k = 0; k < kPoints; ++k) {
    EXPECT_NEAR(eigen->values[k], 2 - 2 * std::cos(M_PI * static_cast<double>(k) / kPoints), 1e-13);
  }
}

// The companion matrix of (x - 1)(x - 3)(x^2 + 4) = x^4 - 4 x^3 + 7 x^2 - 16 x + 12.
TEST(LinalgEigenvalues, AreTheRootsOfACompanionMatrix) {
  Dense companion({4, 4});
  const double coefficients[] = {-12, 16, -7, 4};
  for (std::size_t i = 0; i < 4; ++i) {
    companion(i, 3) = coefficients[i];
    if (i > 0) companion(i, i - 1) = 1;
  }
  const auto values = eigenvalues(companion);
  ASSERT_TRUE(values.has_value());
  for (const std::complex<double> root : {std::complex<double>(1, 0), {3, 0}, {0, 2}, {0, -2}}) {
    double nearest = 1;
    for (const auto& value : *values) nearest = std::min(nearest, std::abs(value - root));
    EXPECT_LT(nearest, 1e-13);
  }
  companion(2, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(eigenvalues(companion).error().message.key, "linalg.not_finite");
}

Dense random_matrix(std::size_t rows, std::size_t columns) {
  Dense a({rows, columns});
  for (double& value : a.values()) value = *rc::gen::inRange(-1000, 1000) / 64.0;
  return a;
}

// A = B B' + I is positive definite; sizes cross the block size 32 of the factorisation.
Dense random_definite(std::size_t n) {
  const Dense b = random_matrix(n, n);
  Dense a({n, n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) a(i, j) += b(i, k) * b(j, k);
    }
    a(i, i) += 1;
  }
  return a;
}

RC_GTEST_PROP(LinalgCholesky, LeavesASmallResidual, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 50);
  const Dense a = random_definite(n);
  const Dense b = random_matrix(n, 1);
  const auto solution = cholesky_solve(a, b.values());
  RC_ASSERT(solution.has_value());
  double largest = 0;
  for (double x : solution->x) largest = std::max(largest, std::fabs(x));
  for (std::size_t i = 0; i < n; ++i) {
    double residual = b(i, 0);
    double size = std::fabs(b(i, 0));
    for (std::size_t j = 0; j < n; ++j) {
      residual -= a(i, j) * solution->x[j];
      size += std::fabs(a(i, j)) * largest;
    }
    RC_ASSERT(std::fabs(residual) <= 1e-13 * static_cast<double>(n) * size);
  }
}

RC_GTEST_PROP(LinalgLeastSquares, LeavesResidualsOrthogonalToTheColumns, ()) {
  const auto columns = *rc::gen::inRange<std::size_t>(1, 12);
  const auto rows = columns + *rc::gen::inRange<std::size_t>(0, 40);
  const Dense x = random_matrix(rows, columns);
  const Dense y = random_matrix(rows, 1);
  const auto fit = least_squares(x, y.values());
  RC_PRE(fit.has_value());
  double squares = 0;
  std::vector<double> residual(y.values());
  std::vector<double> size(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    size[i] = std::fabs(residual[i]);
    for (std::size_t j = 0; j < columns; ++j) {
      residual[i] -= x(i, j) * fit->coefficients[j];
      size[i] += std::fabs(x(i, j) * fit->coefficients[j]);
    }
    squares += residual[i] * residual[i];
  }
  for (std::size_t j = 0; j < columns; ++j) {
    double product = 0;
    double scale = 1e-300;
    for (std::size_t i = 0; i < rows; ++i) {
      product += x(i, j) * residual[i];
      scale += std::fabs(x(i, j)) * size[i];
    }
    RC_ASSERT(std::fabs(product) <= 1e-12 * scale);
  }
  double total = 0;
  for (double s : size) total += s * s;
  RC_ASSERT(std::fabs(squares - fit->residual_squares) <= 1e-12 * total);
}

RC_GTEST_PROP(LinalgEigen, RebuildsTheMatrixFromItsParts, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 40);
  Dense a = random_matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) a(i, j) = a(j, i);
  }
  const auto eigen = symmetric_eigen(a);
  RC_ASSERT(eigen.has_value());
  for (std::size_t k = 1; k < n; ++k) RC_ASSERT(eigen->values[k - 1] <= eigen->values[k]);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double rebuilt = 0;
      double product = 0;
      for (std::size_t k = 0; k < n; ++k) {
        rebuilt += eigen->vectors(i, k) * eigen->values[k] * eigen->vectors(j, k);
        product += eigen->vectors(k, i) * eigen->vectors(k, j);
      }
      RC_ASSERT(std::fabs(rebuilt - a(i, j)) < 1e-10);
      RC_ASSERT(std::fabs(product - (i == j ? 1.0 : 0.0)) < 1e-12);
    }
  }
}

}  // namespace
}  // namespace tidu::linalg
