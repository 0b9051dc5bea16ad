// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/measure/network/digraph.h"

namespace tidu::measure {

/// The structure of a whole network. Names alone do not say which number is meant ("efficiency" above all), so each
/// definition stands here and beside every table. V counts violations, max V the most that are possible; where nothing
/// can be violated (one node, no links) a condition counts as met and its measure is 1.
struct NetworkStructure {
  std::size_t nodes = 0;
  std::size_t links = 0;
  std::size_t isolates = 0;  ///< nodes without any link
  double density = 0;        ///< L / (n (n - 1)); 0 for one node
  double reciprocity = 0;    ///< share of links that are answered, 2 M / (2 M + A): sna's "edgewise"; 1 without links
  double reciprocity_dyadic = 0;  ///< share of pairs with both links or none, (M + N) / (M + A + N): sna's default
  /// Share of paths i -> j -> k (three different nodes) with a link i -> k: sna's "weak"; 1 without such paths.
  double transitivity = 0;
  /// Krackhardt: share of unordered pairs that are joined by a path whatever its links' direction.
  double connectedness = 0;
  double connectedness_one_way = 0;  ///< share of unordered pairs with a directed path in at least one direction
  double connectedness_ordered = 0;  ///< share of ordered pairs with a directed path (UCINET's cohesion)
  /// Krackhardt: 1 - V/max V, max V the unordered pairs with a directed path, V those with one in each direction.
  double hierarchy = 0;
  /// Krackhardt: 1 - V/max V over weak components of n_c nodes, V the links beyond n_c - 1. On directed links
  /// max V = sum (n_c - 1)^2, as the R package sna has it.
  double efficiency = 0;
  double efficiency_undirected = 0;  ///< on pairs with a link in any direction: max V = sum (n_c - 1)(n_c - 2)/2
  /// Krackhardt: 1 - V/max V, V the pairs in a weak component without a least upper bound: a node that reaches both and
  /// is reached by every node that reaches both. max V = sum (n_c - 1)(n_c - 2)/2. (The package sna since its rewriting
  /// in C looks for a node that reaches every such node instead: the greatest upper bound.)
  double upper_boundedness = 0;
  std::size_t weak_components = 0;
  std::size_t strong_components = 0;
  double mean_distance = 0;  ///< links on the shortest paths, mean over ordered pairs with a path; 0 without paths
  std::size_t diameter = 0;  ///< the longest of the shortest paths; 0 without paths
};

/// [Krackhardt 1994, in Carley & Prietula, Computational Organization Theory, 89-111; Wasserman & Faust 1994, ch. 4-6]
/// cost     O(n^3 / 64 + links d), d the mean number of links of a node.
NetworkStructure network_structure(const Digraph& graph);

}  // namespace tidu::measure
