// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

// Trade between regions with input-output links, in changes: what is known of the base year are shares and incomes,
// what is asked are ratios x_hat = x'/x.   [Caliendo & Parro 2015 (CP); Caliendo, Dvorkin & Parro 2019 (CDP)]
//
//   symbol        name                    meaning
//   n, i; j, k    Region; Sector          importer and exporter; sector that uses and sector that is used
//   pi[j,n,i]     trade_share             share of importer n's spending on j bought from exporter i, tariff included
//   tau[j,n,i]    tariff                  ad-valorem rate that n takes from i
//   gamma[n,k,j]  input_share             share of input k in the gross output of j
//   gamma[n,j]    value_added_share       share of value added in the gross output of j
//   alpha[n,j]    final_share             share of j in final spending
//   theta[j]      theta                   trade elasticity (Frechet dispersion)
//   VAL, VAR      labour_income, structures_income
//   D[n]          deficit                 spending above income: transfers from abroad
//   iota[n]       ownership               share of the portfolio of structures
//   X, Y, I, R    expenditure, output, income, tariff_revenue
namespace tidu::economy {

struct Sector {};
struct OtherSector {};

using RegionSector = Array<double, Region, Sector>;
using TradeArray = Array<double, Sector, Region, OtherRegion>;

/// Where workers (or structures) can go within the year.
enum class Mobility : std::uint8_t {
  regional,   ///< between the sectors of a region: one wage (rental) a region and skill
  by_sector,  ///< nowhere: one wage (rental) a region, sector and skill
};

/// What is known of the base year: N regions, J sectors, G >= 1 skills. Money is in any one unit. Shares that miss
/// their sum by no more than kShareSlack are divided by it and the correction is reported; beyond it is an error.
struct Economy {
  TradeArray trade_share;         ///< J x N x N, >= 0, sum over exporters 1; a row of zeros where nothing is bought
  TradeArray tariff;              ///< J x N x N rates > -1; empty: none
  RegionSector value_added_share; /**< N x J, in [0, 1] */
  Array<double, Region, Sector, OtherSector> input_share;  ///< N x J x J, [n, k, j]; sums over k to 1 - gamma[n, j];
                                                           ///< values in [-kNegativeInput, 0) are kept and counted
  RegionSector final_share;                                ///< N x J, >= 0, sums over j to 1
  std::vector<double> theta;                               ///< J, > 0
  std::vector<RegionSector> labour_income;                 ///< G times N x J, >= 0, positive in each region
  RegionSector structures_income;                          ///< N x J, >= 0; empty: none
  std::vector<Mobility> labour_market;                     ///< N; empty: regional everywhere
  std::vector<Mobility> structures_market;                 ///< N; empty: as labour_market
  std::vector<double> deficit;                             ///< N, sum 0; empty: none
  std::vector<double> ownership;     ///< N, >= 0, sum 1: shares of the pool of rentals; empty: everyone owns the own
  std::vector<std::uint8_t> pooled;  ///< N; 1 where structures belong to the pool; empty: all, if ownership is given
  std::vector<std::size_t> nation;   ///< N; regions of one nation carry one number; empty: each region is one
  std::vector<double> people;        ///< N, > 0; for the rule per head alone
  std::vector<double> investment_share;  ///< N, share of income that is invested, in [0, 1]; empty: none
  RegionSector investment_basket;        ///< N x J, >= 0, sums over j to 1; needed where something is invested
  double final_elasticity = 1;  ///< sigma_F between sectors in consumption, >= 0; 1: Cobb-Douglas (Baqaee & Farhi 2024)
  double input_elasticity = 1;  ///< sigma_M between inputs, >= 0; 1: Cobb-Douglas

  std::size_t regions() const { return value_added_share.extent<Region>(); }
  std::size_t sectors() const { return value_added_share.extent<Sector>(); }
  std::size_t skills() const { return labour_income.size(); }
};

inline constexpr double kShareSlack = 1e-5;     ///< published tables miss by 3e-7 (CDP's)
inline constexpr double kNegativeInput = 0.01;  ///< CP's own table has an input of -8.5e-4 (stocks)

/// What is done about shares that miss their sum by no more than kShareSlack.
enum class Shares : std::uint8_t {
  renormalised,  ///< divided by their sum: accounts hold to the last digits
  as_given,  ///< left alone, to meet published numbers beyond the digits that such data have: accounts then hold only
             ///< as well as the shares add up, and markets clear up to one factor that is common to all of them
};

/// What was changed in the data, as the largest difference, and what was found in them.
struct Corrections {
  double trade_share = 0;        ///< of a row's sum from 1
  double input_share = 0;        ///< of gamma + sum_k gamma^kj from 1
  double final_share = 0;        ///< of a region's sum from 1
  double investment_basket = 0;  ///< of a region's sum from 1
  double ownership = 0;          ///< of the sum from 1
  double deficit = 0;            ///< of the sum from 0, as a share of value added; taken off by value added
  std::size_t negative_inputs = 0;
};

/// An economy whose shares add up (unless they were left as given), and what its shares and incomes imply.
struct BaseYear {
  Economy economy;  ///< renormalised, no array empty but people and investment_basket
  Corrections corrections;
  bool as_given = false;               ///< shares were left as they are
  RegionSector expenditure;            ///< X, tariffs included
  RegionSector output;                 ///< Y, net of tariffs
  std::vector<double> value_added;     ///< sum of all factors' incomes
  std::vector<double> income;          ///< I
  std::vector<double> tariff_revenue;  ///< R
  double world_value_added = 0;        ///< what the numeraire keeps
  double imbalance = 0;  ///< largest |gamma Y / factor income - 1| over markets: 0 in accounts that balance; a shock of
                         ///< nothing then changes nothing
};

/// Checks an economy and works out X and Y from its shares and incomes:
///   X[n,k] = sum_j gamma[n,k,j] Y[n,j] + final demand,  Y[i,j] = sum_n pi[j,n,i] X[n,j] / (1 + tau),
///   I = factor incomes - own rentals that are pooled + iota chi + R + D,   to 1e-14 by accelerated iteration.
/// errors   economy.empty, economy.shape (shape); economy.negative, economy.not_positive, economy.share, economy.sum,
///          economy.deficits (domain: quantity, position from 1 in the order of its axes, value);
///          economy.no_labour (region), economy.no_factors (region, sector: value added that no factor earns),
///          economy.unreachable (region from which nobody buys), economy.no_supplier (region, sector: used, not
///          bought), economy.base_income (region: income not above 0), all domain;
///          economy.base_diverges (no_convergence: inputs of inputs without end).
/// cost     some 30 sweeps of J N^2 + N J^2 multiplications; about 3 J N^2 + 2 N J^2 doubles.
Result<BaseYear> prepare(const Economy& economy, Shares shares = Shares::renormalised);

}  // namespace tidu::economy
