// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/economy/economy.h"

// From the input-output tables of regions, one a region and all of one year, to accounts of a base year.
//
//   symbol      name                meaning
//   n, i; k, j  Region; Sector      region that uses and that supplies; sector that is used and sector that uses
//   Y[n,j]      output              gross output
//   v[n,j]      value_added         its value added
//   U[n,k,c]    use                 what user c of region n takes of sector k: sectors, then FinalUse
//   E, M        exported, imported  trade with the rest of the world
//   O, I        outflow, inflow     trade with the other regions
//   X[k,n,i]    trade               sales of i to n; the last region is the rest of the world
//   D[n]        deficit             final use above value added
namespace tidu::economy::accounts {

struct User {};

/// Users of goods that are no sectors; in arrays over User they follow the sectors.
enum class FinalUse : std::uint8_t { households, government, investment };
inline constexpr std::size_t kFinalUses = 3;

/// [region, sector that is used, user]: N x J x (J + kFinalUses).
using UseArray = Array<double, Region, Sector, User>;

/// Input-output tables of N regions and J sectors, all of one year, money in any one unit. All N x J.
struct RegionalTables {
  RegionSector gross_output;                         ///< >= 0
  RegionSector value_added;                          ///< >= 0
  RegionSector compensation;                         ///< of employees, >= 0; this and the next two make value added
  RegionSector capital_income;                       ///< depreciation and operating surplus; may be below 0
  RegionSector production_taxes;                     ///< less subsidies; may be below 0
  RegionSector households;                           ///< consumption, >= 0
  RegionSector government;                           ///< consumption, >= 0
  RegionSector fixed_capital;                        ///< gross fixed capital formation, >= 0
  RegionSector inventories;                          ///< their change; may be below 0
  RegionSector exported, imported, outflow, inflow;  ///< >= 0
  Array<double, Region, Sector, OtherSector> input_coefficient;  ///< N x J x J, [n, k, j] >= 0: of k in a unit of j

  std::size_t regions() const { return gross_output.extent<Region>(); }
  std::size_t sectors() const { return gross_output.extent<Sector>(); }
};

/// errors  economy.empty, economy.shape (shape); economy.negative (domain: name, position from 1, value);
///         accounts.no_value_added (region, sector: output without value added, or the reverse),
///         accounts.no_factor_income (region, sector: value added that neither labour nor capital earns), domain
Result<void> check_tables(const RegionalTables& tables);

/// Value added of the tables, scaled by region so that it sums to `gdp`: v = v_table gdp_n / sum_j v_table. For the
/// tables' own year once gross regional product has been revised; all other margins are scaled with it, cell by cell.
/// errors  economy.shape; economy.not_positive (gdp); accounts.no_value_added (a region without any)
Result<RegionSector> value_added_by_gdp(const RegionalTables& tables, std::span<const double> gdp);

/// Value added of the base year by published industries, each one or several sectors.
struct Industries {
  Array<double, Region, Column> value_added;  ///< N x industries, >= 0
  std::vector<std::size_t> industry_of;       ///< J, industry of each sector
  std::vector<double> gdp;                    ///< N, > 0: what the sectors' value added is to sum to

  /// The industry that the difference between gdp and the sum of industries belongs to: a definition that leaves
  /// something out. None: all industries are scaled in proportion.
  std::optional<std::size_t> residual;
};

/// Splits industries into sectors by the region's tables: v[n,j] = V[n,a(j)] v_table[n,j] / sum over sectors of a(j).
/// errors  economy.shape, economy.negative, economy.not_positive; accounts.industry_without_sector (region, industry:
///         value added that no sector of the tables can take); accounts.residual (region, residual: an industry would
///         fall below 0)
Result<RegionSector> value_added_by_industry(const RegionalTables& tables, const Industries& industries);

}  // namespace tidu::economy::accounts
