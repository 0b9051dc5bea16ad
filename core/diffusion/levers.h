// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/array.h"
#include "core/diffusion/cells.h"

namespace tidu::diffusion {

/// Where a lever enters the equations of cells.h; u is its strength in a region, e its size at full strength. One
/// attribute of the innovation enters in one place.
enum class LeverPlace : std::uint8_t {
  acceptance,  ///< p and q of all groups times 1 + e u (complexity, compatibility, trialability)
  price,       ///< p and q of all groups times (1 - e u)^-1/2 (relative advantage: ln of the price with elasticity 1/2)
  late_groups,    ///< p and q of late majority and laggards times 1 + e u (they wait for safety)
  early_groups,   ///< p of innovators and early adopters times 1 + e u
  media,          ///< p of all groups times 1 + e u
  demonstration,  ///< permanent visible adopters d_r = e u
  outside,        ///< o_r + (1 - o_r) e u
  market,         ///< m_r + (1 - m_r) e u
};

/// A lever of the papers. Its size and range are the option "lever.<key>" (options.h); its texts
/// "option.lever.<key>.*".
struct LeverRecord {
  std::string_view key;  ///< as in the scenarios of a study: "training"
  LeverPlace place;
  std::string_view claims;  ///< of the papers (theory/): why it is there
  double LeverSizes::* size;
};

/// All levers; a scenario's strengths are in this order.
std::span<const LeverRecord> levers();

/// Axis over levers(), in their order.
struct Lever {};

/// Pulls levers: changes rates in place. Strengths of 0 change no bit.
/// strength  levers().size() x regions, each in [0, 1]
void pull(View<const double, Lever, Region> strength, const LeverSizes& sizes, CellRates& rates);

}  // namespace tidu::diffusion
