// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/economy/accounts/balance.h"
#include "core/economy/accounts/options.h"
#include "core/economy/accounts/tables.h"

namespace tidu::economy::accounts {

/// What is wrong with a cell of the tables.
enum class Fault : std::uint8_t {
  exports_above_output,  ///< more is exported than is made: goods made elsewhere
  outflow_above_output,  ///< exports and outflow together are more than output: goods that pass through
  home_below_minimum,    ///< possible, but less than h_min of what is not exported stays
  imports_above_use,     ///< more is imported than is used
  inflow_above_use,      ///< imports and inflow together are more than use
  stocks_below_zero,     ///< investment with falling stocks is below 0
};

/// A cell that was changed, in the tables' year and money.
struct Cell {
  std::size_t region = 0;
  std::size_t sector = 0;
  Fault fault{};
  double recorded = 0;  ///< exports, outflow, imports, inflow or investment
  double used = 0;      ///< what stands for it
  double limit = 0;     ///< output, use or 0, that it was held against
};

/// Tables of the base year before trade: uses add up to supply in the nation. N regions.
struct BaseTables {
  RegionSector output, value_added;
  RegionSector exported, imported;  ///< in the nation as the tables say, by sector and scaled; moved where impossible
  UseArray use;
  RegionSector outflow_share;  ///< o, of output that is not exported; 0 where there is none
  RegionSector inflow_share;   ///< of use that is not imported
  std::vector<Cell> cells;     ///< in the order in which they were found

  std::vector<double> region_factor;  ///< N, value added of the base year over the tables'
  std::vector<double>
      supply_factor;         ///< J, what the nation has of a sector over what its coefficients and final uses ask
  double final_factor = 1;   ///< on every final use, so that the nation's uses sum to its supply
  double imports_moved = 0;  ///< share of imports moved a second time, once uses were balanced
  Balance uses;              ///< how balancing the uses ended
};

/// C2 and C3 of the design, up to trade between regions.
///  Exports beyond (1 - h_min) Y and imports beyond (1 - h_min) U go to the other regions in proportion to their room
///  (Tidu; ports trade for others); the nation's stay. Outflow is what is recorded, at most (1 - h_min)(Y - E), the
///  rest being goods that pass through; inflow is what use takes beyond imports and own goods. Output of the base year
///  is v / (v / Y of the tables); inputs follow from coefficients, exports from the share of output, imports from the
///  share of use, final uses grow with the region's value added and by one factor in the nation. Uses of each region
///  and user are then balanced to the nation's supply by sector, Y + M - E, keeping what every producer pays for inputs
///  and what every final use sums to: so value added is met and coefficients give way.
/// value_added  N x J, of the base year
/// errors   those of check_tables; economy.shape, economy.negative; accounts.no_value_added (region, sector: value
/// added
///          where the tables have no output); accounts.no_supply (sector: the nation exports more than it has),
///          accounts.imports, accounts.exports (sector: more than all regions can use or make), domain;
///          accounts.unbalanced (no_convergence: 0, miss)
/// cost     some 50 rounds over N J (J + 3) cells
Result<BaseTables> to_base_year(const RegionalTables& tables, const RegionSector& value_added,
                                const AccountsOptions& options);

}  // namespace tidu::economy::accounts
