// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/economy/accounts/accounts.h"

namespace tidu::economy::accounts {

struct Account {};
struct OtherAccount {};

/// Accounts of a social accounting matrix that are no sectors; they follow the sectors. Compensation and surplus go to
/// households; the government spends what it consumes: production taxes and, as the balancing item, transfers from
/// households (to them, where below 0); what neither household nor deficit leaves is no saving.
enum class SamAccount : std::uint8_t { labour, capital, households, government, investment, other_regions, abroad };
inline constexpr std::size_t kSamAccounts = 7;
inline constexpr std::array<std::string_view, kSamAccounts> kSamAccountNames{
    "labour", "capital", "households", "government", "investment", "other_regions", "abroad"};

/// Social accounting matrices of the nation's regions: N x (J + 7) x (J + 7), [region, who receives, who pays].
/// [Pyatt & Round 1985] Sectors pay for inputs, factors, taxes and goods from elsewhere, and receive from every use and
/// from sales elsewhere; other regions and abroad lend what a region spends above its income.
Array<double, Region, Account, OtherAccount> social_accounts(const Accounts& accounts);

/// An identity and how well it holds: the largest relative miss, and where (region N: the rest of the world).
struct Identity {
  std::string_view id;
  double miss = 0;
  std::size_t region = 0;
  std::size_t sector = 0;  ///< 0 for identities of regions
};

/// What must hold in accounts, each to 1e-12:
///   costs      Y = inputs + v                              by region and sector
///   sales      Y = sum over buyers of X                    likewise
///   uses       sum over users of U = sum over sellers of X likewise
///   factors    shares of labour, capital and taxes sum to 1, where there is value added
///   product    consumption + investment + exports - imports + outflow - inflow = value added    by region
///   deficits   sum to 0                                    of the nation's value added
///   sam        receipts = payments of every account, of the region's value added    by region; `sector` is the account
std::vector<Identity> identities(const Accounts& accounts);

/// Outflow of a region to the rest of the nation, inflow, exports, imports: sums over sectors, N each.
struct RegionTrade {
  std::vector<double> outflow, inflow, exported, imported;
};
RegionTrade region_trade(const Accounts& accounts);

}  // namespace tidu::economy::accounts
