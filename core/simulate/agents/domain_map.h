// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/diffusion/agents/layout.h"
#include "core/diffusion/population/domain_means.h"
#include "core/diffusion/process/process.h"
#include "core/simulate/agents/graph_mixing.h"

namespace tidu::simulate {

/// What does not change during a run.
struct DomainMapSettings {
  diffusion::Exits exits = diffusion::rogers_exits();
  double decided_visible = 1;      ///< v in [0, 1]: share of those who have decided whom others see
  diffusion::ByLayer heterophily;  ///< gamma_l >= 0, as in agents::AgentSettings
};

/// The aggregate map on the cells of agents, with their matchings: DecisionMap (process/map.h,
/// StepScheme::start_of_step, [cell_map]), whose exposures are what agents expect to see through their matchings
/// (population/domain_means.h). A layer of agents may hold matchings within cells and within districts, which no single
/// Kronecker product says.
///
/// Where agents differ from it they do so by what it leaves out: that everybody has a few contacts which stay the same,
/// and that numbers are whole.
class DomainMap {
 public:
  /// layout  outlives this
  /// graph   whom agents see instead of their partners in the layout's matchings: all contacts are of Layer::local;
  /// null:
  ///         the matchings. Outlives this
  DomainMap(const diffusion::agents::Layout& layout, const DomainMapSettings& settings,
            const GraphMixing* graph = nullptr);

  /// Puts everybody into one stage.
  void start(diffusion::Stage stage);
  /// cells  numbers >= 0 by cell and stage, cells x kStages, that sum to the cells' agents
  void set_state(std::span<const double> cells);
  /// rates  one a cell; dt > 0, in the unit of the rates
  void set_rates(std::span<const diffusion::ProcessRates> rates, double dt);

  /// n' = P(x)^T n. Same bits for any executor. The stages of a cell sum to its agents up to rounding.
  /// cost  O(cells x matchings); per cell 3 exponentials
  void step(Executor& executor);

  /// What the next step would do, by cell: agents without contacts take these chances.
  std::span<const diffusion::StepChances> chances(Executor& executor);

  /// Expected numbers by cell and stage, cells x kStages.
  std::span<const double> state() const { return state_; }

 private:
  void look(Executor& executor);
  void expose();
  diffusion::ByLayer contagion(std::size_t cell, const diffusion::ByLayer& x) const;
  diffusion::StepChances chances_of(std::size_t cell) const;

  const diffusion::agents::Layout& layout_;
  DomainMapSettings settings_;
  const GraphMixing* graph_;
  diffusion::population::DomainMeans means_;
  std::vector<double> region_agents_;
  std::vector<double> state_;
  std::vector<diffusion::ProcessRates> rates_;
  std::vector<diffusion::StepChances> plain_;  ///< of the stages that contacts do not bear on
  double dt_ = 0;
  std::vector<double> visible_;
  std::vector<diffusion::ByLayer> exposure_;
  std::vector<double> on_graph_;  ///< exposures by the graph
  std::vector<diffusion::Surroundings> around_;
  std::vector<diffusion::StepChances> chances_;
};

}  // namespace tidu::simulate
