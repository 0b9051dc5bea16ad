// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {

/// Numbers of agents of a cell by stage.
using StageCounts = std::array<std::uint64_t, kStages>;

/// What is counted of the agents after each step.
struct Census {
  std::vector<StageCounts> cells;
  std::vector<std::uint64_t> leaders;        ///< opinion leaders of each region
  std::vector<std::uint64_t> leaders_seen;   ///< of these, who are seen as users
  std::vector<std::uint64_t> agents;         ///< of each region
  std::vector<std::uint64_t> discontinuers;  ///< of these, who have given up

  explicit Census(const Layout& layout);

  /// Everybody is in `stage`; leaders are to be counted.
  void start(const Layout& layout, Stage stage);
  /// Counts discontinuers from the cells.
  void count_discontinuers(const Layout& layout);
  /// What cells of a region see of it.
  Surroundings surroundings(std::size_t region) const;
};

}  // namespace tidu::diffusion::agents
