// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/process/mixing.h"
#include "core/simulate/agents/agent_run.h"
#include "core/simulate/draws.h"
#include "core/simulate/sector_parts.h"

namespace tidu::simulate {

/// From a year on: the rates of each region x part of sectors x adopter group, and its share of people who may ever
/// adopt.
struct RateTurn {
  int year = 0;
  std::vector<diffusion::ProcessRates> rates;
  std::vector<double> market;  ///< never smaller than before: what was built stays when the lever is let go
};

/// The turns of a schedule, as AdoptionRun::pull takes them: the first has no levers and year 0, the others begin where
/// a lever is taken up or let go.
/// schedule  cells are regions x kGroups, regions as many as draw.speed
std::vector<RateTurn> turns_of(const ParameterDraw& draw, const Schedule& schedule, const diffusion::LeverSizes& sizes,
                               const SectorParts& parts = {});

/// By region x part of sectors x adopter group, the shares of people above m to which schedules bring the market,
/// rising, each once: the waves of newcomers. Who comes in first in one schedule does so in all of them.
using MarketLevels = std::vector<std::vector<double>>;
MarketLevels market_levels(const ParameterDraw& draw, std::span<const Schedule> schedules,
                           const diffusion::LeverSizes& sizes, const SectorParts& parts = {});
/// The largest number of waves in any cell; 0 where no schedule makes the market grow.
std::size_t waves_of(const MarketLevels& levels);

/// Rates of agents under a schedule: the process's, times a region's speed and what its attributes add, with mass media
/// louder while the pulse lasts, changed where levers are pulled. Without levers it is the baseline. Everybody decides
/// alone (DecisionKind::optional).
class ScheduledRates final : public RateSource {
 public:
  /// shape   of the agents' cells, kGroups groups; rates differ by region, part of its sectors and group alone
  /// levels  empty: every agent is in the market. Otherwise the index of sizes is the wave: 0 who is in the market from
  ///         the start, k who comes in once the market reaches level k (newcomers.h), and hears of nothing before
  /// parts   of the shape's sectors, those of the levels; one: whatever the sector
  ScheduledRates(const ParameterDraw& draw, const diffusion::CellShape& shape, const Schedule& schedule = {},
                 const diffusion::LeverSizes& sizes = {}, MarketLevels levels = {}, const SectorParts& parts = {});

  std::uint64_t epoch(const CalendarStep& step) const override;
  std::vector<diffusion::ProcessRates> at(const CalendarStep& step) const override;

 private:
  std::size_t turn_at(const CalendarStep& step) const;
  std::size_t place_of(std::size_t cell) const;
  bool is_in(std::size_t cell, const RateTurn& turn) const;

  diffusion::SpreadParameters spread_;
  diffusion::CellShape shape_;
  SectorParts parts_;
  std::vector<RateTurn> turns_;
  MarketLevels levels_;
};

}  // namespace tidu::simulate
