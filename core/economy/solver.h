// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/anderson.h"
#include "core/economy/equilibrium.h"
#include "core/economy/markets.h"
#include "core/economy/region_blocks.h"
#include "core/economy/shock.h"
#include "core/economy/sweeps.h"

namespace tidu::economy {

/// Solves one shock after another of a base year, each as economy::solve does, to the same bits: what does not depend
/// on the shock is laid out once.
class Solver {
 public:
  /// The base year and the executor must outlive the solver.
  explicit Solver(const BaseYear& base, Executor& executor = serial_executor());

  /// errors, cost   as economy::solve; kernels of trade are laid out anew only where costs or tariffs change.
  Result<Equilibrium> solve(const Shock& shock, const SolveOptions& options = {});

 private:
  void begin(const SolveOptions& options);
  Result<void> iterate(const SolveOptions& options);
  Result<void> evaluate(bool moved);
  Result<void> require_income() const;
  void measure_excess();
  void step(Anderson& accelerated, bool incomes);
  void finish(const ShockLogs& logs, bool shares);
  Identities identities(bool shares) const;

  const BaseYear& base_;
  Executor& executor_;
  const Shock* shock_ = nullptr;
  const ShockLogs* logs_ = nullptr;
  Markets markets_;
  RegionBlocks blocks_;
  Sweeps sweeps_;
  RegionSector bundle_price_;
  std::vector<double> untaxed_income_;
  std::vector<double> y_, excess_;
  std::vector<double> price_before_, spending_before_;  ///< of the last sweep
  std::vector<double> spending_unit_;                   ///< spending of the base year, 1 where there is none
  double change_ = 0;                                   ///< the largest of ln price and of spending in it
  std::size_t poor_steps_ = 0;                          ///< with an income that is not positive
  double leak_ = 1;                                     ///< what producers pay over what factors earn
  Equilibrium out_;
};

}  // namespace tidu::economy
