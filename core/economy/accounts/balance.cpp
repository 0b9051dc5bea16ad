// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/balance.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

/// Sums of all columns, row after row: a fixed order.
void add_columns(std::span<const double> matrix, std::span<double> sums) {
  std::fill(sums.begin(), sums.end(), 0.0);
  const std::size_t columns = sums.size();
  for (std::size_t start = 0; start < matrix.size(); start += columns) {
    for (std::size_t j = 0; j < columns; ++j) sums[j] += matrix[start + j];
  }
}

double ratio(double wanted, double is) { return is > 0 ? wanted / is : 1; }

}  // namespace

Balance rake(const BalanceProblem& p) {
  const std::size_t rows = p.row_totals.size();
  const std::size_t columns = p.column_totals.size();
  const double scale = ratio(sum(p.column_totals), sum(p.row_totals));
  Balance out;
  std::vector<double> factor(columns);
  std::vector<double> by(rows);
  for (; out.rounds <= p.max_rounds; ++out.rounds) {
    out.miss = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const double total = sum(p.matrix.subspan(i * columns, columns));
      const double wanted = scale * p.row_totals[i];
      by[i] = ratio(wanted, total);
      const double miss = wanted > 0 ? std::fabs(total / wanted - 1) : (total > 0 ? 1 : 0);
      if (miss > out.miss) {
        out.miss = miss;
        out.worst_row = i;
      }
    }
    out.converged = out.miss <= p.tolerance;
    if (out.rounds > 0 && (out.converged || out.rounds == p.max_rounds)) break;
    for (std::size_t i = 0; i < rows; ++i) {
      for (double& cell : p.matrix.subspan(i * columns, columns)) cell *= by[i];
    }
    add_columns(p.matrix, factor);
    for (std::size_t j = 0; j < columns; ++j) factor[j] = ratio(p.column_totals[j], factor[j]);
    for (std::size_t start = 0; start < p.matrix.size(); start += columns) {
      for (std::size_t j = 0; j < columns; ++j) p.matrix[start + j] *= factor[j];
    }
  }
  return out;
}

Result<Balance> balance(const BalanceProblem& p) {
  const double rows = sum(p.row_totals);
  const double columns = sum(p.column_totals);
  if (!(std::fabs(rows - columns) <= kTotalsSlack * std::max(rows, columns)))
    return refuse(ErrorCode::domain, "accounts.totals", "accounts.totals.hint", rows, columns);
  std::vector<double> across(p.column_totals.size());
  add_columns(p.matrix, across);
  for (std::size_t i = 0; i < p.row_totals.size(); ++i) {
    if (p.row_totals[i] > 0 && !(sum(p.matrix.subspan(i * across.size(), across.size())) > 0))
      return refuse(ErrorCode::domain, "accounts.empty_row", "accounts.empty_row.hint", i + 1, p.row_totals[i]);
  }
  for (std::size_t j = 0; j < across.size(); ++j) {
    if (p.column_totals[j] > 0 && !(across[j] > 0))
      return refuse(ErrorCode::domain, "accounts.empty_column", "accounts.empty_column.hint", j + 1,
                    p.column_totals[j]);
  }
  return rake(p);
}

}  // namespace tidu::economy::accounts
