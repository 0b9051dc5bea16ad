// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/checksum/hash.h"
#include "core/economy/years.h"

namespace tidu::checksum {

/// A synthetic economy: random shares, one stiff sector, three tenths of value added to structures, no tariffs.
/// It balances nowhere.
economy::Economy random_economy(std::size_t regions, std::size_t sectors);

/// The base year whose accounts are an economy's own equilibrium, so that they balance.
economy::BaseYear balanced(const economy::Economy& economy);

/// Years of a balanced random economy: productivity grows by 0 to 3 % a year, the number of workers by -1 to 2 %,
/// capital as landlords save. What the kernel economy.years hashes and what natively and in WebAssembly is timed.
struct YearsScene {
  economy::BaseYear base;
  economy::Drivers drivers;
  economy::YearsOptions options;
};

YearsScene years_scene(std::size_t regions, std::size_t sectors, std::size_t years);
void add(Hash& hash, const economy::Years& found);

}  // namespace tidu::checksum
