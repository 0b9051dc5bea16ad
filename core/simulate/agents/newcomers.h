// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/diffusion/agents/layout.h"
#include "core/diffusion/population/population.h"
#include "core/simulate/agents/scheduled_rates.h"

namespace tidu::simulate {

/// A population in which those stand too whom infrastructure brings in one day.
struct GrownPopulation {
  diffusion::CellShape shape;  ///< sizes is the number of waves and 1; wave 0 has always been in
  std::vector<diffusion::agents::CellPlan> cells;
  std::vector<diffusion::agents::MatchingPlan> matchings;
};

/// Adds a cell for each wave of newcomers to each cell. Their numbers are those of everybody in a region's group (of
/// the sectors of a part, where levers tell sectors apart), from level to level of the market, shared out over the
/// sectors by largest remainders. In the matchings they stand where their cell does: whoever is outside is a contact
/// like any other, who does not use it. So contacts are the same in every schedule, and agents can be compared one by
/// one; the shares of users among contacts are a little lower than in a network of the market alone. [Tidu; off: no
/// levels] all        everybody; one size potential  who is in the market from the start; the same shape matchings  of
/// that shape market     share of everybody who is in from the start parts      of the sectors, those of the levels
GrownPopulation with_newcomers(const diffusion::population::Population& all,
                               const diffusion::population::Population& potential,
                               std::span<const diffusion::agents::MatchingPlan> matchings, const MarketLevels& levels,
                               double market, const SectorParts& parts = {});

}  // namespace tidu::simulate
