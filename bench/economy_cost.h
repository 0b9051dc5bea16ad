// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tidu::bench {

/// What an equilibrium costs on one core as regions, sectors and years grow.
struct EconomyCost {
  std::string csv;  ///< series, regions, sectors, years, milliseconds, sweeps
  std::string svg;  ///< time over each of the three, all logarithmic, with the fitted power
};

/// Regions 8 to 512 at 8 sectors, sectors 2 to 64 at 32 regions (one year's shock from the base), years 1 to 60 at
/// 32 x 14. Prints each series with its exponent, fitted by least squares of the logarithms.
EconomyCost economy_cost();

}  // namespace tidu::bench
