// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::economy::accounts {

/// What becomes of the difference between gross regional product and the sum of its industries.
enum class Residual : std::uint8_t { first_sector, proportional };

/// What the accounts assume, keys "economy.*".
struct AccountsOptions {
  int table_year = 2017;  ///< of the input-output tables
  int base_year = 2023;   ///< that the accounts are made for
  Residual residual = Residual::first_sector;
  double home_min = 0.1;             ///< h_min, least share of what is not exported that stays at home, in (0, 1)
  double recorded_weight = 0.5;      ///< w, of recorded outflows against gravity, in [0, 1]
  double distance_elasticity = 1.2;  ///< of trade between regions, >= 0
  double world_size = 5;             ///< value added of the rest of the world over the nation's, > 0
  double trade_elasticity = 4;       ///< theta, of every sector, > 0
};

std::span<const Option<AccountsOptions>> accounts_options();

}  // namespace tidu::economy::accounts
