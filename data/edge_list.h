// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "core/diffusion/agents/graph.h"
#include "data/sheet.h"

namespace tidu::data {

struct EdgeListRequest {
  std::span<const std::string> agents;  ///< names, all different; the position of a name is the agent's number
  bool directed = false;                ///< first column: who is seen, second: by whom
  bool ignore_weights = false;          ///< of a third column; else it is an error
};

inline constexpr std::size_t kMostEdgeProblems = 1000;  ///< that are listed
inline constexpr std::size_t kMostEdgeGuesses = 20;     ///< of unknown names: each costs an edit distance to every name

/// A list of contacts: a header, and a line each with two names; perhaps a column of weights. Fit for Graph::make.
/// errors  data.edges.columns, data.edges.weights, data.edges.unknown (with the nearest name), data.edges.itself,
///         data.edges.repeated (with the first line; a-b and b-a are the same unless directed), data.edges.degree: all
///         of them up to kMostEdgeProblems, each at its cell
/// cost    O(lines log agents)
Outcome<std::vector<diffusion::agents::Contact>> read_edge_list(const Sheet& sheet, const EdgeListRequest& request);

}  // namespace tidu::data
