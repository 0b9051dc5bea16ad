// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/fitting.h"

#include <algorithm>
#include <cmath>

#include "core/base/sum.h"

namespace tidu::diffusion::population {
namespace {

constexpr double kMarginTolerance = 1e-9;

// A table seen along its rows or along its columns.
struct Axis {
  std::size_t lines;
  std::size_t length;
  std::size_t line_step;
  std::size_t step;
};

double line_sum(std::span<const double> x, const Axis& axis, std::size_t line) {
  double total = 0;
  for (std::size_t k = 0; k < axis.length; ++k) total += x[line * axis.line_step + k * axis.step];
  return total;
}

void scale_lines(std::span<double> x, const Axis& axis, std::span<const double> margin) {
  for (std::size_t line = 0; line < axis.lines; ++line) {
    const double sum_now = line_sum(x, axis, line);
    const double factor = sum_now > 0 ? margin[line] / sum_now : 0;
    for (std::size_t k = 0; k < axis.length; ++k) x[line * axis.line_step + k * axis.step] *= factor;
  }
}

double worst(std::span<const double> x, const Axis& axis, std::span<const double> margin) {
  double error = 0;
  for (std::size_t line = 0; line < axis.lines; ++line)
    error = std::max(error, std::abs(line_sum(x, axis, line) - margin[line]));
  return error;
}

bool is_amount(double x) { return x >= 0 && std::isfinite(x); }

tl::expected<void, Error> check(std::span<const double> table, std::span<const double> rows,
                                std::span<const double> columns) {
  if (rows.empty() || columns.empty() || table.size() != rows.size() * columns.size()) {
    return failure(ErrorCode::shape, text("diffusion.population.table", table.size(), rows.size(), columns.size()),
                   text("diffusion.population.table.hint"));
  }
  for (std::size_t k = 0; k < table.size(); ++k) {
    if (!is_amount(table[k])) {
      return failure(ErrorCode::domain,
                     text("diffusion.population.table_value", k / columns.size() + 1, k % columns.size() + 1, table[k]),
                     text("diffusion.population.table_value.hint"));
    }
  }
  const double total = sum(rows);
  const bool amounts =
      std::all_of(rows.begin(), rows.end(), is_amount) && std::all_of(columns.begin(), columns.end(), is_amount);
  if (!amounts || !(total > 0) || std::abs(total - sum(columns)) > kMarginTolerance * total) {
    return failure(ErrorCode::domain, text("diffusion.population.margins", total, sum(columns)),
                   text("diffusion.population.margins.hint"));
  }
  return {};
}

// A margin above 0 over zeros alone: no scaling reaches it.
tl::expected<void, Error> check_reach(std::span<const double> table, const Axis& axis, std::span<const double> margin,
                                      std::string_view key) {
  for (std::size_t line = 0; line < axis.lines; ++line) {
    if (margin[line] > 0 && line_sum(table, axis, line) == 0)
      return failure(ErrorCode::domain, text(key, line + 1, margin[line]),
                     text("diffusion.population.empty_line.hint"));
  }
  return {};
}

}  // namespace

Result<FittedTable> fit_margins(std::span<const double> table, std::span<const double> rows,
                                std::span<const double> columns, const FitSettings& settings) {
  if (const auto valid = check(table, rows, columns); !valid) return tl::unexpected(valid.error());
  const Axis by_row{rows.size(), columns.size(), columns.size(), 1};
  const Axis by_column{columns.size(), rows.size(), 1, columns.size()};
  if (const auto valid = check_reach(table, by_row, rows, "diffusion.population.empty_row"); !valid)
    return tl::unexpected(valid.error());
  if (const auto valid = check_reach(table, by_column, columns, "diffusion.population.empty_column"); !valid)
    return tl::unexpected(valid.error());
  FittedTable fitted{.values = {table.begin(), table.end()}};
  const double total = sum(rows);
  do {
    scale_lines(fitted.values, by_row, rows);
    scale_lines(fitted.values, by_column, columns);
    ++fitted.cycles;
    fitted.error = std::max(worst(fitted.values, by_row, rows), worst(fitted.values, by_column, columns)) / total;
  } while (fitted.error > settings.tolerance && fitted.cycles < settings.most_cycles);
  if (fitted.error > settings.tolerance) {
    return failure(ErrorCode::no_convergence, text("diffusion.population.fit", fitted.cycles, fitted.error),
                   text("diffusion.population.fit.hint"));
  }
  return fitted;
}

}  // namespace tidu::diffusion::population
