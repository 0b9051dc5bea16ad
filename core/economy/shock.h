// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/equilibrium.h"
#include "core/economy/markets.h"

namespace tidu::economy {

/// A checked shock as the sweeps and markets want it.
struct ShockLogs {
  RegionSector technology;               ///< theta gamma ln A_hat + ln T_hat
  std::vector<RegionSector> log_supply;  ///< by factor
};

/// Checks a shock and the options; see solve for the errors.
Result<ShockLogs> check_shock(const BaseYear& base, const Markets& markets, const Shock& shock,
                              const SolveOptions& options);

}  // namespace tidu::economy
