// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/economy/accounts/base_year.h"

namespace tidu::economy::accounts {

/// Where regions lie.
struct Geography {
  Array<double, Region, OtherRegion> distance;  ///< N x N, km, > 0 off the diagonal; the diagonal is not read
  std::vector<double> area;                     ///< N, km2, > 0
};

/// Trade inside the nation, sector by sector.
struct DomesticTrade {
  TradeArray flow;  ///< J x N x N, [sector, buyer, seller]; the diagonal stays at home

  RegionSector recorded_home;         ///< N x J, share of use (imports included) from home, by recorded outflow alone
  std::vector<double> inflow_factor;  ///< J, on recorded inflow, so that the nation's is its outflow
  std::vector<Balance> balances;      ///< J, how each sector ended
};

/// Trade between regions, whose sales and purchases in the nation are known: s_i = Y - E and r_n = U - M.
///   recorded  home s_i - O_i; between regions O_i I_n d_ni^-e, balanced to O and I, inflow scaled to outflow
///   gravity   s_i r_n d_ni^-e with internal distance d_nn = 2/3 sqrt(area / pi), balanced to s and r
///   flow      w recorded + (1 - w) gravity, balanced to s and r
/// d is distance in km, e and w are options.   [internal distance: Head & Mayer 2010; gravity with balancing: Wilson
/// 1967; the blend is Tidu's, w = 1 and w = 0 its limits] With w < 1 every cell with supply and demand is positive, so
/// a balance exists; cells of regions that neither make nor use a sector are 0. errors  economy.shape,
/// economy.not_positive (distance, area); accounts.unbalanced_records (no_convergence: sector, miss, w; the hint has a
/// weight that works), accounts.unbalanced (no_convergence: sector, miss; no weight tried does). cost    J N^2 times
/// some hundred rounds of two balances
Result<DomesticTrade> domestic_trade(const BaseTables& base, const Geography& geography,
                                     const AccountsOptions& options);

}  // namespace tidu::economy::accounts
