// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::diffusion::population {

/// Which sectors find partners among each other in a matching of the layer `chain`: one number a sector, and sectors
/// with the same number are linked.
using Pairing = std::vector<std::uint32_t>;

/// Sectors up to this number are paired exactly, more of them greedily.
inline constexpr std::size_t kExactSectors = 20;

/// Pairs of sectors that trade most with each other: each pairing has the largest sum of z_ij + z_ji over its pairs.
/// Each leaves out the pairs of those before it: with two, sectors form chains of suppliers and customers. A sector for
/// which no trade is left stays by itself.
/// flows    sectors x sectors values >= 0, from row to column; what a sector sells to itself does not count
/// count    pairings to make
/// returns  count pairings; sets are numbered by their first sector
/// errors   shape (flows are not square), domain (a value below 0)
/// cost     up to kExactSectors sectors J a maximum-weight matching by dynamic programming over their sets, O(2^J J)
///          (Held & Karp 1962); above, the heaviest pair first, O(J^2 log J), at least half the maximum (Avis 1983). Of
///          equal pairings the one whose first sectors have the lowest partners.
Result<std::vector<Pairing>> pair_sectors(std::span<const double> flows, std::size_t count);

}  // namespace tidu::diffusion::population
