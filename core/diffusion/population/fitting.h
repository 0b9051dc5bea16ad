// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::diffusion::population {

/// When iterative proportional fitting ends.
struct FitSettings {
  double tolerance = 1e-10;          ///< largest error of a margin, relative to the total; > 0
  std::size_t most_cycles = 10'000;  ///< >= 1
};

/// A table with the margins asked for, x_ij = p_i t_ij q_j.
struct FittedTable {
  std::vector<double> values;  ///< rows x columns, row-major
  std::size_t cycles = 0;      ///< of one scaling of rows and one of columns
  double error = 0;            ///< max over rows and columns of |sum - margin| / total
};

/// The table nearest to `table` (in Kullback and Leibler's sense) whose rows and columns have the given sums: rows and
/// columns are scaled in turn.   [Deming & Stephan 1940; convergence: Fienberg 1970; also known as RAS]
/// table    rows.size() x columns.size() values >= 0; a 0 stays 0
/// rows     sums of rows >= 0, with positive sum; columns likewise, with the same sum up to 1e-9 of it
/// errors   shape (sizes), domain (a value below 0, sums of margins that differ or are 0, a margin above 0 over
///          zeros alone), no_convergence (most_cycles did not suffice: the zeros leave no such table)
/// cost     O(rows x columns) a cycle. Same bits always: serial.
Result<FittedTable> fit_margins(std::span<const double> table, std::span<const double> rows,
                                std::span<const double> columns, const FitSettings& settings = {});

}  // namespace tidu::diffusion::population
