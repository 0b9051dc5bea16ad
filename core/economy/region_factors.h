// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/economy/rows.h"

namespace tidu::economy {

/// Factors L U of one small matrix a region, the regions side by side in lanes: numbers of a matrix stand at
/// [row, column, region], of a vector at [row, region]. Without exchange of rows; a pivot below kLeastPivot becomes
/// that, since what is solved here only has to come near.
class RegionFactors {
 public:
  static constexpr double kLeastPivot = 0.1;

  RegionFactors() = default;
  RegionFactors(std::size_t size, std::size_t row);

  /// The matrix, to be filled before factor().
  double* at(std::size_t i, std::size_t j) { return matrix_.at((i * size_ + j) * row_); }
  /// Cost: size^3 / 3 multiplications a region.
  void factor();
  /// The solution in the place of the right-hand side; size^2 multiplications a region.
  void solve(double* x) const;
  void solve_transposed(double* x) const;

 private:
  const double* at(std::size_t i, std::size_t j) const { return matrix_.at((i * size_ + j) * row_); }

  const RowKernels* kernels_ = &row_kernels();
  std::size_t size_ = 0;
  std::size_t row_ = 0;
  Rows matrix_;  ///< L below the diagonal, where it has ones; U above; 1 / U on it
};

}  // namespace tidu::economy
