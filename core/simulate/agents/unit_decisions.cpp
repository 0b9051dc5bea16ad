// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/unit_decisions.h"

#include "core/base/assert.h"

namespace tidu::simulate {

using diffusion::CellShape;
using diffusion::kStages;
using diffusion::ProcessRates;
using diffusion::Stage;
using diffusion::agents::MatchingPlan;

namespace {

constexpr std::size_t at_stage(Stage stage) { return static_cast<std::size_t>(stage); }

}  // namespace

UnitDecisions::UnitDecisions(const ParameterDraw& draw, const CellShape& shape)
    : units_(all_units(draw)),
      shape_(shape),
      authority_(draw.process.authority),
      collective_share_(draw.process.collective_share),
      decided_visible_(draw.process.decided_visible) {
  TIDU_ASSERT(shape.sizes % units_.size() == 0);
}

std::vector<UnitState> UnitDecisions::at(double time, std::span<const double> cells) const {
  TIDU_ASSERT(cells.size() == shape_.cells() * kStages);
  std::vector<double> seen(shape_.regions * units_.size(), 0);
  std::vector<double> all(seen.size(), 0);
  for (std::size_t c = 0; c < shape_.cells(); ++c) {
    const auto n = cells.subspan(c * kStages, kStages);
    seen[place_of(c)] += decided_visible_ * n[at_stage(Stage::decided)] + n[at_stage(Stage::implementing)] +
                         n[at_stage(Stage::confirmed)];
    for (const double each : n) all[place_of(c)] += each;
  }
  std::vector<UnitState> states(seen.size(), UnitState::alone);
  for (std::size_t k = 0; k < states.size(); ++k) {
    const DecisionUnit& unit = units_[k % units_.size()];
    if (time < unit.from - kSameStep) continue;
    if (unit.kind == DecisionKind::authority) states[k] = UnitState::ordered;
    if (unit.kind == DecisionKind::collective && seen[k] > collective_share_ * all[k]) states[k] = UnitState::together;
  }
  return states;
}

void UnitDecisions::set(std::span<const UnitState> states, std::span<ProcessRates> rates) const {
  TIDU_ASSERT(rates.size() == shape_.cells() && states.size() == shape_.regions * units_.size());
  for (std::size_t c = 0; c < rates.size(); ++c) {
    const UnitState state = states[place_of(c)];
    rates[c].collective = state == UnitState::together;
    rates[c].authority = state == UnitState::ordered ? authority_ : 0;
  }
}

std::vector<MatchingPlan> among_units(std::span<const MatchingPlan> matchings, const CellShape& shape,
                                      std::size_t units) {
  std::vector<MatchingPlan> wide;
  for (const MatchingPlan& plan : matchings) {
    TIDU_ASSERT(plan.domain_of_cell.size() == shape.cells());
    MatchingPlan& each = wide.emplace_back(MatchingPlan{plan.layer, {}});
    for (std::size_t c = 0; c < shape.cells() * units; ++c) {
      const std::size_t cell = c / (shape.groups * units) * shape.groups + c % shape.groups;
      each.domain_of_cell.push_back(plan.domain_of_cell[cell]);
    }
  }
  return wide;
}

}  // namespace tidu::simulate
