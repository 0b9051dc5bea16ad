// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/network/digraph.h"
#include "core/measure/network/options.h"

namespace tidu::measure {

/// How central a node is. Distances count links on shortest paths.
struct NodeCentrality {
  std::size_t out_degree = 0;
  std::size_t in_degree = 0;
  double degree = 0;             ///< nodes with a link to or from this one / (n - 1)
  double betweenness = 0;        ///< sum over ordered pairs (j, k) of g_jk(i)/g_jk, g the number of shortest paths
  double betweenness_share = 0;  ///< betweenness / ((n - 1)(n - 2)), in [0, 1]; 0 for n < 3
  /// (n - 1) / sum of distances to all others; no value where one is out of reach. [Freeman 1979]
  std::optional<double> classical_out;
  std::optional<double> classical_in;  ///< the same with the distances from all others
  double harmonic_out = 0;             ///< mean of 1/distance to the others, 0 for those out of reach
  double harmonic_in = 0;              ///< [Marchiori & Latora 2000; Rochat 2009]
  double closeness_out = 0;            ///< by the rule of Centralities::closeness
  double closeness_in = 0;
};

/// Which closeness stands in closeness_out and closeness_in: one definition for all nodes, so that they compare.
enum class Closeness : std::uint8_t { classical, harmonic, penalised };

struct Centralities {
  Closeness closeness = Closeness::classical;
  std::vector<NodeCentrality> nodes;
};

/// Degrees, betweenness (directed, each ordered pair once) and closeness of every node. A network of one node: all 0.
/// [Freeman 1979; Brandes 2001]
/// rule      automatic: classical closeness if every node reaches every other, harmonic for all nodes otherwise.
/// errors    measure.network.cancelled (cancelled).
/// cost      O(n links) time, n^2 / 2 bytes. Same bits for any executor and thread count.
Result<Centralities> centralities(const Digraph& graph, ClosenessRule rule = ClosenessRule::automatic,
                                  Executor& executor = serial_executor());

}  // namespace tidu::measure
