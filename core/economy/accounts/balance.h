// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/result.h"

namespace tidu::economy::accounts {

/// A matrix, row-major, and what its rows and columns are to sum to.
struct BalanceProblem {
  std::span<double> matrix;              ///< rows x columns, >= 0; changed in place; a cell of 0 stays 0
  std::span<const double> row_totals;    ///< >= 0
  std::span<const double> column_totals; /**< >= 0, of the same sum to kTotalsSlack; the rows' are scaled to it */
  double tolerance = 1e-14;              ///< on the largest miss of a row, as a share of its total
  std::size_t max_rounds = 20000;
};

inline constexpr double kTotalsSlack = 1e-9;

/// How a balancing ended.
struct Balance {
  bool converged = false;
  double miss = 0;            ///< largest miss of a row as a share of its total; columns hold to rounding
  std::size_t worst_row = 0;  ///< where that is
  std::size_t rounds = 0;
};

/// Biproportional balancing (RAS): the matrix r_i a_ij s_j nearest to a_ij in relative entropy with the totals that are
/// asked for, by scaling rows and columns in turn.   [Stone 1961; Bacharach 1970: unique where one exists]
/// errors  accounts.totals (domain: sums of totals that differ), accounts.empty_row, accounts.empty_column (position
///         from 1: nothing there can be scaled to a total above 0); that no matrix with these zeros has the totals
///         shows as a result that has not converged
/// cost    rounds x 2 rows x columns multiplications, in lanes; a copy of the matrix. Linear convergence, slow where
///         little crosses the diagonal
Result<Balance> balance(const BalanceProblem& problem);

/// The same without checks, for a matrix that need not have a balance: rows and columns of zeros are passed over.
Balance rake(const BalanceProblem& problem);

}  // namespace tidu::economy::accounts
