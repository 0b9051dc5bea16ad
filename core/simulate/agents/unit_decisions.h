// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/layout.h"
#include "core/diffusion/process/mixing.h"
#include "core/diffusion/process/process.h"
#include "core/simulate/decision_units.h"

namespace tidu::simulate {

/// How a unit of a region decides in a step.
enum class UnitState : std::uint8_t {
  alone,     ///< each by himself
  together,  ///< all in favour: the quorum has been passed
  ordered,   ///< at the rate `authority` besides their own
};

/// Agents who decide collectively or by order: AdoptionRun's rule for the cells of agents. The units of a size stand
/// side by side: CellShape::sizes is sizes x units, unit last. What a unit does in a step follows from the time and the
/// counts when the step begins, so it is the same on any executor and after a resume.          [Tidu; off: no units in
/// the draw]
class UnitDecisions {
 public:
  /// shape  its sizes are a multiple of the units of the draw, others included
  UnitDecisions(const ParameterDraw& draw, const diffusion::CellShape& shape);

  std::size_t units() const { return units_.size(); }

  /// For each region and unit. A unit decides together once more than adoption.collective_share of its agents in the
  /// region are users that others see: v D + I + C.
  /// cells  numbers by cell and stage, cells x kStages
  std::vector<UnitState> at(double time, std::span<const double> cells) const;

  /// Sets `collective` and `authority` of the cells' rates.
  void set(std::span<const UnitState> states, std::span<diffusion::ProcessRates> rates) const;

 private:
  std::size_t unit_of(std::size_t cell) const { return cell / shape_.groups % units_.size(); }
  std::size_t place_of(std::size_t cell) const { return cell / shape_.per_region() * units_.size() + unit_of(cell); }

  std::vector<DecisionUnit> units_;
  diffusion::CellShape shape_;
  double authority_;
  double collective_share_;
  double decided_visible_;
};

/// Matchings of a shape for the cells that `units` make of each of its cells: who decides how is no matter to whom one
/// meets.
std::vector<diffusion::agents::MatchingPlan> among_units(std::span<const diffusion::agents::MatchingPlan> matchings,
                                                         const diffusion::CellShape& shape, std::size_t units);

}  // namespace tidu::simulate
