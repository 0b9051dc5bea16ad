// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::economy {

/// A matrix on the vectors whose blocks keep their weighted sums: each weight vector w (as long as a block, positive)
/// belongs to one block of rows, in their order; rows beyond the blocks are free. What the matrix adds to a sum is
/// taken off in equal parts. The last entry of each block is left out, since it follows from the others.
Array<double, Row, Column> keeping_sums(const Array<double, Row, Column>& matrix,
                                        const std::vector<std::vector<double>>& weights);

/// A vector of the above with what was left out.
std::vector<double> with_left_out(const std::vector<double>& reduced, const std::vector<std::vector<double>>& weights);

/// Of matrices whose first rows and columns are `blocks` blocks with one entry a region: the entries of some regions,
/// and all beyond the blocks. A region that nobody leaves or reaches has units of its own, which say nothing of others.
struct KeptRegions {
  std::vector<bool> kept;  ///< by region
  std::size_t blocks = 0;

  Array<double, Row, Column> of(const Array<double, Row, Column>& matrix) const;
  std::vector<std::vector<double>> of(const std::vector<std::vector<double>>& weights) const;
  std::vector<double> filled(const std::vector<double>& vector) const;  ///< with 0 for the other regions
};

/// By falling size, then falling real and imaginary part.
/// errors   those of linalg::eigenvalues; none of a matrix without rows.
Result<std::vector<std::complex<double>>> sorted_eigenvalues(const Array<double, Row, Column>& matrix);

/// The vector to a real eigenvalue that no other one equals, its largest entry 1, by inverse iteration.   [Golub & Van
/// Loan 2013, 7.6]
/// returns  nothing where it is not found.
std::vector<double> eigenvector(const Array<double, Row, Column>& matrix, double eigenvalue);

}  // namespace tidu::economy
