// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/function_ref.h"
#include "core/economy/economy.h"
#include "core/economy/rows.h"

namespace tidu::economy {

inline constexpr std::size_t kColumns = 64;  ///< right-hand sides at a time: a row of them lies in eight lines of cache
inline constexpr double kNeumann = 1e-14;    ///< change of the last sweep relative to the largest value

/// How far a series came.
struct Loop {
  std::size_t sweeps = 0;
  double change = 0;  ///< of the last sweep, relative to the largest value
};

/// The sweeps' derivative at the base year for some right-hand sides at a time: ln P by Neumann series, then X. One row
/// of columns stands for each sector and region, regions of a sector side by side, so that every share is read once a
/// sweep for all columns.
class LinearSweeps {
 public:
  LinearSweeps(const BaseYear& base, std::size_t columns);

  /// Column c: value added's part of d ln cost, and d ln of technology over theta.
  void set(std::size_t n, std::size_t j, std::size_t c, double own_cost, double technology);
  /// Column c: change of income but tariffs', in money.
  void set_income(std::size_t n, std::size_t c, double change) { *income_.at(n * row_ + c) = change; }

  /// Both series to kNeumann; the worse of them. Cost a sweep: J N^2 + N J^2 multiplications a column.
  Loop solve();

  RegionSector price(std::size_t c) const { return column(price_, c); }                    ///< d ln P
  RegionSector output(std::size_t c) const { return column(output_, c); }                  ///< dY, in money
  double income(std::size_t n, std::size_t c) const { return *income_.at(n * row_ + c); }  ///< dI with tariffs

 private:
  std::size_t at(std::size_t n, std::size_t j) const { return (j * regions_ + n) * row_; }
  RegionSector column(const Rows& values, std::size_t c) const;
  Loop repeat(Rows& values, FunctionRef<void()> sweep);
  void price_sweep();
  void fix_demand();
  void fix_substitution();
  void spending_sweep();

  const BaseYear& base_;
  const RowKernels& kernels_;
  std::size_t regions_, sectors_, row_;
  Array<double, Sector, Region> taken_;             ///< share of spending that tariffs take
  Array<double, Sector, OtherRegion, Region> net_;  ///< pi / (1 + tau) by exporter
  Rows own_cost_, technology_;                      ///< [n, j]
  Rows gate_, price_;                               ///< d ln of the price at the gate and of the price paid
  Rows sold_, bought_;                              ///< what prices alone do to Y and X
  Rows output_, spending_, before_;
  Rows income_, revenue_;  ///< [n]: dI, and what prices alone do to R
  Rows untaxed_;           ///< [n]: dI but tariffs'
};

}  // namespace tidu::economy
