// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/economy/accounts/trade.h"
#include "core/economy/economy.h"

namespace tidu::economy::accounts {

/// Accounts of N regions of one nation and, in arrays of N + 1, the rest of the world at the end; J sectors. Every
/// region's output is used up (X), everything used is bought (U), every producer's receipts are inputs and value added.
struct Accounts {
  RegionSector output;       ///< N + 1 x J
  RegionSector value_added;  ///< N + 1 x J

  RegionSector labour_share;      ///< N + 1 x J, of value added; these three sum to 1 where there is any
  RegionSector capital_share;     ///< depreciation and operating surplus; may be below 0 in the nation
  RegionSector production_taxes;  ///< less subsidies, as a share of value added; may be below 0; 0 abroad

  UseArray use;      ///< N + 1 x J x (J + 3)
  TradeArray trade;  ///< J x N + 1 x N + 1, [sector, buyer, seller]

  std::vector<Cell> cells;  ///< of the tables that were impossible or held to h_min

  std::vector<double> region_factor;  ///< of BaseTables; 1 for a table that was given whole
  std::vector<double> supply_factor;
  double final_factor = 1;
  double imports_moved = 0;
  std::vector<double> inflow_factor;  ///< of DomesticTrade
  RegionSector recorded_home;         ///< N x J; empty for a table that was given whole
  Balance uses;                       ///< how balancing uses ended
  std::vector<Balance> trade_balances;

  std::size_t regions() const { return output.extent<Region>() - 1; }  ///< of the nation
  std::size_t sectors() const { return output.extent<Sector>(); }
};

/// The accounts of a base year from tables, by to_base_year and domestic_trade, with the rest of the world added:
///   its input coefficients, shares of final use and shares of factors are the nation's (Tidu); its final use is such
///   that its value added is world_size times the nation's; its output follows, Y = (1 - A)^-1 (F + M - E).
/// labour and capital have the tables' shares of value added in each cell.
/// errors  those of to_base_year and domestic_trade; accounts.world (sector: the rest of the world could not supply the
///         nation's imports beside its own use: world_size is too small)
Result<Accounts> make_accounts(const RegionalTables& tables, const RegionSector& value_added,
                               const Geography& geography, const AccountsOptions& options);

/// An interregional table as the user has it, of the base year.
struct Interregional {
  TradeArray trade;  ///< J x N + 1 x N + 1, [sector, buyer, seller], >= 0; nothing from the last to the last
  UseArray use;      ///< N x J x (J + 3), >= 0; what a region buys of a sector is what it uses of it, to kTableSlack
};
inline constexpr double kTableSlack = 1e-6;

/// The accounts of such a table instead: output is what is sold, value added what inputs leave of it. Uses are scaled,
/// cell by cell, to purchases. tables give the shares of factors alone.
/// errors  economy.shape, economy.negative; accounts.purchases (region, sector, use, purchases);
///         accounts.negative_value_added (region, sector, value); accounts.no_factor_income; accounts.world
Result<Accounts> accounts_of(const Interregional& table, const RegionalTables& tables, const AccountsOptions& options);

/// D: final use above value added, N + 1; sums to 0.
std::vector<double> deficits(const Accounts& accounts);

/// Share of use that comes from the region itself, N + 1 x J; NaN where nothing is used.
RegionSector home_shares(const Accounts& accounts);

/// The economy in changes: trade shares, input shares, final shares of consumption, investment and its basket,
/// deficits. Production taxes are paid to labour and capital in proportion, capital below 0 counts as 0. One skill:
/// what splits labour is not in the tables. Regions 0 .. N - 1 are one nation. theta is trade_elasticity for every
/// sector. Sectors that a region lacks have the nation's input shares there.
Economy economy_of(const Accounts& accounts, double trade_elasticity);

}  // namespace tidu::economy::accounts
