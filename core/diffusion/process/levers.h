// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/array.h"
#include "core/base/formula.h"
#include "core/base/option.h"
#include "core/diffusion/process/map.h"
#include "core/diffusion/process/rates.h"

namespace tidu::diffusion {

/// Where a lever enters (rates.h); u is its strength in a cell, e its size at full strength. A lever enters in one
/// place, training in two.
enum class LeverPlace : std::uint8_t {
  relative_advantage,  ///< RA + elasticity ln(1 / (1 - e u)): a subsidy takes over that share of the price
  complexity,          ///< CX (1 - e u), and D -> I times exp(c_T u)
  compatibility,       ///< CO + (1 - CO) e u
  trialability,        ///< TR + (1 - TR) e u
  safety,              ///< incidents and distrust of what discontinuers say, times 1 - e u
  talent,              ///< p of innovators and early adopters, times 1 + e u
  media,               ///< mass media, times 1 + e u
  demonstration,       ///< w + (1 - w) e u: permanent visible users
  exchange,            ///< what contacts in the chain layer say and show, times 1 + e u
  market,              ///< m + (1 - m) e u: what was built stays when the lever is let go
};

/// What the levers do at full strength, keys "lever.*".
struct LeverSizes {
  double subsidy = 0.3;
  double subsidy_elasticity = 0.5;  ///< of relative advantage to the price
  double training = 0.3;
  double solutions = 0.25;
  double light_entry = 0.2;
  double reform = 0.15;
  double governance = 0.3;
  double talent = 0.5;
  double channels = 1.0;
  double demonstration = 0.02;
  double alliance = 0.3;
  double infrastructure = 0.3;
};

std::span<const Option<LeverSizes>> lever_options();

/// A lever of the papers. Its size and range are the option "lever.<key>"; its texts "option.lever.<key>.*".
struct LeverRecord {
  std::string_view key;  ///< as in the scenarios of a study: "training"
  LeverPlace place;
  std::string_view claims;  ///< of the papers (theory/): why it is there
  double LeverSizes::* size;
};

/// All levers; strengths are in this order.
std::span<const LeverRecord> levers();

/// Axis over levers(), in their order.
struct Lever {};

/// Pulls levers: changes what is known of cells, in place. Strengths of 0 change no bit.
/// strength    levers().size() x cells, each in [0, 1]
/// conditions  by cell; groups are the last index, kGroups of them (or 1, which talent then leaves alone)
/// market      by cell: share that may ever adopt, in [0, 1]
void pull(View<const double, Lever, Cell> strength, const LeverSizes& sizes, std::size_t groups,
          std::span<CellConditions> conditions, std::span<double> market);

std::span<const FormulaRecord> lever_formulas();

}  // namespace tidu::diffusion
