// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/diffusion/process/map.h"
#include "core/simulate/draws.h"
#include "core/simulate/sector_parts.h"

namespace tidu::simulate {

/// Numbers of people by stage, as shares of the population.
using StageShares = std::array<double, diffusion::kStages>;

/// One run of the aggregate map over regions x parts of sectors x decision units x adopter groups; without decision
/// units all decide optionally. People are shares of the population: a region's, times the part's, times the unit's,
/// times the group's, times the market m; who is outside the market is in no stage. Steps are of StepScheme::midpoint
/// and end on a calendar grid, so that every run meets the same ends of months; the first may be shorter.
class AdoptionRun {
 public:
  /// links  outlive the run
  /// parts  whom levers can tell apart within a region by sector
  AdoptionRun(const diffusion::RegionLinks& links, const ParameterDraw& draw, int steps_per_year,
              const SectorParts& parts = {});

  /// Runs until `time` in years (the first of January 2024 is 2024.0). A time that has passed changes nothing.
  void run_until(double time);

  /// Levers as they stand from now on; strengths by lever and cell of regions x parts x groups. Where the market has
  /// grown, those who came in are unaware; it never shrinks.
  void pull(View<const double, diffusion::Lever, diffusion::Cell> strength, const diffusion::LeverSizes& sizes);

  /// From now on mass media, innovation, orders and demonstrations are 0 (core/diffusion/critical/switch_off.h).
  void switch_off();
  /// The map says who decides by contacts and who alone (DecisionMap::decisions).
  void count_decisions() { map_.count_decisions(true); }

  double time() const { return time_; }
  std::size_t regions() const { return share_.size(); }

  /// Share of a region's people, or of those of a region's group, who use it: implementing or confirmed.
  double users(std::size_t region) const;
  double users(std::size_t region, std::size_t group) const;
  /// Share of the people of a decision unit (ParameterDraw::decisions; the last one: all others) in the nation.
  double unit_users(std::size_t unit) const;
  /// Share of the people of a part of a region's sectors; 0 where nobody works there.
  double part_users(std::size_t region, std::size_t part) const;
  /// Share of the nation's people.
  double users() const;
  /// Share of the nation's people who have heard of it.
  double aware() const;
  /// Shares of the nation's people in each stage; they sum to the market.
  StageShares stages() const;

  const diffusion::DecisionMap& map() const { return map_; }

 private:
  std::size_t per_part() const { return units_.size() * diffusion::kGroups; }
  std::size_t per_region() const { return parts_.count * per_part(); }
  std::size_t region_of(std::size_t cell) const { return cell / per_region(); }
  std::size_t part_of(std::size_t cell) const { return cell / per_part() % parts_.count; }
  std::size_t unit_of(std::size_t cell) const { return cell / diffusion::kGroups % units_.size(); }
  double people_of(std::size_t cell) const;
  void decide();
  void decide(std::size_t region, std::size_t unit, std::span<const double> visible);

  ParameterDraw draw_;
  std::vector<DecisionUnit> units_;  // those of the draw, then the others'
  SectorParts parts_;
  bool off_ = false;
  std::vector<double> share_;
  double per_year_;
  double time_;
  double dt_ = 0;                                      // of the rates that the map has
  std::vector<diffusion::CellConditions> conditions_;  // without levers
  std::vector<double> market_;                         // by cell
  std::vector<diffusion::ProcessRates> rates_;
  diffusion::DecisionMap map_;
};

}  // namespace tidu::simulate
