// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/balance.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/sum.h"
#include "core/economy/checks.h"
#include "core/economy/rows.h"

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

/// Rounds after which factors are multiplied into the matrix: without a balance some grow and some fall without end.
constexpr std::size_t kFoldEvery = 16;

/// A matrix as factors of rows and of columns times what it was, so that a round reads it twice and writes nothing.
class Scaled {
 public:
  explicit Scaled(const BalanceProblem& p)
      : p_(p),
        rows_(p.row_totals.size()),
        columns_(p.column_totals.size()),
        width_(full_row(columns_)),
        scale_(ratio(sum(p.column_totals), sum(p.row_totals))),
        matrix_(rows_ * width_),
        row_(rows_, 1.0),
        sums_(rows_),
        column_(width_),
        across_(width_) {
    for (std::size_t i = 0; i < rows_; ++i) std::copy_n(&p.matrix[i * columns_], columns_, matrix_.at(i * width_));
    std::fill_n(column_.at(0), columns_, 1.0);
  }

  /// How far rows are from their totals.
  void measure_rows(Balance& out) {
    row_kernels().row_dots(sums_.data(), matrix_.at(0), column_.at(0), rows_, width_);
    out.miss = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      const double total = row_[i] * sums_[i];
      const double wanted = scale_ * p_.row_totals[i];
      const double miss = wanted > 0 ? std::fabs(total / wanted - 1) : (total > 0 ? 1 : 0);
      if (miss > out.miss) {
        out.miss = miss;
        out.worst_row = i;
      }
    }
  }

  /// Those that were measured.
  void scale_rows() {
    for (std::size_t i = 0; i < rows_; ++i) {
      if (row_[i] * sums_[i] > 0) row_[i] = scale_ * p_.row_totals[i] / sums_[i];
    }
  }

  void scale_columns() {
    row_kernels().weighted_sum(across_.at(0), matrix_.at(0), row_.data(), rows_, width_);
    for (std::size_t j = 0; j < columns_; ++j) {
      double& factor = *column_.at(j);
      if (factor * *across_.at(j) > 0) factor = p_.column_totals[j] / *across_.at(j);
    }
  }

  void fold() {
    for (std::size_t i = 0; i < rows_; ++i) {
      double* row = matrix_.at(i * width_);
      for (std::size_t j = 0; j < columns_; ++j) row[j] *= row_[i] * *column_.at(j);
    }
    std::fill(row_.begin(), row_.end(), 1.0);
    std::fill_n(column_.at(0), columns_, 1.0);
  }

  void write() const {
    for (std::size_t i = 0; i < rows_; ++i) std::copy_n(matrix_.at(i * width_), columns_, &p_.matrix[i * columns_]);
  }

 private:
  const BalanceProblem& p_;
  std::size_t rows_, columns_, width_;
  double scale_;
  Rows matrix_;
  std::vector<double> row_, sums_;
  Rows column_, across_;
};

}  // namespace

Balance rake(const BalanceProblem& p) {
  Scaled scaled(p);
  Balance out;
  for (; out.rounds <= p.max_rounds; ++out.rounds) {
    scaled.measure_rows(out);
    out.converged = out.miss <= p.tolerance;
    if (out.rounds > 0 && (out.converged || out.rounds == p.max_rounds)) break;
    scaled.scale_rows();
    scaled.scale_columns();
    if (out.rounds % kFoldEvery == kFoldEvery - 1) scaled.fold();
  }
  scaled.fold();
  scaled.write();
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
